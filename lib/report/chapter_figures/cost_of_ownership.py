"""Figures of chapter 05: what chips cost, where the answer turns, what a learning step costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from lib.claims.chip_costs import chip_hour_usd, chip_inputs
from lib.claims.chips import spec
from lib.claims.cost_draws import (
    compared,
    cost_by_life,
    parts_of_cost,
    rl_by_utilisation,
    unit_costs,
)
from lib.claims.finding import Finding
from lib.claims.learning_step import rl_advantage, rl_inputs
from lib.claims.propositions import get
from lib.evidence.chips import chip
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.models.unit_cost import cost_usd_per_unit_hour
from lib.report import charts
from lib.report.figure import Figure
from lib.report.formats import number, probability
from lib.report.live import Formula, Live, Slider
from lib.report.recorded import recorded

USD = "USD/hour"
LIVE_DRAWS = 512
SLIDERS = (
    "trainium2_capital_usd",
    "chip_life_years",
    "capital_rate_per_year",
    "electricity_usd_per_kwh",
    "owner_utilisation",
)
YEARS = tuple(float(y) for y in np.arange(3, 7.25, 0.5))
RATIOS = tuple(float(r) for r in np.round(np.arange(0.4, 1.41, 0.1), 2))


@recorded
def cost_per_bandwidth(view: View, draws: Draws) -> Figure:
    """Owner's cost of a TB/s-hour on every chip on sale, with sliders."""
    keys = compared(view)
    table = unit_costs(view, draws, keys, "tbs")
    own = table.filter(pl.col("chip") == "Trainium2").row(0, named=True)
    best = table.filter(pl.col("chip") != "Trainium2").row(0, named=True)
    return Figure(
        id="fig-cost-per-bandwidth",
        title="Cost of memory bandwidth, owner",
        finding=(
            f"A TB/s for an hour costs an owner {number(own['value'], 'USD')} on Trainium2 and "
            f"{number(best['value'], 'USD')} on {best['chip']}, the cheapest chip on sale; "
            f"Trainium2 is the cheapest of all in {probability(own['cheapest'])} of the draws."
        ),
        alt=(
            f"Dots with ranges for {table.height} chips. Trainium2 lies at "
            f"{number(own['value'], 'USD')} with a range from {number(own['low'], 'USD')} to "
            f"{number(own['high'], 'USD')}; {best['chip']} at {number(best['value'], 'USD')}. "
            "The ranges overlap."
        ),
        chart=charts.intervals(
            table.select("chip", "value", "low", "high"),
            name="chip",
            value="value",
            low="low",
            high="high",
            unit=USD,
            title="Cost of a TB/s for an hour",
            highlight=["Trainium2"],
        ),
        notes="Median and 90% range over the shared draws. Peak bandwidth; achieved shares differ.",
        views=(view.name,),
        live=_live_bandwidth(view, draws, keys),
    )


@recorded
def cost_parts(view: View) -> Figure:
    """What a chip-hour is made of."""
    keys = compared(view)
    table = parts_of_cost(view, keys)
    totals = table.group_by("chip").agg(pl.col("usd").sort().sum().alias("total")).sort("chip")
    table = table.join(totals, on="chip").sort("total", "chip", maintain_order=True)
    shares = table.with_columns(share=pl.col("usd") / pl.col("total"))
    low, high = _range(shares, "Capital")
    power_low, power_high = _range(shares, "Electricity")
    least, most = float(totals["total"].sort()[0]), float(totals["total"].sort()[-1])
    return Figure(
        id="fig-cost-parts",
        title="What a chip-hour costs its owner",
        finding=(
            f"Capital is {number(low, 'fraction')} to {number(high, 'fraction')} of the cost of a "
            f"chip-hour, electricity {number(power_low, 'fraction')} to "
            f"{number(power_high, 'fraction')}."
        ),
        alt=(
            f"Stacked bars for {totals.height} chips from {number(least, 'USD')} to "
            f"{number(most, 'USD')}, each split into capital, "
            "facility, electricity and operations; capital is the largest part of each."
        ),
        chart=charts.stacked(
            table.select("chip", "part", "usd"),
            name="chip",
            part="part",
            value="usd",
            unit=USD,
            title="Cost of a used chip-hour",
            parts=("Capital", "Facility", "Electricity", "Operations"),
        ),
        notes="At the point value of every input.",
        views=(view.name,),
    )


