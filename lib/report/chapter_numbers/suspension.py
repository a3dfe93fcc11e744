"""What the prose of chapter 01 names: gaps, relief, the cost of replacing, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.claims import hypotheses as motives
from lib.claims import timeline as history
from lib.claims.finding import NotTestableYet
from lib.claims.frontier import gaps_by_board
from lib.claims.scores import primary_board
from lib.claims.verdict import short
from lib.report.chapter_figures.suspension import RULE_EVENT
from lib.report.formats import day, number, probability

if TYPE_CHECKING:
    from lib.claims.finding import Finding
    from lib.report.run import Naming

LIKELY, UNLIKELY = 0.66, 0.33
SMALL_SHARE = 0.1


def name_numbers(run: Naming) -> None:
    """Name every number, phrase and premise of the chapter in a run."""
    found = run.findings()
    _gaps(run, found)
    _boards(run)
    _relief(run, found)
    _together(run)
    _replacement(run, found)
    _explanations(run)


def _gaps(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    for side, claim in (("offshore", "C1.1a"), ("mainland", "C1.1b")):
        for kind in ("points", "months"):
            for view in ("then", "hindsight", "today"):
                _finding(run, f"{side}_{kind}_{view}", found[(f"{claim}-{kind}", view)])
    p = {key: f.probability for key, f in found.items()}
    off, main = p[("C1.1a-points", "hindsight")], p[("C1.1b-points", "hindsight")]
    off_months, main_months = p[("C1.1a-months", "hindsight")], p[("C1.1b-months", "hindsight")]
    run.premise(
        "offshore_loses_little",
        _below(off, UNLIKELY) and _below(off_months, UNLIKELY),
        "For firms newly excluded the verdicts about the day of the text are: in points "
        f"{_short(found, 'C1.1a-points')}; in time {_short(found, 'C1.1a-months')}.",
    )
    run.premise(
        "mainland_gap_is_wide_and_short",
        _above(main, LIKELY) and _below(main_months, 0.5),
        "For firms in mainland China the verdicts about the day of the text are: in points "
        f"{_short(found, 'C1.1b-points')}; in time {_short(found, 'C1.1b-months')}.",
    )
    run.premise(
        "gap_is_wider_today",
        _above(p[("C1.1a-points", "today")], LIKELY) and _below(off, 0.5),
        f"Today the gap in points is: for offshore firms {_short(found, 'C1.1a-points', 'today')}; "
        f"for mainland firms {_short(found, 'C1.1b-points', 'today')}.",
    )
    for view in ("hindsight", "today"):
        try:
            board = primary_board(run.view(view))
        except NotTestableYet:
            run.phrase(f"harness_{view}", "no harness")
            run.phrase(f"board_until_{view}", "no known day")
            continue
        run.phrase(f"harness_{view}", board.harness)
        run.phrase(f"board_until_{view}", day(board.until))


def _boards(run: Naming) -> None:
    table = gaps_by_board(run.view("then"))
    free = table.filter(table["board"] == "Any agent")
    points = dict(zip(free["side"], free["points"], strict=True))
    if points:
        run.phrase("any_agent_gap", number(points["mainland"], "points"))
    else:
        run.phrase("any_agent_gap", "an unknown gap")
    equal = bool(points) and points["offshore"] == points["mainland"]
    run.premise(
        "free_agents_level_both",
        equal,
        "With these settings the board of free agents shows no common gap for both kinds of firms.",
    )
    now = gaps_by_board(run.view("today"))
    today = now.filter(now["board"] == "Arena code")
    level = not today.is_empty() and float(today["months"].max()) == 0.0  # type: ignore[arg-type]
    run.phrase("arena_until", day(today["until"][0]) if not today.is_empty() else "no known day")
    run.premise(
        "arena_is_level",
        level,
        "With these settings the arena of code shows a lag, too, or is not known.",
    )


def _relief(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    for id, name in (("demand", "relief_demand"), ("buildout", "relief_buildout"),
                     ("money", "relief_money")):  # fmt: skip
        _finding(run, name, found[(f"C1.2-{id}", "hindsight")])
    view = run.view("hindsight")
    given = view.assumption("revenue_given_up_usd_per_year")
    rate = view.assumption("run_rate_at_decision_usd_per_year")
    run.number("given_up", given.default, "USD/year", low=given.low, high=given.high,
               label=given.label, facts=given.basis_facts)  # fmt: skip
    run.number("given_up_share", given.default / rate.default, "fraction", fmt="2s",
               label="Revenue given up over run-rate at the decision")  # fmt: skip
    turn = found[("C1.2-demand", "hindsight")].breakeven
    run.phrase("given_up_turn", number(turn.value, "USD") if turn else "no amount in the bounds")
    finds = [found[(f"C1.2-{id}", "hindsight")] for id in ("demand", "buildout")]
    run.premise(
        "relief_is_days",
        all(_below(f.probability, 0.1) for f in finds),
        "By demand and by building the verdicts are: "
        + "; ".join(f"{f.proposition} {short(f)}" for f in finds)
        + ".",
    )
    run.premise(
        "share_is_small",
        given.default / rate.default < SMALL_SHARE,
        f"With these settings the revenue given up is "
        f"{number(given.default / rate.default, 'fraction')} of the run-rate of the day.",
    )


def _together(run: Naming) -> None:
    for view in ("then", "hindsight", "today"):
        relief = motives.relief_together(run.view(view), run.draws)
        run.phrase(f"below_all_{view}", probability(relief.below) if relief else "unknown")
        if view == "hindsight":
            measures = len(relief.joint.propositions) if relief else 0
            words = {3: "all three measures", 2: "both measures that can be computed"}
            run.phrase("measures_known", words.get(measures, "the measures that can be computed"))
            run.premise(
                "relief_is_below_a_month",
                relief is not None and relief.below > LIKELY,
                f"That the relief is below a planning month by every measure at once has a "
                f"probability of {probability(relief.below) if relief else 'unknown size'}.",
            )


def _replacement(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    finding = found[("C1.1c", "hindsight")]
    turn, q = finding.breakeven, finding.quantity
    run.phrase("churn_turn", number(turn.value, "fraction", "2s") if turn else "no churn at all")
    run.phrase("churn_ours", number(turn.default, "fraction") if turn else "our value")
    run.phrase(
        "replacement_range",
        f"{number(q.p5, 'fraction', '2s')} to {number(q.p95, 'fraction', '2s')}"
        if q
        else "unknown",
    )
    run.premise(
        "replacing_is_bearable",
        finding.answer is False and turn is not None and turn.value > turn.default,
        f"The verdict on the cost of replacing Claude is: {short(finding)}.",
    )


def _explanations(run: Naming) -> None:
    counted = motives.counts(run.view("today"))
    rows = {r["hypothesis"]: r for r in counted.iter_rows(named=True)}
    compute = rows["compute"]
    run.number("compute_expected", compute["expected"], "count", label="Observations expected")
    run.number("compute_surprising", compute["surprising"], "count", label="Surprising ones")
    run.number("observations", motives.observations(run.view("today")).height, "count",
               label="Observations in the table")  # fmt: skip
    shown = history.timeline(run.view("today"))
    days = shown.filter(shown["lane"] == history.SCARCITY)["date"]
    signs, about = days.len(), run.view("today").events(ids=[RULE_EVENT])["date"]
    earlier = (days < about[0]).sum() if about.len() else 0
    run.premise(
        "scarcity_on_both_sides",
        0 < earlier < signs,
        f"This run knows {signs} signs of scarcity, {earlier} of them before the rule.",
    )
    run.number("scarcity_signs", signs, "count", label="Signs of scarcity on the timeline")
    run.premise(
        "compute_is_mixed",
        compute["expected"] > 0 and compute["surprising"] > 0,
        f"Of the observations known, {compute['expected']} are what a shortage leads one to expect "
        f"and {compute['surprising']} are surprising under it.",
    )


def _finding(run: Naming, name: str, finding: Finding) -> None:
    """The median, the word and the probability of a finding, under one name."""
    q = finding.quantity
    if q is not None:
        run.number(name, q.p50, q.unit, low=q.p5, high=q.p95, fmt="2s", label=q.label,
                   claim=finding.proposition)  # fmt: skip
    else:
        run.phrase(name, "no known size")
    run.phrase(f"{name}_verdict", short(finding))


def _short(found: dict[tuple[str, str], Finding], id: str, view: str = "hindsight") -> str:
    return short(found[(id, view)])


def _below(p: float | None, limit: float) -> bool:
    return p is not None and p < limit


def _above(p: float | None, limit: float) -> bool:
    return p is not None and p > limit
