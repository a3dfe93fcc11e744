"""Scores: published identities, and the small-sample correction as printed in the paper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.inference.scores import (
    brier,
    detectable_gap,
    diebold_mariano,
    log_loss,
    pinball,
    quantile_crps,
)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.01, 0.99))
def test_pinball_is_never_negative_and_zero_at_the_outcome(q: float, y: float, p: float) -> None:
    assert pinball(q, p, y) >= 0.0
    assert pinball(y, p, y) == 0.0


def test_pinball_charges_the_rare_side_more() -> None:
    assert pinball(1.0, 0.95, 2.0) == pytest.approx(0.95)
    assert pinball(1.0, 0.95, 0.0) == pytest.approx(0.05)


def test_brier_and_log_loss_of_certainty() -> None:
    assert brier(1.0, True) == 0.0
    assert brier(0.0, True) == 1.0
    assert log_loss(0.5, False) == pytest.approx(np.log(2))
    assert log_loss(0.0, True) == float("inf")


def test_a_probability_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        brier(1.2, True)


def test_quantile_crps_is_zero_only_for_a_certain_and_right_forecast() -> None:
    assert quantile_crps(2.0, 2.0, 2.0, 2.0) == 0.0
    assert quantile_crps(1.0, 2.0, 3.0, 2.0) > 0.0


def test_decreasing_quantiles_are_refused() -> None:
    with pytest.raises(ValueError, match="must not decrease"):
        quantile_crps(3.0, 2.0, 1.0, 2.0)


def test_diebold_mariano_with_itself_shows_no_difference() -> None:
    test = diebold_mariano([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0], 1)
    assert (test.statistic, test.p_value) == (0.0, 1.0)


def test_diebold_mariano_at_one_step_is_the_paired_t_test() -> None:
    # At horizon 1 the HLN factor turns the statistic into the ordinary t statistic.
    gap = np.array([0.3, -0.1, 0.4, 0.2, 0.5, -0.2, 0.1])
    expected = gap.mean() / (gap.std(ddof=1) / np.sqrt(len(gap)))
    assert diebold_mariano(gap, np.zeros(7), 1).statistic == pytest.approx(expected)


def test_diebold_mariano_changes_sign_with_the_order() -> None:
    a, b = [1.0, 1.2, 0.9, 1.4, 1.1, 1.3], [0.8, 1.1, 1.0, 1.0, 0.9, 1.2]
    one, other = diebold_mariano(a, b, 2), diebold_mariano(b, a, 2)
    assert one.statistic == pytest.approx(-other.statistic)
    assert one.p_value == pytest.approx(other.p_value)


def test_three_forecasts_are_too_few_to_compare() -> None:
    with pytest.raises(ValueError, match="too few"):
        diebold_mariano([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], 1)


def test_fewer_independent_origins_show_only_larger_gaps() -> None:
    a, b = [1.0, 1.2, 0.9, 1.4, 1.1, 1.3, 1.0, 1.5], [1.0] * 8
    assert detectable_gap(a, b, 4) > detectable_gap(a, b, 1) > 0.0
