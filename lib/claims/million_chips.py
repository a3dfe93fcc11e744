"""A million Trainium2 chips (C2.2): whether planned, whether delivered, and for how much money."""

from __future__ import annotations

from typing import Any

from lib.claims import rainier
from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.claims.resolve import not_testable_then, resolved
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.draws import Draws

ANNOUNCED = "rainier_cost_indiana"


@proposition("C2.2-plan")
def plan_existed(view: View, draws: Draws) -> Finding:
    """A plan of that size, in the company's words; on the day of the text only the text has it."""
    return resolved(
        view,
        proposition="C2.2-plan",
        by=["trainium2_target_2025_12", "trainium2_commit_purchase"],
        otherwise=lambda: not_testable_then(
            view,
            proposition="C2.2-plan",
            reason="On that day nobody but the text itself names the number. Hundreds of thousands "
            "of chips were announced, and an analyst house saw campuses that could hold a million.",
        ),
        label="Chips of the plan",
    )


@proposition("C2.2-delivered")
def chips_by_the_end_of_2025(view: View, draws: Draws) -> Finding:
    """Chips that serve Claude on all sites, or those of Project Rainier alone: a reading."""
    all_sites = view.reading("claude_chips_scope") == "all_sites"
    return resolved(
        view,
        proposition="C2.2-delivered",
        by="trainium2_claude_2025_12" if all_sites else "rainier_chips_2026_02",
        otherwise=lambda: estimate(
            view,
            draws,
            proposition="C2.2-delivered",
            quantity=lambda claude_chips_end_2025_forecast: claude_chips_end_2025_forecast,
            status="forecast",
            label="Chips at the end of 2025",
            confidence_at_most="low",
            confidence_note="one analyst house and one announcement stand behind the forecast",
        ),
        label="Chips used by Claude on all sites" if all_sites else "Chips at Project Rainier",
    )


@proposition("C2.2-money")
def capital_of_the_plan(view: View, draws: Draws) -> Finding:
    """Chips of the plan times capital per chip with its share of the site, by the reading."""
    reading = view.reading("rainier_capital")
    if not _sites_are_known(view):
        return _as_first_published(view, draws)
    if reading == "announced":
        return resolved(
            view,
            proposition="C2.2-money",
            by=ANNOUNCED,
            label="The Indiana campus as announced",
            reason="The company's own sum for the campus; it does not say whether chips are in it.",
        )
    if view.knows(ANNOUNCED):
        view.fact(ANNOUNCED)
    mw_per_chip = rainier.facility_mw_per_chip(view)
    all_usd_per_mw, building_usd_per_mw = rainier.capital_usd_per_mw(view, rainier.COUNTED_ON)

    def by_parts(trainium_chips_of_plan: Any, trainium2_capital_usd: Any) -> Any:
        return trainium_chips_of_plan * (trainium2_capital_usd + mw_per_chip * building_usd_per_mw)

    def as_tracked(trainium_chips_of_plan: Any) -> Any:
        return trainium_chips_of_plan * mw_per_chip * all_usd_per_mw

    parts = reading == "parts"
    return estimate(
        view,
        draws,
        proposition="C2.2-money",
        quantity=by_parts if parts else as_tracked,
        decisive="trainium2_capital_usd" if parts else "trainium_chips_of_plan",
        label="Capital of the plan",
        confidence_at_most="low",
        confidence_note="Amazon does not publish what its own chip costs it",
    )


def _as_first_published(view: View, draws: Draws) -> Finding:
    """With the one price per chip that was public before any site was tracked in dollars."""

    def capital_usd(
        trainium_chips_of_plan: Any, trainium_capital_with_site_usd_per_chip: Any
    ) -> Any:
        return trainium_chips_of_plan * trainium_capital_with_site_usd_per_chip

    return estimate(
        view,
        draws,
        proposition="C2.2-money",
        quantity=capital_usd,
        decisive="trainium_capital_with_site_usd_per_chip",
        label="Capital of the plan",
    )


def _sites_are_known(view: View) -> bool:
    try:
        rainier.timeline(view)
    except NotKnownYet:
        return False
    return all(view.knows(fact) for fact in (rainier.CHIPS_FACT, rainier.CHIPS_POWER_FACT))
