"""Read a CSV file as text and say exactly what is wrong with it.

Every cell arrives as text; typing is done here and not by inference, so that a corrupt cell is
an error with an address and never a silent null.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from lib.evidence.clocks import parse_day
from lib.evidence.errors import BadFile, CellError, CorruptCell, DuplicateId, ImpossibleDate
from lib.evidence.paths import shown

FIRST_ROW = 2  # the header is row 1, as a spreadsheet numbers it
PLAIN_NUMBER = re.compile(r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$")


def read_text(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """All cells of a CSV file as stripped text ('' when empty), plus `file` and `row`.

    Raises BadFile when the file is missing, is not a table, or has other columns.
    """
    if not path.is_file():
        raise BadFile(f"{shown(path)} is missing; expected columns: {', '.join(columns)}")
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        reason = " ".join(str(problem).split())[:160]
        raise BadFile(f"{shown(path)} cannot be read as a table: {reason}") from problem
    absent = [name for name in columns if name not in frame.columns]
    extra = [name for name in frame.columns if name not in columns]
    if absent or extra:
        raise BadFile(
            f"{shown(path)}, row 1: missing columns {absent}, unknown columns {extra}; "
            f"allowed: {', '.join(columns)}"
        )
    return frame.select(
        *[pl.col(name).fill_null("").str.strip_chars() for name in columns],
        file=pl.lit(shown(path)),
        row=pl.int_range(pl.len(), dtype=pl.Int32) + FIRST_ROW,
    )


def parse_number(text: str) -> float | None:
    """A plain decimal number, or None: no thousands separators, signs of currency, or nan."""
    if not PLAIN_NUMBER.match(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def number_problems(frame: pl.DataFrame, column: str, *, required: bool) -> list[CellError]:
    """CorruptCell for every cell of the column that is not a plain decimal number."""
    found: list[CellError] = []
    for file, row, text in frame.select("file", "row", column).unique(maintain_order=True).rows():
        if text == "" and not required:
            continue
        if parse_number(text) is None:
            why = "is not a plain decimal number; allowed: digits such as 33006000000 or 0.202"
            found.append(CorruptCell(file, row, column, text, why))
    return found


def day_problems(frame: pl.DataFrame, column: str, *, required: bool = True) -> list[CellError]:
    """ImpossibleDate for every cell of the column that is not an ISO day that exists."""
    texts = frame[column].unique().to_list()
    bad = {text for text in texts if parse_day(text) is None and (required or text != "")}
    why = "is not a day that exists; allowed: ISO days such as 2025-09-07"
    hits = frame.filter(pl.col(column).is_in(sorted(bad))) if bad else frame.clear()
    return [
        ImpossibleDate(file, row, column, text, why)
        for file, row, text in hits.select("file", "row", column).rows()
    ]


def duplicate_problems(frame: pl.DataFrame, column: str) -> list[CellError]:
    """DuplicateId for every second use of an identifier, naming the row of the first."""
    seen: dict[str, tuple[str, int]] = {}
    found: list[CellError] = []
    for file, row, name in frame.select("file", "row", column).rows():
        if name == "":
            found.append(CorruptCell(file, row, column, name, "is empty; allowed: a unique id"))
        elif name in seen:
            first = f"{seen[name][0]}, row {seen[name][1]}"
            why = f"is already used in {first}; allowed: ids that are used once"
            found.append(DuplicateId(file, row, column, name, why))
        else:
            seen[name] = (file, row)
    return found


def as_numbers(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The columns as floats, empty cells as nulls (call after `number_problems`)."""
    return frame.with_columns(
        pl.when(pl.col(name) == "").then(None).otherwise(pl.col(name)).cast(pl.Float64).alias(name)
        for name in columns
    )


def as_days(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The columns as dates, empty cells as nulls (call after `day_problems`)."""
    return frame.with_columns(
        pl.when(pl.col(name) == "")
        .then(None)
        .otherwise(pl.col(name))
        .str.to_date("%Y-%m-%d")
        .alias(name)
        for name in columns
    )
