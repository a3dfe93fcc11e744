"""Chapter 05, third part: every chip, what moves the answer, intensity, decoding."""

from __future__ import annotations

import numpy as np
import polars as pl

from lib.claims import cost_depth
from lib.claims.cost_draws import compared
from lib.evidence.chips import chip
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.report import charts
from lib.report.drawing import Column
from lib.report.figure import Figure
from lib.report.formats import number, probability
from lib.report.recorded import recorded

USD = "USD/hour"
MTOKEN = "USD/Mtoken"
MEASURES = {
    "tbs": "bandwidth",
    "pflop": "BF16",
    "fp8": "FP8",
    "fp4": "FP4",
    "gb": "memory",
}
PRICES_USD = (8000, 10000, 12000, 14000, 16000, 20000)
LIVES_YEARS = (3, 4, 5, 6, 7)
INTENSITIES = tuple(float(i) for i in np.round(np.geomspace(20, 2000, 25), 1))
OURS = "Trainium2"


@recorded
def every_chip(view: View, draws: Draws) -> Figure:
    """The owner's cost of bandwidth on every chip that the view knows, whoever may own it."""
    table = cost_depth.every_chip(view, draws)
    named = table.with_columns(pl.concat_str("chip", pl.lit(" ("), "market", pl.lit(")")))
    first, last = table.row(0, named=True), table.row(-1, named=True)
    place = table["chip"].to_list().index(OURS) + 1
    return Figure(
        id="fig-every-chip",
        title="Cost of memory bandwidth on every chip, whoever may own it",
        finding=(
            f"From {number(first['value'], 'USD')} on {first['chip']} to "
            f"{number(last['value'], 'USD')} on {last['chip']} for a TB/s-hour; Trainium2 stands "
            f"at place {place} of {table.height}."
        ),
        alt=(
            f"Dots with ranges for {table.height} chips, from {first['chip']} at "
            f"{number(first['value'], 'USD')} to {last['chip']} at {number(last['value'], 'USD')}; "
            "each label says whether the chip is sold, only rented, or sold in China."
        ),
        chart=charts.intervals(
            named, name="chip", value="value", low="low", high="high", unit=USD,
            title="Cost of a TB/s for an hour",
            highlight=[n for n in named["chip"].to_list() if n.startswith(OURS)],
        ),
        notes=(
            "Median and 90% range. For chips without a public price the interval of capital is our "
            "own; its basis stands in the table of inputs. One owner's conditions for all."
        ),
        views=(view.name,),
    )  # fmt: skip


@recorded
def cheapest(view: View, draws: Draws) -> Figure:
    """Probability of being the cheapest chip on sale, by measure."""
    table = cost_depth.cheapest_shares(view, draws).with_columns(
        pl.col("measure").replace_strict(MEASURES)
    )
    best = (
        table.sort("probability", "chip", descending=[True, False])
        .group_by("measure", maintain_order=True).first()
    )  # fmt: skip
    leaders = ", ".join(
        f"{m} {c} ({probability(p)})"
        for m, c, p in best.select("measure", "chip", "probability").rows()
    )
    return Figure(
        id="fig-cheapest-chip",
        title="Probability of being the cheapest chip on sale",
        finding=f"Most probably the cheapest by {leaders}.",
        alt=(
            f"A grid of probabilities for {table['chip'].n_unique()} chips and "
            f"{len(MEASURES)} measures. The most probable winner by measure: {leaders}."
        ),
        chart=charts.heat(
            _every_cell(table),
            row="chip",
            column="measure",
            probability="probability",
            title="Probability",
            empty="none",
        ),
        notes="For an owner, per unit of the data sheet; 'none' where a chip has no such rate. "
        "Each column adds to one.",
        views=(view.name,),
    )


@recorded
def what_moves_it(view: View, draws: Draws) -> Figure:
    """How far each input alone moves the advantage in bandwidth."""
    table, base = cost_depth.what_moves_it(view, draws)
    table = table.with_columns(pl.col("input").str.replace(" with its share.*", ""))
    first = table.row(0, named=True)
    return Figure(
        id="fig-what-moves-it",
        title="What moves the advantage in memory bandwidth",
        finding=(
            f"One input, {first['input'][:1].lower()}{first['input'][1:]}, carries "
            f"{number(first['variance_share'], 'fraction')} of the variance and moves the ratio "
            f"from {number(first['high'], 'ratio')} to {number(first['low'], 'ratio')}."
        ),
        alt=(
            f"Bars for {table.height} inputs around {number(base, 'ratio')}, the ratio of the "
            f"cheapest other chip's cost to that of Trainium2. The widest bar runs from "
            f"{number(first['high'], 'ratio')} to {number(first['low'], 'ratio')}; most are short."
        ),
        chart=charts.tornado(
            table, name="input", low="low", high="high", base=base, unit="ratio",
            title="Cost on the cheapest other chip over Trainium2",
        ),
        columns={"variance_share": Column("Share of the variance", "fraction")},
        notes="Each input at its 5th and 95th percentile, the others at their medians. Inputs that "
        "all chips share cancel out of the ratio.",
        views=(view.name,),
    )  # fmt: skip


