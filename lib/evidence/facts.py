"""Facts: one dated number with a unit and a source. Load, validate, keep a parsed copy.

The parsed copy under `.cache/` is keyed by the content of the files and of this package, so it
can never be stale; a corrupt file is refused before any number is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from lib.evidence.errors import (
    BadFile,
    BadRange,
    BadUnit,
    BadWord,
    CellError,
    CorruptCell,
    DuplicateId,
    ImpossibleDate,
)
from lib.evidence.paths import FACTS, shown
from lib.evidence.tables import (
    as_days,
    as_numbers,
    day_problems,
    duplicate_problems,
    number_problems,
    read_text,
)
from lib.evidence.vocabulary import (
    GRADES,
    KINDS,
    PUBLIC_BASES,
    RANGE_KINDS,
    Vocabulary,
    format_basis,
    parse_basis,
)

FACT_COLUMNS: Final = (
    "fact_id", "entity", "metric", "basis", "period_start", "period_end", "value", "low", "high",
    "range_kind", "unit", "kind", "grade", "source_id", "locator", "public_on", "public_basis",
    "seen_on", "supersedes", "note",
)  # fmt: skip
DAYS: Final = ("period_start", "period_end", "public_on", "seen_on")
NUMBERS: Final = ("value", "low", "high")


@dataclass(frozen=True)
class Fact:
    """One dated number: `value` in `unit`, about a period, public on a day, read in a source."""

    fact_id: str
    entity: str
    metric: str
    basis: dict[str, str]
    period_start: date
    period_end: date
    value: float
    low: float | None
    high: float | None
    range_kind: str
    unit: str
    kind: str
    grade: str
    source_id: str
    locator: str
    public_on: date
    public_basis: str
    seen_on: date
    supersedes: str
    note: str


def read_facts(data: Path) -> pl.DataFrame:
    """Every fact file of a data folder as text, with `topic` (the file's name), `file`, `row`.

    Raises BadFile when there is none or when columns differ.
    """
    files = sorted((data / FACTS).glob("*.csv"))
    if not files:
        raise BadFile(f"{shown(data / FACTS)} holds no CSV file of facts")
    frames = [read_text(file, FACT_COLUMNS).with_columns(topic=pl.lit(file.stem)) for file in files]
    return pl.concat(frames)


def fact_problems(
    frame: pl.DataFrame, vocabulary: Vocabulary, source_ids: Iterable[str]
) -> list[CellError]:
    """Every way in which the text of the fact files breaks the schema, in the order of rows."""
    problems: list[CellError] = list(duplicate_problems(frame, "fact_id"))
    for column in NUMBERS:
        problems += number_problems(frame, column, required=column == "value")
    for column in DAYS:
        problems += day_problems(frame, column)
    words: dict[str, tuple[type[CellError], Iterable[str], bool]] = {
        "entity": (BadWord, vocabulary.entities, True),
        "metric": (BadWord, vocabulary.metrics, True),
        "unit": (BadUnit, vocabulary.units, True),
        "kind": (BadWord, KINDS, True),
        "grade": (BadWord, GRADES, True),
        "range_kind": (BadWord, RANGE_KINDS, False),
        "public_basis": (BadWord, PUBLIC_BASES, True),
        "source_id": (BadWord, set(source_ids), True),
        "supersedes": (BadWord, set(frame["fact_id"]), False),
    }
    for column, (error, allowed, required) in words.items():
        problems += _word_problems(frame, column, error, allowed, required)
    problems += _unit_of_metric_problems(frame, vocabulary)
    problems += _basis_problems(frame, vocabulary)
    if not problems:
        problems += order_problems(typed_facts(frame))
    place = {file: number for number, file in enumerate(sorted(set(frame["file"])))}
    return sorted(problems, key=lambda p: (place.get(p.file, 0), p.row or 0))


def _word_problems(
    frame: pl.DataFrame,
    column: str,
    error: type[CellError],
    allowed: Iterable[str],
    required: bool,
) -> list[CellError]:
    words = set(allowed)
    bad = [w for w in frame[column].unique() if w not in words and (required or w != "")]
    hits = frame.filter(pl.col(column).is_in(bad)).select("file", "row", column)
    rows = hits.rows() if bad else []
    return [error(file, row, column, word, "is unknown", words) for file, row, word in rows]


def _unit_of_metric_problems(frame: pl.DataFrame, vocabulary: Vocabulary) -> list[CellError]:
    found: list[CellError] = []
    for file, row, name, unit in frame.select("file", "row", "metric", "unit").rows():
        metric = vocabulary.metrics.get(name)
        if metric and unit in vocabulary.units and unit not in metric.units:
            why = f"is not a unit of {name}"
            found.append(BadUnit(file, row, "unit", unit, why, metric.units))
    return found


def _basis_problems(frame: pl.DataFrame, vocabulary: Vocabulary) -> list[CellError]:
    found: list[CellError] = []
    rows = frame.filter(pl.col("basis") != "").select("file", "row", "metric", "basis").rows()
    for file, row, name, text in rows:
        try:
            pairs = parse_basis(text)
        except ValueError:
            why = "is not a list of qualifiers; allowed: key=value;key=value"
            found.append(CorruptCell(file, row, "basis", text, why))
            continue
        metric = vocabulary.metrics.get(name)
        for key in pairs if metric else ():
            if metric and key not in metric.qualifiers:
                why = f"is not a qualifier of {name}"
                found.append(BadWord(file, row, "basis", key, why, metric.qualifiers or ("none",)))
        for key, value in pairs.items():
            closed = vocabulary.qualifiers.get(key, ())
            if closed and value not in closed:
                found.append(BadWord(file, row, "basis", value, f"is not a {key}", closed))
        if format_basis(pairs) != text:
            why = f"is not in canonical order; allowed: {format_basis(pairs)}"
            found.append(CorruptCell(file, row, "basis", text, why))
    return found


def order_problems(facts: pl.DataFrame) -> list[CellError]:
    """Typed rows whose numbers or days contradict each other."""
    low, value, high = pl.col("low"), pl.col("value"), pl.col("high")
    has_range = low.is_not_null() | high.is_not_null()
    checks: list[tuple[type[CellError], str, pl.Expr, str]] = [
        (BadRange, "low", low > value, "is above value"),
        (BadRange, "high", high < value, "is below value"),
        (BadRange, "range_kind", has_range & (pl.col("range_kind") == ""),
         f"is empty beside a low or high; allowed: {', '.join(RANGE_KINDS)}"),
        (BadRange, "range_kind", ~has_range & (pl.col("range_kind") != ""),
         "stands without a low or high"),
        (ImpossibleDate, "period_end", pl.col("period_end") < pl.col("period_start"),
         "is before period_start"),
        (ImpossibleDate, "seen_on", pl.col("seen_on") < pl.col("public_on"),
         "is before public_on: what was read was public"),
    ]  # fmt: skip
    found: list[CellError] = []
    for error, column, wrong, why in checks:
        for file, row, cell in facts.filter(wrong).select("file", "row", column).rows():
            found.append(error(file, row, column, str(cell), why))
    own = facts.filter(pl.col("supersedes") == pl.col("fact_id"))
    for file, row, cell in own.select("file", "row", "supersedes").rows():
        found.append(DuplicateId(file, row, "supersedes", cell, "supersedes itself"))
    return found


def typed_facts(frame: pl.DataFrame) -> pl.DataFrame:
    """The text of valid fact files with numbers as floats and days as dates."""
    return as_days(as_numbers(frame, NUMBERS), DAYS)


def fact_of(row: dict[str, object]) -> Fact:
    """One row of the facts frame as a Fact."""
    cells = {name: row[name] for name in FACT_COLUMNS}
    cells["basis"] = parse_basis(str(row["basis"]))
    return Fact(**cells)  # type: ignore[arg-type]
