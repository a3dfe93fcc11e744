"""What must hold of payments on a principal, whatever the rate and the convention."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.models import capital
from lib.models.ops import annuity_factor

RATES = st.floats(0, 0.3)
LIVES = st.floats(0.5, 30)
PRICES = st.floats(1, 1e9)
SHARES = st.floats(0, 1)
ANNUITIES = [m for m in capital.CAPITAL_METHODS if m.startswith("annuity")]


@given(PRICES, st.floats(0, 0.05), st.integers(1, 480), SHARES, st.sampled_from(capital.TIMING))
def test_discounted_payments_and_residual_equal_the_principal(price, rate, periods, share, timing):
    residual = price * share
    payment = capital.annuity_usd_per_period(
        price, rate, periods, timing=timing, residual_usd=residual
    )
    first = 0 if timing == "start" else 1
    paid = math.fsum(payment / (1 + rate) ** k for k in range(first, periods + first))
    assert paid + residual / (1 + rate) ** periods == pytest.approx(price, rel=1e-9)


@given(PRICES, LIVES, SHARES, st.sampled_from(ANNUITIES))
def test_as_the_rate_goes_to_zero_every_annuity_is_the_straight_line(price, life, share, method):
    straight = capital.capital_usd_per_year(
        price, life, method="straight_line", residual_share=share
    )
    at_zero = capital.capital_usd_per_year(price, life, 0.0, method=method, residual_share=share)
    near_zero = capital.capital_usd_per_year(
        price, life, 1e-13, method=method, residual_share=share
    )
    assert at_zero == pytest.approx(straight, rel=1e-12)
    assert near_zero == pytest.approx(straight, rel=1e-10, abs=price * 1e-11)


@given(st.floats(1e-300, 1e-6), st.floats(1, 600))
def test_the_factor_keeps_its_digits_at_tiny_rates(rate, periods):
    series = (1 + rate * (periods + 1) / 2) / periods  # next term is of order (rate * periods)^2
    assert annuity_factor(rate, periods) == pytest.approx(series, rel=(rate * periods) ** 2 + 4e-16)
    column = pl.DataFrame({"r": [rate]}).select(annuity_factor(pl.col("r"), periods)).item()
    assert column == pytest.approx(series, rel=(rate * periods) ** 2 + 1e-15)
    assert annuity_factor(np.array([rate]), periods)[0] == annuity_factor(rate, periods)


def test_a_column_and_an_array_may_mix_zero_and_other_rates():
    rates = [0.0, 1e-15, 0.01]
    expected = [annuity_factor(rate, 60) for rate in rates]
    assert annuity_factor(np.array(rates), 60).tolist() == pytest.approx(expected, rel=1e-15)
    column = pl.DataFrame({"r": rates}).select(annuity_factor(pl.col("r"), 60))
    assert column.to_series().to_list() == pytest.approx(expected, rel=1e-14)


@given(PRICES, LIVES, st.floats(0.001, 0.3), SHARES)
def test_conventions_stand_in_their_known_order(price, life, rate, share):
    def yearly(method):
        return capital.capital_usd_per_year(price, life, rate, method=method, residual_share=share)

    slack = 1 + 1e-9
    assert yearly("annuity_month_start") <= yearly("annuity_month_end") * slack
    assert yearly("annuity_month_end_effective") <= yearly("annuity_month_end") * slack
    assert yearly("straight_line") <= yearly("straight_line_half_interest") * slack
    assert yearly("straight_line_half_interest") <= yearly("straight_line_full_interest") * slack
    assert yearly("straight_line") <= yearly("annuity_year_end") * slack


@given(PRICES, LIVES, RATES, st.floats(1.01, 100), st.sampled_from(capital.CAPITAL_METHODS))
def test_capital_cost_is_proportional_to_price_and_falls_with_life(price, life, rate, k, method):
    once = capital.capital_usd_per_year(price, life, rate, method=method)
    assert capital.capital_usd_per_year(k * price, life, rate, method=method) == pytest.approx(
        k * once, rel=1e-12
    )
    assert capital.capital_usd_per_year(price, life * k, rate, method=method) <= once * (1 + 1e-12)


def test_a_month_by_hand():
    """A loan of 1,000 over 12 months at 12 % nominal costs 88.85 a month, by any loan table."""
    yearly = capital.annuity_usd_per_year(1000, 1, 0.12)
    assert yearly / 12 == pytest.approx(88.8488, abs=1e-4)
    assert capital.rate_per_period(0.12, 12, "effective") == pytest.approx(0.0094888, abs=1e-7)


def test_mean_balances_by_hand():
    def interest(balance):
        cost = capital.straight_line_usd_per_year(1200, 4, rate_per_year=0.1, mean_balance=balance)
        return cost - 300

    assert interest("half") == pytest.approx(60)
    assert interest("full") == pytest.approx(120)
    assert interest("year_start") == pytest.approx(0.1 * (1200 + 900 + 600 + 300) / 4)
    assert interest("month_start") == pytest.approx(0.1 * sum(range(25, 1201, 25)) / 48)
