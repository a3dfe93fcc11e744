"""Sentences and tables of chapter 06 that depend on what a view knows: computed, never typed."""

from __future__ import annotations

import numpy as np
import polars as pl

from lib.claims import contribution, outlook, outlook_paths, programmes, sites
from lib.claims.cloud_series import MissingQuarter, growth_history
from lib.claims.finding import Finding
from lib.claims.mixture import CHOICE
from lib.claims.model import model
from lib.evidence.view import View
from lib.inference.breakeven import point_values
from lib.inference.draws import Draws
from lib.inference.forecasting import SeriesTooShort
from lib.models.growth import grown, growth
from lib.report.drawing import Column
from lib.report.formats import count_of, day, interval, number

TENANT_COLUMNS = {
    "scenario": Column("Scenario"),
    "year": Column("Year"),
    "mw": Column("Power at the end", "MW"),
    "value": Column("Paid in the year", "USD"),
    "range": Column("90% range"),
}
PROGRAMME_COLUMNS = {
    "entity": Column("Laboratory"),
    "public_on": Column("Public on"),
    "volume": Column("Published volume"),
    "least": Column("A third of Anthropic's"),
    "comparable": Column("Comparable"),
}
WELLS_FARGO = contribution.WELLS_2026_2028


def capacity_chain(view: View) -> str:
    """The steps from power to points of growth at the point value of every input."""
    bound = model(view, sites.campus_chips, list(sites.CAMPUS_INPUTS))
    x = point_values(bound.priors)
    try:
        base = contribution.base_revenue_usd(view)
    except MissingQuarter as missing:
        return f"The chain cannot be closed: {missing}."
    chips = float(sites.campus_chips(x))
    price = float(sites.price_usd_per_chip_hour(x))
    points = float(sites.campus_points(x, base)) * outlook.POINTS
    hours = chips * sites.HOURS_PER_QUARTER * x["campus_share_earning_2025q4"]
    return (
        f"At our point values {number(x['campus_it_mw'], 'MW')} of IT power feed "
        f"{number(chips, 'count')} chips; with "
        f"{number(x['campus_share_earning_2025q4'], 'fraction')} of them earning over the quarter, "
        f"{number(hours, 'count')} chip-hours are sold, at "
        f"{number(price, 'USD/chip-hour')}, which is {number(hours * price, 'USD')} or "
        f"{number(points, 'percentage points')} of growth."
    )


def tenant_rows(view: View, path: pl.DataFrame) -> pl.DataFrame:
    """The path of what Anthropic pays AWS, in the words of the table."""
    said = {s: outlook_paths.label(view, s) for s in outlook_paths.SCENARIOS}
    rows = [
        {
            **row,
            "scenario": said[row["scenario"]],
            "year": str(row["year"]),
            "range": interval(row["low"], row["high"], "USD"),
        }
        for row in path.iter_rows(named=True)
    ]
    return pl.DataFrame(rows)


def tenant_check(view: View, path: pl.DataFrame) -> str:
    """The sum of the base against the one published sum for the same three years."""
    sums = {
        scenario: float(path.filter(pl.col("scenario") == scenario)["value"].sum())
        for scenario in outlook_paths.SCENARIOS
    }
    ours = outlook_paths.label(view, "base") == "Base"
    where = "in the base" if ours else "with the values of this run"
    said = (
        f"Over the three years Anthropic would pay AWS {number(sums['base'], 'USD')} {where}, "
        f"{number(sums['bear'], 'USD')} in the bear and {number(sums['bull'], 'USD')} in the bull."
    )
    known = sites.first_known(view, WELLS_FARGO)
    if known is None:
        return said
    other = view.fact(known).value
    side = "above" if other > sums["bull"] else "within"
    return (
        f"{said} Wells Fargo's sum for the same years is {number(other, 'USD')}, {side} what our "
        "scenarios reach: it needs more power, or a higher price, than any plan that we found."
        if side == "above"
        else f"{said} Wells Fargo's sum for the same years is {number(other, 'USD')}."
    )


def choice_of_source_settles_most(finding: Finding) -> bool:
    """Whether knowing which source is right would narrow the answer more than any input."""
    return bool(finding.settles) and finding.settles[0][0] == CHOICE


def implied_growth(view: View) -> float:
    """Yearly growth of AWS that its plan of power implies at the point values (fraction)."""
    power = view.assumption("aws_power_growth_per_year").default
    earning = view.assumption("aws_revenue_per_mw_change_per_year").default
    return float(growth(grown(grown(1.0, power, 1.0), earning, 1.0), 1.0))


def implied_sentence(view: View) -> str:
    """What the values of a run imply for AWS, for a run that is not the base."""
    return (
        "With the values of this run, power and what a megawatt earns imply growth of "
        f"{number(implied_growth(view), 'fraction')} a year; in the last reported quarter AWS grew "
        f"{growth_now(view)}."
    )


def growth_now(view: View) -> str:
    """Growth of AWS in the last quarter that the view knows, in words."""
    try:
        series, _ = growth_history(view)
    except (MissingQuarter, SeriesTooShort):
        return "at a rate that this run's sources do not give"
    return f"by {number(series.growth(series.last), 'fraction')}"


def design_budget_per_chip(view: View, draws: Draws) -> tuple[float, float, float]:
    """The 5th, 50th and 95th percentile of the break-even design cost per chip (USD)."""
    bound = model(view, outlook.design_budget_usd_per_chip, list(outlook.DESIGN_INPUTS))
    p5, p50, p95 = np.quantile(bound.values(draws), [0.05, 0.5, 0.95])
    return float(p5), float(p50), float(p95)


def budget_sentence(finding: Finding) -> str:
    """What the fleet's savings repay, for a run unlike the base."""
    found = finding.quantity
    if found is None:
        return "With the values of this run the saving cannot be computed."
    spread = interval(found.p5, found.p95, found.unit)
    told = f"{number(found.p50, found.unit)} for the fleet in use (90% range {spread})"
    if found.p50 > 0:
        return f"With the values of this run the savings repay a design of at most {told}."
    return (
        f"With the values of this run the saving at the median is {told}: no design cost is repaid "
        "unless the work is kinder to Trainium2 than we assume."
    )


def programme_rows(volumes: pl.DataFrame) -> pl.DataFrame:
    """Programmes with their volumes, in the words of the table."""
    rows = [
        {
            "entity": row["entity"],
            "public_on": row["public_on"],
            "volume": number(row["value"], row["unit"]),
            "least": number(row["needed"], row["unit"]),
            "comparable": row["comparable"],
        }
        for row in volumes.iter_rows(named=True)
    ]
    schema = {
        "entity": pl.String, "public_on": pl.Date, "volume": pl.String, "least": pl.String,
        "comparable": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def programmes_sentence(view: View) -> str:
    """How many programmes of comparable volume are known, and which came first."""
    known = programmes.volumes(view).filter(pl.col("comparable"))
    if known.is_empty():
        return f"No other programme of that size is known on {day(view.known_on)}."
    first = known.row(0, named=True)
    return (
        f"{count_of(known.height, 'programme')} of that size "
        f"{'is' if known.height == 1 else 'are'} known on {day(view.known_on)}; the first, of "
        f"{first['entity']}, was announced on {day(first['public_on'])}."
    )
