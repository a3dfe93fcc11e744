"""Assumptions, readings, scenarios, datasets: what a view makes of them."""

from datetime import date

import pytest

from lib.evidence.errors import (
    BadFile,
    NotKnownYet,
    OutOfBounds,
    UnknownAssumption,
    UnknownConflict,
    UnknownDataset,
    UnknownReading,
    UnknownScenario,
)
from lib.evidence.scenarios import load_scenario, scenario_names, scenario_values
from lib.evidence.view import View

NAME = "electricity_usd_per_kwh"
CONFLICTS = """
- id: cost_of_chip
  question: What does the chip cost its owner?
  parameter: cost_of_chip
  default: printed
  reason: read at its original
  claims: [C5.1b]
  readings:
    - {id: printed, label: as printed, facts: [p1], by: Cloudy}
    - {id: lower, label: lower, value: 1.5, by: Windy}
"""
DATASET = """
title: Chips counted
vintage: '2025-09'
public_on: 2025-09-10
licence: CC BY 4.0
attribution: Windy
url: https://windy.example
files: [counts.csv, LICENSE.txt]
"""


@pytest.fixture
def priced(project):
    project.fact("first", public_on="2025-01-01", seen_on="2025-01-01")
    kwh = {"metric": "electricity_price", "unit": "USD/kWh"}
    project.fact("p1", value="0.1", **kwh)
    project.fact(
        "p2", value="0.2", low="0.15", high="0.3", range_kind="p5-p95",
        public_on="2025-09-01", seen_on="2025-09-01", **kwh,
    )  # fmt: skip
    return project


def test_an_assumption_without_a_fact_is_its_row(priced):
    data = priced.assumption(NAME, group="power:0.6").load()
    seen = View("2025-08-01", data=data).assumption(NAME)
    assert (seen.default, seen.low, seen.high) == (0.08, 0.05, 0.12)
    assert (seen.group, seen.rho, seen.set_on) == ("power", 0.6, date(2025, 8, 1))
    assert (seen.hindsight, seen.overridden, seen.fact_id) == (False, False, None)


def test_a_row_set_later_is_a_hindsight_prior(priced):
    data = priced.assumption(NAME).load()
    assert View("2025-07-31", data=data).assumption(NAME).hindsight
    assert not View("2025-08-01", data=data).assumption(NAME).hindsight


def test_a_row_that_rests_on_a_later_fact_is_a_hindsight_prior(priced):
    data = priced.assumption(NAME, basis_facts="p1|p2").load()
    assert View("2025-08-31", data=data).assumption(NAME).hindsight
    assert not View("2025-09-01", data=data).assumption(NAME).hindsight


def test_the_first_visible_fact_wins_and_is_logged(priced):
    data = priced.assumption(NAME, from_fact="p2|p1").load()
    early, late = View("2025-08-15", data=data), View("2025-09-01", data=data)
    assert early.assumption(NAME).default == 0.1
    assert (early.log.facts, early.log.assumptions) == (("p1",), (NAME,))
    seen = late.assumption(NAME)
    assert (seen.default, seen.low, seen.high, seen.fact_id) == (0.2, 0.15, 0.3, "p2")
    assert seen.basis == "fact"
    assert View("2025-07-01", data=data).assumption(NAME).fact_id is None


def test_an_assumption_from_a_fact_with_its_own_range_is_no_hindsight(priced):
    data = priced.assumption(NAME, from_fact="p2", set_on="2026-01-01").load()
    priced.event("later", public_on="2026-02-01")
    assert not View("2025-09-01", data=data).assumption(NAME).hindsight


@pytest.mark.parametrize(
    ("fact", "low", "high"),
    [
        ({"low": "0.09", "high": "0.11", "range_kind": "standard-error"}, 0.0835515, 0.1164485),
        ({"low": "0.09", "high": "0.11", "range_kind": "ci95"}, 0.0916077, 0.1083923),
        ({"low": "0.09", "high": "0.11", "range_kind": "ci90"}, 0.09, 0.11),
        ({"low": "0.1", "range_kind": "floor"}, 0.1, 0.12),
        ({"high": "0.1", "range_kind": "ceiling"}, 0.05, 0.1),
        ({}, 0.05, 0.12),
        ({"value": "0.16"}, 0.05, 0.24),
        ({"value": "0.02"}, 0.0125, 0.12),
        ({"value": "0.9"}, 0.05, 1.0),
    ],
)
def test_the_range_of_a_fact_becomes_p5_and_p95(priced, fact, low, high):
    cells = {"metric": "electricity_price", "unit": "USD/kWh", "value": "0.1", **fact}
    data = priced.fact("p3", **cells).assumption(NAME, from_fact="p3").load()
    seen = View("2025-08-15", data=data).assumption(NAME)
    assert seen.low == pytest.approx(low, rel=1e-5)
    assert seen.high == pytest.approx(high, rel=1e-5)