@recorded
def price_and_life(view: View, draws: Draws) -> Figure:
    """Probability over two chosen assumptions: the price and the life of Trainium2."""
    table = cost_depth.two_assumptions(view, draws, PRICES_USD, LIVES_YEARS)
    named = table.with_columns(
        price=pl.col("price_usd").map_elements(
            lambda v: number(float(v), "USD"), return_dtype=pl.String
        ),
        life=pl.col("life_years").map_elements(
            lambda v: number(float(v), "years"), return_dtype=pl.String
        ),
    )
    low, high = float(table["probability"].sort()[0]), float(table["probability"].sort()[-1])
    return Figure(
        id="fig-price-and-life",
        title="Price and life of Trainium2 together",
        finding=(
            "Over prices and lives that people assume, the probability of being the cheapest "
            f"bandwidth runs from {probability(low)} to {probability(high)}."
        ),
        alt=(
            f"A grid of probabilities: {len(PRICES_USD)} capital prices per chip by "
            f"{len(LIVES_YEARS)} lives of Trainium2, from {probability(low)} to "
            f"{probability(high)}; lower price and longer life raise it."
        ),
        chart=charts.heat(
            named, row="price", column="life", probability="probability", title="Probability"
        ),
        columns={
            "price_usd": Column("Capital per Trainium2 chip", "USD"),
            "life_years": Column("Life of Trainium2", "years"),
        },
        notes="The rivals keep their own range of lives; only Trainium2's moves.",
        views=(view.name,),
    )


@recorded
def by_intensity(view: View) -> Figure:
    """Cost of work against arithmetic intensity, on a roofline."""
    keys = ("trainium2", *[k for k in ("gb200", "mi300x", "h100") if k in compared(view)])
    table = _over_ours(
        cost_depth.cost_by_intensity(view, keys, INTENSITIES), "flop_per_byte", "usd"
    )
    turn = cost_depth.crossover_with(view, "gb200")
    crosses = bool(np.isfinite(turn))
    where = f"at {number(turn, 'FLOP/byte')}" if crosses else "nowhere"
    return Figure(
        id="fig-cost-by-intensity",
        title="Cost of work by its arithmetic intensity",
        finding=(
            f"The cost of BF16 work on Trainium2 and GB200 crosses {where}"
            + ("; below it, where memory limits, Trainium2 costs less." if crosses else ".")
        ),
        alt=(
            f"Lines of cost over that on Trainium2 against operations per byte for {len(keys)} "
            f"chips; the line of GB200 falls and crosses one {where}."
        ),
        chart=charts.xy(
            table, x="flop_per_byte", value="over_ours", series="chip", unit="ratio",
            x_unit="FLOP/byte", x_title="Arithmetic intensity", title="Cost over that on Trainium2",
            order=[chip(k).label for k in keys], x_log=True,
        ),
        columns={"usd": Column("Cost of a PFLOP of work", "USD")},
        notes="Peak rates of the data sheet, hard roofline, point value of every input.",
        views=(view.name,),
    )  # fmt: skip


@recorded
def decode_cost(view: View) -> Figure:
    """Cost of a million output tokens by context, with memory as a limit."""
    keys = compared(view)[:6]
    costs = cost_depth.decode_costs(view, keys).drop_nulls("usd_per_mtoken")
    table = _over_ours(costs, "context_tokens", "usd_per_mtoken")
    longest = table.filter(pl.col("context_tokens") == max(cost_depth.CONTEXTS)).sort(
        "usd_per_mtoken", "chip"
    )
    best, own = (
        longest.row(0, named=True),
        longest.filter(pl.col("chip") == OURS).row(0, named=True),
    )
    return Figure(
        id="fig-decode-cost",
        title="Cost of output tokens by length of context",
        finding=(
            f"At the longest context a million tokens cost {number(own['usd_per_mtoken'], 'USD')} "
            f"on Trainium2 and {number(best['usd_per_mtoken'], 'USD')} on {best['chip']}, the "
            "cheapest."
        ),
        alt=(
            f"Lines of cost over that on Trainium2 against context length for {len(keys)} chips; "
            f"at the longest context {best['chip']} is the cheapest at "
            f"{number(best['usd_per_mtoken'], 'USD')}."
        ),
        chart=charts.xy(
            table, x="context_tokens", value="over_ours", series="chip", unit="ratio",
            x_unit="tokens", x_title="Context", title="Cost over that on Trainium2",
            order=[chip(k).label for k in keys], x_log=True,
        ),
        columns={
            "batch": Column("Batch that fits", "count"),
            "usd_per_mtoken": Column("Cost of a million output tokens", MTOKEN),
        },
        notes="A dense model of seventy billion parameters in eight bits on a server of eight "
        "chips, the largest batch that fits, achieved shares of peak at their medians.",
        views=(view.name,),
    )  # fmt: skip


def _over_ours(table: pl.DataFrame, by: str, cost: str) -> pl.DataFrame:
    """The table with `over_ours`: each cost over that of Trainium2 at the same `by`."""
    ours = table.filter(pl.col("chip") == OURS).select(by, ours=cost)
    return (
        table.join(ours, on=by).with_columns(over_ours=pl.col(cost) / pl.col("ours")).drop("ours")
    )


def _every_cell(table: pl.DataFrame) -> pl.DataFrame:
    """The table with a row for every chip and measure; null where a chip has no such rate."""
    chips = table.select("chip").unique(maintain_order=True)
    measures = table.select("measure").unique(maintain_order=True)
    return chips.join(measures, how="cross").join(table, on=["chip", "measure"], how="left")
