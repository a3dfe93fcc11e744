"""What a chapter may be asked to change, checked before anything runs.

papermill only warns about a parameter that nobody declared, and guesses types: `007` becomes 7 and
`nan` a number. So every value passes through here twice: at the command line, before a kernel
starts, and in the chapter's second cell, whoever executes it.

Order of precedence: a given value, then the scenario, then the assumptions table.
"""

from __future__ import annotations

import ast
import csv
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from lib.book.errors import ParameterError
from lib.book.notebooks import source_of, tags_of
from lib.evidence.conflicts import load_conflicts
from lib.evidence.errors import allowed_words
from lib.evidence.paths import ROOT

if TYPE_CHECKING:
    from lib.book.session import Run

GRADES: Final = ("A", "B", "C", "D")
FEWEST_DRAWS, MOST_DRAWS = 2**8, 2**20
COMMON: Final[Mapping[str, Any]] = {
    "known_on": "latest",
    "scenario": "base",
    "min_grade": "D",
    "draws": 2**14,
    "seed": 20250907,
}


@dataclass(frozen=True)
class Spec:
    """One name that may be given a value: its kind, unit and bounds, or its allowed words."""

    name: str
    kind: str  # day | word | int | float
    label: str = ""
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()

    def bounds_text(self) -> str:
        """The bounds as a reader says them: `0 to 0.5 USD/kWh`."""
        unit = f" {self.unit}" if self.unit and self.unit != "1" else ""
        form = "d" if self.kind == "int" else "g"
        return f"{self.low:{form}} to {self.high:{form}}{unit}"


@dataclass(frozen=True)
class Setting:
    """One effective value of a run, and where it came from: given, scenario or default."""

    name: str
    value: Any
    unit: str
    label: str
    origin: str


def specs(data: Path) -> dict[str, Spec]:
    """Every parameter that a book with this data folder knows, by name."""
    scenarios = scenario_names(data)
    known = {
        "known_on": Spec("known_on", "day", "What was public by this day"),
        "scenario": Spec("scenario", "word", "A named set of values", words=scenarios),
        "min_grade": Spec("min_grade", "word", "The weakest grade of source", words=GRADES),
        "draws": Spec("draws", "int", "Random draws", low=FEWEST_DRAWS, high=MOST_DRAWS),
        "seed": Spec("seed", "int", "Seed of the draws", low=0, high=2**63 - 1),
    }
    for row in _assumption_rows(data):
        known[row["name"]] = _assumption_spec(row)
    for conflict in load_conflicts(data).values():
        words = tuple(reading.id for reading in conflict.readings)
        known[conflict.id] = Spec(conflict.id, "word", conflict.question, words=words)
    return known


def scenario_names(data: Path) -> tuple[str, ...]:
    """The scenarios that have a file; `base` always exists."""
    return tuple(sorted({"base", *(p.stem for p in (data / "scenarios").glob("*.yml"))}))


def scenario(data: Path, name: str) -> dict[str, Any]:
    """A scenario's content: title, about, values, readings, min_grade. Raises ParameterError."""
    path = data / "scenarios" / f"{name}.yml"
    if not path.is_file():
        if name == "base":
            return {}
        raise ParameterError(
            f"scenario={name!r} is unknown{allowed_words(name, scenario_names(data))}"
        )
    return dict(yaml.safe_load(path.read_text("utf8")) or {})


def from_text(known: Mapping[str, Spec], name: str, text: str) -> Any:
    """A value typed at the command line, in the type that its parameter has."""
    spec = _spec(known, name)
    if spec.kind in ("day", "word"):
        return checked(known, name, text)
    try:
        number = int(text) if spec.kind == "int" else float(text)
    except ValueError:
        kind = "a whole number" if spec.kind == "int" else "a number"
        raise ParameterError(f"{name}={text!r} is not {kind}; {_allowed(spec)}") from None
    return checked(known, name, number)


def checked(known: Mapping[str, Spec], name: str, value: Any) -> Any:
    """The value, if its parameter may have it. Raises ParameterError naming what is allowed."""
    spec = _spec(known, name)
    if spec.kind == "day":
        return _checked_day(name, value)
    if spec.kind == "word":
        if not isinstance(value, str) or value not in spec.words:
            raise ParameterError(
                f"{name}={value!r} is unknown{allowed_words(str(value), spec.words)}"
            )
        return value
    wrong = isinstance(value, bool) or not isinstance(value, int | float)
    if wrong or (spec.kind == "int" and not float(value).is_integer()):
        kind = "whole number" if spec.kind == "int" else "number"
        raise ParameterError(f"{name}={value!r} is not a {kind}; {_allowed(spec)}")
    if not math.isfinite(value) or not spec.low <= value <= spec.high:
        raise ParameterError(f"{name}={value!r} is out of bounds; {_allowed(spec)}")
    if name == "draws" and int(value) & (int(value) - 1):
        raise ParameterError(f"draws={value!r} is not a power of two; {_allowed(spec)}")
    return int(value) if spec.kind == "int" else float(value)


