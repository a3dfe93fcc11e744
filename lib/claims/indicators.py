"""Where an estimate leaves 'does it hold, draw by draw' for whoever is collecting.

A finding is data for a page and carries no draws; joint statements need them. Estimates note their
indicator here, and it is kept only while somebody collects.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lib.inference.uncertain import Column

_COLLECTORS: list[dict[str, Column]] = []


@contextmanager
def collecting() -> Iterator[dict[str, Column]]:
    """Collect the indicators of the estimates made inside the block, by proposition id."""
    indicators: dict[str, Column] = {}
    _COLLECTORS.append(indicators)
    try:
        yield indicators
    finally:
        _COLLECTORS.remove(indicators)


def note(proposition: str, holding: Column) -> None:
    """Leave the indicator of an estimate (1 where it holds, else 0) with every collector."""
    for indicators in _COLLECTORS:
        indicators[proposition] = holding
