"""Figures of chapter 06: points of AWS growth, sites, plans to 2028, the cost of a design."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from lib.claims import contribution, outlook, outlook_paths, sites
from lib.claims.mixture import mixture, table
from lib.claims.model import model
from lib.claims.propositions import get
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.report import charts
from lib.report.chapter_figures.reads import reading
from lib.report.figure import Figure
from lib.report.formats import number

POINTS = "points"
SITES = {
    "Anthropic-Amazon Project Rainier New Carlisle Indiana": "New Carlisle, Indiana",
    "Amazon Canton Mississippi": "Canton, Mississippi",
    "Amazon Ridgeland Mississippi": "Ridgeland, Mississippi",
}
CHIP_STEPS = tuple(float(n) for n in np.geomspace(1e5, 4e6, 25))
DESIGN_COST = "anthropic_chip_design_cost_2026"


@reading
def points_by_origin(view: View, draws: Draws) -> Figure:
    """Points of AWS growth in 2025Q4 that Anthropic adds, one row per origin."""
    proposed = get("C6.2")
    assert proposed.threshold is not None
    parts = [part.scaled(outlook.POINTS) for part in contribution.parts_2025q4(view)]
    rows = table(mixture(view, "C6.2", parts), draws, proposed.threshold, proposed.direction)
    above = rows.filter(pl.col("p50") >= proposed.threshold).height
    ordered = rows.sort("p50")
    first, last = ordered.row(0, named=True), ordered.row(-1, named=True)
    return Figure(
        id="fig-anthropic-points",
        title="Points of AWS growth from Anthropic, last quarter of 2025",
        finding=(
            f"{above} of {rows.height} origins put Anthropic at or above "
            f"{number(proposed.threshold, POINTS)}: from {number(first['p50'], POINTS)} "
            f"({first['label']}) to {number(last['p50'], POINTS)} ({last['label']})."
        ),
        alt=(
            f"Dots with ranges for {rows.height} origins against a line at "
            f"{number(proposed.threshold, POINTS)}. The lowest median is "
            f"{number(first['p50'], POINTS)}, the highest {number(last['p50'], POINTS)}."
        ),
        chart=charts.intervals(
            ordered.select("label", "p50", "p5", "p95"),
            name="label",
            value="p50",
            low="p5",
            high="p95",
            unit=POINTS,
            title="Points of growth over a year",
            mark_at=proposed.threshold,
            mark_label="threshold",
        ),
        notes=(
            "Median and 90% range of each origin. The campuses are a ceiling: power times price. "
            "No origin is Amazon."
        ),
        views=(view.name,),
    )


@reading
def site_power(view: View) -> Figure | None:
    """Power of the sites that Amazon builds for Anthropic, by date; None before the data set."""
    try:
        frames = view.dataset("epoch_data_centers")
    except NotKnownYet:
        return None
    timelines = frames["data_center_timelines"].filter(pl.col("Data center").is_in(list(SITES)))
    drawn = (
        timelines.with_columns(
            day=pl.col("Date").cast(pl.String).str.to_date(),
            site=pl.col("Data center").replace_strict(SITES, return_dtype=pl.String),
        )
        .filter(pl.col("day") >= date(2024, 10, 1))
        .select("day", "site", pl.col("Power (MW)").cast(pl.Float64).alias("power_mw"))
        .sort("site", "day")
    )
    known = drawn.filter(pl.col("day") <= date(2025, 12, 31)).group_by("site").agg(
        pl.col("power_mw").last()
    )  # fmt: skip
    total = float(known["power_mw"].sum())
    return Figure(
        id="fig-site-power",
        title="Power of the sites that Amazon builds for Anthropic",
        finding=(
            f"By the end of 2025 Epoch AI's timelines put {number(total, 'MW')} in operation at "
            f"{drawn['site'].n_unique()} sites."
        ),
        alt=(
            f"Step lines of facility power by date for {drawn['site'].n_unique()} sites, rising "
            f"from nothing in 2024 to {number(total, 'MW')} together at the end of 2025."
        ),
        chart=charts.lines(
            drawn,
            date="day",
            value="power_mw",
            unit="MW",
            title="Power in operation",
            series="site",
            shape="step-after",
            order=[s for s in SITES.values() if s in set(drawn["site"])],
        ),
        notes=(
            "From satellite images and permits; dates after the data set's own day are its "
            "expectations. That Anthropic uses Canton and Ridgeland is marked speculative there."
        ),
        views=(view.name,),
    )


@reading
def aws_to_2028(view: View, draws: Draws) -> Figure:
    """AWS quarterly revenue to 2028 under three scenarios: arithmetic on plans of power."""
    rows = outlook_paths.aws_path(view, draws)
    names = {s: outlook_paths.label(view, s) for s in outlook_paths.SCENARIOS}
    where = "in the base" if names["base"] == "Base" else "with the values of this run"
    drawn = rows.with_columns(
        end=pl.col("quarter").map_elements(_end_of, return_dtype=pl.Date),
        scenario=pl.col("scenario").replace_strict(names, return_dtype=pl.String),
    ).select("end", "value", "low", "high", "scenario")
    final = {r["scenario"]: r["value"] for r in rows.filter(pl.col("year") == 2028).to_dicts()}
    return Figure(
        id="fig-aws-to-2028",
        title="AWS revenue a quarter to 2028, by scenario",
        finding=(
            f"Plans of power imply {number(final['bear'], 'USD')} to "
            f"{number(final['bull'], 'USD')} a quarter at the end of 2028, "
            f"{number(final['base'], 'USD')} {where}."
        ),
        alt=(
            "Three lines from the last reported quarter to the end of 2028: bear ends at "
            f"{number(final['bear'], 'USD')}, {names['base'].lower()} at "
            f"{number(final['base'], 'USD')} with a band, bull at "
            f"{number(final['bull'], 'USD')} a quarter."
        ),
        chart=charts.lines(
            drawn,
            date="end",
            value="value",
            low="low",
            high="high",
            unit="USD",
            title="Revenue a quarter",
            series="scenario",
            order=list(names.values()),
        ),
        notes="Revenue follows power and what a megawatt earns. Arithmetic on plans, no forecast.",
        views=(view.name,),
    )


@reading
def design_budget(view: View, draws: Draws) -> Figure:
    """The most that the design may cost, against the number of chips."""
    bound = model(view, outlook.design_budget_usd_per_chip, list(outlook.DESIGN_INPUTS))
    per_chip = bound.values(draws)
    p5, p50, p95 = (float(v) for v in np.quantile(per_chip, [0.05, 0.5, 0.95]))
    used = view.assumption(outlook.DESIGN_CHIPS).default
    drawn = pl.DataFrame(
        {
            "chips": CHIP_STEPS,
            "usd": [n * p50 for n in CHIP_STEPS],
            "low": [n * p5 for n in CHIP_STEPS],
            "high": [n * p95 for n in CHIP_STEPS],
        }
    )
    cost = sites.first_known(view, (DESIGN_COST,))
    public = view.fact(cost).value if cost else None
    beyond = (
        f"; the only public figure for such a design is {number(public, 'USD')}" if public else ""
    )
    repaid = (
        f"repay a design of at most {number(used * p50, 'USD')}"
        if p50 > 0
        else f"repay no design: the median is {number(used * p50, 'USD')}"
    )
    return Figure(
        id="fig-design-budget",
        title="The most that a joint design may cost",
        finding=(
            f"At {number(used, 'count')} chips the savings {repaid}, with a 90% range from "
            f"{number(used * p5, 'USD')} to {number(used * p95, 'USD')}{beyond}."
        ),
        alt=(
            f"A line with a wide band of the break-even design cost over the number of chips; at "
            f"{number(used, 'count')} chips it stands at {number(used * p50, 'USD')}. The lower "
            "edge of the band is below zero: there Trainium2 saves nothing."
        ),
        chart=charts.xy(
            drawn,
            x="chips",
            value="usd",
            low="low",
            high="high",
            x_title="Chips",
            x_unit="count",
            unit="USD",
            title="Break-even design cost",
            mark_at=public,
            mark_label="public figure for one design" if public else "",
            marks=[(used, "in use")],
        ),
        notes=(
            "Savings against GB200 for the same work, discounted over the chip's life. Below zero "
            "the alternative is cheaper and no design cost is repaid."
        ),
        views=(view.name,),
    )


def _end_of(quarter: str) -> date:
    from lib.claims.cloud_series import end_of

    return end_of((int(quarter[:4]), int(quarter[-1])))
