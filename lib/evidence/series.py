"""From the rows of one entity and metric to one row per period, without silent mixtures."""

from __future__ import annotations

from typing import Final

import polars as pl

from lib.evidence.errors import MixedSeries
from lib.evidence.vocabulary import KINDS

SERIES_COLUMNS: Final = (
    "period_start", "period_end", "value", "low", "high", "unit", "kind", "grade", "basis",
    "public_on", "fact_id",
)  # fmt: skip
ANY_BASIS: Final = "any"


def unmixed(frame: pl.DataFrame, name: str, basis_given: object) -> pl.DataFrame:
    """The rows of one unit and one set of qualifiers.

    Without a basis the unqualified rows answer; if there are none, all rows must carry the same
    qualifiers. With a mapping the rest of the qualifiers must be the same; 'any' allows all.
    Raises MixedSeries with the alternatives.
    """
    if basis_given is None and (frame["basis"] == "").any():
        frame = frame.filter(pl.col("basis") == "")
    for column in ("unit",) if basis_given == ANY_BASIS else ("unit", "basis"):
        found = sorted(frame[column].unique())
        if len(found) > 1:
            raise MixedSeries(
                f"series {name} mixes {column}: {', '.join(repr(word) for word in found)}; "
                f"give {column}= one of them"
            )
    return frame


def best_per_period(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per period in order of time: the best kind, then grade, then the latest news."""
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    rank = pl.col("kind").replace_strict(ranks, return_dtype=pl.Int8)
    return (
        frame.with_columns(rank=rank)
        .sort("rank", "grade", "public_on", "fact_id", descending=[False, False, True, False])
        .unique(["period_start", "period_end"], keep="first", maintain_order=True)
        .sort("period_end", "period_start")
        .select(SERIES_COLUMNS)
    )