def declared(notebook: Path) -> tuple[str, ...]:
    """The names assigned in a notebook's cell tagged `parameters`, in order."""
    cells = json.loads(notebook.read_text("utf8"))["cells"]
    return declared_in(cells)


def declared_in(cells: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names assigned in the cells tagged `parameters`."""
    sources = [source_of(dict(cell)) for cell in cells if "parameters" in tags_of(dict(cell))]
    return tuple(name for source in sources for name in _assigned(source))


def begin(chapter: str, scope: dict[str, Any], root: Path | None = None) -> Run:
    """Check the parameters in a chapter's globals, show the effective ones, and open the run.

    chapter: the file's name without a suffix; scope: `globals()` of the notebook.
    Raises ParameterError for an unknown name, a wrong type, or a value outside its bounds.
    """
    from lib.book.session import Run  # needs polars and the rest: validate first

    base = root or ROOT
    known = specs(base / "data")
    given = given_in(scope, known)
    run = Run.open(chapter, base, known, given)
    run.show_settings()
    return run


def given_in(scope: Mapping[str, Any], known: Mapping[str, Spec]) -> dict[str, Any]:
    """The parameters that a notebook's globals hold, checked; None means 'from the scenario'."""
    given: dict[str, Any] = {}
    for name in _parameter_names(scope):
        value = scope[name]
        if value is None:
            _spec(known, name)
            continue
        given[name] = checked(known, name, value)
    return given


def settings_of(
    known: Mapping[str, Spec], data: Path, given: Mapping[str, Any], shown: Iterable[str] = ()
) -> list[Setting]:
    """The effective values by precedence: the common ones, those given, and those `shown`."""
    chosen = scenario(data, str(given.get("scenario", "base")))
    from_scenario = {**chosen.get("values", {}), **chosen.get("readings", {})}
    if "min_grade" in chosen:
        from_scenario["min_grade"] = chosen["min_grade"]
    rows = {row["name"]: row for row in _assumption_rows(data)}
    conflicts = load_conflicts(data)
    names = list(dict.fromkeys([*COMMON, *shown, *sorted(from_scenario), *sorted(given)]))
    found = []
    for name in names:
        spec = _spec(known, name)
        if name in given and given[name] != COMMON.get(name):
            value, origin = given[name], "given"
        elif name in from_scenario:
            value, origin = checked(known, name, from_scenario[name]), "scenario"
        elif name in COMMON:
            value, origin = COMMON[name], "default"
        elif name in conflicts:
            value, origin = conflicts[name].default, "default"
        else:
            row = rows[name]
            value, origin = (float(row["default"]), "default") if row["default"] else (None, "fact")
        found.append(Setting(name, value, spec.unit, spec.label, origin))
    return found


def _parameter_names(scope: Mapping[str, Any]) -> list[str]:
    """Names that a parameter cell set: at first every plain value, later only literal cells.

    On a second call in one kernel the chapter has made names of its own; then only cells that
    consist of nothing but literal assignments count as parameter cells.
    """
    plain = [
        name
        for name, value in scope.items()
        if not name.startswith("_")
        and name not in ("In", "Out")
        and (value is None or isinstance(value, str | bool | int | float | date | list | dict))
    ]
    if not any(type(value).__name__ == "Run" for value in scope.values()):
        return plain
    cells = [cell for cell in scope.get("In", []) if isinstance(cell, str)]
    literal = {name for cell in cells for name in _literal_names(cell)}
    return [name for name in plain if name in literal]


def _literal_names(source: str) -> list[str]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    if not all(
        isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant | ast.UnaryOp) for s in body
    ):
        return []
    return _assigned(source)


def _assigned(source: str) -> list[str]:
    names = []
    for statement in ast.parse(source).body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = list(statement.targets)
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _checked_day(name: str, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str) and value.strip().lower() == "latest":
        return "latest"
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise ParameterError(
        f"{name}={value!r} is not a day; allowed: a day such as 2025-09-07, latest"
    )


def _spec(known: Mapping[str, Spec], name: str) -> Spec:
    if name not in known:
        raise ParameterError(f"parameter {name!r} is unknown{allowed_words(name, known, most=8)}")
    return known[name]


def _allowed(spec: Spec) -> str:
    return f"allowed: {spec.bounds_text()}"


def _assumption_rows(data: Path) -> list[dict[str, str]]:
    path = data / "assumptions.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def _assumption_spec(row: Mapping[str, str]) -> Spec:
    low = float(row["bound_low"]) if row["bound_low"] else -math.inf
    high = float(row["bound_high"]) if row["bound_high"] else math.inf
    return Spec(row["name"], "float", row["label"], row["unit"], low, high)
