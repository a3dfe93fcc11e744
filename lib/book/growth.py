"""What `book resolve` and `book backtest` print: our calls with scores, and the backtest."""

from __future__ import annotations

from lib.book.errors import BookError
from lib.claims.aws_growth import backtest_table
from lib.evidence import EvidenceError, View
from lib.report.chapter_figures.growth_words import (
    BACKTEST_COLUMNS,
    CALL_COLUMNS,
    call_rows,
    separation,
)
from lib.report.tables import table_text


def calls_text(known_on: str) -> str:
    """Our calls made by a day, with outcome and score where known. Raises BookError."""
    rows = call_rows(_view(known_on))
    if rows.is_empty():
        return f"no call had been made by {known_on}"
    return table_text(rows, CALL_COLUMNS)


def backtest_text(known_on: str, horizon: int) -> str:
    """The rolling-origin backtest and what it can tell apart. Raises BookError."""
    try:
        table = backtest_table(_view(known_on), horizon)
    except ValueError as short:
        raise BookError(str(short)) from None
    return f"{table_text(table, BACKTEST_COLUMNS)}\n\n{separation(table, horizon)}"


def _view(known_on: str) -> View:
    try:
        return View(known_on)
    except EvidenceError as mistake:
        raise BookError(str(mistake)) from None
