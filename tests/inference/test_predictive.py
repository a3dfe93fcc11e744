"""A predictive distribution keeps the identities that a score relies on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lib.inference.predictive import Predictive

finite = st.floats(-2.0, 2.0)


def test_a_perfect_forecast_scores_zero() -> None:
    assert Predictive.student(0.2, 0.0).crps(0.2) == 0.0


def test_crps_of_a_point_forecast_is_the_absolute_error() -> None:
    assert Predictive.student(0.25, 0.0).crps(0.2) == pytest.approx(0.05)


@given(finite, st.floats(0.01, 1.0), finite)
@settings(max_examples=40, deadline=None)
def test_crps_of_a_normal_matches_the_closed_form(mean: float, sd: float, outcome: float) -> None:
    z = (outcome - mean) / sd
    phi, cap = stats.norm.pdf(z), stats.norm.cdf(z)
    closed = sd * (z * (2 * cap - 1) + 2 * phi - 1 / np.sqrt(np.pi))
    assert Predictive.student(mean, sd).crps(outcome) == pytest.approx(closed, rel=2e-3, abs=1e-5)


def test_crps_of_a_mixture_matches_its_definition_by_expectations() -> None:
    mixture = Predictive.pool(
        [Predictive.student(0.1, 0.02), Predictive.student(0.3, 0.05)], [1.0, 3.0]
    )
    sample = mixture.quantile((np.arange(4000) + 0.5) / 4000)
    pairs = np.abs(sample[:, None] - sample[None, :]).mean()
    assert mixture.crps(0.2) == pytest.approx(np.abs(sample - 0.2).mean() - pairs / 2, rel=5e-3)


@given(finite, st.floats(0.01, 1.0), st.floats(3.0, 30.0), st.floats(0.01, 0.99))
@settings(max_examples=40, deadline=None)
def test_quantile_inverts_cdf(mean: float, scale: float, df: float, p: float) -> None:
    mixed = Predictive.pool(
        [Predictive.student(mean, scale, df), Predictive.student(mean + 1, 2 * scale)], [0.4, 0.6]
    )
    assert mixed.cdf(mixed.quantile(p))[0] == pytest.approx(p, abs=1e-9)


def test_quantiles_of_a_mixture_reach_into_its_tails_and_its_gaps() -> None:
    parts = [Predictive.student(0.0, 0.01, 3.0), Predictive.student(5.0, 0.02), *_POINTS]
    mixed = Predictive.pool(parts, [1.0, 1.0, 1.0, 1.0])
    levels = np.array([1e-6, 0.1, 0.2501, 0.4, 0.6, 0.7501, 0.9, 1 - 1e-6])
    found = mixed.quantile(levels)
    assert np.all(np.diff(found) >= 0)
    assert found[3] == pytest.approx(1.0) and found[4] == pytest.approx(2.0)  # the points' jumps
    smooth = [0, 1, 5, 6, 7]
    assert mixed.cdf(found[smooth]) == pytest.approx(levels[smooth], abs=1e-12)


_POINTS = (Predictive.student(1.0, 0.0), Predictive.student(2.0, 0.0))


def test_density_is_the_slope_of_the_distribution_function() -> None:
    parts = [Predictive.student(0.1, 0.05, 4.0), Predictive.student(0.3, 0.05)]
    mixed = Predictive.pool(parts, [1.0, 2.0])
    x, step = np.linspace(-0.2, 0.6, 9), 1e-6
    slope = (mixed.cdf(x + step) - mixed.cdf(x - step)) / (2 * step)
    assert mixed.density(x) == pytest.approx(slope, rel=1e-6)
    assert mixed.density(0.1)[0] == pytest.approx(
        (stats.t(4, 0.1, 0.05).pdf(0.1) + 2 * stats.norm(0.3, 0.05).pdf(0.1)) / 3
    )


def test_a_pool_gives_the_weighted_mean_of_probabilities() -> None:
    low, high = Predictive.student(0.1, 0.05), Predictive.student(0.3, 0.05, 5)
    pool = Predictive.pool([low, high], [0.25, 0.75])
    assert pool.above(0.2) == pytest.approx(0.25 * low.above(0.2) + 0.75 * high.above(0.2))


def test_log_score_is_the_log_density() -> None:
    made = Predictive.student(0.0, 1.0).log_score(0.5)
    assert made == pytest.approx(-stats.norm.logpdf(0.5), rel=1e-5)


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        Predictive((0.5,), (0.0,), (1.0,), (5.0,))


def test_quantile_outside_zero_and_one_is_refused() -> None:
    with pytest.raises(ValueError, match="strictly between"):
        Predictive.student(0.0, 1.0).quantile(1.0)
