"""Figures of chapter 04: growth, its forecasts, the market's new dollars, Anthropic's revenue."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from lib.claims import aws_growth, market_share, run_rate
from lib.claims.cloud_series import (
    QUARTERS_PER_YEAR,
    end_of,
    growth_history,
    name,
    rival_rates,
)
from lib.claims.model import model
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.forecasting import LABELS
from lib.report import charts
from lib.report.chapter_figures.reads import reading
from lib.report.figure import Figure
from lib.report.formats import day, number, probability

TEXT_QUARTER = (2025, 4)
SHOWN_METHODS = ("combination", "seasonal_smoothing", "carry_forward_recent", "drift_all")
MONTHS = tuple(date(2025, m, 28) for m in range(1, 13))
STARTS = date(2021, 1, 1)
SHOWN_FROM, SHOWN_UNTIL = date(2025, 1, 1), date(2026, 2, 28)
"""Stated run-rates after this day dwarf what was expected in 2025 and are left off its figure."""


@reading
def growth_rates(view: View) -> Figure:
    """Growth over a year of AWS, Google Cloud and Azure, by quarter."""
    aws, _ = growth_history(view)
    rates = {"AWS": {q: aws.growth(q) for q in aws.quarters[QUARTERS_PER_YEAR:]}}
    rates |= {entity: dict(found) for entity, found in rival_rates(view).items()}
    table = pl.DataFrame(
        [
            {"end": end_of(q), "growth": rate, "provider": entity}
            for entity, found in rates.items()
            for q, rate in sorted(found.items())
            if end_of(q) >= STARTS
        ]
    )
    now = aws.growth(aws.last)
    lowest = min(rates["AWS"], key=lambda q: rates["AWS"][q])
    pairs = [
        (rates["AWS"][q], rate)
        for entity, found in rates.items()
        for q, rate in found.items()
        if entity != "AWS" and q in rates["AWS"] and end_of(q) >= STARTS
    ]
    slower = sum(own < other for own, other in pairs)
    return Figure(
        id="fig-aws-growth",
        title="Growth over a year before",
        finding=(
            f"AWS grew {number(now, 'fraction')} in {name(aws.last)}, after a low of "
            f"{number(rates['AWS'][lowest], 'fraction')} in {name(lowest)}; a rival grew faster "
            f"in {slower} of {len(pairs)} comparisons."
        ),
        alt=(
            f"Three lines of yearly growth by quarter. AWS falls to "
            f"{number(rates['AWS'][lowest], 'fraction')} in {name(lowest)} and rises to "
            f"{number(now, 'fraction')} in {name(aws.last)}, below Azure and Google Cloud."
        ),
        chart=charts.lines(
            table,
            date="end",
            value="growth",
            unit="fraction",
            title="Growth over a year before",
            series="provider",
            order=["AWS", "Microsoft Azure", "Google Cloud"],
        ),
        notes=(
            "AWS and Google Cloud from reported dollars; Azure as Microsoft prints it, since no "
            "quarterly dollars are published. Gaps are quarters for which no figure was found."
        ),
        views=(view.name,),
    )


@reading
def chance_by_month(view: View, draws: Draws, threshold: float) -> Figure | None:
    """P(growth of 2025Q4 above the text's number) through 2025; None before 2025."""
    days = tuple(d for d in MONTHS if d <= view.known_on)
    if not days:
        return None
    table = aws_growth.probability_by_month(view, draws, TEXT_QUARTER, threshold, days)
    shown = table.filter(pl.col("method").is_in(SHOWN_METHODS))
    together = table.filter(pl.col("method") == "combination").sort("day")
    first, last = together.row(0, named=True), together.row(-1, named=True)
    calls = aws_growth.published_calls(view, TEXT_QUARTER).filter(
        pl.col("public_on") <= days[-1], pl.col("kind") == "forecast"
    )
    events = pl.DataFrame({"date": calls["public_on"], "label": calls["fact_id"]}).unique("date")
    return Figure(
        id="fig-aws-growth-chance",
        title="Chance that AWS grows by more than a fifth in the last quarter of 2025",
        finding=(
            f"The combined chance goes from {probability(first['probability'])} on "
            f"{day(first['day'])} to {probability(last['probability'])} on {day(last['day'])}."
        ),
        alt=(
            f"Lines of probability by month of 2025, one per method. The combination starts at "
            f"{probability(first['probability'])} and ends at {probability(last['probability'])}; "
            "the methods lie far apart until the third quarter is reported."
        ),
        chart=charts.lines(
            shown.select("day", "probability", "label"),
            date="day",
            value="probability",
            unit="fraction",
            title="Probability",
            series="label",
            order=[LABELS[m] for m in SHOWN_METHODS if m in set(shown["method"])],
            domain=(0.0, 1.0),
            events=_named(events) if events.height else None,
        ),
        notes=(
            "Every point is computed from what was public on its day. Four of the forecasts are "
            "drawn; all are in the combination, which holds the capacity forecast from the day on "
            "which the size of the sites was reported. Published calls are marked, not used."
        ),
        views=(view.name,),
    )


@reading
def methods_then(view: View, draws: Draws, threshold: float) -> Figure:
    """Each method's forecast of 2025Q4 as known then, beside consensus and published calls."""
    made = aws_growth.method_table(view, draws, TEXT_QUARTER, threshold)
    rows: list[dict[str, Any]] = [
        {"name": r["label"], "value": r["p50"], "low": r["p5"], "high": r["p95"]}
        for r in made.sort("p50").iter_rows(named=True)
    ]
    calls = aws_growth.published_calls(view, TEXT_QUARTER)
    rows += [
        {"name": _caller(r["fact_id"]), "value": r["value"], "low": None, "high": None}
        for r in calls.iter_rows(named=True)
    ]
    together = made.filter(pl.col("method") == "combination").row(0, named=True)
    alone = made.filter(pl.col("method") != "combination")["probability"]
    lowest, highest = (probability(float(v)) for v in (alone.min(), alone.max()))  # type: ignore[arg-type]
    return Figure(
        id="fig-aws-growth-methods",
        title="Forecasts of AWS growth in the last quarter of 2025",
        finding=(
            f"On {day(view.known_on)} the methods together gave "
            f"{number(together['p50'], 'fraction')} and a chance of "
            f"{probability(together['probability'])} above {number(threshold, 'fraction')}; "
            f"single methods gave {lowest} to {highest}."
        ),
        alt=(
            f"Dots with ranges for {made.height} methods and hollow dots for published calls, "
            f"against a line at {number(threshold, 'fraction')}. The combination lies at "
            f"{number(together['p50'], 'fraction')}, its range from "
            f"{number(together['p5'], 'fraction')} to {number(together['p95'], 'fraction')}."
        ),
        chart=charts.intervals(
            pl.DataFrame(rows, schema_overrides={"low": pl.Float64, "high": pl.Float64}),
            name="name",
            value="value",
            low="low",
            high="high",
            unit="fraction",
            title="Growth over a year before",
            highlight=[LABELS["combination"]],
            mark_at=threshold,
            mark_label="the text's number",
        ),
        notes="Median and 90% range. Hollow dots are consensus and published calls.",
        views=(view.name,),
    )


@reading
def next_quarters(view: View, draws: Draws) -> Figure:
    """The combined forecast of the four quarters after the last known one."""
    aws, _ = growth_history(view)
    ahead = aws_growth.next_quarters(view, draws)
    past = aws.quarters[-2 * QUARTERS_PER_YEAR :]
    rows: list[dict[str, Any]] = [
        {"end": end_of(q), "value": aws.growth(q), "low": None, "high": None, "what": "Reported"}
        for q in past
    ]
    joined: dict[str, Any] = {"end": end_of(aws.last), "what": "Forecast"}
    at = aws.growth(aws.last)
    rows.append({**joined, "value": at, "low": at, "high": at})
    rows += [
        {"end": r["end"], "value": r["p50"], "low": r["p5"], "high": r["p95"], "what": "Forecast"}
        for r in ahead.iter_rows(named=True)
    ]
    last = ahead.row(-1, named=True)
    return Figure(
        id="fig-aws-next-quarters",
        title="AWS growth in the four quarters after the last report",
        finding=(
            f"For {last['quarter']} the combination gives {number(last['p50'], 'fraction')}, with "
            f"a 90% range from {number(last['p5'], 'fraction')} to "
            f"{number(last['p95'], 'fraction')}."
        ),
        alt=(
            f"A line of reported growth up to {name(aws.last)} at {number(at, 'fraction')}, then a "
            f"forecast with a widening band, at {number(last['p50'], 'fraction')} in "
            f"{last['quarter']}."
        ),
        chart=charts.lines(
            pl.DataFrame(rows, schema_overrides={"low": pl.Float64, "high": pl.Float64}),
            date="end",
            value="value",
            low="low",
            high="high",
            unit="fraction",
            title="Growth over a year before",
            series="what",
            order=["Forecast", "Reported"],
        ),
        notes="The band is the range from the 5th to the 95th percentile of the pooled methods.",
        views=(view.name,),
    )


@reading
def dollars_added(view: View) -> Figure | None:
    """Dollars added over a year by AWS and Google Cloud; None while one of them is unknown."""
    table = market_share.dollars_added(view)
    if table.is_empty():
        return None
    last = table.row(-1, named=True)
    long = pl.concat(
        [
            table.select("end", pl.col(column).alias("usd"), pl.lit(label).alias("provider"))
            for column, label in (("aws_usd", "AWS"), ("google_usd", "Google Cloud"))
        ]
    ).filter(pl.col("end") >= STARTS)
    return Figure(
        id="fig-dollars-added",
        title="Dollars added over a year, per quarter",
        finding=(
            f"In {last['quarter']} Google Cloud added {number(last['google_usd'], 'USD')} and AWS "
            f"{number(last['aws_usd'], 'USD')} over the quarter a year before: "
            f"{number(last['ratio'], 'fraction')} of AWS's."
        ),
        alt=(
            f"Two lines of dollars added over a year. In {last['quarter']} AWS stands at "
            f"{number(last['aws_usd'], 'USD')} and Google Cloud at "
            f"{number(last['google_usd'], 'USD')}; the distance has closed since 2025."
        ),
        chart=charts.lines(
            long,
            date="end",
            value="usd",
            unit="USD",
            title="Revenue above that of a year before",
            series="provider",
            order=["AWS", "Google Cloud"],
        ),
        notes="Reported dollars. Azure publishes no quarterly dollars and cannot be drawn.",
        views=(view.name,),
    )


@reading
def shares(view: View) -> Figure | None:
    """Market shares as Synergy prints them; None before the first that is drawn."""
    table = market_share.share_table(view).filter(pl.col("end") >= date(2022, 1, 1))
    if table.is_empty():
        return None
    synergy = table.filter(pl.col("house") == "Synergy")
    aws = synergy.filter(pl.col("entity") == "AWS").sort("end")
    first, last = aws.row(0, named=True), aws.row(-1, named=True)
    drawn = synergy.select("end", "share", "low", "high", "entity")
    return Figure(
        id="fig-market-share",
        title="Shares of the cloud infrastructure market (Synergy)",
        finding=(
            f"Synergy's share of AWS goes from {number(first['share'], 'fraction')} in "
            f"{first['quarter']} to {number(last['share'], 'fraction')} in {last['quarter']}."
        ),
        alt=(
            f"Three lines with bands of half a point. AWS falls from "
            f"{number(first['share'], 'fraction')} to {number(last['share'], 'fraction')}, Google "
            "Cloud rises, Microsoft moves sideways with a break in the third quarter of 2024."
        ),
        chart=charts.lines(
            drawn,
            date="end",
            value="share",
            low="low",
            high="high",
            unit="fraction",
            title="Market share",
            series="entity",
            order=["AWS", "Microsoft Azure", "Google Cloud"],
        ),
        notes=(
            "Bands are the rounding of whole points. Azure was redefined in August 2024: the step "
            "is a change of definition, not of customers. Omdia counts another market and is in "
            "the table below, not on these lines."
        ),
        views=(view.name,),
    )


@reading
def run_rate_path(then: View, today: View, draws: Draws, until: date) -> Figure:
    """Stated run-rates, and what the points known then led one to expect.

    Raises NotKnownYet while fewer than two points are known.
    """
    last_known = run_rate.recent_points(then)[-1]
    points = run_rate.growth_table(today).filter(
        pl.col("day") <= until, pl.col("day") >= SHOWN_FROM
    )
    rows = [
        {"day": r["day"], "usd": r["value_usd"], "low": None, "high": None, "what": "Stated"}
        for r in points.iter_rows(named=True)
    ]
    rows.append(_expected(last_known.day, *[last_known.value] * 3))
    for month in range(last_known.day.month + 1, 13):
        at = date(last_known.day.year, month, 28)
        bound = model(then, *run_rate.run_rate_model(then, at))
        values = pl.Series(bound.values(draws))
        p5, p50, p95 = (values.quantile(q) for q in (0.05, 0.5, 0.95))
        rows.append(_expected(at, p50, p5, p95))
    final = rows[-1]
    return Figure(
        id="fig-run-rate-path",
        title="Anthropic's run-rate: stated, and as expected then",
        finding=(
            f"From what was known on {day(then.known_on)}, the run-rate was expected at "
            f"{number(final['usd'], 'USD')} by {day(final['day'])}, with a 90% range from "
            f"{number(final['low'], 'USD')} to {number(final['high'], 'USD')}."
        ),
        alt=(
            f"Stated run-rates, with a widening band that starts on "
            f"{day(last_known.day)} at {number(last_known.value, 'USD')} and ends at "
            f"{number(final['usd'], 'USD')}."
        ),
        chart=charts.lines(
            pl.DataFrame(rows, schema_overrides={"low": pl.Float64, "high": pl.Float64}),
            date="day",
            value="usd",
            low="low",
            high="high",
            unit="USD",
            title="Run-rate revenue",
            series="what",
            order=["Expected then", "Stated"],
        ),
        notes="Gross of resale by clouds. Several points are floors; press figures fill gaps.",
        views=(then.name, today.name),
    )


@reading
def booked_against_run_rate(view: View) -> Figure | None:
    """Booked revenue over the integral of the run-rate, by period; None while none is known."""
    table = run_rate.booked_table(view)
    if table.is_empty():
        return None
    ratios = table["ratio"]
    low, high = float(ratios.min()), float(ratios.max())  # type: ignore[arg-type]
    drawn = table.select(
        "period",
        pl.col("ratio").alias("value"),
        pl.lit(None, pl.Float64).alias("low"),
        pl.lit(None, pl.Float64).alias("high"),
    )
    return Figure(
        id="fig-booked-run-rate",
        title="Booked revenue over what the run-rate implies",
        finding=(
            f"Over {table.height} periods, booked revenue was {number(low, 'ratio')} to "
            f"{number(high, 'ratio')} times the integral of the run-rate."
        ),
        alt=(
            f"Dots for {table.height} periods between {number(low, 'ratio')} and "
            f"{number(high, 'ratio')}, around a line at one, where booked revenue equals the "
            "integral of the run-rate."
        ),
        chart=charts.intervals(
            drawn,
            name="period",
            value="value",
            low="low",
            high="high",
            unit="ratio",
            title="Booked over integrated run-rate",
            mark_at=1.0,
            mark_label="equal",
        ),
        notes=(
            "The run-rate is annualised from the days before it; the integral corrects for that. "
            "Booked figures are leaks and press readings of the prospectus."
        ),
        views=(view.name,),
    )


def _expected(
    at: date, usd: float | None, low: float | None, high: float | None
) -> dict[str, object]:
    return {"day": at, "usd": usd, "low": low, "high": high, "what": "Expected then"}


def _named(events: pl.DataFrame) -> pl.DataFrame:
    names = [_caller(fact_id) for fact_id in events["label"]]
    return events.with_columns(pl.Series("label", names)).sort("date")


def _caller(fact_id: str) -> str:
    known = {
        "semianalysis": "SemiAnalysis, a floor",
        "barclays": "Barclays",
        "consensus": "Consensus",
        "streetaccount": "StreetAccount",
        "factset": "FactSet",
        "bogey": "Buy-side bar",
        "ubs": "UBS",
    }
    return next((label for word, label in known.items() if word in fact_id), fact_id)


def lowest_quarter(view: View) -> str:
    """The quarter in which AWS grew least, such as 2023Q2."""
    aws, _ = growth_history(view)
    return name(min(aws.quarters[QUARTERS_PER_YEAR:], key=aws.growth))
