"""What chapter 05 names about work: learning steps and the tokens that a chip writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lib.claims.cost_depth import CONTEXTS, decode_costs
from lib.claims.cost_draws import compared, rl_by_utilisation
from lib.report.chapter_figures.cost_of_ownership import RATIOS
from lib.report.formats import number

if TYPE_CHECKING:
    from lib.claims.finding import Finding
    from lib.report.run import Naming


def name_work(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    """Name the numbers and premises about learning steps and decoding."""
    _learning(run, found)
    _decode(run)


def _learning(run: Naming, found: dict[tuple[str, str], Finding]) -> None:
    view = run.view("then")
    for name, given in (
        ("trainium2_achieved", "trainium2_bandwidth_utilisation"),
        ("gpu_achieved", "gpu_bandwidth_utilisation"),
        ("rollout_share", "rl_rollout_share"),
    ):
        a = view.assumption(given)
        run.number(
            name, a.default, a.unit, low=a.low, high=a.high, label=a.label, facts=a.basis_facts
        )
    table = rl_by_utilisation(view, run.draws, RATIOS)
    above = table.filter(pl.col("value") >= 1)
    even = float(above["ratio"][0]) if above.height else float(RATIOS[-1])
    ratios, values = table["ratio"].to_list(), table["value"].to_list()
    for i in range(1, len(ratios)):
        if values[i - 1] < 1 <= values[i]:
            step = (1 - values[i - 1]) / (values[i] - values[i - 1])
            even = ratios[i - 1] + step * (ratios[i] - ratios[i - 1])
    run.number(
        "rl_turn_ratio",
        even,
        "fraction",
        fmt="2s",
        label="Ratio of achieved bandwidth shares at which a step costs the same",
        claim="C5.2",
    )
    finding = found[("C5.2", "then")]
    run.number(
        "rl_probability",
        finding.probability or 0.0,
        "fraction",
        fmt="2s",
        label="Probability of C5.2",
        claim="C5.2",
    )
    run.premise(
        "rl_is_open",
        0.33 <= (finding.probability or 0.0) <= 0.66,
        f"The step costs the same where Trainium2 achieves {number(even, 'fraction')} of the share "
        f"of peak bandwidth that GB200 achieves. Over our ranges it is {finding.likelihood} that "
        "the step is cheaper on Trainium2, with low confidence.",
    )


def _decode(run: Naming) -> None:
    view = run.view("then")
    context = max(CONTEXTS)
    costs = decode_costs(view, compared(view), (context,)).drop_nulls("usd_per_mtoken")
    ordered = costs.sort("usd_per_mtoken", "chip")
    best = ordered.row(0, named=True)
    own = ordered.filter(pl.col("chip") == "Trainium2").row(0, named=True)
    achieved = view.assumption("gpu_bandwidth_utilisation").default
    equal = view.derive(values={**view.values, "trainium2_bandwidth_utilisation": achieved})
    hoped = decode_costs(equal, ("trainium2",), (context,))["usd_per_mtoken"][0]
    for name, value, label in (
        ("decode_trainium2", own["usd_per_mtoken"], "Cost of output tokens on Trainium2"),
        ("decode_best", best["usd_per_mtoken"], f"Cost of output tokens on {best['chip']}"),
        ("decode_trainium2_equal", hoped, "The same at the efficiency assumed for GPUs"),
    ):
        run.number(name, value, "USD", label=f"{label}, per million")
    run.phrase("decode_best_name", best["chip"])
    run.premise(
        "decode_is_not_best",
        best["chip"] != "Trainium2",
        "At the longest context Trainium2 writes the cheapest tokens of the chips compared: "
        f"{number(own['usd_per_mtoken'], 'USD')} a million.",
    )
