"""What a view has read. Provenance comes from this log and is never typed by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

READ_KINDS: Final = ("facts", "assumptions", "conflicts", "datasets", "events")


class ReadLog:
    """The ids that were read, by kind; every property is a sorted tuple without repeats."""

    def __init__(self) -> None:
        self._read: dict[str, set[str]] = {kind: set() for kind in READ_KINDS}

    def add(self, kind: str, ids: Iterable[str]) -> None:
        """Note that these ids of a kind were read."""
        self._read[kind].update(ids)

    @property
    def facts(self) -> tuple[str, ...]:
        """Fact ids."""
        return tuple(sorted(self._read["facts"]))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Names of assumptions."""
        return tuple(sorted(self._read["assumptions"]))

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Conflict ids."""
        return tuple(sorted(self._read["conflicts"]))

    @property
    def datasets(self) -> tuple[str, ...]:
        """Names of datasets."""
        return tuple(sorted(self._read["datasets"]))

    @property
    def events(self) -> tuple[str, ...]:
        """Event ids."""
        return tuple(sorted(self._read["events"]))

    def as_dict(self) -> dict[str, list[str]]:
        """All that was read, ready to be written as JSON."""
        return {kind: sorted(ids) for kind, ids in self._read.items()}
