"""Small tables in a chapter: a polars table, its columns named and formatted, as HTML and text."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from lib.report.drawing import Column
from lib.report.formats import NO_VALUE, day, number, probability

PROBABILITY = "probability"


def table_html(frame: pl.DataFrame, columns: Mapping[str, Column], caption: str) -> str:
    """A table as HTML: chosen columns in order, numbers with their units, a caption.

    A column whose unit is ``probability`` prints as whole per cent, never a false 0 or 100.
    Raises ValueError when a column is missing.
    """
    _fail_if_missing(frame, columns)
    head = "".join(f'<th scope="col">{html.escape(c.label)}</th>' for c in columns.values())
    rows = "".join(f"<tr>{_cells(row, columns)}</tr>" for row in frame.iter_rows(named=True))
    return (
        f'<div class="cuc-table-scroll" tabindex="0"><table class="cuc-rows">'
        f"<caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def table_text(frame: pl.DataFrame, columns: Mapping[str, Column]) -> str:
    """The same table as plain text, one line a row."""
    _fail_if_missing(frame, columns)
    lines = [" | ".join(c.label for c in columns.values())]
    for row in frame.iter_rows(named=True):
        lines.append(" | ".join(_printed(row[name], c) for name, c in columns.items()))
    return "\n".join(lines)


def _cells(row: Mapping[str, Any], columns: Mapping[str, Column]) -> str:
    named = enumerate(columns.items())
    return "".join(_cell(row[name], column, first=i == 0) for i, (name, column) in named)


def _cell(value: Any, column: Column, *, first: bool) -> str:
    text = html.escape(_printed(value, column))
    return f'<th scope="row">{text}</th>' if first else f"<td>{text}</td>"


def _printed(value: Any, column: Column) -> str:
    if value is None:
        return NO_VALUE if column.unit else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | float):
        return probability(value) if column.unit == PROBABILITY else number(value, column.unit)
    return str(value)


def _fail_if_missing(frame: pl.DataFrame, columns: Mapping[str, Column]) -> None:
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ValueError(f"no column {', '.join(missing)}; there are: {', '.join(frame.columns)}")
