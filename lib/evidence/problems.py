"""A problem that a rule found, and the rules' shared vocabulary."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

QUARTER_DAYS = (89, 92)
YEAR_DAYS = (365, 371)
SUBJECT = ("entity", "metric", "basis", "unit")


@dataclass(frozen=True)
class Problem:
    """What a rule found: which rule, in which file and row, about which id, and what."""

    rule: str
    file: str
    row: int
    id: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}: {self.id}: {self.text} [{self.rule}]"


def period_days() -> pl.Expr:
    """The length of a fact's period in days, both ends included."""
    return (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1


def is_quarter() -> pl.Expr:
    """Whether the period is a quarter long."""
    return period_days().is_between(*QUARTER_DAYS)


def is_year() -> pl.Expr:
    """Whether the period is a year long (52 or 53 weeks included)."""
    return period_days().is_between(*YEAR_DAYS)


def problems_of(rule: str, rows: pl.DataFrame, text: str) -> list[Problem]:
    """One problem for each row; `{column}` in the text stands for the row's cell."""
    return [
        Problem(rule, row["file"], row["row"], row["fact_id"], text.format(**row))
        for row in rows.rows(named=True)
    ]


def rounding(column: str, most: float = 0.015) -> pl.Expr:
    """Half a unit of the last digit that a number shows, at most a fraction `most` of it.

    26,300,000,000 shows three digits and may be anything within 50 million of it.
    """
    value = pl.col(column).abs()
    units = [
        pl.when(value % 10.0**power == 0).then(pl.lit(10.0**power)) for power in range(12, -1, -1)
    ]
    return pl.min_horizontal(pl.coalesce(*units, pl.lit(1e-6)) / 2, value * most)
