"""Identities of the small models behind the other claims."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.models import (
    capacity,
    codesign,
    contracts,
    decomposition,
    exposure,
    frontier,
    growth,
    portfolio,
    relief,
    scarcity,
    substitution,
)

PROBABILITY = st.floats(0, 1)
AMOUNTS = st.dictionaries(st.text("abcdef", min_size=1), st.floats(0.01, 1e6), min_size=1)


@given(AMOUNTS)
def test_shares_add_to_one_and_concentration_stays_in_its_bounds(amounts):
    share_of = portfolio.shares(amounts)
    assert math.fsum(share_of.values()) == pytest.approx(1)
    index = portfolio.herfindahl(share_of)
    assert 1 / len(amounts) - 1e-12 <= index <= 1 + 1e-12
    assert portfolio.effective_number(dict.fromkeys("abcd", 0.25)) == pytest.approx(4)


def test_lead_over_the_next_largest():
    assert portfolio.lead_over_next({"a": 3.0, "b": 2.0, "c": 1.0}, "a") == 1.5
    with pytest.raises(ValueError, match="name must be one of a; got 'x'"):
        portfolio.lead_over_next({"a": 1.0}, "x")


@given(st.floats(1e6, 1e11), st.floats(0.1, 10), st.floats(0, 3))
def test_zero_revenue_given_up_frees_zero(revenue, ratio, coincidence):
    freed = relief.freed_share_of_serving(
        0.0, revenue, usage_to_revenue_ratio=ratio, peak_coincidence=coincidence
    )
    assert freed == 0
    assert relief.days_of_demand_growth(freed, 3.0) == 0
    assert relief.days_of_building(relief.freed_power_mw(freed, 1000, 0.6), 5.0) == 0
    assert relief.value_of_immediacy_usd(0.0, 30, 5e4, 2e4) == 0


@given(st.floats(1, 200), st.floats(0.1, 10), st.floats(1e6, 1e11))
def test_break_even_revenue_frees_exactly_the_wanted_days(days, rate, revenue):
    given_up = relief.breakeven_revenue_given_up_usd(days, rate, revenue)
    freed = relief.freed_share_of_serving(given_up, revenue)
    assert relief.days_of_demand_growth(freed, rate) == pytest.approx(days, rel=1e-6)


@given(st.floats(0.001, 0.9), st.floats(0.1, 10))
def test_demand_after_the_days_is_what_it_was(freed, rate):
    days = relief.days_of_demand_growth(freed, rate)
    assert growth.grown(1 - freed, rate, days / relief.DAYS_PER_YEAR) == pytest.approx(1)


@given(PROBABILITY, st.integers(1, 6))
def test_independent_providers_fail_together_with_p_to_the_k(p, k):
    assert exposure.probability_of_losing_all_with_correlation(p, k, 0.0) == pytest.approx(p**k)
    assert exposure.probability_of_losing_all_with_correlation(p, k, 1.0) == pytest.approx(p)
    assert exposure.expected_share_lost([p] * k, [1 / k] * k) == pytest.approx(p)


@given(PROBABILITY, st.integers(1, 6), PROBABILITY)
def test_a_further_provider_never_raises_the_chance_of_losing_all(p, k, correlation):
    chance = exposure.probability_of_losing_all_with_correlation
    assert chance(p, k + 1, correlation) <= chance(p, k, correlation) + 1e-15


@given(st.floats(0, 5), st.floats(0, 5), st.integers(1, 6), st.floats(0.01, 5))
def test_a_common_shock_bounds_what_providers_can_insure(own, common, k, years):
    chance = exposure.probability_of_losing_all
    one, more = chance(own, common, k, years), chance(own, common, k + 1, years)
    shock = exposure.probability_of_event(common, years)
    assert shock - 1e-12 <= more <= one + 1e-12
    assert chance(own, common, 1, years) == pytest.approx(
        exposure.probability_of_event(own + common, years), abs=1e-12
    )
    assert chance(own, 0.0, k, years) == pytest.approx(
        exposure.probability_of_event(own, years) ** k, abs=1e-12
    )


def test_a_second_provider_pays_above_its_break_even():
    hazard = exposure.breakeven_hazard_per_year(50_000, 400_000, 150_000)
    assert hazard == pytest.approx(0.2)
    loss = exposure.expected_loss_usd(0.2, 2.0, 100_000, 0.75, switching_usd=100_000)
    assert loss == pytest.approx(50_000)
    with pytest.raises(ValueError, match="damage_avoided_usd must be above 0"):
        exposure.breakeven_hazard_per_year(1.0, 10.0, 10.0)


@given(st.floats(0, 0.9), st.floats(0, 2), st.floats(0, 3), st.floats(0, 1e7), st.floats(0.1, 1))
def test_at_the_break_even_churn_replacement_costs_the_threshold(
    threshold, cost_share, price_ratio, migration, margin
):
    churn = substitution.breakeven_churn(threshold, cost_share, price_ratio, migration, 1e7, margin)
    if 0 <= churn <= 1:
        cost = substitution.replacement_cost_share(
            cost_share, price_ratio, migration, 1e7, churn, margin
        )
        assert cost == pytest.approx(threshold, abs=1e-9)


@given(st.floats(1.01, 20), st.floats(1.01, 20))
def test_growth_shares_add_to_one_and_factors_multiply(compute, algorithms):
    factors = {"compute": compute, "algorithms": algorithms}
    share_of = decomposition.growth_shares(factors)
    assert sum(share_of.values()) == pytest.approx(1)
    whole = decomposition.effective_compute_factor(factors)
    assert whole == pytest.approx(compute * algorithms)
    assert whole ** share_of["compute"] == pytest.approx(compute)
    with pytest.raises(ValueError, match="their product is 1"):
        decomposition.growth_shares({"compute": 2.0, "algorithms": 0.5})


@given(st.floats(0, 1e4), st.floats(0.5, 10), st.floats(0, 0.3), st.floats(1, 1e6))
def test_break_even_engineering_is_repaid_by_the_chips(saving, life, rate, chips):
    per_chip = codesign.breakeven_nre_usd_per_chip(saving, life, rate_per_year=rate)
    undiscounted = saving * 8760 * life
    assert per_chip <= undiscounted * (1 + 1e-9)
    if rate == 0:
        assert per_chip == pytest.approx(undiscounted)
    whole = codesign.breakeven_nre_usd(per_chip, chips)
    if saving > 0:
        assert codesign.breakeven_chips(whole, per_chip) == pytest.approx(chips)
    assert codesign.saving_usd_per_chip_hour(0.3, 0.2, 2.9) == pytest.approx(0.29)


@given(st.floats(0.01, 50), st.floats(0.1, 5), st.floats(1, 2))
def test_power_and_chips_turn_into_each_other(gw, kw, pue):
    chips = capacity.chips_from_power(gw, kw, pue=pue)
    assert capacity.power_gw_of_chips(chips, kw, pue=pue) == pytest.approx(gw)
    spend = contracts.spend_usd_per_year_from_power(gw, 12e9)
    assert contracts.power_gw_from_spend(spend, 12e9) == pytest.approx(gw)
    assert contracts.usd_per_mw_year(spend, gw * 1000) == pytest.approx(12e6)


@given(st.floats(1e6, 1e12), st.floats(1, 20), st.floats(0, 1))
def test_a_ramp_spends_the_whole_contract(contract, term, share):
    ramp = term * share
    full = contracts.full_usd_per_year_after_ramp(contract, term, ramp)
    assert full * ramp / 2 + full * (term - ramp) == pytest.approx(contract)
    assert contracts.full_usd_per_year_after_ramp(contract, term, 0.0) == pytest.approx(
        contracts.contract_usd_per_year(contract, term)
    )


@given(st.floats(0.01, 1e6), st.floats(-0.9, 10), st.floats(0.1, 20))
def test_compound_growth_undoes_itself(start, rate, years):
    end = growth.grown(start, rate, years)
    assert growth.compound_growth_per_year(start, end, years) == pytest.approx(rate, abs=1e-9)
    assert growth.level_before(growth.grown(start, rate, 1), rate) == pytest.approx(start)
    assert growth.grown_continuously(start, growth.continuous_rate(rate), years) == pytest.approx(
        end
    )


def test_growth_statements_by_hand():
    assert growth.growth_statement_agrees(5e9, 70e9, 3, 13.0, 0.005)  # in total
    assert growth.growth_statement_agrees(5e9, 70e9, 3, 1.41, 0.005)  # a year
    assert not growth.growth_statement_agrees(5e9, 70e9, 3, 0.28, 0.005)
    assert growth.doubling_time_years(1.0) == pytest.approx(1)
    # a run-rate that grows steadily from 1 to e books e - 1 in the year
    assert growth.mean_level_over_period(1.0, math.e) == pytest.approx(math.e - 1)
    assert growth.increment_from_contribution(
        growth.contribution_to_growth(6.0, 300.0), 300.0
    ) == pytest.approx(6.0)


@given(st.floats(0.01, 10), st.floats(1, 1e4), st.floats(0.01, 10), st.floats(1, 1e4))
def test_at_the_break_even_shadow_price_units_cost_the_same(cost_a, units_a, cost_b, units_b):
    if abs(units_a - units_b) < 1e-3 * units_a:
        return
    shadow = scarcity.breakeven_shadow_price_usd_per_mw_hour(cost_a, units_a, cost_b, units_b)
    if shadow >= 0:
        with_a = scarcity.cost_with_scarce_power_usd_per_unit(cost_a, units_a, shadow)
        with_b = scarcity.cost_with_scarce_power_usd_per_unit(cost_b, units_b, shadow)
        assert with_a == pytest.approx(with_b, rel=1e-6)


def test_delay_and_shadow_price_by_hand():
    assert scarcity.time_to_capacity_days(600, 4.0, lead_days=30) == 180
    assert scarcity.delay_cost_usd(30, 10, 5000) == 1.5e6
    assert scarcity.shadow_price_usd_per_mw_hour(1.2, 0.9, 1000) == pytest.approx(300)


def test_shrinking_keeps_the_mean_and_shortens_the_maximum():
    rng = np.random.default_rng(0)
    truth = rng.normal(60, 5, 400)
    errors = np.full(400, 4.0)
    seen = truth + rng.normal(0, errors)
    shrunken = frontier.shrunken_scores(seen, errors)
    assert shrunken.mean() == pytest.approx(seen.mean())
    best = int(seen.argmax())
    assert abs(shrunken[best] - truth[best]) < abs(seen[best] - truth[best])
    assert np.mean((shrunken - truth) ** 2) < 0.8 * np.mean((seen - truth) ** 2)
    assert frontier.shrunken_scores([1.0, 3.0], [0.0, 0.0]).tolist() == [1.0, 3.0]


def test_the_lag_is_counted_in_release_dates():
    day = date(2025, 1, 1)
    days = [day + timedelta(days=d) for d in (0, 100, 50, 200)]
    steps = frontier.running_best(days, [50.0, 70.0, 40.0, 80.0])
    assert steps == [(days[0], 50.0), (days[1], 70.0), (days[3], 80.0)]
    about = day + timedelta(days=300)
    assert frontier.lag_months(steps, 65.0, about) == pytest.approx(200 / 30.4375)
    assert frontier.lag_months(steps, 90.0, about) == 0.0
    assert frontier.lag_months(steps, 30.0, about) is None
    assert frontier.lag_points(80.0, 65.0) == 15.0


def test_paired_tasks_narrow_a_difference():
    assert frontier.gap_standard_error(3.0, 4.0) == pytest.approx(5.0)
    assert frontier.gap_standard_error(3.0, 3.0, 1.0) == pytest.approx(0.0)
    assert frontier.gap_standard_error(3.0, 4.0, 0.5) < 5.0
