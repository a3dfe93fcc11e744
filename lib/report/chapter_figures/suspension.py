"""Figures of chapter 01: what happened when, how far behind, how much freed, what each explains."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from lib.claims import hypotheses as motives
from lib.claims import timeline as history
from lib.claims.finding import Finding, NotTestableYet
from lib.claims.frontier import best_so_far, gaps_by_board
from lib.claims.propositions import get
from lib.claims.scores import primary_board
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.models.substitution import replacement_cost_share
from lib.report import charts
from lib.report.chapter_figures.known import fail_if_empty, when_known
from lib.report.figure import Figure
from lib.report.formats import count_of, day, number
from lib.report.lane_charts import lanes, words
from lib.report.provenance import merged

RULE_EVENT = "sells_offshore_cn_owned_anthropic"
GROUP_NAMES = {
    "anthropic": "Claude",
    "other": "Other vendors outside China",
    "open_or_chinese": "Chinese or open weights",
}
SIDE_NAMES = {"offshore": "Offshore firms", "mainland": "Mainland firms"}
VIEW_NAMES = {"then": "then", "hindsight": "with hindsight", "today": "today"}
RELIEF_NAMES = {
    "C1.2-demand": "Growth of demand",
    "C1.2-buildout": "Build-out",
    "C1.2-money": "Compute bill",
}
CHURNS = tuple(float(c) for c in np.round(np.arange(0.0, 0.61, 0.05), 2))
MARK_COLOURS = {"expected": "step4", "surprising": "step2"}


@when_known
def timeline(view: View) -> Figure:
    """Events on four lanes, numbered by date."""
    table = fail_if_empty(history.timeline(view), "an event")
    known = [lane for lane in history.LANES if lane in set(table["lane"])]
    rule = view.events(ids=[RULE_EVENT])
    rule_day = rule["date"][0] if rule.height else None
    signs = table.filter(pl.col("lane") == history.SCARCITY)
    before = signs.filter(pl.col("date") < rule_day).height if rule_day else 0
    after = signs.height - before
    drawing = lanes(
        table, date="date", lane="lane", label="title", order=known, rule_at=rule_day,
        rule_label="the day of the rule",
    )  # fmt: skip
    return Figure(
        id="fig-suspension-timeline",
        title="Signs of scarcity and policy, on separate lanes",
        finding=(
            f"Of {count_of(signs.height, 'sign')} of scarcity {before} came before the rule and "
            f"{after} after it."
        )
        if rule_day
        else f"{count_of(table.height, 'event')} on {count_of(len(known), 'lane')}.",
        alt=(
            f"Numbered dots on {len(known)} lanes by date, from {day(table['date'][0])} to "
            f"{day(table['date'][-1])}: {', '.join(known).lower()}. A dashed line marks the rule. "
            "The table below the figure names every number."
        ),
        chart=drawing,
        notes=(
            f"{drawing.notes} What was going on for a while stands where it began. Lanes are not "
            "causes, and the collection is thinner for 2024 than for later years."
        ),
        views=(view.name,),
    )


def gaps(found: Mapping[tuple[str, str], Finding]) -> Figure | None:
    """The gap in points by side and view, with its range and the threshold."""
    rows = []
    for side, id in (("offshore", "C1.1a-points"), ("mainland", "C1.1b-points")):
        for view, label in VIEW_NAMES.items():
            finding = found[(id, view)]
            if finding.quantity is not None:
                q = finding.quantity
                rows.append({"who": f"{SIDE_NAMES[side]}, {label}", "value": q.p50, "low": q.p5,
                             "high": q.p95})  # fmt: skip
    if not rows:
        return None
    table = pl.DataFrame(rows)
    threshold = found[("C1.1a-points", "hindsight")].threshold
    assert threshold is not None
    least, most = table.sort("value").row(0, named=True), table.sort("value").row(-1, named=True)
    return Figure(
        id="fig-coding-gap",
        title="How far the best usable model trails the best",
        finding=(
            f"The gap runs from {number(least['value'], 'points', '2s')} ({_lower(least['who'])}) "
            f"to {number(most['value'], 'points', '2s')} ({_lower(most['who'])})."
        ),
        alt=(
            f"Dots with ranges for {table.height} rows, offshore and mainland firms in each view, "
            f"from {number(least['value'], 'points', '2s')} to "
            f"{number(most['value'], 'points', '2s')}, against a threshold of "
            f"{number(threshold, 'points')}."
        ),
        chart=charts.intervals(
            table, name="who", value="value", low="low", high="high", unit="",
            title="Gap on the primary benchmark, points", mark_at=threshold, mark_label="threshold",
            highlight=table.filter(pl.col("who").str.starts_with("Offshore"))["who"].to_list(),
        ),
        notes=(
            "SWE-bench Verified, one harness per view, chosen by rule. Median and 90% range over "
            "the errors of every score."
        ),
        views=tuple(VIEW_NAMES),
        reads=merged(found[(id, view)] for id in ("C1.1a-points", "C1.1b-points")
                     for view in VIEW_NAMES),
    )  # fmt: skip


@when_known
def frontier(view: View) -> Figure:
    """The best score so far by group of vendors, on the harness in force."""
    try:
        board = primary_board(view)
    except NotTestableYet as early:
        raise NotKnownYet(str(early)) from early
    table = best_so_far(view).with_columns(
        group=pl.col("group").replace_strict(GROUP_NAMES, return_dtype=pl.String)
    )
    order = [name for name in GROUP_NAMES.values() if name in set(table["group"])]
    now = {g: float(table.filter(pl.col("group") == g)["best"].max()) for g in order}  # type: ignore[arg-type]
    leader = max(now, key=lambda g: now[g])
    said = "; ".join(f"{g} {number(now[g], 'fraction')}" for g in order)
    return Figure(
        id="fig-coding-frontier",
        title=f"Best score so far on {board.harness}, by release",
        finding=f"By {day(board.until)} {leader} leads ({said}).",
        alt=(
            f"Rising steps of the best score by release date for {len(order)} groups of vendors on "
            f"{board.harness}, ending at: {said}."
        ),
        chart=charts.lines(
            table,
            date="released",
            value="best",
            unit="fraction",
            title="Tasks solved",
            series="group",
            order=order,
            shape="step-after",
        ),
        notes=f"{count_of(board.table.height, 'model')}; scores as published, not shrunken.",
        views=(view.name,),
    )


@when_known
def boards(view: View) -> Figure:
    """The lag in months on every board, for both kinds of firms."""
    table = fail_if_empty(gaps_by_board(view), "a board").with_columns(
        who=pl.format("{}, {}", "board", pl.col("side").replace_strict(
            {"offshore": "offshore", "mainland": "mainland"}, return_dtype=pl.String)),
        low=pl.lit(None, pl.Float64),
        high=pl.lit(None, pl.Float64),
    )  # fmt: skip
    table = table.sort("side", "board", descending=[True, False])
    off = table.filter(pl.col("side") == "offshore")["months"]
    main = table.filter(pl.col("side") == "mainland")["months"]

    def span(months: pl.Series) -> str:
        least, most = float(months.min()), float(months.max())  # type: ignore[arg-type]
        return f"{number(least, '', '2s')} to {number(most, 'months', '2s')}"

    return Figure(
        id="fig-lag-by-board",
        title="The lag on other boards",
        finding=(
            f"Over {count_of(off.len(), 'board')} the lag is {span(off)} for offshore firms and "
            f"{span(main)} for mainland firms."
        ),
        alt=(
            f"Dots without ranges for {table.height} pairs of board and side: offshore "
            f"{span(off)}, mainland {span(main)}."
        ),
        chart=charts.intervals(
            table.select("who", "months", "low", "high"), name="who", value="months", low="low",
            high="high", unit="", title="Lag, months of release dates",
            highlight=table.filter(pl.col("side") == "offshore")["who"].to_list(),
        ),
        notes=(
            "Raw scores, without errors. Each board is compared with itself alone: units and tasks "
            "differ. A lag of 0 means that no barred model had the level."
        ),
        views=(view.name,),
    )  # fmt: skip


def relief(found: Mapping[tuple[str, str], Finding]) -> Figure | None:
    """Days of relief by three measures, with the planning month."""
    rows = []
    for id, measure in RELIEF_NAMES.items():
        for view in ("hindsight", "today"):
            q = found[(id, view)].quantity
            if q is not None:
                rows.append({"measure": f"{measure}, {VIEW_NAMES[view]}", "value": q.p50,
                             "low": q.p5, "high": q.p95})  # fmt: skip
    if not rows:
        return None
    table = pl.DataFrame(rows)
    threshold = found[("C1.2-demand", "hindsight")].threshold
    assert threshold is not None
    least, most = table.sort("value").row(0, named=True), table.sort("value").row(-1, named=True)
    return Figure(
        id="fig-relief-days",
        title="What the freed capacity is worth in days",
        finding=(
            f"By three measures the relief is {number(least['value'], '', '2s')} to "
            f"{number(most['value'], 'days', '2s')} at the median, against a planning month of "
            f"{number(threshold, 'days')}."
        ),
        alt=(
            f"Dots with ranges for {table.height} rows, from {number(least['value'], 'days', '2s')}"
            f" ({_lower(least['measure'])}) to {number(most['value'], 'days', '2s')} "
            f"({_lower(most['measure'])}), with a line at {number(threshold, 'days')}."
        ),
        chart=charts.intervals(
            table, name="measure", value="value", low="low", high="high", unit="days",
            title="Relief", mark_at=threshold, mark_label="planning month",
        ),
        notes="Median and 90% range over the shared draws. The three measures are not added.",
        views=("hindsight", "today"),
        reads=merged(found[(id, view)] for id in RELIEF_NAMES for view in ("hindsight", "today")),
    )  # fmt: skip


@when_known
def replacement(view: View) -> Figure:
    """Cost of replacing Claude against the churn that it causes."""
    names = (
        "product_model_cost_share", "replacement_price_ratio", "migration_usd",
        "product_revenue_usd_per_year", "product_contribution_margin",
    )  # fmt: skip
    share, ratio, migration, revenue, margin = (view.assumption(n).default for n in names)

    def cost(churn: float) -> float:
        return float(replacement_cost_share(share, ratio, migration, revenue, churn, margin))

    table = pl.DataFrame({"churn": CHURNS, "cost": [cost(c) for c in CHURNS]})
    threshold = get("C1.1c").threshold
    assert threshold is not None
    low, high = cost(CHURNS[0]), cost(CHURNS[-1])
    turn = float(np.interp(threshold, table["cost"].to_list(), table["churn"].to_list()))
    return Figure(
        id="fig-replacement-churn",
        title="What replacing Claude costs, by the customers it loses",
        finding=(
            f"A cost of {number(threshold, 'fraction')} of revenue is reached where "
            f"{number(turn, 'fraction', '2s')} of it leaves."
            if low < threshold < high
            else "The threshold is not crossed within the range shown."
        ),
        alt=(
            f"A rising line of the cost of replacing Claude over revenue against churn, from "
            f"{number(low, 'fraction', '2s')} without churn to {number(high, 'fraction', '2s')} at "
            f"{number(CHURNS[-1], 'fraction')}."
        ),
        chart=charts.xy(
            table, x="churn", value="cost", x_title="Share of revenue that leaves",
            x_unit="fraction", unit="fraction", title="Cost over revenue, first year",
            mark_at=threshold, mark_label="threshold",
        ),
        notes="At the point value of every other input. No churn of this kind was ever measured.",
        views=(view.name,),
    )  # fmt: skip


@when_known
def explanations(view: View) -> Figure:
    """What each hypothesis leads one to expect, observation by observation."""
    table = fail_if_empty(motives.observations(view), "an observation")
    names = {h.id: h.label for h in motives.hypotheses()}
    counted = motives.counts(view)
    both = counted.filter((pl.col("expected") > 0) & (pl.col("surprising") > 0))["label"].to_list()
    mixed = ", ".join(both) if both else "none"
    return Figure(
        id="fig-hypotheses",
        title="Five explanations against what was observed",
        finding=(
            f"Every explanation meets something that it expects among "
            f"{count_of(table.height, 'observation')}; surprises stand under: {mixed.lower()}."
        ),
        alt=(
            f"A grid of {table.height} observations by {len(names)} explanations; cells say "
            "expected or surprising, blank cells are neutral. "
            + "; ".join(
                f"{r['label']}: {r['expected']} expected, {r['surprising']} surprising"
                for r in counted.iter_rows(named=True)
            )
            + "."
        ),
        chart=words(table, row="short", columns=names, marks=MARK_COLOURS),
        notes=(
            "Our marks, with the reason for each in the table of the data. They are not votes, and "
            "several can be true at once. Oldest first."
        ),
        views=(view.name,),
    )


@when_known
def run_rate(view: View) -> Figure:
    """Annualised sales of the company that decided."""
    table = (
        view.facts(entity="Anthropic", metric="run_rate_revenue", kind="reported")
        .sort("period_end", "public_on")
        .unique("period_end", keep="last", maintain_order=True)
    )
    last = fail_if_empty(table, "a run-rate").row(-1, named=True)
    return Figure(
        id="fig-anthropic-run-rate",
        title="Annualised sales of Anthropic",
        finding=f"By {day(last['period_end'])} annualised sales had reached "
        f"{number(last['value'], 'USD')}.",
        alt=(
            f"A line of annualised sales by date of statement, rising to "
            f"{number(last['value'], 'USD')} on {day(last['period_end'])}."
        ),
        chart=charts.lines(
            table.select("period_end", "value"), date="period_end", value="value", unit="USD",
            title="Annualised sales", log=True,
        ),
        notes="A logarithmic scale: equal steps are equal factors. Gross of resale by clouds.",
        views=(view.name,),
    )  # fmt: skip


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
