"""Days and clocks: which day a view stands on, and when a fact counts as known.

`public` filters on the day a figure became public; `strict` on the later of that day and the day
of the document that was read. 'Latest' is the newest day in the data, never the wall clock.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from lib.evidence.errors import BadDate, UnknownWord, allowed_words

THEN: Final = date(2025, 9, 7)
LATEST_WORD: Final = "latest"
CLOCKS: Final = ("public", "strict")
EPOCH: Final = date(1970, 1, 1)


def parse_day(text: str) -> date | None:
    """An ISO day (`2025-09-07`) as a date, or None when the text is not one that exists."""
    if len(text) != 10:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_day(value: date | str, latest: date, what: str = "known_on") -> date:
    """The day that `value` names: a date, an ISO day, or 'latest' (the newest day in the data).

    Raises BadDate with the name of the parameter when it names no day.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        if value.strip().lower() == LATEST_WORD:
            return latest
        day = parse_day(value.strip())
        if day is not None:
            return day
    raise BadDate(f"{what}={value!r} is not a day; allowed: an ISO day such as 2025-09-07, latest")


def check_known_on(day: date, first: date, latest: date) -> date:
    """The day, if the data can speak about it. Raises BadDate with the first and last day."""
    if day < first:
        raise BadDate(
            f"known_on={day} is before the first fact, which became public on {first}; "
            f"allowed: {first} to {latest}"
        )
    if day > latest:
        raise BadDate(
            f"known_on={day} is after the newest day in the data, {latest}; "
            f"allowed: {first} to {latest}, or latest"
        )
    return day


def check_clock(clock: str) -> str:
    """The clock's name. Raises UnknownWord when it is neither public nor strict."""
    if clock not in CLOCKS:
        raise UnknownWord(f"clock={clock!r} is unknown{allowed_words(clock, CLOCKS)}")
    return clock


def day_number(day: date) -> int:
    """Days since 1970-01-01, the form in which days are compared."""
    return (day - EPOCH).days
