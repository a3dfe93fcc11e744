"""Figures of chapter 03: what preparing is worth, what inference takes, whether compute is dear."""

from __future__ import annotations

import numpy as np
import polars as pl

from lib.claims.compute_growth import (
    ascend_units,
    growth_ratio,
    owner_growth,
    stock_inputs,
)
from lib.claims.exposure import (
    DAMAGE_INPUTS,
    OWN,
    STRATEGIES,
    STRATEGY_INPUTS,
    expected_cost,
    hazard_priors,
    hazards,
    interruptions,
    standby_margin,
)
from lib.claims.founders import inference_shares
from lib.claims.model import model
from lib.claims.propositions import get
from lib.claims.rental_prices import LEAST_SPAN, TERMS, rental_prices
from lib.evidence.interruptions import KINDS
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.uncertain import Uncertain
from lib.report import charts
from lib.report.chapter_figures.known import fail_if_empty, when_known
from lib.report.figure import Figure
from lib.report.formats import count_of, day, number, probability
from lib.report.lane_charts import lanes

LEVELS = (0.05, 0.5, 0.95)
HAZARDS = tuple(float(h) for h in np.round(np.arange(0.0, 2.05, 0.1), 2))
KIND_NAMES = {"policy": "Policy", "rationing": "Rationing", "price": "Price"}
SHOWN_SELLERS = ("Lambda", "RunPod")
"""Sellers with list prices over two years, shown beside the surveys."""


@when_known
def interruption_lanes(view: View) -> Figure:
    """Interruptions at the watched providers, by kind."""
    seen = fail_if_empty(interruptions(view), "an interruption")
    table = seen.with_columns(
        lane=pl.col("kind").replace_strict(KIND_NAMES, return_dtype=pl.String),
        label=pl.format("{}: {}", "provider", "why"),
    )
    order = [KIND_NAMES[k] for k in KINDS if KIND_NAMES[k] in set(table["lane"])]
    counted = {k: int((table["kind"] == k).sum()) for k in KINDS}
    found = hazards(view)
    said = ", ".join(f"{n} by {k}" for k, n in counted.items())
    return Figure(
        id="fig-interruptions",
        title="Interruptions of supply at six providers",
        finding=(
            f"{count_of(found.events, 'interruption')} in "
            f"{number(found.provider_years, '', '2s')} provider-years: {said}."
        ),
        alt=(
            f"Numbered dots by date on {len(order)} lanes: {said}; from {day(table['date'][0])} to "
            f"{day(table['date'][-1])}."
        ),
        chart=lanes(table.select("date", "lane", "label"), date="date", lane="lane",
                    label="label", order=order),
        notes="Counted where a customer lost access, quantity or price for more than hours.",
        views=(view.name,),
    )  # fmt: skip


@when_known
def breakeven_hazard(view: View, draws: Draws) -> Figure:
    """Worth of a standby provider against the rate of interruptions."""
    found = hazards(view)
    inputs: list[str | Uncertain] = [*hazard_priors(found), *DAMAGE_INPUTS, "standby_usd_per_year"]
    bound = model(view, standby_margin, inputs)
    columns = bound.columns(draws)
    rows = []
    for rate in HAZARDS:
        low, value, high = np.quantile(standby_margin({**columns, OWN: rate}), LEVELS)
        rows.append({"rate": rate, "value": value, "low": low, "high": high})
    table = pl.DataFrame(rows)
    ours = bound.priors[OWN].default
    values = table["value"].to_list()
    turns = values[0] < 0 < values[-1]
    turn = float(np.interp(0.0, values, table["rate"].to_list())) if turns else None
    said = (
        f"At the median of all other inputs standby pays from {number(turn, '', '2s')} "
        f"interruptions a year at one provider; the events imply {number(ours, '', '2s')}."
        if turn is not None
        else "Over the rates shown, the median does not change its sign."
    )
    return Figure(
        id="fig-standby-hazard",
        title="When a second provider on standby pays",
        finding=said,
        alt=(
            f"A rising line with its range: yearly gain of standby over revenue against "
            f"interruptions a year, from {number(values[0], 'fraction', '2s')} without any to "
            f"{number(values[-1], 'fraction', '2s')} at {HAZARDS[-1]:g} a year."
        ),
        chart=charts.xy(
            table, x="rate", value="value", low="low", high="high",
            x_title="Interruptions of one provider a year", unit="fraction",
            title="Gain over revenue", mark_at=0.0, mark_label="pays for itself",
            marks=[(ours, "from the events")],
        ),
        notes="Median and 90% range over all inputs but the rate.",
        views=(view.name,),
    )  # fmt: skip


