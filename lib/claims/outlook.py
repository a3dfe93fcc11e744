"""Chapter 6: the design of Trainium, who else designs chips, and what the sites add to AWS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lib.claims import contribution, programmes, sites
from lib.claims.finding import Finding
from lib.claims.mixture import estimate_mixture
from lib.claims.model import model
from lib.claims.propositions import get
from lib.claims.register import proposition
from lib.claims.resolve import judged, not_testable, resolved_as
from lib.claims.words import number
from lib.evidence.view import View
from lib.inference.breakeven import Breakeven
from lib.inference.curves import Summary, summary
from lib.inference.draws import Draws
from lib.models.codesign import (
    breakeven_nre_usd,
    breakeven_nre_usd_per_chip,
    saving_usd_per_chip_hour,
)

POINTS = 100.0
STATEMENT = "annapurna_codesign_2024"
RESULT = ("kernel_util_trn3", "kernel_util_trn2")
DESIGN_CHIPS = "codesign_chips"
ALTERNATIVE = "gb200"
ALTERNATIVE_INPUTS = ("gb200_capital_usd", "gb200_system_power_w")


@proposition("C6.1a-statement")
def evidence_of_joint_design(view: View, draws: Draws) -> Finding:
    """How far up the ladder the evidence goes: a statement, joint work, a result on the chip."""
    proposed = get("C6.1a-statement")
    result = sites.first_known(view, RESULT)
    statements = view.events(ids=[STATEMENT])
    rung = 3 if result is not None else 2 if statements.height else 0
    assert proposed.threshold is not None
    label = "Rung of the evidence"
    quantity = Summary(label, proposed.unit, rung, rung, rung, rung)
    if result is not None:
        fact = view.fact(result)
        return resolved_as(
            view,
            proposition=proposed,
            answer=True,
            by=fact.fact_id,
            on=fact.public_on,
            quantity=quantity,
            reason="A kernel result by an Anthropic engineer was shown on the chip.",
        )
    return judged(
        view,
        draws,
        proposition=proposed,
        answer=False,
        reason=(
            "The company had described joint work with the chip's designers; no result on the "
            "chip was public"
            if rung
            else "No statement was public"
        ),
    )


@proposition("C6.1a-nre")
def break_even_of_the_design(view: View, draws: Draws) -> Finding:
    """The most that the design may cost, for the pair Amazon and Anthropic together (USD)."""
    bound = model(view, design_budget_usd, list(DESIGN_INPUTS))
    values = bound.values(draws)
    shown = summary(values, label="Most that the design may cost", unit="USD", point=bound.point())
    return not_testable(
        view,
        proposition="C6.1a-nre",
        reason=_design_reason(shown),
        quantity=shown,
    )


def _design_reason(shown: Summary) -> str:
    low, middle, high = (number(v, "USD") for v in (shown.p5, shown.p50, shown.p95))
    return (
        "no design cost of Trainium is public. The savings of the fleet repay a design that cost "
        f"at most {middle} (90% range {low} to {high})."
    )


DESIGN_INPUTS = (
    DESIGN_CHIPS,
    *sites.OWNER_INPUTS,
    *ALTERNATIVE_INPUTS,
    "bandwidth_share_of_saving",
)


def design_budget_usd(x: Mapping[str, Any]) -> Any:
    """Discounted savings of the whole fleet against the alternative (USD): the most NRE may be."""
    return breakeven_nre_usd(design_budget_usd_per_chip(x), x[DESIGN_CHIPS])


def design_budget_usd_per_chip(x: Mapping[str, Any]) -> Any:
    """Discounted savings of one chip over its life against the alternative (USD)."""
    own = sites.owner_usd_per_chip_hour(x)
    other = sites.owner_usd_per_chip_hour(
        {
            **x,
            "trainium2_capital_usd": x["gb200_capital_usd"],
            "trainium2_system_power_w": x["gb200_system_power_w"],
        }
    )
    saving = saving_usd_per_chip_hour(other, own / x["bandwidth_share_of_saving"], 1.0)
    return breakeven_nre_usd_per_chip(
        saving * x["bandwidth_share_of_saving"],
        x["chip_life_years"],
        utilisation=x["owner_utilisation"],
        rate_per_year=x["capital_rate_per_year"],
    )


@proposition("C6.1b")
def unique_among_labs(view: View, draws: Draws) -> Finding:
    """Custom-chip programmes of other labs, of comparable volume, announced by the day."""
    proposed = get("C6.1b")
    table = programmes.comparable(view)
    count = float(table.height)
    quantity = Summary(
        "Comparable programmes of other labs", proposed.unit, count, count, count, count
    )
    if table.height:
        first = table.sort("public_on").row(0, named=True)
        return resolved_as(
            view,
            proposition=proposed,
            answer=False,
            by=first["fact_id"],
            on=first["public_on"],
            quantity=quantity,
            reason=f"{first['entity']} announced a programme of that size.",
        )
    return judged(
        view, draws, proposition=proposed, answer=True, reason=programmes.reason_for_none(view)
    )


@proposition("C6.2")
def points_of_aws_growth(view: View, draws: Draws) -> Finding:
    """Percentage points that Anthropic adds to AWS's growth, over independent origins."""
    proposed = get("C6.2")
    assert proposed.threshold is not None
    of_2026 = view.about.year > contribution.BASE_QUARTER[0] + 1
    parts = contribution.parts_2026(view) if of_2026 else contribution.parts_2025q4(view)
    scaled = [part.scaled(POINTS) for part in parts]
    period = "the year 2026" if of_2026 else "2025Q4"
    finding = estimate_mixture(
        view,
        draws,
        proposition="C6.2",
        parts=scaled,
        status="estimated" if view.known_on > view.about else "forecast",
        label=f"Points of AWS growth from Anthropic in {period}",
        confidence_at_most="low" if len(parts) < 3 else "medium",
        confidence_note=(
            f"{len(parts)} origins disagree by a factor of two or more, and Amazon publishes no "
            "figure"
        ),
    )
    return finding if of_2026 else _with_dollars(view, finding, proposed.threshold)


def _with_dollars(view: View, finding: Finding, threshold: float) -> Finding:
    """The finding with its break-even in dollars: the rise of Anthropic's bill over a year."""
    base = contribution.base_revenue_usd(view)
    assert finding.quantity is not None
    turn = Breakeven(
        name="anthropic_bill_rise_usd",
        label="Rise of Anthropic's quarterly AWS bill over a year",
        unit="USD",
        value=threshold / POINTS * base,
        default=finding.quantity.p50 / POINTS * base,
        within_bounds=True,
        holds_above=True,
    )
    return replace(finding, breakeven=turn)
