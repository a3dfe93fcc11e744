"""Run-rate curves: what must hold whatever the company does."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.inference.growth_curves import (
    CurveError,
    Point,
    booked_revenue,
    local_growth,
    next_point_errors,
    run_rate_at,
    years_between,
)

JANUARY, JULY, END = date(2025, 1, 1), date(2025, 7, 1), date(2025, 12, 31)


def exponential(rate: float) -> list[Point]:
    return [
        Point(day, 1e9 * math.exp(rate * years_between(JANUARY, day))) for day in (JANUARY, JULY)
    ]


def test_flat_run_rate_books_itself() -> None:
    points = [Point(JANUARY, 2e9), Point(JULY, 2e9)]
    made = booked_revenue(points, JANUARY, END, decay=0.0, window_days=28)
    assert made == pytest.approx(2e9 * 365 / 365.25)


@given(st.floats(0.1, 3.0))
def test_exponential_growth_books_its_integral(rate: float) -> None:
    made = booked_revenue(exponential(rate), JANUARY, END, decay=0.0)
    span = 365 / 365.25
    assert made == pytest.approx(1e9 * math.expm1(rate * span) / rate, rel=1e-2)


def test_a_trailing_window_means_more_was_booked_while_growing() -> None:
    plain = booked_revenue(exponential(2.0), JANUARY, JULY, decay=0.0)
    window = booked_revenue(exponential(2.0), JANUARY, JULY, decay=0.0, window_days=28)
    assert window / plain == pytest.approx(math.exp(2.0 * 14 / 365.25), rel=1e-6)


def test_stated_points_are_met() -> None:
    points = [*exponential(1.0), Point(END, 4e9)]
    for point in points:
        assert run_rate_at(points, point.day, 0.5) == pytest.approx(point.value)


@given(st.floats(0.0, 3.0), st.floats(0.01, 2.0))
def test_faster_fading_never_ends_higher(decay: float, more: float) -> None:
    slow = run_rate_at(exponential(2.0), END, decay)
    fast = run_rate_at(exponential(2.0), END, decay + more)
    assert fast < slow


def test_draws_go_through_elementwise() -> None:
    decay = np.array([0.0, 0.5, 2.0])
    together = booked_revenue(exponential(2.0), JANUARY, END, decay=decay)
    alone = [booked_revenue(exponential(2.0), JANUARY, END, decay=float(k)) for k in decay]
    assert together == pytest.approx(alone)


def test_a_pure_exponential_is_forecast_without_error() -> None:
    days = [date(2025, m, 1) for m in (1, 3, 6, 9, 12)]
    points = [Point(d, math.exp(1.5 * years_between(JANUARY, d))) for d in days]
    assert next_point_errors(points, 0.0) == pytest.approx([0.0] * 3, abs=1e-12)


def test_one_point_has_no_growth() -> None:
    with pytest.raises(CurveError, match="at least two"):
        local_growth([Point(JANUARY, 1e9)])


def test_points_out_of_order_are_refused() -> None:
    with pytest.raises(CurveError, match="in order"):
        run_rate_at([Point(JULY, 2e9), Point(JANUARY, 1e9)], END, 0.0)


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(CurveError, match="ends"):
        booked_revenue(exponential(1.0), END, JANUARY, decay=0.0)
