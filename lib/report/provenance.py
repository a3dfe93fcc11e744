"""What a figure or a claim rests on: the ids of a read log, turned into rows a page can print.

Provenance is never typed. The view logs what was read; this module looks the ids up again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import polars as pl

from lib.evidence.store import Evidence, evidence
from lib.report import formats

Row = dict[str, Any]


class Reads(Protocol):
    """What was read, by kind: a view's log has this shape."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Fact ids."""

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Names of assumptions."""

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Conflict ids."""

    @property
    def datasets(self) -> tuple[str, ...]:
        """Names of datasets."""


@dataclass(frozen=True)
class ReadIds:
    """Ids read, put together from several logs or kept from a file."""

    facts: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """Rows about everything that was read, each list sorted by id."""

    facts: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    assumptions: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    datasets: list[Row] = field(default_factory=list)

    def source_line(self) -> str:
        """The line under a figure: who published what, how many facts, what is assumed."""
        names = list(dict.fromkeys(s["publisher"] or s["title"] for s in self.sources))
        names += [d["title"] for d in self.datasets]
        shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        parts = []
        if names:
            parts.append(f"Sources: {shown}")
        if self.facts:
            origins = len({s["origin"] or s["source_id"] for s in self.sources})
            parts.append(
                f"{formats.count_of(len(self.facts), 'fact')} of "
                f"{formats.count_of(origins, 'independent origin')}"
            )
        if self.assumptions:
            parts.append(formats.count_of(len(self.assumptions), "assumption"))
        return "; ".join(parts) + "." if parts else "Drawn from stated numbers alone."


def merged(logs: Iterable[Reads]) -> ReadIds:
    """The ids of several logs together, sorted, each once."""
    kept = list(logs)
    return ReadIds(
        *(
            tuple(sorted({name for log in kept for name in getattr(log, kind)}))
            for kind in ("facts", "assumptions", "conflicts", "datasets")
        )
    )


def provenance(reads: Reads, store: Evidence | None = None) -> Provenance:
    """Look up what was read.

    Arguments: ``reads``, a read log; ``store``, the evidence (the repository's own by default).
    Raises: KeyError naming the id when a log names something that the data do not hold.
    """
    store = store or evidence()
    facts = _rows(store.facts, "fact_id", reads.facts)
    sources = _rows(store.sources, "source_id", sorted({f["source_id"] for f in facts}))
    return Provenance(
        facts=facts,
        sources=sources,
        assumptions=[_assumption(store.assumptions[name]) for name in sorted(reads.assumptions)],
        conflicts=[_plain(store.conflicts[name], "question") for name in sorted(reads.conflicts)],
        datasets=[_plain(store.datasets[name], "title") for name in sorted(reads.datasets)],
    )


def _rows(frame: pl.DataFrame, column: str, ids: Iterable[str]) -> list[Row]:
    wanted = list(ids)
    found = frame.filter(pl.col(column).is_in(wanted)).sort(column).rows(named=True)
    missing = set(wanted) - {row[column] for row in found}
    if missing:
        raise KeyError(f"the read log names {column} {sorted(missing)}, which data/ does not hold")
    return [{k: _json(v) for k, v in row.items() if k not in ("file", "row")} for row in found]


def _assumption(assumption: Any) -> Row:
    names = ("name", "label", "unit", "default", "low", "high", "basis", "set_on", "reason")
    return {name: _json(getattr(assumption, name)) for name in names}


def _plain(thing: Any, text: str) -> Row:
    names = ("id", "name", text, "vintage", "public_on", "licence", "attribution", "url", "default")
    return {n: _json(getattr(thing, n)) for n in names if hasattr(thing, n)}


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
