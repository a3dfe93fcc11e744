"""Forecasts of year-on-year growth from quarterly levels: plain methods, one function each.

Every method takes a `History` and a horizon in quarters and returns a `Predictive` for y/y
growth (a fraction). They know nothing of files or dates of publication; the caller passes what
was visible. `METHODS` is the registry that the backtest and the combination run over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.inference.panel import panel_forecast
from lib.inference.predictive import Predictive
from lib.inference.smoothing import smooth

Array = NDArray[np.float64]

QUARTERS = 4
RECENT = 8
SHORTEST = 8
MIN_DEGREES = 3.0


class SeriesTooShort(ValueError):
    """The history is too short, or the view begins before the series does."""


@dataclass(frozen=True)
class History:
    """Quarterly levels in one currency, consecutive, oldest first, and the rivals' growth rates.

    rivals: for each rival an array aligned with `growth`; NaN where no figure is published.
    """

    levels: tuple[float, ...]
    rivals: tuple[tuple[float, ...], ...] = ()

    def __post_init__(self) -> None:
        if any(not np.isfinite(v) or v <= 0.0 for v in self.levels):
            raise ValueError("levels must be positive and without gaps; fill or cut the series")
        if len(self.levels) < QUARTERS + 1:
            raise SeriesTooShort(
                f"y/y growth needs more than {QUARTERS} consecutive quarters, "
                f"got {len(self.levels)}"
            )
        for rival in self.rivals:
            if len(rival) != len(self.levels) - QUARTERS:
                raise ValueError("each rival needs one growth rate per growth rate of the series")

    @property
    def growth(self) -> Array:
        """y/y growth, one value per quarter from the fifth level on (fraction)."""
        level = np.array(self.levels)
        result: Array = level[QUARTERS:] / level[:-QUARTERS] - 1.0
        return result

    def until(self, count: int) -> History:
        """The history as it was when `count` growth rates were known."""
        return History(
            self.levels[: count + QUARTERS], tuple(rival[:count] for rival in self.rivals)
        )


Method = Callable[[History, int], Predictive]


def carry_forward(history: History, horizon: int) -> Predictive:
    """Growth stays where it is; spread from all past changes over the same horizon."""
    return _direct(history.growth, horizon, drift=0.0, window=None)


def carry_forward_recent(history: History, horizon: int) -> Predictive:
    """Growth stays where it is; spread from the changes of the last eight quarters only."""
    return _direct(history.growth, horizon, drift=0.0, window=RECENT)


def drift_all(history: History, horizon: int) -> Predictive:
    """Growth keeps changing at the mean pace of the whole history."""
    growth = history.growth
    drift = (growth[-1] - growth[0]) / (len(growth) - 1)
    return _direct(growth, horizon, drift=drift, window=None)


def drift_recent(history: History, horizon: int) -> Predictive:
    """Growth keeps changing at the mean pace of the last eight quarters, with their spread."""
    growth = history.growth
    span = min(RECENT, len(growth) - 1)
    drift = (growth[-1] - growth[-1 - span]) / span
    return _direct(growth, horizon, drift=drift, window=RECENT)


def damped_trend(history: History, horizon: int) -> Predictive:
    """Exponential smoothing of the growth rate with a damped trend."""
    _fail_if_short(history.growth)
    fit = smooth(history.growth)
    scale = fit.sigma * float(np.sqrt(np.sum(fit.psi(horizon) ** 2)))
    return Predictive.student(float(fit.path(horizon)[-1]), scale, fit.degrees)


def seasonal_smoothing(history: History, horizon: int) -> Predictive:
    """Exponential smoothing of log levels with a quarterly season, turned into y/y growth.

    The error of a growth rate is the difference of two level errors, of which the older may be
    known; log ratios are mapped to growth rates at the centre (a delta approximation).
    """
    _fail_if_short(history.growth)
    logs = np.log(np.array(history.levels))
    fit = smooth(logs, period=QUARTERS)
    extended = np.concatenate([logs, fit.path(horizon)])
    ratio = float(extended[-1] - extended[-1 - QUARTERS])
    psi = fit.psi(horizon)
    older = np.concatenate([np.zeros(min(QUARTERS, horizon)), psi[: max(horizon - QUARTERS, 0)]])
    scale = fit.sigma * float(np.sqrt(np.sum((psi - older) ** 2)))
    return Predictive.student(float(np.expm1(ratio)), float(np.exp(ratio)) * scale, fit.degrees)


def pooled_momentum(history: History, horizon: int) -> Predictive:
    """Changes of growth persist; persistence and spill-over estimated on all providers at once."""
    _fail_if_short(history.growth)
    return panel_forecast((tuple(history.growth), *history.rivals), horizon)


METHODS: Mapping[str, Method] = {
    "carry_forward": carry_forward,
    "carry_forward_recent": carry_forward_recent,
    "drift_all": drift_all,
    "drift_recent": drift_recent,
    "damped_trend": damped_trend,
    "seasonal_smoothing": seasonal_smoothing,
    "pooled_momentum": pooled_momentum,
}

LABELS: Mapping[str, str] = {
    "carry_forward": "Carry forward, spread of all quarters",
    "carry_forward_recent": "Carry forward, spread of the last eight",
    "drift_all": "Drift of all quarters",
    "drift_recent": "Drift of the last eight",
    "damped_trend": "Damped trend",
    "seasonal_smoothing": "Seasonal smoothing of dollars",
    "pooled_momentum": "Pooled momentum of three providers",
    "structural": "Base business plus AI capacity",
    "combination": "Combination",
}


def forecast(name: str, history: History, horizon: int) -> Predictive:
    """Run one method by name; ValueError lists the allowed names."""
    if name not in METHODS:
        raise ValueError(f"unknown forecasting method {name!r}; allowed: {', '.join(METHODS)}")
    if horizon < 1:
        raise ValueError(f"the horizon is a positive number of quarters, got {horizon}")
    return METHODS[name](history, horizon)


def structural(
    history: History, horizon: int, ai_change: Array, base: Method = carry_forward
) -> Predictive:
    """A base business forecast as before, plus AI capacity that comes online.

    ai_change: equally likely values of the change, between the last known quarter and the target,
    of the points of y/y growth that AI capacity adds (fraction). It comes from site plans, not
    from the series, so no backtest can score it before such plans were published.
    """
    parts = [base(history, horizon).shifted(float(v)) for v in np.sort(np.asarray(ai_change))]
    return Predictive.pool(parts, [1.0] * len(parts))


def _direct(growth: Array, horizon: int, *, drift: float, window: int | None) -> Predictive:
    _fail_if_short(growth)
    changes = growth[horizon:] - growth[:-horizon] - drift * horizon
    used = changes if window is None else changes[-window:]
    # Overlapping changes are not independent: count the blocks that do not overlap.
    degrees = max(len(used) / horizon, MIN_DEGREES)
    scale = float(np.sqrt(np.mean(used**2)))
    return Predictive.student(float(growth[-1] + drift * horizon), scale, degrees)


def _fail_if_short(growth: Array) -> None:
    if len(growth) < SHORTEST:
        raise SeriesTooShort(
            f"a forecast needs at least {SHORTEST} known y/y growth rates, got {len(growth)}: "
            "choose a later known_on"
        )
