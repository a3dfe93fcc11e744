"""What the prose of chapter 02 names about the shift: shares of compute, capital over revenue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lib.claims.shift import HALVING, capital_and_revenue, compute_shares, halving_fact
from lib.evidence.errors import NotInView, NotKnownYet
from lib.report.formats import number, probability

if TYPE_CHECKING:
    import polars as pl

    from lib.claims.finding import Finding
    from lib.report.run import Naming

LEFT_OUT = "a figure that this run's sources leave out"
LIKELY = 0.66


def name_shift(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    """Name the numbers and conditions of the section on the shift."""
    _compute(run, found[("C2.3-compute", "today")])
    for view in ("then", "today"):
        _capital(run, view)
    capital = found[("C2.3-capital", "today")]
    compute = found[("C2.3-compute", "today")].probability
    shown = "not testable" if compute is None else probability(compute)
    words = {True: "true", False: "false", None: "not testable"}[capital.answer]
    run.phrase("capital_word", words)
    run.premise(
        "shift_in_money_only",
        capital.answer is True and compute is not None and compute < LIKELY,
        f"**The shift.** That capital over revenue rises is {words}. That the share of compute in "
        f"progress has risen since 2023: {shown}.",
    )
    run.premise(
        "capital_rises",
        capital.answer is True,
        f"Under this run's evidence the statement on capital over revenue is {words}.",
    )


def _compute(run: Naming, finding: Finding) -> None:
    view = run.view("today")
    try:
        shares = compute_shares(view, run.draws)
    except (NotKnownYet, NotInView):
        shares = None
    in_force = next(r for r, fact_id in HALVING.items() if fact_id == halving_fact(view))
    for name, reading in (("share_before", in_force), ("share_since", "")):
        row = None if shares is None else _row(shares, reading)
        if row is None:
            run.phrase(name, LEFT_OUT)
            continue
        run.number(
            name, row["value"], "fraction", low=row["low"], high=row["high"], fmt="2s",
            label="Share of compute in the growth of effective compute", claim="C2.3-compute",
        )  # fmt: skip
    before = None if shares is None else _row(shares, in_force)
    since = None if shares is None else _row(shares, "")
    small = (
        before is not None
        and since is not None
        and abs(since["value"] - before["value"])
        < min(row["high"] - row["low"] for row in (before, since))
    )
    turn, p = finding.breakeven, finding.probability
    run.phrase("compute_turn", number(turn.value, turn.unit) if turn else LEFT_OUT)
    run.phrase("compute_said", "not testable" if p is None else probability(p))
    growth = view.assumption("algorithm_growth_since_2023")
    run.number(
        "algorithms_since", growth.default, growth.unit, low=growth.low, high=growth.high,
        label=growth.label, facts=growth.basis_facts,
    )  # fmt: skip
    run.premise(
        "compute_is_open",
        p is not None and 0.1 < p < LIKELY and small,
        f"The shares before and since 2023 cannot be compared here. {finding.reason}"
        if p is None
        else f"That the share of compute has risen is {finding.likelihood} ({probability(p)}).",
    )


def _row(shares: pl.DataFrame, reading: str) -> dict[str, Any] | None:
    rows = [r for r in shares.rows(named=True) if r["reading"] == reading]
    return rows[0] if rows else None


def _capital(run: Naming, name: str) -> None:
    try:
        table = capital_and_revenue(run.view(name))
    except (NotKnownYet, NotInView):
        for when in ("now", "earlier"):
            run.phrase(f"capex_{when}_{name}", LEFT_OUT)
        return
    for when in ("now", "earlier"):
        rows = [r for r in table.rows(named=True) if r["when"] == when]
        ratio = sum(r["capex_usd"] for r in rows) / sum(r["revenue_usd"] for r in rows)
        run.number(
            f"capex_{when}_{name}", ratio, "fraction", fmt="2s",
            label="Capital expenditure over revenue of the four",
            facts=[r["fact_id"] for r in rows], claim="C2.3-capital",
        )  # fmt: skip
