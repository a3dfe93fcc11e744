"""The steady growth behind a handful of dated levels, with its standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Trend:
    """Continuous growth a year and its standard error (0 from two points), over `points` levels."""

    rate_per_year: float
    standard_error: float
    points: int


class TrendError(ValueError):
    """Too few distinct days for a rate of growth."""


def log_trend(days: Sequence[date], levels: Sequence[float]) -> Trend:
    """Least squares through the logarithms of positive levels.

    days, levels: of equal length, in any order. Several levels of one day count as several.
    Raises `TrendError` for fewer than two distinct days.
    """
    if len(set(days)) < 2:
        raise TrendError(f"growth needs two distinct days, got {len(set(days))}")
    years = np.array([day.toordinal() for day in days]) / DAYS_PER_YEAR
    logs = np.log(np.asarray(levels, dtype=float))
    off = years - years.mean()
    rate = float((off * logs).sum() / (off**2).sum())
    left = logs - logs.mean() - rate * off
    freedom = len(logs) - 2
    variance = float((left**2).sum()) / freedom if freedom > 0 else 0.0
    return Trend(rate, float(np.sqrt(variance / (off**2).sum())), len(logs))
