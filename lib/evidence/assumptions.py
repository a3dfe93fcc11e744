"""Assumptions: every uncertain or adjustable input, with its range, bounds and what it rests on.

`low` and `high` are the 5th and 95th percentiles. A row with `from_fact` takes its numbers from
the first of its facts that the view can see; the row's own numbers fill what the fact lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from lib.evidence.clocks import parse_day
from lib.evidence.errors import (
    BadRange,
    BadUnit,
    BadWord,
    CellError,
    CorruptCell,
    ImpossibleDate,
)
from lib.evidence.paths import ASSUMPTIONS
from lib.evidence.tables import (
    duplicate_problems,
    number_problems,
    parse_number,
    read_text,
)

ASSUMPTION_COLUMNS: Final = (
    "name", "label", "unit", "default", "low", "high", "distribution", "bound_low", "bound_high",
    "group", "basis", "from_fact", "basis_facts", "set_on", "reason",
)  # fmt: skip
NUMBERS: Final = ("default", "low", "high", "bound_low", "bound_high")
DISTRIBUTIONS: Final = ("lognormal", "normal", "uniform", "triangular", "logitnormal", "fixed")
BASES: Final = ("fact", "assumption")
FROM_ONE_STANDARD_ERROR: Final = 1.6448536269514722  # to p5 and p95, normal
FROM_P95_INTERVAL: Final = 1.6448536269514722 / 1.959963984540054


@dataclass(frozen=True)
class Assumption:
    """An input as a view sees it: central value, p5, p95, hard bounds, and what it rests on."""

    name: str
    label: str
    unit: str
    default: float
    low: float | None
    high: float | None
    distribution: str
    bound_low: float | None
    bound_high: float | None
    group: str
    rho: float
    basis: str
    from_fact: tuple[str, ...]
    basis_facts: tuple[str, ...]
    set_on: date
    reason: str
    hindsight: bool = False
    overridden: bool = False
    fact_id: str | None = None


def load_assumptions(
    data: Path, units: Mapping[str, str]
) -> tuple[dict[str, Assumption], list[CellError]]:
    """The rows of assumptions.csv by name, and every problem found (none are kept if any).

    Whether the facts that a row names exist is a rule of its own (`rules_links`): a lost fact
    stops the one assumption that needs it, with UnknownFact, and not all of them.
    """
    path = data / ASSUMPTIONS
    if not path.is_file():
        return {}, []
    frame = read_text(path, ASSUMPTION_COLUMNS)
    problems: list[CellError] = list(duplicate_problems(frame, "name"))
    for column in NUMBERS:
        problems += number_problems(frame, column, required=column == "default")
    for row in frame.rows(named=True):
        problems += _row_problems(row, units)
    if problems:
        return {}, problems
    found = {row["name"]: _assumption(row) for row in frame.rows(named=True)}
    for row in frame.rows(named=True):
        problems += _order_problems(row, found[row["name"]])
    return found, problems


def _row_problems(row: dict[str, str], units: Mapping[str, str]) -> list[CellError]:
    file, number = row["file"], int(row["row"])
    found: list[CellError] = []
    if row["unit"] not in units:
        found.append(BadUnit(file, number, "unit", row["unit"], "is not in units.txt", units))
    for column, allowed in (("distribution", DISTRIBUTIONS), ("basis", BASES)):
        if row[column] not in allowed:
            found.append(BadWord(file, number, column, row[column], "is unknown", allowed))
    if parse_day(row["set_on"]) is None:
        why = "is not a day that exists; allowed: ISO days such as 2025-09-07"
        found.append(ImpossibleDate(file, number, "set_on", row["set_on"], why))
    if row["group"]:
        _, _, rho = row["group"].partition(":")
        value = parse_number(rho)
        if value is None or not -1 <= value <= 1:
            why = "is not name:rho with rho from -1 to 1"
            found.append(CorruptCell(file, number, "group", row["group"], why))
    if row["distribution"] not in ("fixed", "") and not (row["low"] and row["high"]):
        why = f"needs low and high for distribution {row['distribution']}"
        found.append(BadRange(file, number, "low", row["low"], why))
    return found


def _order_problems(row: dict[str, str], a: Assumption) -> list[CellError]:
    file, number = row["file"], int(row["row"])
    names = ("bound_low", "low", "default", "high", "bound_high")
    present = [(name, getattr(a, name)) for name in names if getattr(a, name) is not None]
    found: list[CellError] = []
    for (below, small), (above, large) in pairwise(present):
        if small > large:
            found.append(BadRange(file, number, below, small, f"is above {above} {large:g}"))
    if a.distribution == "lognormal" and (a.low or 0) <= 0:
        found.append(BadRange(file, number, "low", a.low, "must be above 0 for a lognormal"))
    if a.distribution == "logitnormal" and not 0 < (a.low or 0) <= (a.high or 0) < 1:
        found.append(BadRange(file, number, "low", a.low, "to high must lie inside 0 to 1"))
    return found


def _assumption(row: dict[str, str]) -> Assumption:
    group, _, rho = row["group"].partition(":")
    default = parse_number(row["default"])
    set_on = parse_day(row["set_on"])
    assert default is not None and set_on is not None  # both were validated above
    return Assumption(
        name=row["name"],
        label=row["label"],
        unit=row["unit"],
        default=default,
        low=parse_number(row["low"]),
        high=parse_number(row["high"]),
        distribution=row["distribution"],
        bound_low=parse_number(row["bound_low"]),
        bound_high=parse_number(row["bound_high"]),
        group=group,
        rho=parse_number(rho) or 0.0,
        basis=row["basis"],
        from_fact=_ids(row["from_fact"]),
        basis_facts=_ids(row["basis_facts"]),
        set_on=set_on,
        reason=row["reason"],
    )


def _ids(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.replace(";", "|").split("|") if item.strip())
