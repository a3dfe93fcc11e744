"""The bet on Trainium (C2.1) and the plan for a million chips (C2.2).

Weights of platforms are counted in installed power, committed dollars and committed power, each on
its own: they answer different questions and need not agree.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.claims.resolve import not_testable, not_testable_then, resolved, resolved_as
from lib.evidence.clocks import THEN
from lib.evidence.view import View
from lib.inference.curves import Summary
from lib.inference.draws import Draws
from lib.models.ops import maximum
from lib.models.portfolio import shares

END_OF_2025 = date(2025, 12, 31)
PLATFORMS_2025 = ("trainium", "tpu", "nvidia")
PLATFORMS_2026 = ("trainium", "tpu", "nvidia", "amd")


def lead(mw_of: dict[str, Any]) -> Any:
    """Trainium's share less the largest other share, in share points."""
    share_of = shares(mw_of)
    largest: Any = 0.0
    for name, share in share_of.items():
        largest = largest if name == "trainium" else maximum(largest, share)
    return share_of["trainium"] - largest


def tracked_lead(tracked_share: float) -> Any:
    """Build the lead in the power that one house tracks, allowing for what it does not see."""

    def quantity(untracked_power_share_2025: Any, largest_other_share_of_rest: Any) -> Any:
        trainium = tracked_share * (1 - untracked_power_share_2025)
        return trainium - (1 - trainium) * largest_other_share_of_rest

    return quantity


def committed_inputs(view: View) -> dict[str, str]:
    """The committed megawatts by platform for the day that the view is about."""
    late = view.about > END_OF_2025
    year, platforms = (2026, PLATFORMS_2026) if late else (2025, PLATFORMS_2025)
    return {name: f"{name}_committed_{year}_mw" for name in platforms}


@proposition("C2.1a-installed")
def largest_platform_installed(view: View, draws: Draws) -> Finding:
    """Installed power: tracked sites in 2025, statements by platform in 2026."""
    if view.about > END_OF_2025:
        view.fact("newcarlisle_it_2026_09")
        return estimate(
            view,
            draws,
            proposition="C2.1a-installed",
            quantity=lambda trainium, tpu, nvidia: lead(
                {"trainium": trainium, "tpu": tpu, "nvidia": nvidia}
            ),
            inputs={name: f"{name}_installed_2026_mw" for name in PLATFORMS_2025},
            decisive="tpu_installed_2026_mw",
            label="Trainium's share less the largest other",
            confidence_at_most="low",
            confidence_note="what is in operation by platform is not published",
        )
    rainier = view.fact("rainier_power_2025_07")
    tracked = view.fact("anthropic_us_dc_power_2025_07")
    return estimate(
        view,
        draws,
        proposition="C2.1a-installed",
        quantity=tracked_lead(rainier.value / tracked.value),
        decisive="untracked_power_share_2025",
        label="Trainium's share less the largest other",
    )


@proposition("C2.1a-dollars")
def largest_platform_in_dollars(view: View, draws: Draws) -> Finding:
    """Committed dollars: the split that press read in a draft prospectus."""
    amazon = view.fact("commit_amazon")
    google, broadcom = view.fact("commit_google"), view.fact("commit_broadcom")
    if view.about <= THEN:
        return not_testable(
            view,
            proposition="C2.1a-dollars",
            reason="No commitment in dollars that was in force on that day has been published; "
            "the split that is known describes obligations a year later.",
        )
    total = view.fact("total_commit_518").value
    margin = (amazon.value - google.value - broadcom.value) / total
    return resolved_as(
        view,
        proposition="C2.1a-dollars",
        answer=margin > 0,
        by=broadcom.fact_id,
        on=broadcom.public_on,
        quantity=_exact("Share of Amazon less share of Google and Broadcom", margin),
        reason="All that is owed to Amazon is counted as Trainium, which favours the statement; "
        "what is leased through Broadcom is TPU.",
    )


@proposition("C2.1a-power")
def largest_platform_in_committed_power(view: View, draws: Draws) -> Finding:
    """Committed power: by the end of 2025 in the view hindsight, the latest in today's."""
    inputs = _committed_or_hidden(view)
    return estimate(
        view,
        draws,
        proposition="C2.1a-power",
        quantity=_lead_of_arguments(inputs),
        inputs=inputs,
        decisive=inputs["trainium"],
        label="Trainium's share less the largest other",
        confidence_at_most="low",
        confidence_note="most commitments are ceilings, and they overlap",
        reason=_horizon(view),
    )


@proposition("C2.1b")
def nvidia_share_of_commitments(view: View, draws: Draws) -> Finding:
    """Nvidia's part of the committed power."""
    inputs = _committed_or_hidden(view)

    def share(**mw_of: Any) -> Any:
        return shares(mw_of)["nvidia"]

    return estimate(
        view,
        draws,
        proposition="C2.1b",
        quantity=share,
        inputs=inputs,
        decisive=inputs["nvidia"],
        label="Nvidia's share of committed power",
        unit="fraction",
        reason=_horizon(view),
    )


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
    """Chips of the plan times capital per chip with its share of the site."""

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


def _committed_or_hidden(view: View) -> dict[str, str]:
    """The inputs, after reading the statements that they rest on: before these, no answer."""
    for fact_id in ("tpu_capacity_2026", "azure_capacity_2025"):
        view.fact(fact_id)
    if view.about > END_OF_2025:
        for fact_id in ("aws_5gw_2026", "tpu_google_5gw", "nvidia_capacity_2028", "amd_2026"):
            view.fact(fact_id)
    return committed_inputs(view)


def _lead_of_arguments(inputs: dict[str, str]) -> Any:
    def quantity(**mw_of: Any) -> Any:
        return lead({name: mw_of[name] for name in inputs})

    return quantity


def _horizon(view: View) -> str:
    if view.about > END_OF_2025:
        return ""
    return (
        "A bet is judged by the commitments that followed it: those made by the end of 2025 count."
    )


def _exact(label: str, value: float, unit: str = "share points") -> Summary:
    return Summary(label=label, unit=unit, p5=value, p50=value, p95=value, value=value)
