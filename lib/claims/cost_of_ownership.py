"""Trainium2 against other chips: strength (C5.1a), cost (C5.1b), reinforcement learning (C5.2).

Every chip that could be bought (for an owner) or rented (for a tenant) on the day counts, not only
the one that the text names. All costs of a run share one table of draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from lib.claims.chip_costs import Comparison, PowerComparison, chip_hour_usd, chip_inputs
from lib.claims.chips import buyable, rentable, spec, spec_fact, with_spec
from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.model import model
from lib.claims.register import proposition
from lib.claims.resolve import not_testable, resolved_as
from lib.evidence.chips import chip, load_chips
from lib.evidence.view import View
from lib.inference.breakeven import breakeven
from lib.inference.curves import Summary
from lib.inference.draws import Draws
from lib.models.rl_step import relative_step_cost
from lib.models.unit_cost import cost_usd_per_unit_hour

DIMENSIONS = (
    "bf16_tflop_per_s",
    "fp8_tflop_per_s",
    "bandwidth_tb_per_s",
    "memory_gb",
    "domain_chips",
)


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


@proposition("C5.1a")
def dimensions_below(view: View, draws: Draws) -> Finding:
    """Dimensions on which Trainium2 is below, against the Nvidia chip that it does best against."""
    table = dimension_table(view)
    counts = (
        table.filter(pl.col("merchant") == "yes")
        .group_by("chip")
        .agg(pl.col("below").sum(), pl.col("decided_on").max(), pl.col("fact_id").last())
        .sort("below", "chip")
    )
    best = counts.row(0, named=True)
    return resolved_as(
        view,
        proposition="C5.1a",
        answer=best["below"] >= 3,
        by=best["fact_id"],
        on=counts["decided_on"].max(),  # type: ignore[arg-type]
        quantity=Summary(
            label=f"Dimensions below, of five, against {chip(best['chip']).label}",
            unit="",
            p5=best["below"],
            p50=best["below"],
            p95=best["below"],
            value=best["below"],
        ),
    )


def dimension_table(view: View) -> pl.DataFrame:
    """Trainium2 against each Nvidia chip on sale, one row per chip and dimension.

    Columns: chip, merchant, dimension, ours, theirs (units as the dimension's name says), below,
    fact_id and public day of the rival's specification. A chip with a dimension that the view does
    not know is left out. Raises MissingSpecification where none remains.
    """
    nvidia = [c for c in load_chips().values() if c.vendor == "Nvidia"]
    on_offer = set(buyable(view)) | {c.key for c in nvidia if c.merchant == "export"}
    asked = [c.key for c in nvidia if c.key in on_offer]
    known = with_spec(view, asked, *DIMENSIONS)
    if not any(chip(key).merchant == "yes" for key in known):
        for dimension in DIMENSIONS:
            spec(view, "h100", dimension)
    rows = []
    for rival in (chip(key) for key in known):
        for dimension in DIMENSIONS:
            theirs, ours = spec(view, rival.key, dimension), spec(view, "trainium2", dimension)
            fact = spec_fact(view, rival.key, dimension)
            assert fact is not None
            rows.append(
                {
                    "chip": rival.key,
                    "merchant": rival.merchant,
                    "dimension": dimension,
                    "ours": ours,
                    "theirs": theirs,
                    "below": int(ours < theirs),
                    "fact_id": fact.fact_id,
                    "decided_on": fact.public_on,
                }
            )
    return pl.DataFrame(rows)


@proposition("C5.2")
def rl_step_costs_less(view: View, draws: Draws) -> Finding:
    """Cost of a reinforcement-learning step on GB200 over its cost on Trainium2."""
    return estimate(
        view,
        draws,
        proposition="C5.2",
        quantity=rl_advantage(view),
        inputs=rl_inputs(),
        decisive="trainium2_bandwidth_utilisation",
        label="Cost of a step on GB200 over Trainium2",
        confidence_at_most="low",
        confidence_note="achieved utilisation was published for few models and no large system",
    )


def rl_inputs() -> list[str]:
    """The inputs of the cost of a reinforcement-learning step on Trainium2 and GB200."""
    return [
        *chip_inputs(("trainium2", "gb200")),
        "rl_rollout_share",
        "trainium2_bandwidth_utilisation",
        "gpu_bandwidth_utilisation",
        "trainium2_mfu",
        "gpu_mfu",
    ]


def rl_advantage(view: View) -> Any:
    """Build the ratio of step costs with the specifications that the view knows."""
    ratio = {
        name: spec(view, "trainium2", name) / spec(view, "gb200", name)
        for name in ("bandwidth_tb_per_s", "bf16_tflop_per_s")
    }

    def advantage(x: Mapping[str, Any]) -> Any:
        return 1 / relative_step_cost(
            x["rl_rollout_share"],
            chip_hour_usd(x, "trainium2") / chip_hour_usd(x, "gb200"),
            ratio["bandwidth_tb_per_s"],
            ratio["bf16_tflop_per_s"],
            bandwidth_utilisation_ratio=x["trainium2_bandwidth_utilisation"]
            / x["gpu_bandwidth_utilisation"],
            mfu_ratio=x["trainium2_mfu"] / x["gpu_mfu"],
        )

    return advantage


@proposition("C2.1c")
def trainium3_parity_price(view: View, draws: Draws) -> Finding:
    """Not testable; the capital per Trainium3 chip at which its cost reaches the threshold."""
    reason = (
        "No price or cost of Trainium3, of its successor or of the chips that it will compete with "
        "is public. What can be said is the price at which it would stay within the limit."
    )
    if spec_fact(view, "trainium3", "bandwidth_tb_per_s") is None:
        return not_testable(
            view,
            proposition="C2.1c",
            reason="Neither the specification nor the price of Trainium3 was public on that day.",
        )
    rivals = buyable(view)
    bound = Comparison(view, "tbs", "owner", rivals, ours="trainium3")
    limit = 1.2

    def margin(x: Mapping[str, Any]) -> Any:
        return bound.advantage(x) - 1 / limit

    priors = model(view, bound.advantage, bound.inputs).priors
    turn = breakeven(margin, priors, "trainium3_capital_usd")
    return not_testable(view, proposition="C2.1c", reason=reason, breakeven=turn)


def cost_table(view: View, keys: tuple[str, ...]) -> pl.DataFrame:
    """Point costs of chips: USD per chip-hour by part, and USD per unit-hour by measure.

    One row per chip: chip, label, vendor, on_sale, capital, facility, electricity, operations,
    total (USD per used chip-hour), usd_per_tb_s_hour, usd_per_pflop_hour, usd_per_gb_hour.
    Raises MissingSpecification.
    """
    from lib.claims.chip_costs import cost_parts

    names = chip_inputs(keys)
    x = {name: view.assumption(name).default for name in names}
    rows = []
    for key in keys:
        parts = cost_parts(x, key)
        total = sum(parts.values())
        rows.append(
            {
                "chip": key,
                "label": chip(key).label,
                "vendor": chip(key).vendor,
                **parts,
                "total": total,
                "usd_per_tb_s_hour": cost_usd_per_unit_hour(
                    total, spec(view, key, "bandwidth_tb_per_s")
                ),
                "usd_per_pflop_hour": cost_usd_per_unit_hour(
                    total, spec(view, key, "bf16_tflop_per_s") / 1000
                ),
                "usd_per_gb_hour": cost_usd_per_unit_hour(total, spec(view, key, "memory_gb")),
            }
        )
    return pl.DataFrame(rows)
