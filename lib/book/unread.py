"""Which given parameters a run never looked at, so that nobody takes silence for an effect."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lib.book.notebooks import Notebook
from lib.book.parameters import COMMON, declared_in
from lib.book.run import Job


def unread_notes(jobs: Sequence[Job]) -> list[str]:
    """One line for each given name that no cell and no finding of these runs has read."""
    given = {name for job in jobs for name in job.given} - set(COMMON)
    read = {name for job in jobs for name in _read(job.folder)}
    declared = {name for job in jobs for name in _declared(job.notebook)}
    where = jobs[0].chapter if len(jobs) == 1 else "the book"
    return [
        f"note: nothing in {where} reads {name!r}: its results are those without it"
        for name in sorted(given - read - declared)
    ]


def _declared(notebook: Notebook) -> tuple[str, ...]:
    """Names of the parameter cell: a chapter may print one without asking a view for it."""
    return declared_in(notebook["cells"])


def _read(folder: Path) -> Iterator[str]:
    """The assumptions and conflicts that a run's views, findings and figures have read."""
    views = _content(folder / "log.json").get("views", {}).values()
    findings = _content(folder / "claims.json").get("findings", [])
    figures = [_content(path) for path in sorted(folder.glob("figures/*/figure.json"))]
    for record in (*views, *findings, *figures):
        for part in ("assumptions", "conflicts"):
            for one in record.get(part, []):
                yield str(one.get("name", one.get("id", ""))) if isinstance(one, dict) else str(one)


def _content(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("utf8"))) if path.is_file() else {}
