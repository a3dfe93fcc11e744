"""A drawing: the plotted table, what its columns mean, and a function of the width in pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from lib.report.results import rounded
from lib.report.theme import NARROW_PX

ROW_PX: Final = 34
"""Height of one row of a chart with named rows, in pixels."""


@dataclass(frozen=True)
class Column:
    """What a column of the plotted table is: its label and its unit."""

    label: str
    unit: str = ""


@dataclass(frozen=True)
class Drawing:
    """A chart that can be laid out for any width."""

    data: pl.DataFrame
    build: Callable[[int], Any]
    columns: Mapping[str, Column] = field(default_factory=dict)
    notes: str = ""

    def __call__(self, width_px: int) -> Any:
        """The Altair chart for a width."""
        return self.build(width_px)


def is_narrow(width_px: int) -> bool:
    """Whether the layout is for a phone."""
    return width_px <= NARROW_PX


def tidy_numbers(data: pl.DataFrame) -> pl.DataFrame:
    """The table with floats rounded to 9 significant figures, so that equal runs draw equally."""
    floats = [name for name, kind in data.schema.items() if kind.is_float()]
    return data.with_columns(
        pl.col(name).map_elements(rounded, return_dtype=pl.Float64, skip_nulls=True)
        for name in floats
    )


def require(data: pl.DataFrame, *names: str | None) -> None:
    """Raise ValueError naming a column that the table lacks, or that the table is empty."""
    missing = [name for name in names if name and name not in data.columns]
    if missing:
        raise ValueError(f"the table lacks {missing}; it has {data.columns}")
    if data.is_empty():
        raise ValueError("the table is empty: there is nothing to draw")
