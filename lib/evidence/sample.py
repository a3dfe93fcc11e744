"""The random sample of facts that was read again in its sources, and what it found.

`data/sample.csv` keeps each reading as it was made, before anything was mended: an error rate is
worth something only when it is counted before the errors it found are corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Final

from lib.evidence.errors import BadWord, CorruptCell
from lib.evidence.paths import DATA, SAMPLE
from lib.evidence.tables import day_problems, duplicate_problems, read_text

COLUMNS: Final = ("fact_id", "field", "stands", "says", "address", "read_on")
STANDS: Final = ("yes", "no", "not found")
VALUES: Final = frozenset({"value", "low", "high"})
Z_95: Final = 1.959964


@dataclass(frozen=True)
class Reading:
    """One fact read again: the fields compared, whether they stand, what the source says."""

    fact_id: str
    field: str
    stands: str
    says: str
    address: str
    read_on: str

    @property
    def about_value(self) -> bool:
        """Whether the figure itself was compared and, if it does not stand, is what is wrong."""
        return bool(VALUES & set(self.field.split(";")))


@dataclass(frozen=True)
class Rate:
    """A share of errors: count of `of`, as a fraction, with the ends of its 95 % interval."""

    count: int
    of: int
    fraction: float
    low: float
    high: float


def load_sample(data: Path = DATA) -> tuple[Reading, ...]:
    """The readings in the order of the file.

    Raises: BadFile, BadWord, CorruptCell or another CellError that names row and column.
    """
    frame = read_text(data / SAMPLE, COLUMNS)
    for problem in (*duplicate_problems(frame, "fact_id"), *day_problems(frame, "read_on")):
        raise problem
    for row in frame.rows(named=True):
        place = (row["file"], row["row"])
        if row["stands"] not in STANDS:
            raise BadWord(*place, "stands", row["stands"], "is unknown", STANDS)
        if row["field"] == "" or row["says"] == "":
            column = "field" if row["field"] == "" else "says"
            raise CorruptCell(*place, column, "", "is empty; allowed: a text")
    return tuple(Reading(**{name: row[name] for name in COLUMNS}) for row in frame.rows(named=True))


def rate(count: int, of: int) -> Rate:
    """An error rate with its 95 % interval by Wilson's score, which holds for a count of zero.

    Raises: ValueError when nothing was compared or the count exceeds it.
    """
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} errors of {of} compared; allowed: 0 <= errors <= compared, > 0")
    share = count / of
    middle = (share + Z_95**2 / (2 * of)) / (1 + Z_95**2 / of)
    half = Z_95 * sqrt(share * (1 - share) / of + Z_95**2 / (4 * of**2)) / (1 + Z_95**2 / of)
    return Rate(count, of, share, max(middle - half, 0.0), middle + half)


def value_errors(readings: Sequence[Reading]) -> Rate:
    """Wrong figures among the facts that were found again."""
    found = [r for r in readings if r.stands != "not found"]
    return rate(sum(r.stands == "no" and r.about_value for r in found), len(found))


def other_errors(readings: Sequence[Reading]) -> Rate:
    """Wrong days or words beside a right figure, among the facts that were found again."""
    found = [r for r in readings if r.stands != "not found"]
    return rate(sum(r.stands == "no" and not r.about_value for r in found), len(found))
