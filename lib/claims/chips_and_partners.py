"""The bet on Trainium (C2.1): by installed power, committed dollars and committed power.

Weights of platforms are counted in installed power, committed dollars and committed power, each on
its own: they answer different questions and need not agree.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from lib.claims import rainier
from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.claims.resolve import not_testable, resolved_as
from lib.evidence.clocks import THEN
from lib.evidence.view import View
from lib.inference.curves import Summary
from lib.inference.draws import Draws
from lib.models.ops import maximum
from lib.models.portfolio import shares

END_OF_2025 = date(2025, 12, 31)
AWS_FLOOR = "aws_commit_2026"
PLATFORMS_2025 = ("trainium", "tpu", "nvidia")
PLATFORMS_2026 = ("trainium", "tpu", "nvidia", "amd")


def lead(mw_of: dict[str, Any]) -> Any:
    """Trainium's share less the largest other share, in share points."""
    share_of = shares(mw_of)
    largest: Any = 0.0
    for name, share in share_of.items():
        largest = largest if name == "trainium" else maximum(largest, share)
    return share_of["trainium"] - largest


def lead_of_tracked(counted_mw: float, tracked_mw: float) -> Any:
    """Build the lead of the Trainium sites that count over the largest platform in all the rest.

    counted_mw: facility power of the sites that count for Trainium; tracked_mw: of all tracked
    sites of Anthropic. The rest is what is tracked but not counted, and what is not tracked.
    """

    def quantity(untracked_power_share_2025: Any, largest_other_share_of_rest: Any) -> Any:
        trainium = counted_mw / tracked_mw * (1 - untracked_power_share_2025)
        return trainium - (1 - trainium) * largest_other_share_of_rest

    return quantity


def committed_inputs(view: View) -> dict[str, str]:
    """The committed megawatts by platform for the day that the view is about."""
    late = view.about > END_OF_2025
    year, platforms = (2026, PLATFORMS_2026) if late else (2025, PLATFORMS_2025)
    return {name: f"{name}_committed_{year}_mw" for name in platforms}


@proposition("C2.1a-installed")
def largest_platform_installed(view: View, draws: Draws) -> Finding:
    """Installed power: tracked sites at the end of 2025, statements by platform in late 2026."""
    counted = rainier.counted_sites(view)
    if view.about <= END_OF_2025:
        return estimate(
            view,
            draws,
            proposition="C2.1a-installed",
            quantity=lead_of_tracked(
                rainier.power_mw_on(view, END_OF_2025, counted),
                rainier.power_mw_on(view, END_OF_2025, rainier.ALL_SITES),
            ),
            decisive="untracked_power_share_2025",
            label="Trainium's share less the largest other",
            reason="Installed by the end of the year of the text, at the sites that one house "
            "tracks from the air; what it does not see counts as other platforms.",
            confidence_at_most="low",
            confidence_note="one house tracks the sites, and the tenant of some is its guess",
        )
    view.fact("newcarlisle_it_2026_09")
    inputs = {name: f"{name}_installed_2026_mw" for name in PLATFORMS_2025}
    if len(counted) > 1:
        inputs["mississippi"] = "mississippi_installed_2026_mw"
    return estimate(
        view,
        draws,
        proposition="C2.1a-installed",
        quantity=_installed_lead,
        inputs=inputs,
        decisive="tpu_installed_2026_mw",
        label="Trainium's share less the largest other",
        confidence_at_most="low",
        confidence_note="what is in operation by platform is not published",
    )


@proposition("C2.1a-dollars")
def largest_platform_in_dollars(view: View, draws: Draws) -> Finding:
    """Committed dollars: the split that press read in a draft prospectus."""
    rows = commitments(view)
    if view.about <= THEN:
        return not_testable(
            view,
            proposition="C2.1a-dollars",
            reason="No commitment in dollars that was in force on that day has been published; "
            "the split that is known describes obligations a year later.",
        )
    total_usd = view.fact("total_commit_518").value
    usd_of = dict(rows.group_by("platform").agg(pl.col("usd").sort().sum()).rows())
    margin = (usd_of["Trainium"] - usd_of["TPU"]) / total_usd
    last = rows.sort("public_on", "fact_id").row(-1, named=True)
    return resolved_as(
        view,
        proposition="C2.1a-dollars",
        answer=margin > 0,
        by=last["fact_id"],
        on=last["public_on"],
        quantity=_exact("Share of Amazon less share of Google and Broadcom", margin),
        reason="All that is owed to Amazon is counted as Trainium, which favours the statement; "
        "what is owed to Google or leased through Broadcom is counted as TPU.",
    )


def commitments(view: View) -> pl.DataFrame:
    """What is owed to Amazon and to the sellers of TPUs, under the readings in force.

    Columns: counterparty, platform, usd, fact_id, public_on. Raises NotKnownYet before the split
    was public.
    """
    amazon = "commit_amazon" if view.reading("amazon_commitment") == "prospectus" else AWS_FLOOR
    chosen = [("Amazon", "Trainium", amazon)]
    if view.reading("google_commitment") == "prospectus":
        whole = view.reading("broadcom_lease") == "prospectus"
        chosen.append(("Google", "TPU", "commit_google"))
        chosen.append(("Broadcom", "TPU", "commit_broadcom" if whole else "commit_broadcom_5y"))
    else:
        chosen.append(("Google", "TPU", "google_commit_200b"))
    facts = [(counterparty, platform, view.fact(id)) for counterparty, platform, id in chosen]
    return pl.DataFrame(
        [(who, what, fact.value, fact.fact_id, fact.public_on) for who, what, fact in facts],
        schema=["counterparty", "platform", "usd", "fact_id", "public_on"],
        orient="row",
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


def _installed_lead(trainium: Any, tpu: Any, nvidia: Any, mississippi: Any = 0.0) -> Any:
    return lead({"trainium": trainium + mississippi, "tpu": tpu, "nvidia": nvidia})


def _horizon(view: View) -> str:
    if view.about > END_OF_2025:
        return ""
    return (
        "A bet is judged by the commitments that followed it: those made by the end of 2025 count."
    )


def _exact(label: str, value: float, unit: str = "share points") -> Summary:
    return Summary(label=label, unit=unit, p5=value, p50=value, p95=value, value=value)
