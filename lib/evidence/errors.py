"""One class per human mistake. Every message is one line: where, what, and what is allowed.

A reader meets these messages at the command line or in a notebook, so they name the file, the
row (as a spreadsheet numbers it: the header is row 1), the column, the value and the allowed ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

PARTS: Final = re.compile(r"[a-z]+|[0-9]+")


class EvidenceError(ValueError):
    """Something is wrong with the data, or with a question put to it."""


class CellError(EvidenceError):
    """A cell of a data file is wrong: the location travels with the error."""

    def __init__(
        self,
        file: str,
        row: int | None,
        column: str,
        value: object,
        why: str,
        allowed: Iterable[str] = (),
    ) -> None:
        self.file, self.row, self.column, self.value = file, row, column, value
        where = f"{file}, row {row}" if row is not None else file
        words = allowed_words(str(value), allowed)
        text = f"{where}, column {column}: {value!r} {why}{words}"
        super().__init__(" ".join(text.split()))


class CorruptCell(CellError):
    """A cell that cannot be read as what its column holds."""


class DuplicateId(CellError):
    """An identifier that is used twice."""


class ImpossibleDate(CellError):
    """A day that does not exist, or that contradicts another day of the row."""


class BadUnit(CellError):
    """A unit that is not in units.txt, or that the metric does not take."""


class BadRange(CellError):
    """Low, value and high out of order, or a range without a kind."""


class BadWord(CellError):
    """A word in a data file that is outside its closed vocabulary."""


class BadFile(EvidenceError):
    """A data file that is missing, or that has other columns than it should."""


class UnknownWord(EvidenceError):
    """A question with a metric, entity, kind, grade, clock or filter that does not exist."""


class UnknownFact(EvidenceError):
    """A fact id that is not in the data at all."""


class NotKnownYet(EvidenceError):
    """A fact, event or dataset that exists, but was not public on the view's day.

    said: the same for a reader of the book, without ids; empty where the message reads well.
    """

    def __init__(self, message: str = "", said: str = "") -> None:
        super().__init__(message)
        self.said = said


class NotInView(EvidenceError):
    """A fact that was public, but is below the view's minimum grade. said: as in NotKnownYet."""

    def __init__(self, message: str = "", said: str = "") -> None:
        super().__init__(message)
        self.said = said


class BadDate(EvidenceError):
    """A date that is not a date, or a day outside the data's span."""


class OutOfBounds(EvidenceError):
    """A value outside the hard bounds of its assumption, or not a finite number."""


class UnknownAssumption(EvidenceError):
    """An assumption name that is not in assumptions.csv."""


class UnknownConflict(EvidenceError):
    """A conflict id that is not in conflicts.yml."""


class UnknownReading(EvidenceError):
    """A reading that its conflict does not offer."""


class UnknownDataset(EvidenceError):
    """A dataset name without a folder in data/datasets."""


class UnknownScenario(EvidenceError):
    """A scenario name without a file in data/scenarios."""


class UnknownSource(EvidenceError):
    """A source id that is not in sources.csv."""


class UnknownChip(EvidenceError):
    """A chip that is not in the table of chips."""


class MissingSpecification(EvidenceError):
    """A specification of a chip that no source states by the day."""


class MixedSeries(EvidenceError):
    """A series that would silently mix qualifiers or units."""


class BadExpression(EvidenceError):
    """An expression over facts that is not plain arithmetic."""


def allowed_words(value: str, allowed: Iterable[str], most: int = 60, of_many: int = 8) -> str:
    """`; allowed: ...` with the nearest words first, or nothing when there is no list.

    A list longer than `most` words is cut to the nearest `of_many`.
    """
    words = sorted(set(allowed))
    if not words:
        return ""
    near = nearest(value, words)
    rest = [word for word in words if word not in near]
    shown = [*near, *rest][: most if len(words) <= most else of_many]
    more = f" and {len(words) - len(shown)} more" if len(words) > len(shown) else ""
    return f"; allowed: {', '.join(shown)}{more}"


def nearest(value: str, words: list[str], compared: int = 100) -> list[str]:
    """Up to five words that look like the value, best first.

    Comparing letters with thousands of ids takes most of a second, and some callers ask for what
    may not exist: of a long list only the words that share most parts with the value are compared.
    """
    parts = set(_parts(value))
    if len(words) > compared:
        words = sorted(words, key=lambda word: -len(parts.intersection(_parts(word))))[:compared]
    lowered = {word.lower(): word for word in words}
    return [lowered[m] for m in get_close_matches(value.lower(), list(lowered), n=5, cutoff=0.5)]


def _parts(word: str) -> list[str]:
    return PARTS.findall(word.lower())
