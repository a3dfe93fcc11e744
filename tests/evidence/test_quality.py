"""The re-read sample, the gaps, the two clocks and the basis of locators."""

from datetime import date

import polars as pl
import pytest

from lib.evidence.errors import BadWord, CorruptCell, DuplicateId, ImpossibleDate
from lib.evidence.gaps import load_gaps
from lib.evidence.locators import locator_basis
from lib.evidence.paths import CORRECTIONS, DATA
from lib.evidence.sample import Reading, load_sample, other_errors, rate, value_errors
from lib.evidence.standard import clock_differences
from lib.evidence.store import evidence
from lib.evidence.tables import read_text

HEADER = "fact_id,field,stands,says,address,read_on\n"
GAP_HEADER = "entity,metric,period,what,why,looked_in\n"


def reading(stands: str, field: str = "value") -> Reading:
    return Reading("x", field, stands, "says", "", "2026-11-23")


def test_error_rates_are_of_the_facts_found_again():
    readings = [
        reading("yes"), reading("no", "value;low"), reading("no", "public_on"),
        reading("not found"),
    ]  # fmt: skip
    values, others = value_errors(readings), other_errors(readings)
    assert (values.count, values.of, others.count, others.of) == (1, 3, 1, 3)


def test_the_interval_is_wilsons():
    # Agresti and Coull (1998): no success in n trials has the upper end z^2 / (n + z^2).
    none = rate(0, 54)
    assert (none.fraction, none.low) == (0, 0)
    assert none.high == pytest.approx(1.959964**2 / (54 + 1.959964**2))
    half = rate(5, 10)
    assert (half.low + half.high) / 2 == pytest.approx(0.5)
    with pytest.raises(ValueError, match="0 <= errors <= compared"):
        rate(0, 0)


@pytest.mark.parametrize(
    ("row", "error", "message"),
    [
        ("a,value,maybe,x,,2026-11-23", BadWord, "row 2, column stands: 'maybe'.*yes, no, not fo"),
        ("a,value,yes,x,,2026-11-31", ImpossibleDate, "row 2, column read_on: '2026-11-31'"),
        ("a,value,yes,,,2026-11-23", CorruptCell, "row 2, column says"),
        ("a,value,yes,x,,2026-11-23\na,value,yes,x,,2026-11-23", DuplicateId, "row 3, .*'a'"),
    ],
)
def test_a_broken_reading_is_refused(tmp_path, row, error, message):
    (tmp_path / "sample.csv").write_text(HEADER + row + "\n")
    with pytest.raises(error, match=message):
        load_sample(tmp_path)


def test_a_gap_names_what_exists(project):
    project.file("gaps.csv", GAP_HEADER + "Cloudy,revnue,2025,x,y,z\n")
    with pytest.raises(BadWord, match=r"gaps.csv, row 2, column metric: 'revnue'.*revenue"):
        load_gaps(project.load().vocabulary, project.data)
    project.file("gaps.csv", GAP_HEADER + "Cloudy,revenue,2025,x,,z\n")
    with pytest.raises(CorruptCell, match="column why"):
        load_gaps(project.load().vocabulary, project.data)


def test_every_error_of_the_sample_was_mended():
    readings = load_sample()
    columns = ("fact_id", "field", "old", "new", "reason")
    corrected = set(read_text(DATA / CORRECTIONS, columns)["fact_id"])
    assert len(readings) >= 60
    assert {r.fact_id for r in readings if r.stands == "no"} <= corrected
    assert {r.fact_id for r in readings} <= set(evidence().facts["fact_id"]) | corrected


def test_the_gaps_name_words_of_the_vocabulary():
    assert len(load_gaps(evidence().vocabulary)) > 20


def test_the_clocks_differ_on_what_was_seen_later(cloudy):
    data = cloudy.load()
    on_the_day = date(2025, 12, 31)
    reads = [("c2", on_the_day, ("q1", "q3")), ("c1", on_the_day, ("q3",)), ("c3", on_the_day, ())]
    found = clock_differences(reads, data)
    assert found.select("fact_id", "readers").rows() == [("q3", ["c1", "c2"])]
    assert clock_differences([("c1", date(2026, 2, 1), ("q3",))], data).is_empty()


def test_a_locator_that_repeats_the_fact_was_not_read(project):
    project.fact("a", locator="text, Cloudy: revenue, 2025-06-30")
    project.fact("b", locator="data file, row Cloudy, column revenue")
    project.fact("c", locator="page 4, table of segments")
    project.fact("d", locator="text").fact("e")
    data = project.load()
    found = dict(
        data.facts.with_columns(locator_basis(data.vocabulary))
        .select("fact_id", pl.col("locator_basis"))
        .rows()
    )
    assert found == {
        "a": "by kind of source", "b": "by kind of source", "c": "read",
        "d": "by kind of source", "e": "none",
    }  # fmt: skip


def test_the_chip_programmes_of_other_labs_are_dated():
    data = evidence()
    programmes = data.events.filter(pl.col("kind") == "custom_chip_programme")
    houses = {"OpenAI", "Meta", "Microsoft", "xAI", "ByteDance", "Apple", "Anthropic"}
    assert houses <= set(programmes["entity"])
    volumes = {"openai_broadcom_10gw", "meta_broadcom_mtia_capacity_2026", "xai_x1_units_planned"}
    assert volumes <= set(data.facts["fact_id"])


def test_the_houses_publish_revenue_and_research_of_every_year():
    facts = evidence().facts.filter(pl.col("kind") == "reported")
    research = pl.col("basis") == "item=r_and_d"
    for house in ("Amazon", "Alphabet", "Meta", "Microsoft"):
        own = facts.filter(pl.col("entity") == house)
        for rows in (own.filter(pl.col("metric") == "revenue"), own.filter(research)):
            assert set(range(2018, 2025)) <= set(rows["period_end"].dt.year())
