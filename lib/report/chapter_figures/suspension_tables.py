"""Tables of chapters 01 and 03: numbered events, interruptions, the reason for every mark."""

from __future__ import annotations

from typing import Any

import polars as pl

from lib.claims import hypotheses as motives
from lib.claims import timeline as history
from lib.claims.exposure import interruptions
from lib.report.drawing import Column
from lib.report.tables import table_html, table_text

TIMELINE_COLUMNS = {
    "number": Column("Number"),
    "date": Column("Date"),
    "lane": Column("Lane"),
    "title": Column("Event"),
}
INTERRUPTION_COLUMNS = {
    "number": Column("Number"),
    "date": Column("Began"),
    "provider": Column("Provider"),
    "kind": Column("Kind"),
    "why": Column("What happened"),
}
MARK_COLUMNS = {
    "date": Column("Date"),
    "title": Column("Observation"),
    "marks": Column("Not neutral under"),
    "why": Column("Why"),
}


def timeline_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Events with the numbers that the figure draws."""
    ordered = frame.sort("date", "lane", "title")
    return ordered.with_columns(number=pl.int_range(1, pl.len() + 1).cast(pl.String))


def mark_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Observations with their marks in words: 'Compute expected, Law surprising'."""
    names = {h.id: h.label for h in motives.hypotheses()}

    def said(row: dict[str, Any]) -> str:
        marks = [f"{names[k]} {row[k]}" for k in names if row[k] != "neutral"]
        return ", ".join(marks) or "none"

    marks = [said(row) for row in frame.iter_rows(named=True)]
    return frame.with_columns(marks=pl.Series(marks, dtype=pl.String))


def show_timeline(run: Any) -> None:
    """The events by number, folded."""
    rows = timeline_rows(history.timeline(run.view("today")))
    html = table_html(rows, TIMELINE_COLUMNS, "The events by number")
    run.show(_folded("The events by number", html), table_text(rows, TIMELINE_COLUMNS))


def show_interruptions(run: Any) -> None:
    """The interruptions that are counted today, by number."""
    rows = interruptions(run.view("today")).with_columns(
        number=pl.int_range(1, pl.len() + 1).cast(pl.String)
    )
    html = table_html(rows, INTERRUPTION_COLUMNS, "What is counted")
    run.show(html, table_text(rows, INTERRUPTION_COLUMNS))


def show_marks(run: Any) -> None:
    """The observations with the reason for each mark, folded."""
    rows = mark_rows(motives.observations(run.view("today")))
    html = table_html(rows, MARK_COLUMNS, "Why each observation is marked as it is")
    run.show(_folded("Why each is marked as it is", html), table_text(rows, MARK_COLUMNS))


def _folded(summary: str, html: str) -> str:
    return f'<details class="cuc-settings"><summary>{summary}</summary>{html}</details>'
