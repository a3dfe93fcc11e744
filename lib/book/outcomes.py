"""What runs said: their numbers, phrases and findings as plain rows, for comparing and sweeping."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.book.errors import BookError
from lib.book.run import Job


@dataclass(frozen=True)
class Outcome:
    """One thing that a run says. `value` is in `unit`; a finding's value is its probability."""

    chapter: str
    kind: str  # number | phrase | premise | finding
    name: str
    view: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    text: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What identifies the same outcome in another run."""
        return self.chapter, self.kind, self.name, self.view


def of_run(folder: Path) -> list[Outcome]:
    """The outcomes of one run folder. Raises BookError if it is not one."""
    results = _read(folder / "results.json")
    chapter = str(results["chapter"])
    found = [
        Outcome(chapter, "number", name, "", n["value"], n["low"], n["high"], n["unit"], n["text"])
        for name, n in results["numbers"].items()
    ]
    found += [
        Outcome(chapter, "phrase", name, "", None, None, None, "", text)
        for name, text in results["phrases"].items()
    ]
    found += [
        Outcome(chapter, "premise", name, "", float(p["holds"]), None, None, "", _holds(p["holds"]))
        for name, p in results["premises"].items()
    ]
    for record in _read(folder / "claims.json")["findings"]:
        found.append(_finding(chapter, record))
    return found


def of_jobs(jobs: Iterable[Job]) -> list[Outcome]:
    """The outcomes of executed jobs; a finding that two chapters show counts once."""
    kept: dict[tuple[str, str, str, str], Outcome] = {}
    for job in jobs:
        if not (job.folder / "results.json").is_file():
            continue  # a chapter that names nothing
        for outcome in of_run(job.folder):
            key = ("", *outcome.key[1:]) if outcome.kind == "finding" else outcome.key
            kept.setdefault(key, outcome)
    return list(kept.values())


def of_folder(folder: Path) -> list[Outcome]:
    """The outcomes of a run folder, or of all run folders below a folder."""
    runs = [folder] if (folder / "results.json").is_file() else []
    runs = runs or sorted(path.parent for path in folder.rglob("results.json"))
    if not runs:
        raise BookError(f"{folder} holds no run: a run has a results.json")
    return [outcome for run in runs for outcome in of_run(run)]


def _finding(chapter: str, record: Mapping[str, Any]) -> Outcome:
    from lib.claims.finding import from_json
    from lib.claims.verdict import short

    low, high = record.get("probability_narrow"), record.get("probability_wide")
    name, view = record["proposition"], record["view"]
    words = short(from_json(record))
    return Outcome(chapter, "finding", name, view, record["probability"], low, high, "", words)


def _holds(holds: bool) -> str:
    return "holds" if holds else "fails"


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise BookError(f"{path.parent} is not a run: it has no {path.name}")
    return dict(json.loads(path.read_text("utf8")))
