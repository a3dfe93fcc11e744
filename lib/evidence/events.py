"""Events: what happened or was announced on a day, and when it became public."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from lib.evidence.errors import BadWord, CellError
from lib.evidence.paths import EVENTS
from lib.evidence.tables import as_days, day_problems, duplicate_problems, read_text
from lib.evidence.vocabulary import Vocabulary

EVENT_COLUMNS: Final = (
    "event_id", "date", "public_on", "entity", "kind", "scope", "title", "source_id", "note",
)  # fmt: skip


def load_events(
    data: Path, vocabulary: Vocabulary, source_ids: set[str]
) -> tuple[pl.DataFrame, list[CellError]]:
    """The typed table of events, and every problem found (the table is empty if there are any)."""
    frame = read_text(data / EVENTS, EVENT_COLUMNS)
    problems: list[CellError] = list(duplicate_problems(frame, "event_id"))
    for column in ("date", "public_on"):
        problems += day_problems(frame, column)
    for row in frame.rows(named=True):
        for column, allowed in (("entity", set(vocabulary.entities)), ("source_id", source_ids)):
            if row[column] not in allowed:
                place = (row["file"], row["row"], column, row[column])
                problems.append(BadWord(*place, "is unknown", allowed))
    if problems:
        frame = frame.clear()
    return as_days(frame, ("date", "public_on")), problems
