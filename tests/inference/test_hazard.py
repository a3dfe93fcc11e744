"""Rates of rare events: conjugacy, limits, and what a second provider can and cannot remove."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lib.inference.hazard import (
    Rate,
    both_down_rate,
    loss_avoided_rate,
    posterior,
    probability_within,
)


def test_no_event_still_leaves_a_rate_above_zero() -> None:
    assert posterior(0, 10.0).mean == pytest.approx(0.05)


def test_updating_twice_is_updating_once() -> None:
    prior = Rate(1.0, 4.0)
    assert posterior(2, 3.0, posterior(1, 2.0, prior)) == posterior(3, 5.0, prior)


@given(st.floats(0.01, 0.99))
def test_quantile_is_that_of_the_gamma(p: float) -> None:
    assert Rate(2.5, 4.0).quantile(p) == pytest.approx(stats.gamma.ppf(p, 2.5, scale=1 / 4.0))


def test_probability_within_is_the_rate_when_small() -> None:
    assert probability_within(1e-4, 1.0) == pytest.approx(1e-4, rel=1e-3)


def test_common_shocks_survive_a_second_provider() -> None:
    assert both_down_rate(0.5, 0.5, 0.1, 0.0) == 0.1
    assert loss_avoided_rate(0.3, 0.1) == pytest.approx(0.75)
    assert loss_avoided_rate(0.0, 0.0) == 0.0


def test_draws_go_through() -> None:
    made = Rate(1.0, 2.0).quantile(np.array([0.2, 0.8]))
    assert made.shape == (2,) and made[0] < made[1]


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        posterior(-1, 1.0)
