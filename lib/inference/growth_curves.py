"""Run-rate revenue of a young company: local growth, deceleration, and what is booked from it.

A handful of stated points bears no three-parameter curve. Between points the logarithm is
interpolated; beyond the last point the growth of the last interval decays at a rate that is a
prior. All functions take floats or arrays of draws; time is in years, revenue in USD.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DAYS_PER_YEAR = 365.25
_STEPS_PER_YEAR = 73  # one integration node every five days


@dataclass(frozen=True)
class Point:
    """A stated run-rate: the day it is about and its value (USD a year), a float or draws."""

    day: date
    value: Any


class CurveError(ValueError):
    """Too few points, or points out of order, or a period the points do not reach."""


def years_between(start: date, end: date) -> float:
    """Years from start to end, 365.25 days each."""
    return (end - start).days / DAYS_PER_YEAR


def local_growth(points: Sequence[Point]) -> Any:
    """Logarithmic growth a year over the last interval between points."""
    _fail_if_unordered(points)
    before, last = points[-2], points[-1]
    span = years_between(before.day, last.day)
    return (np.log(last.value) - np.log(before.value)) / span


def run_rate_at(points: Sequence[Point], day: date, decay: Any, growth: Any = None) -> Any:
    """Run-rate on a day (USD a year), a float or draws.

    decay: rate at which growth fades after the last point, per year (0 = it never fades).
    growth: logarithmic growth at the last point; the last interval's where not given.
    Before the first point the first interval's growth is carried back.
    """
    _fail_if_unordered(points)
    last = points[-1]
    if day > last.day:
        start = local_growth(points) if growth is None else growth
        span = years_between(last.day, day)
        return last.value * np.exp(start * _faded_years(decay, span))
    index = next((i for i, p in enumerate(points) if p.day >= day), len(points) - 1)
    left, right = points[max(index - 1, 0)], points[max(index, 1)]
    share = years_between(left.day, day) / years_between(left.day, right.day)
    return np.exp(np.log(left.value) * (1.0 - share) + np.log(right.value) * share)


def booked_revenue(
    points: Sequence[Point],
    start: date,
    end: date,
    *,
    decay: Any,
    window_days: Any = 0.0,
    recognition: Any = 1.0,
    growth: Any = None,
) -> Any:
    """Revenue of a period (USD): the integral of the run-rate, times what is recognised.

    window_days: the run-rate stated on a day is annualised from that many days before it, so it
    is the rate of the window's middle; while revenue grows, the rate of the day is higher.
    recognition: booked revenue over integrated run-rate (gross or net, credits, timing).
    """
    if end < start:
        raise CurveError(f"the period ends ({end}) before it starts ({start})")
    span = ((end - start).days + 1) / DAYS_PER_YEAR
    nodes = max(int(np.ceil(span * _STEPS_PER_YEAR)), 2)
    first, total = start.toordinal(), (end - start).days + 1
    result: Any = 0.0
    for i in range(nodes):
        day = date.fromordinal(first + int((i + 0.5) * total / nodes))
        rate = run_rate_at(points, day, decay, growth)
        slope = _growth_on(points, day, decay, growth)
        result = result + rate * np.exp(slope * window_days / 2.0 / DAYS_PER_YEAR)
    return result * span / nodes * recognition


def next_point_errors(points: Sequence[Point], decay: float, memory: int = 1) -> list[float]:
    """Log errors when each point is forecast from those before it, oldest first.

    memory: number of past intervals whose growth is averaged (1 = the last only). The choice
    between rules is made on these errors, on points that the rule has not seen.
    """
    errors = []
    for count in range(memory + 1, len(points)):
        past, target = points[:count], points[count]
        growth = float(np.mean([local_growth(past[: len(past) - back]) for back in range(memory)]))
        made = run_rate_at(past, target.day, decay, growth)
        errors.append(float(np.log(target.value / made)))
    return errors


def _growth_on(points: Sequence[Point], day: date, decay: Any, growth: Any) -> Any:
    last = points[-1]
    if day > last.day:
        start = local_growth(points) if growth is None else growth
        return start * np.exp(-np.asarray(decay) * years_between(last.day, day))
    index = next((i for i, p in enumerate(points) if p.day >= day), len(points) - 1)
    return local_growth(points[: max(index, 1) + 1])


def _faded_years(decay: Any, span: float) -> Any:
    """The integral of exp(-decay t) from 0 to span: span itself where nothing fades."""
    rate = np.asarray(decay, dtype=float)
    safe = np.where(np.abs(rate) < 1e-9, 1.0, rate)
    faded = np.where(np.abs(rate) < 1e-9, span, -np.expm1(-safe * span) / safe)
    return float(faded) if faded.ndim == 0 else faded


def _fail_if_unordered(points: Sequence[Point]) -> None:
    if len(points) < 2:
        raise CurveError(f"growth needs at least two run-rate points, got {len(points)}")
    days = [p.day for p in points]
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise CurveError(f"run-rate points must be in order of distinct days: {days}")
