"""The parts of the data chapter, made from the real evidence and one finding."""

import pytest
from bs4 import BeautifulSoup

from lib.book.data_parts import data_parts
from lib.evidence.gaps import load_gaps
from lib.evidence.sample import load_sample
from lib.evidence.standard import reconstructed
from lib.evidence.store import evidence
from lib.evidence.view import View

DAY = "2025-09-07"


@pytest.fixture(scope="module")
def parts():
    facts = sorted(View(DAY).facts()["fact_id"])
    finding = {"proposition": "C1", "known_on": DAY, "facts": facts}
    return {
        name: BeautifulSoup(text, "html.parser")
        for name, text in data_parts([finding], root="../").items()
    }


def test_the_counts_add_up_to_all_facts(parts):
    for table in parts["data-counts"].find_all("table"):
        cells = [int(td.text.replace(",", "")) for td in table.select("td.cuc-num")]
        assert sum(cells) == evidence().facts.height


def test_the_sample_is_listed_with_its_rate(parts):
    assert len(parts["data-sample"].select("tbody tr")) == len(load_sample())
    assert "error rate of" in parts["data-sample"].find("p").text


def test_the_clocks_list_what_the_strict_one_hides(parts):
    listed = {a.text for a in parts["data-clocks"].select("tbody th a")}
    assert listed == set(reconstructed(View(DAY))["fact_id"])


def test_every_gap_and_every_column_is_listed(parts):
    assert len(parts["data-gaps"].select("tbody tr")) == len(load_gaps(evidence().vocabulary))
    explained = {code.text for code in parts["data-dictionary"].select("tbody th code")}
    assert set(evidence().facts.columns) - {"file", "row"} <= explained | {"topic"}


def test_sources_without_an_address_are_printed_as_such(parts):
    rows = parts["data-incomplete"].select("tbody tr")
    incomplete = evidence().sources["access"].eq("address_incomplete").sum()
    assert len(rows) == incomplete > 0
