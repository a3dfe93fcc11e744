"""Answers to questions that were put before, as long as the same rows are visible.

Claims ask the same few questions on many days, and most days bring no row that bears on them. A
question is remembered by the rows among which it chooses and by its filters, never by a day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

MOST = 4096
LARGEST = 1000


@dataclass(frozen=True)
class Rows:
    """A table that answers a question, and the ids of its rows."""

    frame: pl.DataFrame
    ids: tuple[str, ...]


class Remembered:
    """The answers that were asked for last; tables of many rows are not kept."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._rows: OrderedDict[Hashable, Rows] = OrderedDict()

    def rows(self, key: Hashable | None, id_column: str, make: Callable[[], pl.DataFrame]) -> Rows:
        """The answer of that key, made if it is not there; None as a key is never remembered."""
        if key is not None and key in self._rows:
            self._rows.move_to_end(key)
            return self._rows[key]
        frame = make()
        made = Rows(frame, tuple(frame[id_column]))
        if key is not None and frame.height <= LARGEST:
            self._rows[key] = made
            if len(self._rows) > self._most:
                self._rows.popitem(last=False)
        return made


def frozen(value: object) -> Hashable | None:
    """A filter's value as part of a key; None where it is of a kind that cannot be one."""
    if value is None or isinstance(value, str | int | float | date):
        return ("one", value)
    if isinstance(value, Mapping):
        return ("mapping", tuple((str(k), str(v)) for k, v in value.items()))
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return ("several", tuple(value))
    return None


def key_of(kind: str, rows: bytes, filters: Mapping[str, object]) -> Hashable | None:
    """The key of a question about some rows; None where a filter cannot be part of a key."""
    parts = [(name, frozen(value)) for name, value in filters.items()]
    return None if any(part is None for _, part in parts) else (kind, rows, tuple(parts))
