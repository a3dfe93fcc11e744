"""Leaving a market: identities that hold whatever the data say."""

import pytest

from lib.claims.register import answer_to
from lib.claims.suspension import growth_of_sales
from lib.evidence import standard_views
from lib.inference.draws import Draws
from lib.models import relief

MEASURES = ("C1.2-demand", "C1.2-buildout", "C1.2-money")
ALL = ("C1.2-weak", *MEASURES, "C1.1c")


@pytest.fixture(scope="module")
def views():
    return standard_views()


@pytest.fixture(scope="module")
def draws():
    return Draws()


@pytest.mark.parametrize("id", ALL)
def test_every_view_has_an_answer_or_a_reason(id: str, views, draws) -> None:
    for view in views.values():
        finding = answer_to(id)(view, draws)
        assert finding.sentence
        assert finding.testable or finding.reason
        assert all(view.knows(fact_id) for fact_id in finding.facts)


@pytest.mark.parametrize("id", MEASURES)
def test_no_revenue_given_up_gives_no_relief(id: str, views, draws) -> None:
    view = views["hindsight"].derive(values={"revenue_given_up_usd_per_year": 0.0})
    finding = answer_to(id)(view, draws)
    assert finding.probability == 0
    assert finding.quantity is not None and finding.quantity.p95 == 0


@pytest.mark.parametrize("id", MEASURES)
def test_no_load_at_the_peak_gives_almost_no_relief(id: str, views, draws) -> None:
    low = views["hindsight"].derive(values={"chinese_peak_coincidence": 0.05})
    finding = answer_to(id)(low, draws)
    base = answer_to(id)(views["hindsight"], draws)
    assert finding.quantity.value == pytest.approx(base.quantity.value * 0.05 / 0.7, rel=0.03)


def test_breakeven_revenue_equals_the_models_own_inverse(views, draws) -> None:
    view = views["hindsight"]
    finding = answer_to("C1.2-demand")(view, draws)
    rate = growth_of_sales(view).default * view.assumption("demand_over_observed_growth").default
    expected = relief.breakeven_revenue_given_up_usd(
        30.0,
        2.718281828459045**rate - 1,
        view.assumption("run_rate_at_decision_usd_per_year").default,
        usage_to_revenue_ratio=view.assumption("chinese_usage_to_revenue_ratio").default,
        peak_coincidence=view.assumption("chinese_peak_coincidence").default,
    )
    assert finding.breakeven is not None
    assert finding.breakeven.value == pytest.approx(expected, rel=1e-9)


def test_breakeven_revenue_is_where_the_answer_turns(views, draws) -> None:
    view = views["hindsight"]
    turn = answer_to("C1.2-buildout")(view, draws).breakeven
    for factor, holds in ((0.99, False), (1.01, True)):
        values = {name: view.assumption(name).default for name in inputs_of(view, draws)}
        values["revenue_given_up_usd_per_year"] = turn.value * factor
        fixed = answer_to("C1.2-buildout")(view.derive(values=values), draws)
        assert fixed.probability == float(holds)
        assert fixed.evidence_share is None


def inputs_of(view, draws) -> tuple[str, ...]:
    return answer_to("C1.2-buildout")(view, draws).assumptions


def test_growth_is_read_from_what_was_public(views) -> None:
    then = views["then"].derive()
    growth_of_sales(then)
    assert then.log.facts
    later = views["hindsight"].derive()
    growth_of_sales(later)
    assert set(later.log.facts) > set(then.log.facts)


def test_price_of_capacity_at_once_follows_from_its_facts(views) -> None:
    view = views["today"]
    at_most = view.fact("spacex_monthly_fee").value * 12 / view.fact("spacex_power_2026").value
    assert view.assumption("immediate_capacity_usd_per_mw_year").high == pytest.approx(at_most)
    term_years = 6
    contract = view.fact("nscale_2026_value").value / view.fact("nscale_2026_power").value
    assert view.assumption("contracted_capacity_usd_per_mw_year").high == pytest.approx(
        contract / term_years, rel=0.01
    )


def test_churn_that_turns_the_judgement_is_reported(views, draws) -> None:
    finding = answer_to("C1.1c")(views["today"], draws)
    assert finding.status == "judgement" and finding.probability is None
    turn = finding.breakeven
    assert turn is not None and turn.name == "replacement_churn"
    flipped = views["today"].derive(values={"replacement_churn": min(1.0, turn.value * 1.01)})
    assert answer_to("C1.1c")(flipped, draws).answer is not finding.answer
