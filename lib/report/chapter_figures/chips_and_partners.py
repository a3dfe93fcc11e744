"""Figures of chapter 02: power and money by platform, and chips by scope."""

from __future__ import annotations

from datetime import date

import polars as pl

from lib.claims import rainier
from lib.claims.chips_and_partners import commitments, committed_inputs
from lib.evidence.errors import NotKnownYet
from lib.evidence.facts import Fact
from lib.evidence.view import View
from lib.report import charts
from lib.report.chapter_figures.known import overlap, when_known
from lib.report.drawing import Column
from lib.report.figure import Figure
from lib.report.formats import count_of, day, interval, number

PLATFORM_NAMES = {"trainium": "Trainium", "tpu": "TPU", "nvidia": "Nvidia", "amd": "AMD"}
STATEMENTS = {
    "aws_5gw_2026": "Amazon",
    "tpu_google_5gw": "Google and Broadcom",
    "tpu_broadcom_35gw": "Broadcom",
    "nvidia_capacity_2028": "Nvidia, to 2028",
    "azure_capacity_2025": "Microsoft",
    "amd_2026": "AMD",
}
BOUND_WORDS = {"ceiling": "up to", "floor": "at least"}
OTHER_SELLERS = (("Microsoft", "commit_microsoft"), ("SpaceX", "spacex_total_prospectus"))
TOTAL, REST = "total_commit_518", "Not named"
SELLERS = ("Amazon", "Google", "Broadcom", "Microsoft", "SpaceX", REST)
TOTALS = "compute_capacity"
PLAN = {"cluster": "rainier_chip_plan", "initial_cluster": "rainier_plan_2024"}
MADE, USED, AT_RAINIER = "Made", "Used by Claude", "At Project Rainier"
SPOKEN = {MADE: "made", USED: "used by Claude", AT_RAINIER: "at Project Rainier"}
FIRST_QUARTER_END = date(2024, 12, 31)


