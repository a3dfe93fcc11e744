"""Scenarios: named sets of values and readings that a view is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.evidence.conflicts import read_yaml
from lib.evidence.errors import BadFile, UnknownScenario, allowed_words
from lib.evidence.grades import check_grade
from lib.evidence.paths import DATA, SCENARIOS, shown

KEYS = ("title", "about", "values", "readings", "min_grade")


@dataclass(frozen=True)
class Scenario:
    """What a scenario changes against the assumptions table, and why (`about`)."""

    name: str
    title: str
    about: str
    values: Mapping[str, float] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    min_grade: str | None = None


def scenario_names(data: Path = DATA) -> tuple[str, ...]:
    """The scenarios that exist, sorted by name."""
    return tuple(sorted(path.stem for path in (data / SCENARIOS).glob("*.yml")))


def load_scenario(name: str, data: Path = DATA) -> Scenario:
    """The scenario of that name. Raises UnknownScenario, or BadFile for an unknown key."""
    if name not in scenario_names(data):
        words = allowed_words(name, scenario_names(data))
        raise UnknownScenario(f"scenario {name!r} is unknown{words}")
    path = data / SCENARIOS / f"{name}.yml"
    content: Any = read_yaml(path) or {}
    unknown = [key for key in content if key not in KEYS]
    if unknown:
        raise BadFile(f"{shown(path)} has unknown keys {unknown}; allowed: {', '.join(KEYS)}")
    grade = content.get("min_grade")
    return Scenario(
        name=name,
        title=str(content.get("title") or name),
        about=str(content.get("about") or ""),
        values=dict(content.get("values") or {}),
        readings={str(k): str(v) for k, v in (content.get("readings") or {}).items()},
        min_grade=None if grade is None else check_grade(str(grade)),
    )


def scenario_values(name: str, data: Path = DATA) -> dict[str, float]:
    """The values that a scenario gives to assumptions, by name, in their units.

    Raises UnknownScenario with the names that there are.
    """
    return {key: float(value) for key, value in load_scenario(name, data).values.items()}
