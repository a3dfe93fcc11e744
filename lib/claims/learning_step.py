"""The cost of a reinforcement-learning step on Trainium2 and on GB200 (C5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.claims.chip_costs import chip_hour_usd, chip_inputs
from lib.claims.chips import spec
from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.models.rl_step import relative_step_cost


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