def test_an_override_fixes_the_value(priced):
    data = priced.assumption(NAME, from_fact="p1").load()
    view = View("2025-08-15", values={NAME: 0.04}, data=data)
    seen = view.assumption(NAME)
    assert (seen.default, seen.low, seen.high, seen.distribution) == (0.04, 0.04, 0.04, "fixed")
    assert seen.overridden
    assert seen.fact_id is None
    assert view.log.facts == ()


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan"), float("inf"), "0.04", True, None])
def test_an_override_outside_its_bounds_or_no_number_is_refused(priced, value):
    data = priced.assumption(NAME).load()
    with pytest.raises(OutOfBounds, match=rf"{NAME}=.*allowed: 0 to 1 USD/kWh"):
        View(values={NAME: value}, data=data)


def test_unknown_assumptions_are_refused_with_the_nearest(priced):
    data = priced.assumption(NAME).load()
    message = rf"'electricity_usd' is unknown; allowed: {NAME}"
    with pytest.raises(UnknownAssumption, match=message):
        View(values={"electricity_usd": 1}, data=data)
    with pytest.raises(UnknownAssumption, match=message):
        View(data=data).assumption("electricity_usd")


def test_a_reading_is_the_chosen_one_or_the_default(priced):
    data = priced.file("conflicts.yml", CONFLICTS).load()
    view = View(data=data)
    assert view.reading("cost_of_chip") == "printed"
    assert view.log.conflicts == ("cost_of_chip",)
    other = view.derive(readings={"cost_of_chip": "lower"})
    assert other.reading("cost_of_chip") == "lower"
    assert other.conflict("cost_of_chip").choose("lower").value == 1.5
    with pytest.raises(UnknownReading, match=r"cost_of_chip='upper' is no reading; .*lower"):
        View(readings={"cost_of_chip": "upper"}, data=data)
    with pytest.raises(UnknownConflict, match=r"'cost' is unknown; allowed: cost_of_chip"):
        View(readings={"cost": "lower"}, data=data)
    with pytest.raises(UnknownConflict, match=r"'cost' is unknown"):
        view.reading("cost")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("default: printed", "default: lost", "default of cost_of_chip='lost' is no reading"),
        ("  question: What does the chip cost its owner?\n", "", "'cost_of_chip' lacks .*question"),
        ("id: lower", "id: printed", "repeats a reading id"),
        ("value: 1.5", "value: much", "could not convert"),
        ("- id: cost_of_chip", "- id: [", "cannot be read as YAML"),
    ],
)
def test_a_bad_conflict_is_refused(priced, old, new, message):
    assert old in CONFLICTS
    data = priced.file("conflicts.yml", CONFLICTS.replace(old, new)).load()
    with pytest.raises(BadFile, match=message):
        _ = data.conflicts


def test_a_dataset_is_invisible_before_its_public_day(priced):
    priced.file("datasets/chips/dataset.yml", DATASET)
    priced.file("datasets/chips/counts.csv", "owner,chips\nCloudy,10\n")
    data = priced.file("datasets/chips/LICENSE.txt", "free").load()
    assert data.latest == date(2025, 9, 10)
    view = View("2025-09-10", data=data)
    assert view.dataset("chips")["counts"]["chips"].to_list() == [10]
    assert list(view.dataset("chips")) == ["counts"]
    assert view.log.datasets == ("chips",)
    early = View("2025-09-09", data=data)
    with pytest.raises(NotKnownYet, match=r"vintage 2025-09.*public from 2025-09-10"):
        early.dataset("chips")
    assert early.log.datasets == ()
    with pytest.raises(UnknownDataset, match="'chip' is unknown; allowed: chips"):
        view.dataset("chip")
    with pytest.raises(UnknownDataset, match="table 'count' is unknown; allowed: counts"):
        view.dataset("chips")["count"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DATASET.replace("licence: CC BY 4.0", ""), "lacks licence"),
        (DATASET.replace("2025-09-10", "soon"), "public_on='soon' is not an ISO day"),
        (DATASET, "files that are not there: LICENSE.txt"),
    ],
)
def test_a_bad_dataset_is_refused(priced, text, message):
    priced.file("datasets/chips/counts.csv", "a\n1\n")
    data = priced.file("datasets/chips/dataset.yml", text).load()
    with pytest.raises(BadFile, match=message):
        _ = data.datasets


def test_a_scenario_is_a_named_set_of_values_and_readings(priced):
    text = f"title: Cheap power\nabout: what if\nvalues: {{{NAME}: 0.03}}\nmin_grade: B\n"
    data = priced.assumption(NAME).file("scenarios/bull.yml", text).load()
    scenario = load_scenario("bull", data.data)
    assert scenario_names(data.data) == ("bull",)
    assert (scenario.title, scenario.min_grade) == ("Cheap power", "B")
    assert scenario_values("bull", data.data) == {NAME: 0.03}
    assert View(values=scenario.values, data=data).assumption(NAME).default == 0.03
    with pytest.raises(UnknownScenario, match="'bear' is unknown; allowed: bull"):
        load_scenario("bear", data.data)
    priced.file("scenarios/odd.yml", "tilte: x")
    with pytest.raises(BadFile, match=r"unknown keys \['tilte'\]; allowed: title"):
        load_scenario("odd", data.data)
