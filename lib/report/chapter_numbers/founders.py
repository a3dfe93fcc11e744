"""What the prose of chapter 03 names: hazards, strategies, inference, growth, rents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.claims.compute_growth import stock_finding
from lib.claims.exposure import damage_share, hazards
from lib.claims.founders import inference_shares
from lib.claims.rental_prices import TERMS, price_trend
from lib.claims.verdict import short
from lib.report.chapter_figures.founders import strategy_costs
from lib.report.formats import count_of, day, number, probability

if TYPE_CHECKING:
    from lib.claims.finding import Finding
    from lib.report.run import Naming

LIKELY, UNLIKELY = 0.66, 0.33
STANDBY, SINGLE = "Second provider on standby", "One provider"


def name_numbers(run: Naming) -> None:
    """Name every number, phrase and premise of the chapter in a run."""
    found = run.findings()
    _standby(run, found)
    _strategies(run)
    _growth(run, found)
    _inference(run, found)
    _rents(run, found)


def _standby(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    for view in ("then", "hindsight", "today"):
        finding, counted = found[("C3.1", view)], hazards(run.view(view))
        run.phrase(f"standby_{view}", short(finding))
        run.phrase(f"events_{view}", count_of(counted.events, "interruption"))
        run.number(f"hazard_{view}", counted.own.mean, "ratio/year", fmt="2s",
                   low=float(counted.own.quantile(0.05)), high=float(counted.own.quantile(0.95)),
                   label="Interruptions of one provider a year, mean")  # fmt: skip
    then, today = found[("C3.1", "then")], found[("C3.1", "today")]
    turn = today.breakeven
    run.phrase("hazard_turn", number(turn.value, "", "2s") if turn else "no rate in the bounds")
    view_today = run.view("today")
    damage = damage_share({name: view_today.assumption(name).default for name in DAMAGE})
    run.number("damage", damage, "fraction", fmt="2s",
               label="Damage of one interruption without preparation, over revenue")  # fmt: skip
    cost = view_today.assumption("standby_usd_per_year")
    run.number("standby_cost", cost.default, "USD/year", low=cost.low, high=cost.high,
               label=cost.label, facts=cost.basis_facts)  # fmt: skip
    revenue = view_today.assumption("product_revenue_usd_per_year").default
    run.number("reference_revenue", revenue, "USD/year", label="Revenue of the reference startup")
    p_then, p_today = then.probability or 0.0, today.probability or 0.0
    run.premise(
        "standby_is_open",
        UNLIKELY <= p_today <= LIKELY,
        f"On today's events the verdict on a standby provider is: {short(today)}.",
    )
    run.premise(
        "standby_became_likelier",
        p_today > p_then,
        f"On the day the verdict was {short(then)}; today it is {short(today)}.",
    )


DAMAGE = (
    "interruption_days", "interruption_lost_share", "interruption_churn",
    "product_contribution_margin", "migration_usd", "product_revenue_usd_per_year",
)  # fmt: skip


def _strategies(run: Naming) -> None:
    table, wins = strategy_costs(run.view("today"), run.draws)
    parts = {(r["strategy"], r["part"]): r["share"] for r in table.iter_rows(named=True)}
    total = {s: parts[(s, "Preparation")] + parts[(s, "Expected loss")] for s in wins}
    for name, strategy in (("single", SINGLE), ("standby", STANDBY)):
        run.number(f"cost_{name}", total[strategy], "fraction", fmt="2s",
                   label=f"Yearly cost of: {strategy}")  # fmt: skip
        run.phrase(f"wins_{name}", probability(wins[strategy]))
    costly = [_lower(s) for s in total if total[s] > 1.5 * min(total.values())]
    close = abs(total[SINGLE] - total[STANDBY]) < 0.25 * max(total[SINGLE], total[STANDBY])
    run.phrase("costly_strategies", _listed(costly))
    run.premise(
        "cheap_ones_are_level",
        close and bool(costly),
        f"The yearly cost is {number(total[SINGLE], 'fraction', '2s')} of revenue with one "
        f"provider and {number(total[STANDBY], 'fraction', '2s')} with a second on standby.",
    )


def _growth(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    then, now = found[("C3.2a", "then")], found[("C3.2a", "today")]
    run.phrase("growth_then", short(then))
    run.phrase("growth_today", short(now))
    run.phrase("growth_ratio_then", _middle(then))
    turn = now.breakeven
    run.phrase(
        "rental_turn", number(turn.value, "count", "2s") if turn else "no volume in the bounds"
    )
    run.phrase("rental_ours", number(turn.default, "count") if turn else "our value")
    view = run.view("today")
    known = view.knows("epoch_nvidia_h100e_china_2025_12_31")
    bounds = [stock_finding(view, run.draws, rental) for rental in (False, True)] if known else []
    for name, finding in zip(("owned", "rented"), bounds, strict=False):
        run.phrase(f"ratio_{name}", _middle(finding))
        run.phrase(f"probability_{name}", probability(finding.probability))
    if not bounds:
        for name in ("ratio_owned", "ratio_rented", "probability_owned", "probability_rented"):
            run.phrase(name, "unknown")
    run.premise(
        "slower_on_both_bounds",
        bool(bounds) and all((f.probability or 0.0) > LIKELY for f in bounds),
        f"On today's evidence the verdict on slower growth is: {short(now)}.",
    )
    run.premise(
        "slower_then",
        (then.probability or 0.0) > LIKELY,
        f"On the day the verdict on slower growth was: {short(then)}.",
    )

    conflict = view.conflict("ascend_units_2025")
    told = [
        sum(view.fact(fact_id).value for fact_id in reading.facts)
        for reading in conflict.readings
        if all(view.knows(fact_id) for fact_id in reading.facts)
    ]
    run.phrase("ascend_count", count_of(len(told), "count"))
    run.phrase(
        "ascend_range",
        f"{number(min(told), 'count')} to {number(max(told), 'count')}" if told else "unknown",
    )
    run.phrase("ascend_reading", conflict.choose(view.readings.get(conflict.id)).label)
    capex = view.series("Tencent", "capex", basis="any")
    fell = capex.height > 1 and float(capex["value"][-1]) < float(capex["value"].max())  # type: ignore[arg-type]
    run.premise(
        "capex_moved_down",
        fell,
        "That the capital spending of a large Chinese buyer fell from a peak is not known here.",
    )


def _inference(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    finding = found[("C3.2b-inference", "today")]
    table = inference_shares(run.view("today"))
    run.phrase("inference_verdict", short(finding))
    run.phrase("companies", count_of(table.height, "row"))
    turn = finding.breakeven
    for name, value in (
        ("inference_median", finding.quantity.value if finding.quantity else None),
        ("inference_lowest", finding.quantity.p5 if finding.quantity else None),
        ("inference_highest", finding.quantity.p95 if finding.quantity else None),
        ("inference_turn", turn.value if turn else None),
        ("inference_part", turn.default if turn else None),
    ):
        run.phrase(name, number(value, "fraction", "2s"))
    run.premise(
        "inference_is_large",
        finding.answer is True,
        f"The verdict on inference as a share of revenue is: {short(finding)}.",
    )


def _rents(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    now = found[("C3.2b-price", "today")]
    run.phrase("price_verdict", short(now))
    run.phrase("price_then", short(found[("C3.2b-price", "then")]))
    reading = run.view("today").reading("h100_price")
    run.phrase("price_reading", reading)
    for market in TERMS:
        for name in ("then", "today"):
            run.phrase(f"{market}_change_{name}", _change(run, name, market))
    trend = price_trend(run.view("today"), "contract")
    if trend is not None:
        rows = trend.table.sort("date")
        first, last = rows.row(0, named=True), rows.row(-1, named=True)
        for name, row in (("first", first), ("last", last)):
            run.number(f"contract_{name}", row["usd_per_hour"], "USD/hour",
                       label=f"Contract price, {day(row['date'])}",
                       facts=[row["fact_id"]])  # fmt: skip
            run.phrase(f"contract_{name}_day", day(row["date"]))
    else:
        for name in ("contract_first", "contract_last"):
            run.phrase(name, "an unknown price")
            run.phrase(f"{name}_day", "an unknown day")
    run.premise(
        "contract_rose",
        trend is not None and trend.rate_per_year > 0 and reading == "contract",
        f"By the reading in force ({reading}) the verdict is: {short(now)}.",
    )


def _change(run: Naming, view: str, market: str) -> str:
    """The yearly change of a market's price in words."""
    trend = price_trend(run.view(view), market)
    if trend is None:
        return "not known"
    change = 2.718281828459045**trend.rate_per_year - 1
    verb = "up" if change > 0 else "down"
    return f"{verb} {number(abs(change), 'fraction', '2s')} a year"


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return names[0] if names else "none of them"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _middle(finding: Finding) -> str:
    q = finding.quantity
    return number(q.p50, q.unit, "2s") if q else "unknown"
