"""Grades A to D, and how strong a set of facts is together.

A: filing, datasheet or measurement read at its original. B: company statement or named analyst
read at the original. C: retelling whose original can be located. D: address incomplete or origin
unknown. What counts is independent origins, not rows: ten retellings of one note are one origin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from lib.evidence.errors import UnknownWord, allowed_words
from lib.evidence.vocabulary import GRADES


@dataclass(frozen=True)
class Strength:
    """How strong a set of facts is: `spread` is (max - min) / |median| of their values."""

    rows: int
    origins: int
    best_grade: str
    spread: float | None

    def agrees(self, within: float = 0.1) -> bool | None:
        """Whether the values lie within a fraction of their median; None for a single origin."""
        if self.origins < 2 or self.spread is None:
            return None
        return self.spread <= within


def check_grade(grade: str) -> str:
    """The grade, if it exists. Raises UnknownWord."""
    if grade not in GRADES:
        raise UnknownWord(f"min_grade={grade!r} is unknown{allowed_words(grade, GRADES)}")
    return grade


def grades_from(grade: str) -> tuple[str, ...]:
    """The grades that are at least as good as `grade`."""
    return GRADES[: GRADES.index(check_grade(grade)) + 1]


def origin_by_source(sources: pl.DataFrame) -> dict[str, str]:
    """Each source's origin; a source that names none is its own."""
    rows = sources.select("source_id", "origin").rows()
    return {source_id: origin or source_id for source_id, origin in rows}


def origins_of(facts: pl.DataFrame, origins: Mapping[str, str]) -> tuple[str, ...]:
    """The independent origins behind facts, sorted (origins: by source id)."""
    return tuple(sorted({origins[source_id] for source_id in facts["source_id"]}))


def strength(facts: pl.DataFrame, origins: Mapping[str, str]) -> Strength:
    """Rows, independent origins, best grade and spread of a set of facts.

    origins: the origin of each source (`origin_by_source`). The spread is only computed for facts
    of one unit: values of two units cannot disagree.
    """
    if facts.is_empty():
        return Strength(0, 0, "D", None)
    values = facts["value"]
    middle = float(values.median())  # type: ignore[arg-type]
    comparable = facts["unit"].n_unique() == 1 and middle != 0
    width = float(values.max()) - float(values.min())  # type: ignore[arg-type]
    return Strength(
        facts.height,
        len(origins_of(facts, origins)),
        str(facts["grade"].min()),
        width / abs(middle) if comparable else None,
    )
