"""What the prose of chapter 05 names: costs, turning points, conditions of its sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from lib.claims.chip_costs import PowerComparison
from lib.claims.chips import buyable, spec
from lib.claims.cost_depth import power_price_that_turns_it
from lib.claims.cost_draws import (
    COMPARED_BY,
    compared,
    cost_by_life,
    parts_of_cost,
    probability_against,
    unit_costs,
)
from lib.claims.dimensions import dimension_table
from lib.evidence.chips import chip
from lib.report.chapter_figures.cost_checks import market_sentence
from lib.report.chapter_figures.cost_of_ownership import YEARS
from lib.report.chapter_numbers.cost_of_work import name_work
from lib.report.formats import number, probability

if TYPE_CHECKING:
    from lib.claims.finding import Finding
    from lib.report.run import Naming

USD = "USD"
CLOSE = 0.1
"""Costs that differ by less than a tenth are called about even."""


def name_numbers(run: Naming) -> None:
    """Name every number, phrase and premise of the chapter in a run.

    Raises MissingSpecification where the view *then* does not know the data sheet of GB200, without
    which the chapter's comparison cannot be made.
    """
    for name in COMPARED_BY:
        spec(run.view("then"), "gb200", name)
    found = run.findings()
    _bandwidth(run, found)
    _dimensions(run)
    _parts(run)
    _life(run)
    _power(run, found)
    name_work(run, found)
    run.phrase("market_sentence", market_sentence(run.view("today"), run.draws))


def _bandwidth(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    view = run.view("then")
    costs = unit_costs(view, run.draws, compared(view), "tbs")
    cost_of = {row["chip"]: row for row in costs.rows(named=True)}
    own, gb200 = cost_of["Trainium2"], cost_of["GB200 NVL72"]
    best = costs.filter(pl.col("chip") != "Trainium2").row(0, named=True)
    for name, row in (("tbs_trainium2", own), ("tbs_gb200", gb200), ("tbs_best_rival", best)):
        run.number(
            name,
            row["value"],
            USD,
            low=row["low"],
            high=row["high"],
            label=f"Owner's cost of a TB/s-hour on {row['chip']}",
            claim="C5.1b-tbs-owner",
        )
    run.phrase("tbs_best_rival_name", best["chip"])
    run.number(
        "gap_to_rival",
        abs(own["value"] / best["value"] - 1),
        "fraction",
        label="Gap between Trainium2 and the cheapest other chip",
    )
    owner, tenant = found[("C5.1b-tbs-owner", "then")], found[("C5.1b-tbs-tenant", "then")]
    against = probability_against(view, run.draws, "gb200")
    for name, finding in (("tbs_owner", owner), ("tbs_tenant", tenant)):
        run.phrase(f"{name}_word", finding.likelihood or finding.status.replace("_", " "))
        if finding.probability is None:
            run.phrase(f"{name}_probability", "no probability")
            continue
        run.number(
            f"{name}_probability",
            finding.probability,
            "fraction",
            fmt="probability",
            label=f"Probability of {finding.proposition}",
            claim=finding.proposition,
        )
    run.number(
        "tbs_gb200_probability",
        against,
        "fraction",
        fmt="probability",
        label="Probability that a TB/s-hour costs an owner less than on GB200",
    )
    price = view.assumption("trainium2_capital_usd")
    run.number(
        "trainium2_capital",
        price.default,
        "USD",
        low=price.low,
        high=price.high,
        label=price.label,
        facts=price.basis_facts,
    )
    run.phrase(
        "trainium2_capital_range",
        f"{number(price.low, 'USD')} to {number(price.high, 'USD')}"
        if price.low is not None and price.high is not None
        else number(price.default, "USD"),
    )
    turn = owner.breakeven
    run.phrase("tbs_turn", number(turn.value, "USD") if turn else "no price within the bounds")
    p, q = owner.probability or 0.0, tenant.probability or 0.0
    run.premise(
        "bandwidth_is_close",
        0.33 <= p <= 0.66,
        f"By memory bandwidth, as an owner, against every chip on sale, it is "
        f"{owner.likelihood} ({probability(p)}) that Trainium2 is the cheapest: a TB/s for an hour "
        f"costs {number(own['value'], USD)} on Trainium2, {number(gb200['value'], USD)} on GB200 "
        f"NVL72 and {number(best['value'], USD)} on {best['chip']}, the cheapest other chip.",
    )
    run.premise(
        "beats_gb200",
        against >= 0.66,
        f"Against GB200 alone, the comparison behind the text, Trainium2 is cheaper per unit of "
        f"bandwidth in {probability(against)} of the draws, which is no clear advantage.",
    )
    run.premise(
        "tenant_is_worse",
        q < 0.5,
        f"As a tenant, which is what Anthropic is, it is {tenant.likelihood} ({probability(q)}) "
        "that Trainium2 is the cheapest bandwidth for rent.",
    )
    overlap = own["high"] > best["low"] and own["low"] < best["high"]
    run.premise(
        "ranges_overlap",
        overlap and p < 0.9 and p > 0.1,
        f"Over the draws Trainium2 is the cheapest in {probability(p)} of the cases; the rest "
        "depends above all on the capital per Trainium2 chip.",
    )
    for name, fact_id in (("published_trainium2", "trn2_tco"), ("published_gb200", "gb200_tco")):
        if view.knows(fact_id):
            fact = view.fact(fact_id)
            run.number(
                name,
                fact.value,
                "USD",
                label="Published owner's cost per chip-hour, one origin",
                facts=[fact_id],
            )
        else:
            run.phrase(name, "a figure that this run's sources leave out")


def _dimensions(run: Naming) -> None:
    view = run.view("hindsight")
    counts = (
        dimension_table(view)
        .filter(pl.col("merchant") == "yes")
        .group_by("chip")
        .agg(pl.col("below").sum())
        .sort("below", "chip")
    )
    best = counts.row(0, named=True)
    run.phrase("best_opponent", chip(best["chip"]).label)
    run.number(
        "dimensions_below",
        best["below"],
        "",
        label="Dimensions on which Trainium2 is below",
        claim="C5.1a",
    )


def _parts(run: Naming) -> None:
    view = run.view("then")
    parts = parts_of_cost(view, compared(view))
    totals = parts.group_by("chip").agg(pl.col("usd").sort().sum().alias("total"))
    shares = parts.join(totals, on="chip").with_columns(share=pl.col("usd") / pl.col("total"))
    capital = shares.filter(pl.col("part") == "Capital")["share"].sort()
    power = shares.filter(pl.col("part") == "Electricity")["share"].sort()
    for name, value in (("capital_share_low", capital[0]), ("capital_share_high", capital[-1])):
        run.number(name, value, "fraction", fmt="2s", label="Capital's share of a chip-hour")
    run.number(
        "electricity_half_saving",
        power[-1] / 2,
        "fraction",
        fmt="2s",
        label="Saving from half the price of electricity",
    )
    run.premise(
        "capital_dominates",
        capital[0] > 0.5,
        f"Capital is {number(capital[0], 'fraction')} to {number(capital[-1], 'fraction')} of the "
        f"cost of a chip-hour, electricity up to {number(power[-1], 'fraction')}.",
    )
    total_of = dict(totals.rows())
    for name, label in (("chip_hour_trainium2", "Trainium2"), ("chip_hour_gb200", "GB200 NVL72")):
        run.number(
            name, total_of[label], "USD", fmt="3s", label=f"Owner's cost of a chip-hour, {label}"
        )
    for name, given in (("life", "chip_life_years"), ("rate", "capital_rate_per_year")):
        a = view.assumption(given)
        run.number(name, a.default, a.unit, low=a.low, high=a.high, label=a.label)


def _life(run: Naming) -> None:
    view = run.view("then")
    table = cost_by_life(view, ("trainium2",), YEARS).sort("years")
    short, long = table.row(0, named=True), table.row(-1, named=True)
    effect = short["usd"] / long["usd"] - 1
    run.number(
        "life_effect", effect, "fraction", label="Cost over the shortest life, over the longest"
    )
    for name, row in (("short", short), ("long", long)):
        run.number(f"life_{name}", row["years"], "years", label="Life of the asset")
        run.number(f"life_{name}_cost", row["usd"], USD, label="Owner's cost of a TB/s-hour")
    costs = unit_costs(view, run.draws, compared(view), "tbs")
    own = costs.filter(pl.col("chip") == "Trainium2")["value"][0]
    best = costs.filter(pl.col("chip") != "Trainium2")["value"][0]
    run.premise(
        "life_matters",
        effect > abs(own / best - 1),
        f"The years in which a chip must pay for itself move its cost by "
        f"{number(effect, 'fraction')}, less than the gap between Trainium2 and its nearest rival.",
    )


def _power(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    view = run.view("then")
    bound = PowerComparison(view, "tbs", buyable(view))
    x = {name: view.assumption(name).default for name in bound.inputs}
    own = float(bound.per_mw(x, "trainium2"))
    best = max(float(bound.per_mw(x, key)) for key in bound.rivals)
    for name, value in (("trainium2_tbs_per_mw", own), ("best_tbs_per_mw", best)):
        run.number(name, value, "TB/s", fmt="3s", label="Memory bandwidth per megawatt of IT power")
    worth = power_price_that_turns_it(view, "gb200")
    paid = view.assumption("electricity_usd_per_kwh").default * 1000
    turns = math.isfinite(worth) and worth > 0
    if turns:
        run.number("power_worth", worth, USD, fmt="2s", label="Worth of a MW-hour beyond its price")
    else:
        run.phrase("power_worth", "no price")
    run.number("power_paid", paid, USD, fmt="2s", label="Price of a MW-hour at the site")
    run.premise(
        "power_price_turns_it",
        turns,
        "No scarcity of power turns the order of Trainium2 and GB200 by cost.",
    )
    p = found[("C5.1b-mw-owner", "then")].probability or 0.0
    run.premise(
        "megawatt_is_worse",
        own < best,
        f"There Trainium2 carries {number(own, 'TB/s')} per megawatt of IT power and the best "
        f"other chip {number(best, 'TB/s')}; the probability that it carries more is "
        f"{probability(p)}.",
    )