@recorded
def measures(findings: Mapping[tuple[str, str], Finding]) -> Figure:
    """Probability of the advantage by measure and view."""
    ids = [i for i in dict.fromkeys(i for i, _ in findings) if i.startswith("C5.1b")]
    rows = [
        {"measure": get(i).title, "view": v, "probability": findings[(i, v)].probability}
        for i in ids
        for v in ("then", "hindsight", "today")
        if (i, v) in findings
    ]
    table = pl.DataFrame(rows)
    now = table.filter(pl.col("view") == "today").sort("probability", "measure", nulls_last=False)
    best, worst = now.row(-1, named=True), now.row(0, named=True)
    return Figure(
        id="fig-cost-measures",
        title="Where Trainium2 is cheaper, by measure",
        finding=(
            f"Today the advantage is most probable for {_lower(best['measure'])} "
            f"({probability(best['probability'])}) and least for {_lower(worst['measure'])} "
            f"({probability(worst['probability'])})."
        ),
        alt=(
            f"A grid of probabilities: {len(ids)} measures by three views. The highest today is "
            f"{best['measure']} at {probability(best['probability'])}, the lowest "
            f"{worst['measure']} at {probability(worst['probability'])}."
        ),
        chart=charts.heat(
            table, row="measure", column="view", probability="probability", title="Probability",
            empty="-",
        ),
        notes="Against every chip that could be bought or rented; the scale-up domain against one.",
        views=("then", "hindsight", "today"),
    )  # fmt: skip


@recorded
def life_of_the_asset(view: View) -> Figure:
    """How the life of the asset moves the cost, against the gap between chips."""
    keys = ("trainium2", *[k for k in ("gb200", "mi300x", "h200") if k in compared(view)])
    table = cost_by_life(view, keys, YEARS)
    own = table.filter(pl.col("chip") == "Trainium2").sort("years")
    short, long = own.row(0, named=True), own.row(-1, named=True)
    at = own["years"].to_list()
    return Figure(
        id="fig-asset-life",
        title="Cost of bandwidth by the life of the asset",
        finding=(
            f"Written off over {number(short['years'], 'years')}, a TB/s-hour on Trainium2 costs "
            f"{number(short['usd'], 'USD')}; over {number(long['years'], 'years')} it costs "
            f"{number(long['usd'], 'USD')}."
        ),
        alt=(
            f"Falling lines of cost against years of life, from {at[0]:g} to {at[-1]:g}, for "
            f"{len(keys)} chips; Trainium2 falls from {number(short['usd'], 'USD')} to "
            f"{number(long['usd'], 'USD')}."
        ),
        chart=charts.xy(
            table, x="years", value="usd", series="chip", x_title="Life", x_unit="years", unit=USD,
            title="Cost of a TB/s for an hour", order=[chip(k).label for k in keys],
        ),
        notes="At the point value of every other input; one life for all chips.",
        views=(view.name,),
    )  # fmt: skip


