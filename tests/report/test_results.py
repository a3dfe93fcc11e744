"""A chapter's numbers are stored once, with what a reader and a citer need."""

import json

import pytest

from lib.report.results import ResultError, Results, load


def test_results_are_written_and_read(tmp_path):
    results = Results("05_cost_of_ownership")
    results.add("cost", 1.23456789012, "USD/chip-hour", low=1, high=2, facts=["b", "a", "a"])
    results.add_phrase("how", "37% lower")
    results.add_premise("cheaper", True, "Trainium2 is not cheaper here.")
    results.write(tmp_path)
    content = load(tmp_path)
    cost = content["numbers"]["cost"]
    assert cost["value"] == 1.23456789
    assert cost["text"] == "$1.23 per chip-hour"
    assert cost["interval"] == "$1 to $2 per chip-hour"
    assert cost["facts"] == ["a", "b"]
    assert cost["anchor"] == "n-cost"
    assert content["premises"]["cheaper"]["holds"] is True


def test_bad_results_are_refused():
    results = Results("05")
    results.add("cost", 1, "USD")
    with pytest.raises(ResultError, match="twice"):
        results.add_phrase("cost", "x")
    with pytest.raises(ResultError, match="lower-case"):
        results.add("Cost", 1, "USD")
    with pytest.raises(ResultError, match="value is nan"):
        results.add("other", float("nan"), "USD")


def test_an_unknown_schema_is_refused(tmp_path):
    (tmp_path / "results.json").write_text(json.dumps({"schema": "results/0"}))
    with pytest.raises(ResultError, match="schema"):
        load(tmp_path)
