"""Nothing that became known later may move an answer given on 2025-09-07.

Real data, real claim functions: the evidence is changed in memory and the findings of chapters 4
and 6 in the view *then* are compared field by field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lib.claims.finding import Finding
from lib.claims.propositions import of_chapter
from lib.claims.register import answer_to
from lib.evidence import THEN, View, evidence
from lib.evidence.store import Evidence
from lib.inference.draws import Draws

IDS = (*of_chapter("04_cloud_position"), *of_chapter("06_outlook"))
DRAWS = Draws(512, detail=False)
LATER = pl.col("public_on") > THEN
# No shrinking: an example takes a second, and the smallest one says no more than the first.
SLOW = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def altered(change: Callable[[pl.DataFrame], pl.DataFrame], **more: Any) -> Evidence:
    """The repository's evidence with its facts changed; nothing is written anywhere."""
    real = evidence()
    copy = Evidence.__new__(Evidence)
    copy.data, copy._cache, copy._fact_objects = real.data, None, {}
    facts = change(real.facts)
    kept = set(facts["fact_id"])
    blank = pl.when(pl.col("supersedes").is_in(kept)).then("supersedes").otherwise(pl.lit(""))
    copy.facts = facts.with_columns(blank.alias("supersedes"))
    copy.__dict__["events"] = more.get("events", real.events)
    copy.__dict__["datasets"] = {
        name: dataset for name, dataset in real.datasets.items() if dataset.public_on <= THEN
    }
    copy.__dict__["assumptions"] = {
        name: dataclasses.replace(
            row,
            from_fact=tuple(f for f in row.from_fact if f in kept),
            basis_facts=tuple(f for f in row.basis_facts if f in kept),
            set_on=more.get("set_on", row.set_on),
        )
        for name, row in real.assumptions.items()
    }
    return copy


def then(data: Evidence | None = None) -> dict[str, Finding]:
    view = View(THEN, THEN, name="then", data=data)
    return {id: answer_to(id)(view, DRAWS) for id in IDS}


