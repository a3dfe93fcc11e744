"""Whether Trainium2 is weaker (C5.1a): a table of dimensions, counted chip by chip."""

from __future__ import annotations

import polars as pl

from lib.claims.chips import buyable, spec, spec_fact, with_spec
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.claims.resolve import resolved_as
from lib.evidence.chips import chip, load_chips
from lib.evidence.view import View
from lib.inference.curves import Summary
from lib.inference.draws import Draws

DIMENSIONS = (
    "bf16_tflop_per_s",
    "fp8_tflop_per_s",
    "bandwidth_tb_per_s",
    "memory_gb",
    "domain_chips",
)


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
