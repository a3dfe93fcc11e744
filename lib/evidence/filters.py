"""Questions put to a table of facts: named filters, each with words that must exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from lib.evidence.clocks import as_day
from lib.evidence.errors import UnknownWord, allowed_words
from lib.evidence.grades import grades_from
from lib.evidence.vocabulary import (
    KINDS,
    RANGE_KINDS,
    Vocabulary,
    check_word,
    format_basis,
    parse_basis,
)

FACT_FILTERS: Final = (
    "entity", "metric", "kind", "basis", "unit", "min_grade", "range_kind", "source_id", "topic",
    "since", "until", "ids",
)  # fmt: skip
EVENT_FILTERS: Final = ("entity", "kind", "scope", "source_id", "since", "until", "ids")
FREQUENCIES: Final = {
    "day": (1, 1), "month": (28, 31), "quarter": (89, 92), "half": (181, 184), "year": (365, 371),
    "any": (1, 100_000),
}  # fmt: skip


def as_words(value: object) -> list[str]:
    """One word or several, as a list."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Iterable):
        return [str(item) for item in value]
    raise UnknownWord(f"{value!r} is neither a word nor a list of words")


def check_filters(given: Mapping[str, Any], allowed: Iterable[str]) -> None:
    """Raise UnknownWord for a filter that does not exist."""
    for name in given:
        if name not in allowed:
            raise UnknownWord(f"filter {name!r} is unknown{allowed_words(name, allowed)}")


def fact_conditions(given: Mapping[str, Any], vocabulary: Vocabulary) -> list[pl.Expr]:
    """The filters as conditions on the facts frame. Raises UnknownWord for an unknown word.

    `basis` is a mapping (contains these qualifiers) or a text (is exactly these, '' for none);
    `since` and `until` bound the period: it starts no earlier, ends no later.
    """
    check_filters(given, FACT_FILTERS)
    conditions: list[pl.Expr] = []
    for name, value in given.items():
        if value is None:
            continue
        if name == "basis":
            conditions += basis_conditions(value)
        elif name == "min_grade":
            conditions.append(pl.col("grade").is_in(grades_from(value)))
        elif name in ("since", "until"):
            conditions.append(_period_condition(name, value, "period_start", "period_end"))
        else:
            words = _known_words(name, as_words(value), vocabulary)
            column = "fact_id" if name == "ids" else name
            conditions.append(pl.col(column).is_in(words))
    return conditions


def _known_words(name: str, words: list[str], vocabulary: Vocabulary) -> list[str]:
    if name == "entity":
        return [vocabulary.entity(word) for word in words]
    if name == "metric":
        return [vocabulary.metric(word) for word in words]
    closed = {"kind": KINDS, "range_kind": RANGE_KINDS, "unit": tuple(vocabulary.units)}
    if name in closed:
        return [check_word(name, word, closed[name]) for word in words]
    return words


def basis_conditions(basis: object) -> list[pl.Expr]:
    """Conditions on the qualifiers: a mapping must be contained, a text must match exactly."""
    if isinstance(basis, str):
        return [pl.col("basis") == format_basis(parse_basis(basis))]
    if not isinstance(basis, Mapping):
        raise UnknownWord(f"basis={basis!r} is neither a mapping of qualifiers nor a text")
    framed = ";" + pl.col("basis") + ";"
    return [framed.str.contains(f";{key}={value};", literal=True) for key, value in basis.items()]


def _period_condition(name: str, value: object, start: str, end: str) -> pl.Expr:
    if not isinstance(value, date | str):
        raise UnknownWord(f"{name}={value!r} is not a day")
    day = as_day(value, date.max, name)
    return pl.col(start) >= day if name == "since" else pl.col(end) <= day


def event_conditions(given: Mapping[str, Any], vocabulary: Vocabulary) -> list[pl.Expr]:
    """The filters as conditions on the events frame. Raises UnknownWord for an unknown filter."""
    check_filters(given, EVENT_FILTERS)
    conditions: list[pl.Expr] = []
    for name, value in given.items():
        if value is None:
            continue
        if name in ("since", "until"):
            conditions.append(_period_condition(name, value, "date", "date"))
        else:
            words = as_words(value)
            words = [vocabulary.entity(word) for word in words] if name == "entity" else words
            column = "event_id" if name == "ids" else name
            conditions.append(pl.col(column).is_in(words))
    return conditions


def length_condition(frequency: str) -> pl.Expr:
    """Periods that last a day, month, quarter, half or year ('any': whatever they last)."""
    shortest, longest = FREQUENCIES[check_word("frequency", frequency, FREQUENCIES)]
    days = (pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1
    return days.is_between(shortest, longest)
