"""What a view remembers is what it would find anew."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.evidence import View, evidence
from lib.evidence.errors import UnknownFact, UnknownWord
from lib.evidence.remembered import Remembered, frozen, key_of
from lib.evidence.store import Evidence

QUESTIONS = (
    lambda v: v.facts(entity="AWS", metric="revenue"),
    lambda v: v.facts(entity="Anthropic", metric="run_rate_revenue", kind=["reported"]),
    lambda v: v.facts(metric="hbm_bandwidth", basis=""),
    lambda v: v.facts(ids=["aws_revenue_2025q2", "aws_revenue_2024q2"]),
    lambda v: v.facts(ids=pl.Series(["aws_revenue_2025q2"])),
    lambda v: v.series("AWS", "revenue"),
    lambda v: v.series("AWS", "revenue", kind="reported", basis="any", frequency="year"),
    lambda v: v.events(since="2024-01-01"),
    lambda v: v.events(entity="AWS"),
)


@pytest.fixture(scope="module")
def forgetful() -> Evidence:
    """The same data, with a memory for nothing."""
    data = Evidence()
    data.__dict__["remembered"] = Remembered(0)
    return data


@given(
    day=st.dates(date(2023, 6, 1), date(2026, 11, 1)), clock=st.sampled_from(["public", "strict"])
)
@settings(max_examples=25)
def test_a_remembered_answer_is_the_one_that_is_found_anew(
    day: date, clock: str, forgetful: Evidence
) -> None:
    for ask in QUESTIONS:
        mine, anew = View(day, clock=clock), View(day, clock=clock, data=forgetful)
        assert ask(mine).equals(ask(anew))
        assert mine.log.as_dict() == anew.log.as_dict()


def test_a_day_on_which_a_row_appears_is_not_answered_from_memory() -> None:
    public = evidence().facts.filter(pl.col("fact_id") == "aws_revenue_2025q2")["public_on"][0]
    before, after = (View(public - timedelta(days=n)) for n in (1, 0))
    assert before.series("AWS", "revenue").height + 1 == after.series("AWS", "revenue").height


def test_another_folder_has_a_memory_of_its_own(tmp_path: Path, forgetful: Evidence) -> None:
    assert forgetful.remembered is not evidence().remembered
    assert not forgetful.remembered._rows


def test_mistakes_are_named_every_time() -> None:
    view = View()
    for _ in range(2):
        with pytest.raises(UnknownWord, match="filter 'entiti' is unknown"):
            view.facts(entiti="AWS")
        with pytest.raises(UnknownWord, match="filter 'metrik' is unknown"):
            view.events(metrik="x")
        with pytest.raises(UnknownFact, match="aws_revenue_2025q9"):
            view.facts(ids=["aws_revenue_2025q9"])


def test_what_cannot_be_a_key_is_not_remembered() -> None:
    assert frozen(["a", "b"]) != frozen(["b", "a"])
    assert frozen({"term": "3y"}) != frozen("term=3y")
    assert frozen(pl.Series(["a"])) is None
    assert key_of("facts", b"", {"ids": pl.Series(["a"])}) is None
