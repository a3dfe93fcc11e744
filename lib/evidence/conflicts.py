"""Conflicts: questions that sources answer differently. A reading is a parameter of a view."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lib.evidence.errors import BadFile, UnknownConflict, UnknownReading, allowed_words
from lib.evidence.paths import CONFLICTS, shown

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Reading:
    """One answer to a conflict: by facts, or by a value, and whose answer it is."""

    id: str
    label: str
    facts: tuple[str, ...]
    value: float | None
    by: str


@dataclass(frozen=True)
class Conflict:
    """A question, its readings, the one that holds by default, and why."""

    id: str
    question: str
    parameter: str
    readings: tuple[Reading, ...]
    default: str
    reason: str
    claims: tuple[str, ...]

    def choose(self, reading_id: str | None) -> Reading:
        """The reading of that id, or the default one. Raises UnknownReading."""
        wanted = self.default if reading_id is None else reading_id
        for reading in self.readings:
            if reading.id == wanted:
                return reading
        names = [reading.id for reading in self.readings]
        raise UnknownReading(
            f"{self.id}={wanted!r} is no reading{allowed_words(str(wanted), names)}"
        )


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises BadFile with the line of a syntax error."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except yaml.YAMLError as problem:
        text = " ".join(str(problem).split())[:200]
        raise BadFile(f"{shown(path)} cannot be read as YAML: {text}") from problem


def load_conflicts(data: Path) -> dict[str, Conflict]:
    """The conflicts of a data folder by id; an absent file means there are none.

    Raises BadFile on a missing key, a repeated id, or a default that is not a reading.
    """
    path = data / CONFLICTS
    if not path.is_file():
        return {}
    found: dict[str, Conflict] = {}
    for entry in read_yaml(path) or []:
        conflict = _conflict(entry, path)
        if conflict.id in found:
            raise BadFile(f"{shown(path)}: conflict {conflict.id!r} is defined twice")
        found[conflict.id] = conflict
    return found


def _conflict(entry: dict[str, Any], path: Path) -> Conflict:
    try:
        readings = tuple(
            Reading(
                str(item["id"]),
                str(item["label"]),
                tuple(item.get("facts") or ()),
                None if item.get("value") is None else float(item["value"]),
                str(item.get("by") or ""),
            )
            for item in entry["readings"]
        )
        conflict = Conflict(
            str(entry["id"]),
            str(entry["question"]),
            str(entry.get("parameter") or entry["id"]),
            readings,
            str(entry["default"]),
            str(entry["reason"]),
            tuple(str(claim) for claim in entry.get("claims") or ()),
        )
    except (KeyError, TypeError, ValueError) as problem:
        name = entry.get("id") if isinstance(entry, dict) else entry
        raise BadFile(f"{shown(path)}: conflict {name!r} lacks or corrupts {problem}") from problem
    try:
        conflict.choose(None)
    except UnknownReading as problem:
        raise BadFile(f"{shown(path)}: default of {problem}") from problem
    if len({reading.id for reading in readings}) != len(readings):
        raise BadFile(f"{shown(path)}: conflict {conflict.id!r} repeats a reading id")
    return conflict


def check_readings(conflicts: dict[str, Conflict], chosen: dict[str, str]) -> dict[str, str]:
    """The chosen readings, if all exist. Raises UnknownConflict or UnknownReading."""
    for conflict_id, reading_id in chosen.items():
        if conflict_id not in conflicts:
            words = allowed_words(conflict_id, conflicts)
            raise UnknownConflict(f"conflict {conflict_id!r} is unknown{words}")
        conflicts[conflict_id].choose(reading_id)
    return dict(chosen)
