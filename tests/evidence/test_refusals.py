"""Corrupted copies: each is refused, by file, row, column, value and what is allowed."""

import re

import pytest

from lib.evidence.assumptions import load_assumptions
from lib.evidence.check import main
from lib.evidence.errors import (
    BadFile,
    BadRange,
    BadUnit,
    BadWord,
    CorruptCell,
    DuplicateId,
    ImpossibleDate,
)
from lib.evidence.store import Evidence

RANGE = {"low": "90", "high": "110", "range_kind": "min-max"}
CASES = [
    ({"value": "1,000"}, CorruptCell, "column value: '1,000' is not a plain decimal number"),
    ({"value": ""}, CorruptCell, "column value: '' is not a plain decimal"),
    ({"value": "nan"}, CorruptCell, "column value: 'nan'"),
    ({"low": "~3", "range_kind": "floor"}, CorruptCell, "column low: '~3'"),
    ({"unit": "EUR"}, BadUnit, "column unit: 'EUR' is unknown; allowed: .*RMB.*USD"),
    ({"unit": "TB/s"}, BadUnit, "column unit: 'TB/s' is not a unit of revenue; allowed: RMB, USD"),
    ({"fact_id": "first"}, DuplicateId, "'first' is already used in .*facts/cloud.csv, row 2"),
    ({"fact_id": ""}, CorruptCell, "column fact_id: '' is empty"),
    ({"period_end": "2025-06-31"}, ImpossibleDate, "column period_end: '2025-06-31'.*ISO days"),
    ({"public_on": "31/07/2025"}, ImpossibleDate, "column public_on: '31/07/2025'"),
    ({"seen_on": "2025-07-30"}, ImpossibleDate, "column seen_on: '2025-07-30' is before public_on"),
    ({"period_start": "2025-07-01"}, ImpossibleDate, "column period_end.* before period_start"),
    (
        {"kind": "derived"},
        BadWord,
        "'derived' is unknown; allowed: measured, estimate, forecast, rep",
    ),
    ({"grade": "E"}, BadWord, "column grade: 'E' is unknown; allowed: A, B, C, D"),
    ({"metric": "revnue"}, BadWord, "column metric: 'revnue' is unknown; allowed: revenue"),
    ({"entity": "CLDY"}, BadWord, "column entity: 'CLDY' is unknown; allowed: .*Cloudy"),
    ({"source_id": "lost"}, BadWord, "column source_id: 'lost' is unknown; allowed: cloudy2025"),
    ({"public_basis": "guess"}, BadWord, "column public_basis.*announcement.*no-later-than"),
    ({"supersedes": "zeroth"}, BadWord, "column supersedes: 'zeroth' is unknown; allowed: first"),
    ({"supersedes": "second"}, DuplicateId, "column supersedes: 'second' supersedes itself"),
    (
        {"basis": "seller=AWS"},
        BadWord,
        "'seller' is not a qualifier of revenue; allowed: series, scope",
    ),
    ({"basis": "scope"}, CorruptCell, "column basis: 'scope' is not a list of qualifiers"),
    ({"basis": "series=a;scope=b"}, CorruptCell, "not in canonical order; allowed: scope=b;ser"),
    ({**RANGE, "low": "101"}, BadRange, "column low: '101.0' is above value"),
    ({**RANGE, "high": "99"}, BadRange, "column high: '99.0' is below value"),
    ({**RANGE, "range_kind": ""}, BadRange, "column range_kind: '' is empty.*p5-p95, min-max"),
    ({**RANGE, "range_kind": "about"}, BadWord, "column range_kind: 'about' is unknown; allowed"),
    ({"range_kind": "floor"}, BadRange, "column range_kind: 'floor' stands without a low or high"),
]


@pytest.mark.parametrize(("cells", "error", "message"), CASES)
def test_a_bad_cell_is_refused_with_its_address(project, cells, error, message):
    project.fact("first").fact("second", **cells)
    with pytest.raises(error, match=message) as caught:
        project.load()
    assert "facts/cloud.csv, row 3" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_good_range_is_accepted(project):
    project.fact("first", **RANGE)
    assert project.load().facts["low"].to_list() == [90.0]


def test_the_error_says_how_many_more_there_are(project):
    project.fact("a", value="x").fact("b", value="y").fact("c", value="z")
    with pytest.raises(CorruptCell, match=r"row 2.*and 2 more: run `make check-data`"):
        project.load()


def test_a_file_with_other_columns_is_refused(project):
    path = project.fact("a").write() / "facts" / "cloud.csv"
    path.write_text(path.read_text().replace("locator", "location", 1))
    with pytest.raises(BadFile, match=r"row 1: missing columns \['locator'\].*\['location'\]"):
        Evidence(project.data, cache=None)