@recorded
def rl_step(view: View, draws: Draws) -> Figure:
    """Cost of a learning step against the ratio of achieved bandwidth shares."""
    table = rl_by_utilisation(view, draws, RATIOS)
    even = float(np.interp(1.0, table["value"].to_list(), table["ratio"].to_list()))
    return Figure(
        id="fig-rl-step",
        title="When a reinforcement-learning step is cheaper on Trainium2",
        finding=(
            f"The step costs the same where Trainium2 achieves {number(even, 'fraction')} of the "
            "share of peak bandwidth that GB200 achieves; above that it is cheaper."
        ),
        alt=(
            "A rising line with its range: cost on GB200 over cost on Trainium2, against the ratio "
            f"of achieved bandwidth shares from {RATIOS[0]} to {RATIOS[-1]}; it crosses one at "
            f"{even:.2f}."
        ),
        chart=charts.xy(
            table, x="ratio", value="value", low="low", high="high",
            x_title="Achieved share on Trainium2 over that on GB200", x_unit="ratio", unit="ratio",
            title="Cost on GB200 over Trainium2", mark_at=1.0, mark_label="same cost",
        ),
        notes="Median and 90% range over the draws of all other inputs.",
        views=(view.name,),
        live=_live_rl(view, draws),
    )  # fmt: skip


def _range(shares: pl.DataFrame, part: str) -> tuple[float, float]:
    found = shares.filter(pl.col("part") == part)["share"].sort()
    return float(found[0]), float(found[-1])


def _live_bandwidth(view: View, draws: Draws, keys: tuple[str, ...]) -> Live:
    """Sliders over the owner's cost per TB/s-hour of the chips on sale."""

    def formula(key: str) -> Formula:
        bandwidth = spec(view, key, "bandwidth_tb_per_s")
        return lambda x: cost_usd_per_unit_hour(chip_hour_usd(x, key), bandwidth)

    return Live(
        id="live-cost-per-bandwidth",
        title="Change an input",
        inputs=_sliders(view, chip_inputs(keys), SLIDERS),
        rows=[(chip(key).label, formula(key)) for key in keys],
        unit=USD,
        subject="Trainium2",
        decisive="trainium2_capital_usd",
        statement="Trainium2 is the cheapest chip per TB/s-hour.",
        draws=_few_draws(view, draws, chip_inputs(keys)),
    )


def _live_rl(view: View, draws: Draws) -> Live:
    advantage = rl_advantage(view)
    shown = (
        "rl_rollout_share", "trainium2_bandwidth_utilisation", "gpu_bandwidth_utilisation",
        "trainium2_mfu", "gpu_mfu", "trainium2_capital_usd",
    )  # fmt: skip
    return Live(
        id="live-rl-step",
        title="Change an input: cost of the work that a GB200 chip does in an hour",
        inputs=_sliders(view, rl_inputs(), shown),
        rows=[
            ("Trainium2", lambda x: chip_hour_usd(x, "gb200") / advantage(x)),
            ("GB200 NVL72", lambda x: chip_hour_usd(x, "gb200")),
        ],
        unit=USD,
        subject="Trainium2",
        decisive="trainium2_bandwidth_utilisation",
        statement="A learning step costs less on Trainium2 than on GB200 NVL72.",
        draws=_few_draws(view, draws, rl_inputs()),
    )


def _sliders(view: View, names: list[str], shown: tuple[str, ...]) -> list[Slider]:
    found = []
    for name in names:
        a = view.assumption(name)
        low = a.bound_low if a.low is None else a.low
        high = a.bound_high if a.high is None else a.high
        assert low is not None and high is not None
        wide = 0.6 * (high - low)
        least = low - wide if a.bound_low is None else max(a.bound_low, low - wide)
        most = high + wide if a.bound_high is None else min(a.bound_high, high + wide)
        found.append(Slider(name, a.label, a.unit, a.default, least, most, name in shown))
    return found


def _few_draws(view: View, draws: Draws, names: list[str]) -> dict[str, list[float]]:
    """Every so-manieth draw, so that a page stays light."""
    step = max(1, draws.n // LIVE_DRAWS)
    columns = draws.sample_all(view.assumption(name) for name in names)
    return {name: [float(v) for v in column[::step]] for name, column in columns.items()}


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title[0].lower() + title[1:]
