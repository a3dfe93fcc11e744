"""Properties that hold for every data set and every day, not only for the examples."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.evidence.errors import BadDate, NotKnownYet
from lib.evidence.facts import FACT_COLUMNS
from lib.evidence.view import View
from tests.evidence.conftest import FACT, Project

START = date(2024, 1, 1)
DAY = st.integers(0, 900).map(lambda days: START + timedelta(days=days))
ROW = st.tuples(DAY, st.integers(0, 400), st.sampled_from("ABCD"), st.integers(1, 8))


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("properties") / "data")
    return project.fact("placeholder").load()


def fill(empty, rows):
    """The same folder's words with other facts: one per drawn row."""
    cells = [
        {
            **dict.fromkeys(FACT_COLUMNS, ""), **FACT, "fact_id": f"f{n}", "grade": grade,
            "value": float(n), "low": None, "high": None, "public_on": public,
            "seen_on": public + timedelta(days=delay), "file": "x", "row": n, "topic": "x",
            "period_start": date(2023, 1, 1) + timedelta(days=91 * quarter),
            "period_end": date(2023, 1, 1) + timedelta(days=91 * quarter + 90),
        }
        for n, (public, delay, grade, quarter) in enumerate(rows)
    ]  # fmt: skip
    data = object.__new__(type(empty))
    data.__dict__.update(
        {k: empty.__dict__[k] for k in ("data", "_cache")},
        vocabulary=empty.vocabulary, events=empty.events, datasets={}, conflicts={},
        assumptions={}, sources=empty.sources, _fact_objects={},
        facts=pl.DataFrame(cells, schema=empty.facts.schema),
    )  # fmt: skip
    return data


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=30), day=DAY, grade=st.sampled_from("ABCD"))
def test_no_view_looks_ahead_and_strict_is_inside_public(empty, rows, day, grade):
    data = fill(empty, rows)
    seen = {}
    for clock in ("public", "strict"):
        if day < data.first_days[clock]:
            with pytest.raises(BadDate, match=str(data.first_days[clock])):
                View(day, clock=clock, data=data)
            continue
        if day > data.latest:
            with pytest.raises(BadDate, match=str(data.latest)):
                View(day, clock=clock, data=data)
            return
        view = View(day, min_grade=grade, clock=clock, data=data)
        frame = view.facts()
        known = "public_on" if clock == "public" else "seen_on"
        assert (frame[known] <= day).all()
        assert (frame["grade"] <= grade).all()
        expected = [f"f{n}" for n, row in enumerate(rows) if visible(row, day, grade, clock)]
        assert frame["fact_id"].to_list() == expected
        assert view.log.facts == tuple(sorted(expected))
        seen[clock] = set(expected)
    if len(seen) == 2:
        assert seen["strict"] <= seen["public"]


def visible(row, day, grade, clock):
    public, delay, own_grade, _ = row
    known = public if clock == "public" else public + timedelta(days=delay)
    return known <= day and own_grade <= grade


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=30), reads=st.lists(st.integers(0, 29), max_size=9))
def test_the_log_contains_exactly_what_was_read(empty, rows, reads):
    data = fill(empty, rows)
    view = View(START + timedelta(days=450), data=data) if in_span(data) else View(data=data)
    read = set()
    for number in reads:
        name = f"f{number % len(rows)}"
        if view.knows(name):
            read.add(view.fact(name).fact_id)
        else:
            with pytest.raises(NotKnownYet, match=name):
                view.fact(name)
    assert view.log.facts == tuple(sorted(read))


def in_span(data):
    return data.first_days["public"] <= START + timedelta(days=450) <= data.latest


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=30), shift=st.integers(0, 300))
def test_a_series_has_one_best_row_per_period_and_more_knowledge_never_shrinks_it(
    empty, rows, shift
):
    data = fill(empty, rows)
    later = View(data=data)
    first = data.first_days["public"]
    day = min(first + timedelta(days=shift), data.latest)
    earlier = View(day, data=data)
    old, new = (v.series("Cloudy", "revenue") for v in (earlier, later))
    for frame in (old, new):
        assert frame["period_end"].is_sorted()
        assert frame["period_end"].n_unique() == frame.height
    assert set(old["period_end"]) <= set(new["period_end"])
    best = later.facts().group_by("period_end").agg(pl.col("grade").min()).sort("period_end")
    assert new["grade"].to_list() == best["grade"].to_list()