def test_a_torn_row_is_refused(project):
    path = project.fact("a").write() / "facts" / "cloud.csv"
    path.write_text(path.read_text() + "b,Cloudy,revenue" + "," * 40 + "\n")
    with pytest.raises(BadFile, match=r"cannot be read as a table"):
        Evidence(project.data, cache=None)


def test_a_duplicate_across_two_files_is_refused(project):
    project.fact("a").write()
    text = (project.data / "facts" / "cloud.csv").read_text()
    project.file("facts/more.csv", text)
    with pytest.raises(DuplicateId, match=r"facts/more.csv, row 2.*facts/cloud.csv, row 2"):
        Evidence(project.data, cache=None)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"access": "heard"}, "sources.csv, row 3, column access: 'heard'.*allowed: address_inc"),
        ({"kind": "tweet"}, "column kind: 'tweet'.*analyst"),
        ({"published_on": "2025-13"}, "column published_on: '2025-13' is not a day"),
        ({"source_id": "cloudy2025"}, "'cloudy2025' is already used in .*row 2"),
    ],
)
def test_a_bad_source_is_refused(project, cells, message):
    project.fact("a").source("new", **cells)
    with pytest.raises(ValueError, match=message):
        project.load()


def test_a_bad_vocabulary_is_refused(project):
    project.fact("a")
    project.entities.append(
        {"entity": "Gusty", "kind": "cloud", "parent": "Sky", "aliases": "CLDY"}
    )
    with pytest.raises(
        BadWord, match=r"entities.csv, row 5, column parent: 'Sky' is not an entity"
    ):
        project.load()
    project.entities[-1]["parent"] = ""
    with pytest.raises(BadWord, match=r"column aliases: 'CLDY' already names another entity"):
        project.load()


QUALIFIERS = "qualifier,definition,values\nscope,what,part|whole\nseries,whose,\nseller,who,\n"


def test_a_qualifier_takes_only_its_own_values(project):
    project.file("qualifiers.csv", QUALIFIERS)
    project.fact("fine", basis="scope=part;series=anyone")
    assert project.load().facts.height == 1
    project.fact("odd", basis="scope=half")
    message = r"row 3, column basis: 'half' is not a scope; allowed: part, whole"
    with pytest.raises(BadWord, match=message):
        project.load()


def test_a_metric_takes_only_qualifiers_that_are_defined(project):
    project.fact("a").file("qualifiers.csv", QUALIFIERS.replace("series,whose,\n", ""))
    message = r"metrics\.csv, row 2, column qualifiers: 'series' is not in qualifiers.csv; allowed"
    with pytest.raises(BadWord, match=message):
        project.load()


@pytest.mark.parametrize("line", ["furlong", "USD = again"])
def test_a_bad_unit_line_is_refused(project, line):
    project.fact("a").write()
    project.file("units.txt", f"USD = dollars\n{line}\n")
    with pytest.raises(BadFile, match=r"units.txt, row 2"):
        Evidence(project.data, cache=None)


def test_a_bad_event_is_refused(project):
    data = project.fact("a").event("e", entity="Nobody").load()
    with pytest.raises(BadWord, match=r"events.csv, row 2, column entity: 'Nobody' is unknown"):
        _ = data.events


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"unit": "EUR"}, "row 2, column unit: 'EUR'"),
        ({"distribution": "beta"}, "column distribution: 'beta' is unknown; allowed: fixed"),
        ({"default": "much"}, "column default: 'much' is not a plain decimal"),
        ({"low": "0.09"}, "column low: 0.09 is above default 0.08"),
        ({"bound_high": "0.1"}, "column high: 0.12 is above bound_high 0.1"),
        ({"high": ""}, "column low: '0.05' needs low and high for distribution lognormal"),
        ({"low": "0", "bound_low": "0"}, "column low: 0.0 must be above 0 for a lognormal"),
        ({"group": "power:2"}, "column group: 'power:2' is not name:rho"),
        ({"set_on": "soon"}, "column set_on: 'soon' is not a day"),
    ],
)
def test_a_bad_assumption_is_refused(project, cells, message):
    data = project.fact("a").assumption("electricity_usd_per_kwh", **cells).load()
    _, problems = load_assumptions(data.data, data.vocabulary.units)
    assert any(re.search(message, str(problem)) for problem in problems), problems


def test_the_check_prints_every_bad_cell_and_exits_1(project, capsys):
    project.fact("a", value="x").fact("b", unit="EUR").fact("c", public_on="2025-02-30").write()
    assert main(["--data", str(project.data)]) == 1
    out = capsys.readouterr().out
    for part in ("row 2, column value", "row 3, column unit", "row 4, column public_on"):
        assert part in out
    assert "3 problems: 1 BadUnit, 1 CorruptCell, 1 ImpossibleDate" in out