@when_known
def strategies(view: View, draws: Draws) -> Figure:
    """Preparation and expected loss of five strategies."""
    table, wins = strategy_costs(view, draws)
    totals = table.group_by("strategy", maintain_order=True).agg(pl.col("share").sum())
    cheapest = totals.sort("share", "strategy").row(0, named=True)
    often = max(wins, key=lambda name: wins[name])
    said = "; ".join(
        f"{r['strategy']} {number(r['share'], 'fraction', '2s')}"
        for r in totals.iter_rows(named=True)
    )
    return Figure(
        id="fig-founder-strategies",
        title="What each strategy costs a reference startup in a year",
        finding=(
            f"At the point inputs {_lower(cheapest['strategy'])} costs least "
            f"({number(cheapest['share'], 'fraction', '2s')} of revenue); over the draws "
            f"{_lower(often)} is cheapest most often ({probability(wins[often])})."
        ),
        alt=f"Stacked bars of preparation and expected loss over revenue: {said}.",
        chart=charts.stacked(
            table, name="strategy", part="part", value="share", unit="fraction",
            title="Share of yearly revenue", parts=("Preparation", "Expected loss"),
        ),
        notes=(
            "At the point value of every input. The loss is an average over years; in the year of "
            "an interruption it is many times as large."
        ),
        views=(view.name,),
    )  # fmt: skip


def strategy_costs(view: View, draws: Draws) -> tuple[pl.DataFrame, dict[str, float]]:
    """Parts of each strategy's yearly cost over revenue, and how often each is the cheapest."""
    found = hazards(view)
    names = list(dict.fromkeys([*STRATEGY_INPUTS, *DAMAGE_INPUTS]))
    bound = model(view, standby_margin, [*hazard_priors(found), *names])
    point = {name: prior.default for name, prior in bound.priors.items()}
    columns = bound.columns(draws)
    rows, totals = [], {}
    for key, label in STRATEGIES.items():
        prepared, loss = expected_cost(point, key, found.shares)
        rows += [
            {"strategy": label, "part": "Preparation", "share": float(prepared)},
            {"strategy": label, "part": "Expected loss", "share": float(loss)},
        ]
        totals[label] = sum(expected_cost(columns, key, found.shares))
    least = np.min(np.stack(list(totals.values())), axis=0)
    wins = {label: float(np.mean(total <= least)) for label, total in totals.items()}
    return pl.DataFrame(rows), wins


@when_known
def inference(view: View) -> Figure:
    """Inference over revenue of the companies whose margins are told."""
    threshold = get("C3.2b-inference").threshold
    assert threshold is not None
    part = view.assumption("inference_share_of_cost_of_revenue")
    table = fail_if_empty(inference_shares(view), "a margin").with_columns(
        low=(1 - pl.col("margin")) * (part.default if part.low is None else part.low), high="most"
    )
    least, most = table.row(0, named=True), table.row(-1, named=True)
    return Figure(
        id="fig-inference-share",
        title="Inference as a share of revenue",
        finding=(
            f"From {number(least['share'], 'fraction', '2s')} ({least['company']}) to "
            f"{number(most['share'], 'fraction', '2s')} ({most['company']}); the threshold is "
            f"{number(threshold, 'fraction')}."
        ),
        alt=(
            f"Dots with ranges for {table.height} companies or surveys, from "
            f"{number(least['share'], 'fraction', '2s')} to "
            f"{number(most['share'], 'fraction', '2s')} of revenue, and a line at "
            f"{number(threshold, 'fraction')}."
        ),
        chart=charts.intervals(
            table.select("company", "share", "low", "high"), name="company", value="share",
            low="low", high="high", unit="fraction", title="Inference over revenue",
            mark_at=threshold, mark_label="threshold",
        ),
        notes=(
            "From gross margins, most of them leaked or estimated. The upper end is the whole cost "
            "of revenue. Five rows are no sample."
        ),
        views=(view.name,),
    )  # fmt: skip


@when_known
def compute_growth(view: View, draws: Draws) -> Figure:
    """Growth of compute over 2025: large owners, and Chinese labs with and without rental."""
    owners = owner_growth(view)
    none = pl.lit(None, pl.Float64)
    rows = [owners.select(who="owner", value="growth", low=none, high=none)]
    said = {}
    for with_rental, label in ((False, "China, owned"), (True, "China, with rental abroad")):
        bound = model(view, growth_ratio(view, with_rental), stock_inputs(view, with_rental))
        columns = bound.columns(draws)
        frontier = columns["derived:frontier_stock_growth"]
        low, value, high = np.quantile(frontier / bound.quantity(columns), LEVELS)
        said[label] = float(value)
        rows.append(pl.DataFrame({"who": [label], "value": [value], "low": [low], "high": [high]}))
    table = pl.concat(rows)
    units = ascend_units(view)
    owned, rented = said["China, owned"], said["China, with rental abroad"]
    slowest = float(owners["growth"].min())  # type: ignore[arg-type]
    return Figure(
        id="fig-compute-growth",
        title="Growth of AI compute over 2025",
        finding=(
            f"The five large owners grew at least {number(slowest, '', '2s')}-fold; Chinese "
            f"compute {number(owned, '', '2s')}-fold without rental abroad and "
            f"{number(rented, '', '2s')}-fold with our median of it."
        ),
        alt=(
            f"Dots for {owners.height} large owners of Nvidia compute, from "
            f"{number(slowest, '', '2s')}-fold upwards, and two ranges for China, around "
            f"{number(owned, '', '2s')} and {number(rented, '', '2s')}."
        ),
        chart=charts.intervals(
            table, name="who", value="value", low="low", high="high", unit="ratio",
            title="Compute at the end of 2025 over a year before",
            highlight=["China, owned", "China, with rental abroad"],
        ),
        notes=(
            f"Owners: Nvidia chips alone. China: Nvidia and {number(units, 'count')} Ascend units "
            "of 2025 by the reading in force. Rental abroad is our assumption."
        ),
        views=(view.name,),
    )  # fmt: skip


