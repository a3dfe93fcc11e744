"""What a company that builds on models should expect (C3.1), and its bill for inference (C3.2b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from lib.claims.estimate import estimate
from lib.claims.exposure import DAMAGE_INPUTS, OWN, hazard_priors, hazards, standby_margin
from lib.claims.finding import Finding, NotTestableYet
from lib.claims.register import proposition
from lib.claims.resolve import judged
from lib.claims.verdict import short
from lib.claims.words import number
from lib.evidence.view import View
from lib.inference.curves import Summary
from lib.inference.draws import Draws

MARGINS = {
    "cursor_gm_2025": "Cursor, 2025",
    "replit_gm": "Replit, 2025",
    "lovable_gm": "Lovable, 2025",
    "minimax_gm_2025_9m": "MiniMax, nine months of 2025",
    "iconiq_gm_2025": "Survey of AI products, 2025",
}
"""Gross margins of companies that sell applications, one row each, and their names."""


@proposition("C3.1")
def second_provider_pays(view: View, draws: Draws) -> Finding:
    """Loss avoided by a standby provider less its cost; the break-even is the hazard."""
    found = hazards(view)
    return estimate(
        view,
        draws,
        proposition="C3.1",
        quantity=standby_margin,
        inputs=[*hazard_priors(found), *DAMAGE_INPUTS, "standby_usd_per_year"],
        decisive=OWN,
        label="Loss avoided less cost of standby, over revenue",
        reason=f"The rate of interruptions rests on {found.events} events.",
        confidence_at_most="low",
        confidence_note="the damage of an interruption has never been measured",
    )


@proposition("C3.2b-inference")
def inference_share_of_revenue(view: View, draws: Draws) -> Finding:
    """The share in the few companies whose margins are told; no probability for the rest."""
    table = inference_shares(view)
    if table.is_empty():
        raise NotTestableYet(
            "No account or leak of an application company that tells its margin was public."
        )
    margins = table["margin"].to_numpy()
    finding = judged(
        view,
        draws,
        proposition="C3.2b-inference",
        quantity=lambda x: median_share(margins, x),
        inputs=["inference_share_of_cost_of_revenue"],
        decisive="inference_share_of_cost_of_revenue",
        at_point_values=True,
        label="Inference over revenue, median company",
        reason=f"{table.height} companies or surveys are not a sample of all, so no probability is "
        "given; the range is that of the companies.",
    )
    over_companies = _over_companies(table, finding)
    return replace(finding, quantity=over_companies, sentence=_sentence(finding, over_companies))


def inference_shares(view: View) -> pl.DataFrame:
    """Companies with a known gross margin: company, fact_id, margin, share of revenue (point).

    share is the cost of revenue times the part of it that we take to be inference; most is the
    whole cost of revenue, a bound from above.
    """
    part = view.assumption("inference_share_of_cost_of_revenue").default
    rows = [
        {"company": label, "fact_id": fact_id, "margin": view.fact(fact_id).value}
        for fact_id, label in MARGINS.items()
        if view.knows(fact_id)
    ]
    schema = {"company": pl.String, "fact_id": pl.String, "margin": pl.Float64}
    table = pl.DataFrame(rows, schema=schema)
    most = 1 - pl.col("margin")
    return table.with_columns(share=most * part, most=most).sort("share", "company")


def median_share(margins: Any, x: Mapping[str, Any]) -> Any:
    """Share of revenue spent on inference by the median company."""
    cost_of_revenue = float(np.median(1 - np.asarray(margins)))
    return cost_of_revenue * x["inference_share_of_cost_of_revenue"]


def _sentence(finding: Finding, found: Summary | None) -> str:
    """The verdict with the range over companies, which is no range of probability."""
    assert found is not None and finding.threshold is not None
    lowest, highest = number(found.p5, "fraction", 2), number(found.p95, "fraction", 2)
    turn = finding.breakeven
    turning = (
        f" Turning point: {turn.label} at {number(turn.value, turn.unit)}; we use "
        f"{number(turn.default, turn.unit)}."
        if turn is not None
        else ""
    )
    return (
        f"{short(finding).capitalize()}: the median company spends "
        f"{number(found.value, 'fraction', 2)} of revenue on inference, the lowest {lowest}, the "
        f"highest {highest}; the statement needs at least {number(finding.threshold, 'fraction')}."
        f"{turning}"
    )


def _over_companies(table: pl.DataFrame, finding: Finding) -> Summary | None:
    if finding.quantity is None:
        return None
    shares = table["share"]
    return Summary(
        label="Inference over revenue, from the lowest to the highest company",
        unit=finding.quantity.unit,
        p5=float(shares.min()),  # type: ignore[arg-type]
        p50=finding.quantity.value,
        p95=float(shares.max()),  # type: ignore[arg-type]
        value=finding.quantity.value,
    )
