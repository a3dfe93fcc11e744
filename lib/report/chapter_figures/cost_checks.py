"""Chapter 05, second part: the price that turns the answer, rents against costs, the data sheet."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import polars as pl

from lib.claims.cost_draws import probability_by_price, specifications
from lib.claims.market import rents_against_cost
from lib.evidence.chips import chip
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.report import charts
from lib.report.drawing import Column
from lib.report.figure import Figure
from lib.report.formats import day, number
from lib.report.pages.evidence import fact_href
from lib.report.recorded import recorded

PRICES_USD = tuple(float(p) for p in np.arange(6000, 26001, 1000))
EVERYONE, ALONE = "every chip on sale", "GB200 NVL72 alone"
DATA_SHEET = {
    "bf16_tflop_per_s": "BF16, TFLOP/s",
    "fp8_tflop_per_s": "FP8, TFLOP/s",
    "bandwidth_tb_per_s": "Bandwidth, TB/s",
    "memory_gb": "Memory",
    "domain_chips": "Scale-up domain, chips",
    "chip_power_w": "Chip power, W",
}
LEAST_MARKUP, MOST_MARKUP = 0.0, 4.0


@recorded
def price_that_turns_it(view: View, draws: Draws) -> Figure:
    """Probability of the lowest cost per bandwidth against the price of a Trainium2 chip."""
    wide = probability_by_price(view, draws, PRICES_USD)
    table = (
        wide.rename({"all": EVERYONE, "gb200": ALONE})
        .unpivot(index="price_usd", variable_name="against", value_name="probability")
        .sort("against", "price_usd")
    )
    even = _crossing(wide["price_usd"], wide["all"])
    alone = _crossing(wide["price_usd"], wide["gb200"])
    ours = view.assumption("trainium2_capital_usd")
    turns = "no price in the range" if even is None else number(even, "USD")
    turns_alone = "no price in the range" if alone is None else number(alone, "USD")
    return Figure(
        id="fig-trainium2-price",
        title="The Trainium2 price at which the answer turns",
        finding=(
            f"Trainium2 is as likely as not the cheapest bandwidth at {turns} of capital per chip "
            f"against every chip on sale, and at {turns_alone} against GB200 NVL72 alone."
        ),
        alt=(
            "Two falling curves of probability against capital per Trainium2 chip from "
            f"{number(PRICES_USD[0], 'USD')} to {number(PRICES_USD[-1], 'USD')}: against every "
            f"chip on sale it passes one half at {turns}, against GB200 alone at {turns_alone}."
        ),
        chart=charts.xy(
            table, x="price_usd", value="probability", series="against", unit="fraction",
            x_title="Capital per Trainium2 chip", x_unit="USD", title="Probability of lower cost",
            order=[EVERYONE, ALONE], marks=[(ours.default, "our median")],
        ),
        columns={"against": Column("Compared with")},
        notes="Owner's cost per TB/s-hour; all other inputs drawn from their ranges.",
        views=(view.name,),
    )  # fmt: skip


@recorded
def market_check(view: View, draws: Draws) -> Figure:
    """Published rents over the modelled owner's cost."""
    rows = rents_against_cost(view, draws)
    table = rows.select(
        pl.concat_str("chip", "term", separator=", ").alias("rent"), "markup", "low", "high"
    )
    least, most = rows["markup"].sort()[0], rows["markup"].sort()[-1]
    return Figure(
        id="fig-rents-against-cost",
        title="Published rents over our owner's cost",
        finding=(
            f"Over the cost that the model gives for the same chip, rents stand from "
            f"{number(least, 'fraction')} to {number(most, 'fraction')}."
        ),
        alt=(
            f"Dots with ranges for {table.height} rents, as markup over the modelled cost, from "
            f"{number(least, 'fraction')} to {number(most, 'fraction')}; three-year contracts lie "
            "near zero, short reservations far above."
        ),
        chart=charts.intervals(
            table, name="rent", value="markup", low="low", high="high", unit="fraction",
            title="Rent over cost, less one",
            highlight=[r for r in table["rent"].to_list() if r.startswith("Trainium2")],
            mark_at=0.0, mark_label="rent equals cost",
        ),
        notes="Latest known rent of each term; 90% range from the modelled cost.",
        views=(view.name,),
    )  # fmt: skip


def market_sentence(view: View, draws: Draws) -> str:
    """What the check says, with a sentence for every markup below zero or above four times."""
    try:
        rows = rents_against_cost(view, draws)
    except NotKnownYet:
        return f"No rent of these chips is known on {day(view.known_on)}, so nothing is checked."
    below = rows.filter(pl.col("markup") < LEAST_MARKUP)
    above = rows.filter(pl.col("markup") > MOST_MARKUP)
    parts = []
    if below.height:
        parts.append(
            f"Below cost by our model: {_named(below)}. Either our common life and cost of capital "
            "are too strict for chips of that age, or such contracts are written for hardware that "
            "has been paid off in part."
        )
    if above.height:
        parts.append(
            f"More than four times the cost above it: {_named(above)}. Such a price is paid for "
            "capacity at once and for days; it says what immediacy is worth, not what chips cost."
        )
    if not parts:
        parts.append("No rent lies below cost or more than four times the cost above it.")
    return " ".join(parts)


def specification_table(view: View, keys: Sequence[str], root: str) -> str:
    """The data sheet as an HTML table; each value links to its fact, which names its source."""
    facts = specifications(view, keys, tuple(DATA_SHEET))
    found = {(r["chip"], r["name"]): r for r in facts.rows(named=True)}
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in DATA_SHEET.values())
    body = "".join(
        f'<tr><th scope="row">{escape(chip(key).label)}</th>'
        + "".join(_cell(found.get((key, name)), root) for name in DATA_SHEET)
        + "</tr>"
        for key in keys
    )
    caption = f"Data sheet per chip, dense rates, as known on {view.known_on.isoformat()}"
    return (
        f'<div class="cuc-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cuc-table"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">Chip</th>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


def _cell(row: dict[str, object] | None, root: str) -> str:
    if row is None:
        return "<td>not known</td>"
    href = fact_href(str(row["metric"]), str(row["fact_id"]), root)
    text = number(float(str(row["value"])), str(row["unit"]) if row["name"] == "memory_gb" else "")
    title = f"{row['source_id']}, public on {row['public_on']}"
    return f'<td><a href="{escape(href)}" title="{escape(title)}">{escape(text)}</a></td>'


def _named(rows: pl.DataFrame) -> str:
    return "; ".join(
        f"{r['chip']} on {'an' if r['term'][0] in 'AEIO' else 'a'} {r['term']} "
        f"({number(r['markup'], 'fraction')})"
        for r in rows.rows(named=True)
    )


def _crossing(prices: pl.Series, probabilities: pl.Series) -> float | None:
    """The price at which a falling probability passes one half; None where it does not."""
    p = probabilities.to_numpy()
    if not (p.max() > 0.5 > p.min()):
        return None
    return float(np.interp(-0.5, -p, prices.to_numpy()))
