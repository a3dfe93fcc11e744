"""What the prose of chapter 02 names: platforms, chips, money, and the conditions of sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.claims import rainier
from lib.claims.chips_and_partners import commitments
from lib.claims.million_chips import ANNOUNCED
from lib.claims.propositions import get
from lib.claims.register import answer_to
from lib.evidence.errors import NotInView, NotKnownYet
from lib.report.chapter_numbers.shift import name_shift
from lib.report.formats import day, number, probability

if TYPE_CHECKING:
    from lib.claims.finding import Finding
    from lib.evidence.view import View
    from lib.report.run import Naming

LEFT_OUT = "a figure that this run's sources leave out"
CONFLICTS = (
    "claude_chips_scope", "mississippi_tenant", "rainier_capital", "google_commitment",
    "amazon_commitment", "broadcom_lease", "algorithmic_progress_interval",
)  # fmt: skip
LIKELY, UNLIKELY = 0.66, 0.33
FACTS = {
    "text_chips": "trainium2_plan_article",
    "target_chips": "trainium2_target_2025_12",
    "claude_chips": "trainium2_claude_2025_12",
    "rainier_chips": "rainier_chips_2026_02",
    "landed_chips": "trn2_units_total",
    "announced_capital": ANNOUNCED,
    "analyst_capital": "rainier_capex_plan",
    "analyst_chips": "rainier_chip_plan",
    "nvidia_capacity": "nvidia_capacity_2028",
    "amazon_capacity": "aws_5gw_2026",
    "tracked_july": "anthropic_us_dc_power_2025_07",
}


def name_numbers(run: Naming) -> None:
    """Name every number, phrase and premise of the chapter in a run."""
    found = run.findings()
    today = run.view("today")
    for name, fact_id in FACTS.items():
        _fact(run, today, name, fact_id)
    _platforms(run, found)
    _sites(run, today)
    _dollars(run, today, found)
    _chips(run, found)
    _money(run, found)
    for conflict_id in CONFLICTS:
        conflict = today.conflict(conflict_id)
        chosen = conflict.choose(today.reading(conflict_id))
        run.phrase(f"reading_{conflict_id}", chosen.label)
    name_shift(run, found)


def said(finding: Finding) -> str:
    """A finding as a few words of a running sentence."""
    if finding.status == "resolved":
        return "true" if finding.answer else "false"
    if finding.probability is None:
        return "not testable"
    narrow, wide = finding.probability_narrow, finding.probability_wide
    words = f"{finding.likelihood}, {probability(finding.probability)}"
    if finding.confidence != "low" or narrow is None or wide is None:
        return words
    shown = sorted((finding.probability, narrow, wide))
    low, high = probability(shown[0]), probability(shown[-1])
    return (
        f"{finding.likelihood}, {low}" if low == high else f"{finding.likelihood}, {low} to {high}"
    )


def _platforms(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    for name, id in (
        ("installed", "C2.1a-installed"), ("power", "C2.1a-power"),
        ("dollars", "C2.1a-dollars"), ("bypass", "C2.1b"),
    ):  # fmt: skip
        for view in ("hindsight", "today"):
            run.phrase(f"{name}_{view}", said(found[(id, view)]))
    installed, power = found[("C2.1a-installed", "hindsight")], found[("C2.1a-power", "today")]
    dollars, bypass = found[("C2.1a-dollars", "today")], found[("C2.1b", "today")]
    run.premise(
        "bet_was_made",
        (installed.probability or 0.0) > LIKELY,
        "**A bet on Trainium.** That Trainium was the largest platform installed at the end of "
        f"2025 is {said(installed)}.",
    )
    run.premise(
        "bet_was_spread",
        dollars.answer is False and 0.0 < (power.probability or 0.0) < LIKELY,
        "**Since then.** That Trainium leads today in committed power is "
        f"{said(power)}; that it leads in committed dollars is {said(dollars)}.",
    )
    run.premise(
        "not_bypassed",
        bypass.probability is not None and bypass.probability < UNLIKELY,
        f"**Bypassing Nvidia.** That Nvidia's share of committed power is a mere remainder is "
        f"{said(bypass)}.",
    )
    earlier = found[("C2.1b", "hindsight")]
    run.premise(
        "nvidia_was_no_remainder",
        all(f.probability is not None and f.probability < UNLIKELY for f in (earlier, bypass)),
        f"That Nvidia's share is a mere remainder is {said(earlier)} on the commitments of 2025 "
        f"and {said(bypass)} now.",
    )
    share = bypass.quantity
    if share is None:
        run.phrase("nvidia_share", LEFT_OUT)
    else:
        run.number(
            "nvidia_share", share.p50, "fraction", low=share.p5, high=share.p95, fmt="2s",
            label="Nvidia's share of committed power", claim="C2.1b",
        )  # fmt: skip
    without = _under(run, "C2.1a-installed", "today", mississippi_tenant="not_counted")
    run.phrase("installed_without", said(without))
    for name, id in (("bypass_threshold", "C2.1b"), ("money_threshold", "C2.2-money")):
        proposed = get(id)
        run.number(name, proposed.threshold or 0.0, proposed.unit, label="Threshold", claim=id)
    turn = installed.breakeven
    run.phrase("installed_turn", number(turn.value, "fraction", "2s") if turn else LEFT_OUT)
    untracked = run.view("hindsight").assumption("untracked_power_share_2025")
    run.number(
        "untracked", untracked.default, "fraction", low=untracked.low, high=untracked.high,
        label=untracked.label, facts=untracked.basis_facts,
    )  # fmt: skip


def _sites(run: Naming, view: View) -> None:
    try:
        alone = rainier.power_mw_on(view, rainier.COUNTED_ON, ("Indiana",))
        both = rainier.power_mw_on(view, rainier.COUNTED_ON, rainier.ALL_SITES)
        chips_mw = rainier.facility_mw_per_chip(view) * view.fact("trainium2_claude_2025_12").value
    except (NotKnownYet, NotInView):
        for name in ("indiana_mw", "sites_mw", "chips_mw"):
            run.phrase(name, LEFT_OUT)
        run.premise("chips_need_more_than_indiana", False, "The power of the sites is not known.")
        return
    run.number("indiana_mw", alone, "MW", label="Facility power, Indiana, end of 2025")
    run.number("sites_mw", both, "MW", label="Facility power, all tracked sites, end of 2025")
    run.number(
        "chips_mw", chips_mw, "MW", fmt="2s", label="Power of the chips that Claude is said to use"
    )
    run.premise(
        "chips_need_more_than_indiana",
        alone < chips_mw <= both,
        f"At the power per chip of the Indiana buildings, the chips that Claude is said to use "
        f"need {number(chips_mw, 'MW')}; the tracked sites had {number(alone, 'MW')} without and "
        f"{number(both, 'MW')} with Mississippi.",
    )


def _dollars(run: Naming, view: View, found: dict[tuple[str, str], Finding]) -> None:
    margin = found[("C2.1a-dollars", "today")]
    try:
        rows = commitments(view)
        total = view.fact("total_commit_518").value
    except (NotKnownYet, NotInView):
        for name in ("owed_amazon", "owed_tpu", "owed_total", "owed_day"):
            run.phrase(name, LEFT_OUT)
        run.premise(
            "dollars_favour_tpu", False, "Commitments in dollars are not known to this run."
        )
        return
    owed = {p: sum(r["usd"] for r in rows.rows(named=True) if r["platform"] == p)
            for p in ("Trainium", "TPU")}  # fmt: skip
    ids = rows["fact_id"].to_list()
    run.number("owed_amazon", owed["Trainium"], "USD", label="Owed to Amazon", facts=ids[:1])
    run.number("owed_tpu", owed["TPU"], "USD", label="Owed for TPUs", facts=ids[1:])
    run.number("owed_total", total, "USD", label="Owed in all", facts=["total_commit_518"])
    run.phrase("owed_day", day(max(rows["public_on"].to_list())))
    run.premise(
        "dollars_favour_tpu",
        margin.answer is False,
        f"Under the readings in force Amazon is owed {number(owed['Trainium'], 'USD')} and the "
        f"sellers of TPUs {number(owed['TPU'], 'USD')}, of {number(total, 'USD')} in all.",
    )


def _chips(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    delivered = found[("C2.2-delivered", "today")]
    expected = found[("C2.2-delivered", "then")]
    plan = found[("C2.2-plan", "hindsight")]
    run.phrase("delivered_today", said(delivered))
    run.phrase("delivered_then", said(expected))
    run.phrase("plan_hindsight", said(plan))
    today = run.view("today")
    counts = ("rainier_chips", "claude_chips", "landed_chips")
    run.premise(
        "counts_are_known",
        all(today.knows(FACTS[name]) for name in counts),
        "Not all three counts of chips are known on this run's day and grade of sources.",
    )
    target = FACTS["target_chips"]
    run.phrase(
        "plan_story",
        f"Later the company did ({day(today.fact(target).public_on)}), so the statement is "
        f"{said(plan)}"
        if today.knows(target)
        else "No statement of the company is known to this run",
    )
    scope = today.conflict("claude_chips_scope").choose(today.reading("claude_chips_scope"))
    run.premise(
        "million_delivered",
        plan.answer is True and delivered.answer is True and scope.id == "all_sites",
        f"**Nearly a million chips.** That the plan existed is {said(plan)}; that it was delivered "
        f'by the end of 2025 is {said(delivered)}, counting this: "{scope.label}".',
    )


def _money(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    then, later = found[("C2.2-money", "then")], found[("C2.2-money", "hindsight")]
    run.phrase("money_then", said(then))
    run.phrase("money_hindsight", said(later))
    for name, finding in (("money_then_usd", then), ("money_usd", later)):
        q = finding.quantity
        if q is None:
            run.phrase(name, LEFT_OUT)
        else:
            run.number(name, q.p50, "USD", low=q.p5, high=q.p95, label=q.label, claim="C2.2-money")
    for reading in ("announced", "tracked"):
        other = _under(run, "C2.2-money", "hindsight", rainier_capital=reading)
        run.phrase(f"money_{reading}", said(other))
    turn = _under(run, "C2.2-money", "hindsight", rainier_capital="parts").breakeven
    run.phrase("money_turn", number(turn.value, turn.unit) if turn else LEFT_OUT)
    run.phrase("money_turn_of", turn.label[0].lower() + turn.label[1:] if turn else LEFT_OUT)
    known = turn is not None and turn.name == "trainium2_capital_usd"
    run.premise(
        "sums_are_known",
        known and run.view("hindsight").knows(ANNOUNCED),
        "The later sums for the sites are not known on this run's day and grade of sources.",
    )
    p = later.probability
    run.premise(
        "money_is_open",
        known and p is not None and UNLIKELY < p < 0.9,
        "Under the reading in force, that the capital is in the tens of billions is "
        f"{said(later)}.",
    )
    price = run.view("today").assumption("trainium2_capital_usd")
    run.number(
        "chip_price", price.default, "USD", low=price.low, high=price.high, label=price.label,
        facts=price.basis_facts,
    )  # fmt: skip


def _under(run: Naming, id: str, view: str, **readings: str) -> Finding:
    """A finding of this run with other readings of its conflicts."""
    there = run.view(view)
    other = there.derive(readings={**there.readings, **readings})
    return answer_to(id)(other, run.draws)


def _fact(run: Naming, view: View, name: str, fact_id: str) -> None:
    if not view.knows(fact_id):
        run.phrase(name, LEFT_OUT)
        run.phrase(f"{name}_day", LEFT_OUT)
        return
    fact = view.fact(fact_id)
    run.number(name, fact.value, fact.unit, label=fact.metric.replace("_", " "), facts=[fact_id])
    run.phrase(f"{name}_day", day(fact.public_on))
