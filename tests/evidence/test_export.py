import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.evidence.dictionary import column_dictionary
from lib.evidence.events import EVENT_COLUMNS
from lib.evidence.export import _column, browser_json, write_exports
from lib.evidence.facts import FACT_COLUMNS
from lib.evidence.locators import locator_basis
from lib.evidence.sources import SOURCE_COLUMNS, partial_day, references_bib
from lib.evidence.store import Evidence


@pytest.fixture
def exported(cloudy, tmp_path):
    data = cloudy.event("launch", note='says "hello", twice').load()
    return data, write_exports(tmp_path / "out", data)


def test_the_tables_hold_every_row(exported):
    data, files = exported
    assert pl.read_csv(files["facts"]).height == pl.read_parquet(files["parquet"]).height == 6
    written = pl.read_parquet(files["parquet"])
    located = data.facts.with_columns(locator_basis(data.vocabulary))
    assert written.equals(located.select(written.columns).sort("fact_id"))
    sources = pl.read_csv(files["sources"])
    assert dict(sources.select("source_id", "facts").rows()) == {"cloudy2025": 5, "digest2026": 1}


def test_the_same_data_give_the_same_bytes(exported, tmp_path):
    data, files = exported
    again = write_exports(tmp_path / "again", Evidence(data.data, cache=None))
    assert {name: path.read_bytes() for name, path in files.items()} == {
        name: path.read_bytes() for name, path in again.items()
    }


def test_the_dictionary_explains_every_column():
    rows = column_dictionary()
    explained = {(table, column) for table, column in rows.select("table", "column").rows()}
    assert explained >= {("facts", name) for name in FACT_COLUMNS}
    assert explained >= {("sources", name) for name in SOURCE_COLUMNS}
    assert explained >= {("events", name) for name in EVENT_COLUMNS}
    assert rows["meaning"].str.len_chars().min() > 5


def test_the_page_json_unpacks_to_the_table(exported):
    data, files = exported
    content = json.loads(files["browser"].read_text())
    assert content == json.loads(json.dumps(browser_json(data)))
    facts = {name: unpack(column) for name, column in content["facts"].items()}
    assert facts["fact_id"] == sorted(data.facts["fact_id"])
    place = facts["fact_id"].index("q2")
    assert (facts["entity"][place], facts["value"][place]) == ("Cloudy", 100)
    assert (facts["public_on"][place], facts["low"][place]) == ("2025-07-31", None)
    assert "words" in content["facts"]["entity"]


def unpack(column):
    return [column["words"][at] for at in column["at"]] if isinstance(column, dict) else column


@given(st.lists(st.sampled_from(["", "a", "b", "é"]), max_size=20))
def test_a_packed_column_loses_nothing(cells):
    assert unpack(_column(pl.Series(cells, dtype=pl.String))) == cells


def test_the_data_package_describes_the_files(exported):
    _, files = exported
    package = json.loads(files["package"].read_text())
    names = [resource["name"] for resource in package["resources"]]
    assert names == ["facts", "sources", "events"]
    for resource in package["resources"]:
        path = files["package"].parent / resource["path"]
        assert path.stat().st_size == resource["bytes"]
        header = path.read_text().splitlines()[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    types = {f["name"]: f["type"] for f in package["resources"][0]["schema"]["fields"]}
    assert (types["value"], types["public_on"], types["fact_id"]) == ("number", "date", "string")


def test_references_are_bibtex(project):
    project.source("odd2025", title="100 % of {costs} & more", authors="A. One; B. Two", url="")
    text = references_bib(project.load().sources) if project.fact("a") else ""
    assert text.startswith("@online{cloudy2025,")
    assert "@misc{odd2025," in text
    assert r"title = {{100 \% of \{costs\} \& more}}" in text
    assert "author = {A. One and B. Two}" in text
    assert "author = {{Cloudy}}" in text


@pytest.mark.parametrize(
    ("text", "day"),
    [("2025", "2025-12-31"), ("2025-02", "2025-02-28"), ("2024-12", "2024-12-31"),
     ("2025-09-07", "2025-09-07"), ("2025-13", "None"), ("soon", "None"), ("", "None")],
)  # fmt: skip
def test_a_vague_day_is_the_last_that_it_can_mean(text, day):
    assert str(partial_day(text)) == day
