"""Columns of draws as short text: two letters a number, 4,096 steps between least and most.

As decimal numbers a table of draws was two thirds of a chapter's weight. A step is far finer than
the error of a probability from a few hundred draws. ``static/live.js`` unpacks the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from lib.report.results import rounded

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_STEPS: Final = len(LETTERS) ** 2 - 1


def pack(column: Sequence[float]) -> dict[str, Any]:
    """A column as its least and greatest value and two letters for each number."""
    low, high = (rounded(float(end)) for end in (min(column), max(column)))
    assert low is not None and high is not None
    span = (high - low) or 1.0
    places = [min(max(round((float(v) - low) / span * _STEPS), 0), _STEPS) for v in column]
    text = "".join(LETTERS[p // 64] + LETTERS[p % 64] for p in places)
    return {"low": low, "high": high, "packed": text}


def unpack(column: dict[str, Any]) -> list[float]:
    """The numbers of a packed column."""
    low, high, text = column["low"], column["high"], column["packed"]
    places = (
        LETTERS.index(text[i]) * 64 + LETTERS.index(text[i + 1]) for i in range(0, len(text), 2)
    )
    return [low + (high - low) * p / _STEPS for p in places]