@when_known
def installed_power(view: View) -> Figure:
    """Facility power of the tracked sites at quarter ends, beside estimates of all of it."""
    quarters = pl.date_range(FIRST_QUARTER_END, view.known_on, "1q", eager=True).dt.month_end()
    drawn = {"Indiana": ("Indiana",), "With Mississippi": rainier.ALL_SITES}
    rows = [
        {"day": at, "mw": rainier.power_mw_on(view, at, sites), "low": None, "high": None,
         "what": name}
        for name, sites in drawn.items()
        for at in quarters
    ]  # fmt: skip
    totals = view.facts(entity="Anthropic", metric=TOTALS, unit="MW").filter(
        pl.col("low").is_not_null(), pl.col("period_end") <= view.known_on
    )
    rows += [
        {"day": r["period_end"], "mw": r["value"], "low": r["low"], "high": r["high"],
         "what": "All platforms"}
        for r in totals.filter(pl.col("period_end") >= FIRST_QUARTER_END).rows(named=True)
    ]  # fmt: skip
    schema = {"day": pl.Date, "mw": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    table = pl.DataFrame(rows, schema_overrides=schema)
    at = rainier.COUNTED_ON
    alone, both = (rainier.power_mw_on(view, at, sites) for sites in drawn.values())
    in_force = "are counted" if len(rainier.counted_sites(view)) > 1 else "are not counted"
    return Figure(
        id="fig-installed-power",
        title="Power installed for Claude at Amazon's sites",
        finding=(
            f"On {day(at)} the tracked sites had {number(alone, 'MW')} in Indiana and "
            f"{number(both, 'MW')} with Mississippi, whose tenant is a guess; under the reading in "
            f"force the Mississippi sites {in_force}."
        ),
        alt=(
            f"Two rising lines of facility power from {day(FIRST_QUARTER_END)}: Indiana alone and "
            f"Indiana with Mississippi, at {number(alone, 'MW')} and {number(both, 'MW')} on "
            f"{day(at)}, with an estimated total for all platforms and its range."
        ),
        chart=charts.lines(
            table, date="day", value="mw", series="what", low="low", high="high", unit="MW",
            title="Facility power", order=[*drawn, "All platforms"],
        ),
        notes="Sites: one house, from the air; what follows January 2026 is its projection. Total: "
        "a ledger that starts from the same sites, with its range, at the ends of years.",
        views=(view.name,),
    )  # fmt: skip


@when_known
def committed_power(view: View) -> Figure:
    """Our ranges of committed power by platform, and the statements behind them."""
    rows = []
    for key, name in committed_inputs(view).items():
        a = view.assumption(name)
        rows.append((f"{PLATFORM_NAMES[key]}, our range", a.default, a.low, a.high))
    (_, _, low, high), (_, _, other_low, other_high) = rows[:2]
    together = overlap(low or 0.0, high or 0.0, other_low or 0.0, other_high or 0.0)
    stated = [view.fact(fact_id) for fact_id in STATEMENTS if view.knows(fact_id)]
    rows += [(_stated_name(fact), fact.value, None, None) for fact in stated]
    schema = {"what": pl.String, "mw": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    ours = table.filter(pl.col("what").str.ends_with("our range"))
    first = ours.row(0, named=True)
    bounded = [fact for fact in stated if fact.range_kind in BOUND_WORDS]
    return Figure(
        id="fig-committed-power",
        title="Committed power by platform",
        finding=(
            f"We put Trainium at {number(first['mw'], 'MW')} "
            f"({interval(first['low'], first['high'], 'MW')}); of "
            f"{count_of(len(stated), 'public statement')} {len(bounded)} are bounds, not amounts."
        ),
        alt=(
            f"Dots with ranges for {ours.height} platforms and hollow dots for "
            f"{count_of(len(stated), 'statement')}; Trainium at {number(first['mw'], 'MW')}. "
            f"The ranges of Trainium and TPU {together}."
        ),
        chart=charts.intervals(
            table, name="what", value="mw", low="low", high="high", unit="MW",
            title="Committed power", highlight=["Trainium, our range"],
        ),
        notes="Filled: our ranges, with overlaps removed by judgement. Hollow: single statements; "
        "they overlap and must not be added.",
        views=(view.name,),
    )  # fmt: skip


@when_known
def committed_dollars(view: View) -> Figure:
    """What is owed, by the platform that it buys and the seller."""
    rows = [
        {"platform": r["platform"], "seller": r["counterparty"], "usd": r["usd"]}
        for r in commitments(view).rows(named=True)
    ]
    for seller, fact_id in OTHER_SELLERS:
        if view.knows(fact_id):
            rows.append({"platform": "Nvidia", "seller": seller, "usd": view.fact(fact_id).value})
    total = view.fact(TOTAL).value
    named = pl.DataFrame(rows)
    rest = max(total - float(named["usd"].sort().sum()), 0.0)
    table = pl.concat(
        [named, pl.DataFrame({"platform": ["Not named"], "seller": [REST], "usd": [rest]})]
    )
    sums = dict(table.group_by("platform").agg(pl.col("usd").sort().sum()).rows())
    largest = max((k for k in sums if k != "Not named"), key=lambda k: sums[k])
    return Figure(
        id="fig-committed-dollars",
        title="Commitments in dollars by platform and seller",
        finding=(
            f"Of {number(total, 'USD')} that Anthropic is reported to owe, Amazon is owed "
            f"{number(sums['Trainium'], 'USD')}; the platform with the most is {largest} with "
            f"{number(sums[largest], 'USD')}."
        ),
        alt=(
            f"Stacked bars by platform: Trainium {number(sums['Trainium'], 'USD')}, TPU "
            f"{number(sums['TPU'], 'USD')}, Nvidia {number(sums.get('Nvidia', 0.0), 'USD')}, and a "
            f"rest of {number(rest, 'USD')} whose sellers are not named."
        ),
        chart=charts.stacked(
            table, name="platform", part="seller", value="usd", unit="USD",
            title="Committed", parts=[s for s in SELLERS if s in set(table["seller"])],
        ),
        notes="From press reports of a draft prospectus. All that is owed to Amazon counts as "
        "Trainium, to Microsoft and SpaceX as Nvidia; a ceiling where the report says up to.",
        views=(view.name,),
        columns={"platform": Column("Platform"), "seller": Column("Seller")},
    )  # fmt: skip


@when_known
def chips_by_scope(view: View) -> Figure:
    """Chips made, used by Claude and installed at Rainier, by date: the conflict in one picture."""
    made = view.facts(entity="Trainium2", metric="chips_cumulative", kind="estimate").sort(
        "period_end", "public_on"
    )
    made = made.unique("period_end", keep="last", maintain_order=True)
    used = view.facts(entity="Trainium2", metric="chips_used_by_claude").filter(
        pl.col("kind") != "forecast"
    )
    there = view.facts(entity="Project Rainier", metric="chips_installed")
    parts = [
        frame.select("period_end", "value", low=low, high=high, what=pl.lit(name))
        for name, frame, low, high in (
            (USED, used, pl.lit(None, pl.Float64), pl.lit(None, pl.Float64)),
            (MADE, made, pl.col("low"), pl.col("high")),
            (AT_RAINIER, there, pl.lit(None, pl.Float64), pl.lit(None, pl.Float64)),
        )
        if frame.height
    ]
    if not parts:
        raise NotKnownYet("no count of Trainium2 chips is known")
    table = (
        pl.concat(parts)
        .sort("what", "period_end")
        .unique(["what", "period_end"], keep="last", maintain_order=True)
    )
    last = {r["what"]: r for r in table.rows(named=True)}
    spoken = "; ".join(
        f"{words} {number(last[name]['value'], 'count')} by {day(last[name]['period_end'])}"
        for name, words in SPOKEN.items()
        if name in last
    )
    plan = view.fact(PLAN[view.reading("rainier_chips_planned")])
    events = pl.DataFrame(
        {"date": [plan.public_on], "label": [f"Plan: {number(plan.value, 'count')}"]}
    )
    return Figure(
        id="fig-trainium2-units",
        title="Trainium2 chips: made, used by Claude, at Project Rainier",
        finding=f"Three counts of different things: {spoken}.",
        alt=(
            f"Lines along time with a band for the estimate of chips made: {spoken}. The plan of "
            f"{day(plan.public_on)} was {number(plan.value, 'count')} chips."
        ),
        chart=charts.lines(
            table, date="period_end", value="value", series="what", low="low", high="high",
            unit="count", title="Chips", events=events,
            order=[name for name in (USED, MADE, AT_RAINIER) if name in last],
        ),
        notes="Made: an estimate with its 90% range, for all customers. Used by Claude: statements "
        "of Anthropic, most of them floors. Project Rainier: statements of Amazon. Mark 1: the "
        "plan of the first cluster.",
        views=(view.name,),
    )  # fmt: skip


def _stated_name(fact: Fact) -> str:
    word = BOUND_WORDS.get(fact.range_kind or "", "")
    return ", ".join(part for part in (STATEMENTS[fact.fact_id], word, day(fact.public_on)) if part)
