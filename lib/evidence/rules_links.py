"""Rules about links between files: corrections stand, conflicts and assumptions rest on facts."""

from __future__ import annotations

from typing import Final

import polars as pl

from lib.evidence.conflicts import check_readings
from lib.evidence.effective import check_values, from_fact
from lib.evidence.errors import BadExpression, EvidenceError
from lib.evidence.expected import evaluate, load_expected
from lib.evidence.facts import Fact
from lib.evidence.paths import ASSUMPTIONS, CONFLICTS, CORRECTIONS, SCENARIOS, shown
from lib.evidence.problems import YEAR_DAYS, Problem, problems_of
from lib.evidence.scenarios import load_scenario, scenario_names
from lib.evidence.store import Evidence
from lib.evidence.tables import parse_number, read_text

CORRECTION_COLUMNS: Final = ("fact_id", "field", "old", "new", "reason")
REMOVED: Final = ("removed", "merged", "moved")


def corrections_stand(data: Evidence) -> list[Problem]:
    """Each correction's new value is what the fact says now (the last one, if corrected twice).

    The field `fact_id` records a row that left: it was removed, merged or moved (to events).
    """
    path = data.data / CORRECTIONS
    if not path.is_file():
        return [Problem("correction", shown(path), 1, "corrections.csv", "is missing")]
    rows = read_text(path, CORRECTION_COLUMNS)
    found: list[Problem] = []
    last = rows.unique(["fact_id", "field"], keep="last", maintain_order=True)
    for row in last.rows(named=True):
        problem = _correction_problem(row, data)
        if problem:
            place = (shown(path), int(row["row"]), row["fact_id"])
            found.append(Problem("correction", *place, problem))
    for row in rows.filter((pl.col("reason") == "") | (pl.col("field") == "")).rows(named=True):
        place = (shown(path), int(row["row"]), row["fact_id"])
        found.append(Problem("correction", *place, "has no field or no reason"))
    return found


def _correction_problem(row: dict[str, str], data: Evidence) -> str:
    place = data.index.get(row["fact_id"])
    if row["field"] == "fact_id":
        gone = place is None
        return "" if gone or row["new"] == row["fact_id"] else "was to leave, but is still a fact"
    if place is None:
        return "is corrected, but is no fact"
    if row["field"] not in data.facts.columns:
        return f"has no field {row['field']!r}"
    now = data.facts[row["field"]][place]
    number = parse_number(row["new"])
    if isinstance(now, float):
        same = number is not None and abs(now - number) <= 1e-9 * max(abs(now), 1)
    else:
        same = str("" if now is None else now) == row["new"]
    return "" if same else f"{row['field']} should be {row['new']!r}, but is {now!s}"


def conflicts_rest_on_facts(data: Evidence) -> list[Problem]:
    """Every fact that a reading names exists, and a reading has facts or a value."""
    file = shown(data.data / CONFLICTS)
    found: list[Problem] = []
    for number, conflict in enumerate(data.conflicts.values(), start=1):
        for reading in conflict.readings:
            lost = [name for name in reading.facts if name not in data.index]
            if lost:
                text = f"reading {reading.id} names unknown facts {', '.join(lost)}"
                found.append(Problem("conflict", file, number, conflict.id, text))
            if not reading.facts and reading.value is None:
                text = f"reading {reading.id} has neither facts nor a value"
                found.append(Problem("conflict", file, number, conflict.id, text))
    return found


def assumptions_fit_facts(data: Evidence) -> list[Problem]:
    """The facts of an assumption exist; one that feeds it has its unit and lies in its bounds."""
    file = shown(data.data / ASSUMPTIONS)
    found: list[Problem] = []
    for number, row in enumerate(data.assumptions.values(), start=2):
        lost = sorted({f for f in (*row.from_fact, *row.basis_facts) if f not in data.index})
        if lost:
            text = f"rests on unknown facts {', '.join(lost)}"
            found.append(Problem("assumption", file, number, row.name, text))
        for fact_id in (name for name in row.from_fact if name in data.index):
            fact = data.fact_at(data.index[fact_id])
            texts = []
            if row.unit not in _units_given_by(fact):
                texts.append(f"takes {fact_id} in {fact.unit}, but is in {row.unit}")
            if row.bound_low is not None and fact.value < row.bound_low:
                texts.append(f"takes {fact_id} = {fact.value:g}, below its bound {row.bound_low:g}")
            if row.bound_high is not None and fact.value > row.bound_high:
                texts.append(
                    f"takes {fact_id} = {fact.value:g}, above its bound {row.bound_high:g}"
                )
            seen = from_fact(row, fact)
            if seen.low is not None and seen.high is not None and seen.low > seen.high:
                texts.append(f"takes {fact_id}, which turns its range around")
            found += [Problem("assumption", file, number, row.name, text) for text in texts]
    return found


def basis_facts_located(data: Evidence) -> list[Problem]:
    """A fact that an assumption or a reading rests on says where in its source it stands."""
    named = {f for a in data.assumptions.values() for f in (*a.from_fact, *a.basis_facts)}
    named |= {f for c in data.conflicts.values() for r in c.readings for f in r.facts}
    rows = data.facts.filter(pl.col("fact_id").is_in(sorted(named)), pl.col("locator") == "")
    return problems_of("locator", rows, "is rested on, but has no locator (page, table, line)")


def scenarios_fit(data: Evidence) -> list[Problem]:
    """Every scenario names assumptions and readings that exist, within their bounds."""
    found: list[Problem] = []
    for name in scenario_names(data.data):
        try:
            scenario = load_scenario(name, data.data)
            check_values(data.assumptions, scenario.values)
            check_readings(data.conflicts, dict(scenario.readings))
        except EvidenceError as problem:
            file = shown(data.data / SCENARIOS / f"{name}.yml")
            found.append(Problem("scenario", file, 1, name, str(problem)))
    return found


def _units_given_by(fact: Fact) -> tuple[str, ...]:
    """A fact's own unit; and per year, when it is about a year or is a rate stated on one day."""
    days = (fact.period_end - fact.period_start).days + 1
    yearly = days == 1 or YEAR_DAYS[0] <= days <= YEAR_DAYS[1]
    return (fact.unit, f"{fact.unit}/year") if yearly else (fact.unit,)


def expected_reproduced(data: Evidence) -> list[Problem]:
    """Every published result with an expression is reproduced from its facts.

    Entries without an expression are counted by the check's report, not passed off as right.
    """
    try:
        entries = load_expected(data.data)
    except EvidenceError as problem:
        return [Problem("expected", "data/expected", 1, "entries", str(problem))]
    values = dict(zip(data.facts["fact_id"], data.facts["value"], strict=True))
    found: list[Problem] = []
    for number, entry in enumerate(entries, start=1):
        if not entry.expression:
            continue
        try:
            computed = evaluate(entry.expression, values)
        except BadExpression as problem:
            found.append(Problem("expected", entry.file, number, entry.id, str(problem)))
            continue
        if not entry.agrees(computed):
            text = f"published {entry.published:g}, but {entry.expression} gives {computed:g}"
            found.append(Problem("expected", entry.file, number, entry.id, text))
    return found