def answers(found: dict[str, Finding]) -> dict[str, Any]:
    """Findings without the marks that say how late a document or an assumption is."""
    return {
        id: dataclasses.replace(
            finding, reconstructed=False, hindsight_priors=(), origins=0, best_grade=None,
            confidence=None, confidence_why="", likelihood=None, sentence="", reason="any",
        )
        for id, finding in found.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def real() -> dict[str, Finding]:
    return then()


def test_deleting_everything_later_changes_no_answer(real: dict[str, Finding]) -> None:
    events = evidence().events.filter(~LATER)
    assert then(altered(lambda f: f.filter(~LATER), events=events)) == {
        id: dataclasses.replace(finding, hindsight_priors=kept_marks(finding))
        for id, finding in real.items()
    }


def kept_marks(finding: Finding) -> tuple[str, ...]:
    """Hindsight marks that stand on the day a row was set, not on a fact that was deleted."""
    rows = evidence().assumptions
    return tuple(name for name in finding.hindsight_priors if rows[name].set_on > THEN)


@given(days=st.integers(1, 900), seed=st.integers(0, 99), factor=st.floats(0.1, 10.0))
@SLOW
def test_later_rows_may_say_anything_on_any_later_day(
    days: int, seed: int, factor: float, real: dict[str, Finding]
) -> None:
    """Public day, seen day, period end, value of later rows: none of them moves an answer."""

    def shuffle(facts: pl.DataFrame) -> pl.DataFrame:
        moved = pl.lit(THEN + timedelta(days=days))
        other_end = pl.col("period_end").shuffle(seed=seed)
        return facts.with_columns(
            public_on=pl.when(LATER).then(moved).otherwise("public_on"),
            seen_on=pl.when(LATER).then(moved).otherwise("seen_on"),
            period_end=pl.when(LATER).then(other_end).otherwise("period_end"),
            value=pl.when(LATER).then(pl.col("value") * factor).otherwise("value"),
        )

    assert answers(then(altered(shuffle))) == answers(real)


@given(days=st.integers(0, 900))
@SLOW
def test_the_day_on_which_a_document_was_read_moves_only_its_mark(
    days: int, real: dict[str, Finding]
) -> None:
    later = pl.max_horizontal("public_on", pl.lit(THEN + timedelta(days=days - 300)))
    found = then(altered(lambda f: f.with_columns(seen_on=later)))
    assert answers(found) == answers(real)


@given(day=st.dates(date(2024, 1, 1), date(2027, 1, 1)))
@SLOW
def test_the_day_on_which_an_assumption_was_set_moves_only_its_mark(
    day: date, real: dict[str, Finding]
) -> None:
    found = then(altered(lambda f: f, set_on=day))
    assert answers(found) == answers(real)
    if day > THEN:
        view = View(THEN)
        for finding in found.values():
            rows = [view.assumption(name) for name in finding.assumptions]
            # Where a visible fact gives all of the numbers, nothing in the row is judgement.
            judged = {r.name for r in rows if r.fact_id is None or r.basis != "fact"}
            assert set(finding.hindsight_priors) == judged


@given(seed=st.integers(0, 999))
@SLOW
def test_hiding_facts_that_an_answer_did_not_read_leaves_it_alone(
    seed: int, real: dict[str, Finding]
) -> None:
    read = {fact for finding in real.values() for fact in finding.facts}
    rows = evidence().assumptions.values()
    read |= {fact for row in rows for fact in (*row.basis_facts, *row.from_fact)}
    unread = [f for f in evidence().facts.filter(~LATER)["fact_id"] if f not in read]
    hidden = set(pl.Series(unread).sample(len(unread) // 2, seed=seed))
    moved = pl.lit(THEN + timedelta(days=30))

    def hide(facts: pl.DataFrame) -> pl.DataFrame:
        chosen = pl.col("fact_id").is_in(hidden)
        return facts.with_columns(public_on=pl.when(chosen).then(moved).otherwise("public_on"))

    assert answers(then(altered(hide))) == answers(real)


def test_hiding_the_last_quarter_does_move_the_forecast(real: dict[str, Finding]) -> None:
    """The counter-test: the comparison would notice a change."""
    last = pl.col("fact_id") == "aws_revenue_2025q2"
    moved = pl.lit(THEN + timedelta(days=30))
    hide = altered(
        lambda f: f.with_columns(public_on=pl.when(last).then(moved).otherwise("public_on"))
    )
    assert then(hide)["C4.2"].probability != real["C4.2"].probability


def test_a_restated_quarter_counts_from_the_day_of_the_restatement() -> None:
    row = evidence().facts.filter(pl.col("fact_id") == "aws_revenue_2025q2")
    restated = row.with_columns(
        fact_id=pl.lit("aws_revenue_2025q2_restated"),
        value=pl.col("value") * 1.05,
        supersedes=pl.lit("aws_revenue_2025q2"),
        public_on=pl.lit(THEN + timedelta(days=60)),
        seen_on=pl.lit(THEN + timedelta(days=60)),
    )
    data = altered(lambda f: pl.concat([f, restated]))
    from lib.claims.cloud_series import revenue_series

    before = revenue_series(View(THEN, data=data), "AWS").level((2025, 2))
    after = revenue_series(View(THEN + timedelta(days=60), data=data), "AWS").level((2025, 2))
    assert after == pytest.approx(before * 1.05)


def test_a_missing_quarter_is_named() -> None:
    from lib.claims.cloud_series import MissingQuarter, growth_history

    gone = pl.col("fact_id").is_in(["aws_revenue_2023q2", "aws_revenue_fy2023"])
    data = altered(lambda f: f.filter(~gone))
    with pytest.raises(MissingQuarter, match="2023Q2"):
        growth_history(View(THEN, data=data))


def test_a_quarter_missing_from_a_known_year_is_closed_and_says_so() -> None:
    from lib.claims.cloud_series import revenue_series

    gone = pl.col("fact_id") == "aws_revenue_2022q3"
    view = View(THEN, data=altered(lambda f: f.filter(~gone)))
    series = revenue_series(view, "AWS")
    exact = revenue_series(View(THEN), "AWS").level((2022, 3))
    assert series.level((2022, 3)) == pytest.approx(exact, rel=1e-3)
    assert (2022, 3) in series.closed


def test_a_view_before_the_series_begins_says_so() -> None:
    from lib.claims.cloud_series import revenue_series
    from lib.inference.forecasting import SeriesTooShort

    aws = pl.col("entity") == "AWS"
    late = altered(
        lambda f: f.with_columns(
            public_on=pl.when(aws).then(pl.lit(THEN + timedelta(days=1))).otherwise("public_on")
        )
    )
    with pytest.raises(SeriesTooShort, match="begins with 2018Q4"):
        revenue_series(View(THEN, data=late), "AWS")


def test_a_view_with_too_few_quarters_asks_for_a_later_day() -> None:
    from lib.claims.cloud_series import growth_history
    from lib.inference.backtest import combine
    from lib.inference.forecasting import SeriesTooShort

    with pytest.raises(SeriesTooShort, match="consecutive quarters"):
        growth_history(View(date(2019, 8, 1)))
    _, short = growth_history(View(date(2020, 8, 1)))
    with pytest.raises(SeriesTooShort, match="later known_on"):
        combine(short, 1)
