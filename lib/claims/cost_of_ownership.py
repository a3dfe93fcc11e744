"""Trainium2 against other chips by what a unit costs an owner or a tenant (C5.1b).

Every chip that could be bought (for an owner) or rented (for a tenant) on the day counts, not only
the one that the text names. All costs of a run share one table of draws.
"""

from __future__ import annotations

from dataclasses import dataclass

from lib.claims.chip_costs import Comparison, PowerComparison
from lib.claims.chips import buyable, rentable
from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.evidence.chips import chip
from lib.evidence.view import View
from lib.inference.draws import Draws


@dataclass(frozen=True)
class Measure:
    """How one proposition of C5.1b measures: what is bought, by whom, against which chips."""

    measure: str
    side: str
    label: str


MEASURES = {
    "C5.1b-tbs-owner": Measure("tbs", "owner", "Cost of bandwidth, cheapest other chip over ours"),
    "C5.1b-tbs-tenant": Measure("tbs", "tenant", "Price of bandwidth, cheapest other over ours"),
    "C5.1b-pflop-owner": Measure("pflop", "owner", "Cost of BF16, cheapest other chip over ours"),
    "C5.1b-pflop-tenant": Measure("pflop", "tenant", "Price of BF16, cheapest other over ours"),
    "C5.1b-gb-owner": Measure("gb", "owner", "Cost of memory, cheapest other chip over ours"),
}


def comparison(view: View, proposition_id: str) -> Comparison:
    """The comparison behind a proposition of C5.1b, with the chips on sale on the view's day."""
    if proposition_id == "C5.1b-mw-owner":
        return PowerComparison(view, "tbs", buyable(view))
    if proposition_id == "C5.1b-domain-owner":
        return Comparison(view, "tbs", "owner", ("gb200",), ours="trainium2_ultra")
    how = MEASURES[proposition_id]
    rivals = buyable(view) if how.side == "owner" else rentable(view)
    return Comparison(view, how.measure, how.side, rivals)


def _compare(view: View, draws: Draws, proposition_id: str) -> Finding:
    bound = comparison(view, proposition_id)
    label = (
        MEASURES[proposition_id].label if proposition_id in MEASURES else "Ratio, above one ours"
    )
    return estimate(
        view,
        draws,
        proposition=proposition_id,
        quantity=bound.advantage,
        inputs=bound.inputs,
        decisive=_decisive(bound),
        label=label,
        reason=_left_out(bound),
    )


def _left_out(bound: Comparison) -> str:
    names = ", ".join(chip(key).label for key in bound.left_out)
    return (
        f"Left out, since no source that counts states the specification: {names}." if names else ""
    )


def _decisive(bound: Comparison) -> str:
    part = "system_power_w" if isinstance(bound, PowerComparison) else "capital_usd"
    return f"{bound.ours}_{part}"


@proposition("C5.1b-tbs-owner")
def bandwidth_for_an_owner(view: View, draws: Draws) -> Finding:
    """Memory bandwidth, owner's cost."""
    return _compare(view, draws, "C5.1b-tbs-owner")


@proposition("C5.1b-tbs-tenant")
def bandwidth_for_a_tenant(view: View, draws: Draws) -> Finding:
    """Memory bandwidth, tenant's price."""
    return _compare(view, draws, "C5.1b-tbs-tenant")


@proposition("C5.1b-pflop-owner")
def compute_for_an_owner(view: View, draws: Draws) -> Finding:
    """BF16 compute, owner's cost."""
    return _compare(view, draws, "C5.1b-pflop-owner")


@proposition("C5.1b-pflop-tenant")
def compute_for_a_tenant(view: View, draws: Draws) -> Finding:
    """BF16 compute, tenant's price."""
    return _compare(view, draws, "C5.1b-pflop-tenant")


@proposition("C5.1b-gb-owner")
def memory_for_an_owner(view: View, draws: Draws) -> Finding:
    """Memory capacity, owner's cost."""
    return _compare(view, draws, "C5.1b-gb-owner")


@proposition("C5.1b-domain-owner")
def domain_bandwidth_for_an_owner(view: View, draws: Draws) -> Finding:
    """Bandwidth of a whole scale-up domain, UltraServer against NVL72."""
    return _compare(view, draws, "C5.1b-domain-owner")


@proposition("C5.1b-mw-owner")
def bandwidth_per_megawatt(view: View, draws: Draws) -> Finding:
    """Memory bandwidth per megawatt of IT power."""
    return _compare(view, draws, "C5.1b-mw-owner")
