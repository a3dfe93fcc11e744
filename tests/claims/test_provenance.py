"""A finding rests on what was read, and on nothing that was not public."""

from datetime import date

import pytest

from lib.claims.estimate import estimate
from lib.claims.finding import FindingError
from lib.claims.provenance import read_again, recorded
from lib.claims.resolve import judged, needs, not_testable, resolved

DAY = "2025-09-07"


def answered(row, answer, view, draws):
    return recorded(row, answer)(view, draws)


def test_facts_and_assumptions_come_from_the_read_log(row, view_on, draws) -> None:
    row = row(threshold=50.0)

    def answer(view, draws):
        view.fact("other")
        return estimate(
            view, draws, proposition=row, quantity=lambda x: x["known"], inputs=["known"]
        )

    view = view_on(DAY)
    view.fact("retold")  # read before and outside: not part of the answer
    finding = answered(row, answer, view, draws)
    assert finding.facts == ("early", "other")
    assert finding.assumptions == ("known",)
    assert (finding.origins, finding.best_grade) == (2, "A")
    assert set(finding.facts) <= set(view.log.facts)


def test_retellings_of_one_origin_count_once(row, view_on, draws) -> None:
    def answer(view, draws):
        view.facts(ids=["early", "retold"])
        return not_testable(view, proposition=row(), reason="No number.")

    finding = answered(row(), answer, view_on(DAY), draws)
    assert len(finding.facts) == 2 and finding.origins == 1


def test_a_hidden_fact_makes_it_not_testable_at_that_date(row, view_on, draws) -> None:
    def answer(view, draws):
        return resolved(view, proposition=row(threshold=120.0), by="outcome")

    before = answered(row(threshold=120.0), answer, view_on(DAY), draws)
    assert before.status == "not_testable_then"
    assert "of Cloudy, known from 5 February 2026" in before.reason
    after = answered(row(threshold=120.0), answer, view_on("2026-02-05"), draws)
    assert (after.status, after.answer) == ("resolved", True)
    assert (after.resolved_by, after.resolved_on) == ("outcome", date(2026, 2, 5))
    assert after.sentence.startswith("True (5 February 2026)")


def test_what_a_claim_needs_is_read_or_its_reason_given(row, view_on, draws) -> None:
    def answer(view, draws):
        needs(view, "early", "outcome", reason="No outcome was public.")
        return resolved(view, proposition=row(threshold=120.0), by="outcome")

    before = answered(row(), answer, view_on(DAY), draws)
    assert (before.status, before.reason) == ("not_testable_then", "No outcome was public.")
    assert before.facts == ()
    assert answered(row(), answer, view_on("2026-03-01"), draws).facts == ("early", "outcome")


def test_until_resolved_a_forecast_may_stand(row, view_on, draws) -> None:
    row = row(threshold=120.0)

    def forecast(view, draws):
        return estimate(
            view, draws, proposition=row, quantity=lambda x: 12 * x["first"],
            inputs=["first"], status="forecast",
        )  # fmt: skip

    def answer(view, draws):
        return resolved(
            view, proposition=row, by=["outcome"], otherwise=lambda: forecast(view, draws)
        )

    before = answered(row, answer, view_on(DAY), draws)
    assert (before.status, before.facts) == ("forecast", ())
    assert before.probability == pytest.approx(0.5, abs=2e-3)
    assert answered(row, answer, view_on("2026-03-01"), draws).status == "resolved"


@pytest.mark.parametrize("day", ["2025-08-01", DAY, "2026-02-04", "2026-02-05", "2026-03-01"])
def test_no_fact_after_known_on(row, view_on, draws, day: str, evidence) -> None:
    def answer(view, draws):
        view.facts(entity="Cloudy", metric="revenue")
        return not_testable(view, proposition=row(), reason="No number.")

    finding = answered(row(), answer, view_on(day), draws)
    public = dict(evidence.facts.select("fact_id", "public_on").rows())
    assert finding.facts
    assert all(public[fact_id] <= date.fromisoformat(day) for fact_id in finding.facts)


def test_reconstructed_when_a_strict_clock_sees_less(row, view_on, draws) -> None:
    def reading(fact_id):
        def answer(view, draws):
            view.fact(fact_id)
            return not_testable(view, proposition=row(), reason="No number.")

        return answered(row(), answer, view_on(DAY), draws)

    assert reading("retold").reconstructed
    assert not reading("early").reconstructed


def test_hindsight_priors_are_named(row, view_on, draws) -> None:
    def answer(view, draws):
        return estimate(
            view, draws, proposition=row(), quantity=lambda x: x["later"] - x["first"],
            inputs=["later", "first"],
        )  # fmt: skip

    assert answered(row(), answer, view_on(DAY), draws).hindsight_priors == ("later",)
    assert answered(row(), answer, view_on("2026-03-01"), draws).hindsight_priors == ()


def test_a_remembered_finding_is_read_again(row, view_on, draws) -> None:
    def answer(view, draws):
        view.fact("early")
        return estimate(
            view, draws, proposition=row(), quantity=lambda x: x["first"], inputs=["first"]
        )

    finding = answered(row(), answer, view_on(DAY), draws)
    fresh = view_on(DAY)
    read_again(fresh, finding)
    assert (fresh.log.facts, fresh.log.assumptions) == (finding.facts, finding.assumptions)


def test_a_judgement_shows_what_one_would_have_to_believe(row, view_on, draws) -> None:
    def answer(view, draws):
        return judged(
            view, draws, proposition=row(threshold=4.0), reason="Nobody measured it.",
            quantity=lambda x: x["first"] - x["second"], inputs=["first", "second"],
            decisive="first", at_point_values=True,
        )  # fmt: skip

    finding = answered(row(threshold=4.0), answer, view_on(DAY), draws)
    assert (finding.status, finding.answer, finding.probability) == ("judgement", False, None)
    assert finding.breakeven is not None and finding.breakeven.value == pytest.approx(12)
    assert (finding.confidence, finding.likelihood, finding.curve) == (None, None, ())
    assert finding.sentence.startswith("Judgement: it does not hold")


def test_answers_without_a_reason_are_refused(row, view_on, draws) -> None:
    with pytest.raises(FindingError, match="not testable needs a reason"):
        not_testable(view_on(DAY), proposition=row(), reason="")
    with pytest.raises(FindingError, match="a judgement needs a reason"):
        judged(view_on(DAY), draws, proposition=row(), reason="")