@when_known
def rents(view: View) -> Figure:
    """Rental prices of an H100 hour: contract survey, two sellers' lists, spot."""
    table = fail_if_empty(rent_rows(view), "a rental price")
    order = [s for s in ("Contract, one year", "Spot", *(f"{x}, list" for x in SHOWN_SELLERS))
             if s in set(table["market"])]  # fmt: skip
    contract = table.filter(pl.col("market") == "Contract, one year").sort("date")
    if contract.height > 1:
        first, last = contract.row(0, named=True), contract.row(-1, named=True)
        said = (
            f"The contract price went from {number(first['usd_per_hour'], 'USD/hour')} "
            f"({day(first['date'])}) to {number(last['usd_per_hour'], 'USD/hour')} "
            f"({day(last['date'])})."
        )
    else:
        said = f"No pair of contract prices was public by {day(view.known_on)}."
    return Figure(
        id="fig-h100-rents",
        title="What an hour of an H100 rents for",
        finding=said,
        alt=f"Lines of rental prices by date for {len(order)} markets. {said}",
        chart=charts.lines(
            table, date="date", value="usd_per_hour", unit="USD/hour", title="Price of an hour",
            series="market", order=order,
        ),
        notes=(
            "Contract, list and spot are different markets and are never pooled. A market whose "
            "prices span less than a quarter is not drawn."
        ),
        views=(view.name,),
    )  # fmt: skip


def rent_rows(view: View) -> pl.DataFrame:
    """Prices shown in the figure: market, date, usd_per_hour; a line needs a quarter or more."""
    frames = []
    for market in TERMS:
        prices = rental_prices(view, market)
        if market == "list":
            for seller in SHOWN_SELLERS:
                plain = f"seller={seller};term=on_demand"
                frames.append(_named(prices.filter(pl.col("seller") == plain), f"{seller}, list"))
        else:
            label = "Contract, one year" if market == "contract" else "Spot"
            surveyed = prices.filter(pl.col("seller").str.contains("seller=market", literal=True))
            if _spans_a_quarter(surveyed):
                frames.append(_named(surveyed, label))
    return pl.concat(frames).sort("market", "date")


@when_known
def tencent_capex(view: View) -> Figure:
    """Quarterly capital spending of a large Chinese buyer."""
    table = (
        view.facts(entity="Tencent", metric="capex")
        .sort("period_end", "public_on")
        .unique("period_end", keep="last", maintain_order=True)
    )
    last = fail_if_empty(table, "capital spending").row(-1, named=True)
    peak = table.sort("value", "period_end").row(-1, named=True)
    return Figure(
        id="fig-tencent-capex",
        title="Capital spending of Tencent by quarter",
        finding=(
            f"In the quarter to {day(last['period_end'])} Tencent spent "
            f"{number(last['value'], 'RMB')} on capital goods; its highest quarter ended on "
            f"{day(peak['period_end'])} with {number(peak['value'], 'RMB')}."
        ),
        alt=(
            f"A line of quarterly capital spending of Tencent, from "
            f"{number(table['value'][0], 'RMB')} to {number(last['value'], 'RMB')} on "
            f"{day(last['period_end'])}."
        ),
        chart=charts.lines(
            table.select("period_end", "value"), date="period_end", value="value", unit="RMB",
            title="Capital spending",
        ),
        notes="As reported; all capital goods, of which chips are a part.",
        views=(view.name,),
    )  # fmt: skip


def _spans_a_quarter(prices: pl.DataFrame) -> bool:
    span = prices.select(span=pl.col("date").max() - pl.col("date").min())["span"].to_list()
    return prices.height > 1 and bool(span[0] >= LEAST_SPAN)


def _named(prices: pl.DataFrame, label: str) -> pl.DataFrame:
    return prices.select("date", "usd_per_hour", market=pl.lit(label))


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
