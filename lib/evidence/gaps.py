"""What was looked for and not found: the gaps in the evidence, as a list to work from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.evidence.errors import BadWord, CorruptCell
from lib.evidence.paths import DATA, GAPS
from lib.evidence.tables import read_text
from lib.evidence.vocabulary import Vocabulary

COLUMNS: Final = ("entity", "metric", "period", "what", "why", "looked_in")


@dataclass(frozen=True)
class Gap:
    """One figure that is missing: of what, for which time, why, and where it was sought."""

    entity: str
    metric: str
    period: str
    what: str
    why: str
    looked_in: str


def load_gaps(vocabulary: Vocabulary, data: Path = DATA) -> tuple[Gap, ...]:
    """The gaps in the order of the file.

    Raises: BadFile; BadWord for an entity or a metric that is not in the vocabulary; CorruptCell
    for an empty cell.
    """
    frame = read_text(data / GAPS, COLUMNS)
    for row in frame.rows(named=True):
        place = (row["file"], row["row"])
        if row["entity"] not in vocabulary.entities:
            allowed = set(vocabulary.entities)
            raise BadWord(*place, "entity", row["entity"], "is unknown", allowed)
        if row["metric"] not in vocabulary.metrics:
            raise BadWord(*place, "metric", row["metric"], "is unknown", set(vocabulary.metrics))
        empty = next((name for name in COLUMNS if row[name] == ""), None)
        if empty:
            raise CorruptCell(*place, empty, "", "is empty; allowed: a text")
    return tuple(Gap(**{name: row[name] for name in COLUMNS}) for row in frame.rows(named=True))
