"""Exponential smoothing with a damped trend and an optional season, fitted on a fixed grid.

The additive state-space form (Hyndman, Koehler, Ord, Snyder 2008, chapter 3). A grid rather than
an optimiser: with some twenty observations the likelihood is flat, a grid finds the same minimum
on every machine, and importing statsforecast or statsmodels would cost four to six seconds for
two models of thirty lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_ALPHA = (0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
_BETA_SHARE = (0.0, 0.1, 0.3, 0.6, 1.0)
_GAMMA_SHARE = (0.0, 0.1, 0.3, 0.6)
_PHI = (0.7, 0.8, 0.9, 0.98)
_PHI_SEASONAL = (0.8, 0.9, 0.98, 1.0)  # a level may keep its trend; a growth rate may not


@dataclass(frozen=True)
class Smoothing:
    """A fitted model: last states, coefficients, one-step error and its degrees of freedom."""

    level: float
    trend: float
    season: tuple[float, ...]
    alpha: float
    beta: float
    gamma: float
    phi: float
    sigma: float
    degrees: float

    def path(self, horizon: int) -> Array:
        """Point forecasts for 1..horizon steps."""
        damped = np.cumsum(self.phi ** np.arange(1, horizon + 1))
        period = len(self.season)
        season = [self.season[h % period] if period else 0.0 for h in range(horizon)]
        result: Array = self.level + self.trend * damped + np.array(season)
        return result

    def psi(self, horizon: int) -> Array:
        """Weight of an error made j steps before, j = 0..horizon-1."""
        steps = np.arange(horizon)
        damped = np.concatenate([[0.0], np.cumsum(self.phi ** np.arange(1, horizon))])
        weights = self.alpha + self.beta * damped
        if self.season:
            weights = weights + self.gamma * (steps % len(self.season) == 0)
        weights[0] = 1.0
        return np.asarray(weights, dtype=float)


def smooth(values: Array, period: int = 0) -> Smoothing:
    """Fit the grid's best model by the sum of squared one-step errors.

    values: consecutive observations, no gaps. period: 4 for a quarterly season, 0 for none.
    Raises ValueError when there are fewer than 6 values (10 with a season).
    """
    data = np.asarray(values, dtype=float)
    needed = 10 if period else 6
    if len(data) < needed or not np.all(np.isfinite(data)):
        raise ValueError(
            f"smoothing needs at least {needed} finite consecutive values, got {len(data)}"
        )
    gammas = _GAMMA_SHARE if period else (0.0,)
    phis = _PHI_SEASONAL if period else _PHI
    grid = np.array(list(product(_ALPHA, _BETA_SHARE, gammas, phis)))
    alpha, phi = grid[:, 0], grid[:, 3]
    beta, gamma = alpha * grid[:, 1], (1.0 - alpha) * grid[:, 2]
    level, trend, season, start = _initial_states(data, period, len(grid))
    squares = np.zeros(len(grid))
    for t in range(start, len(data)):
        fitted = level + phi * trend + (season[:, t % period] if period else 0.0)
        error = data[t] - fitted
        squares += error**2
        level = level + phi * trend + alpha * error
        trend = phi * trend + beta * error
        if period:
            season[:, t % period] += gamma * error
    best = int(np.argmin(squares))
    steps = len(data) - start
    degrees = max(steps - (3 if period else 2), 3)
    rolled = tuple(float(season[best, (len(data) + j) % period]) for j in range(period))
    return Smoothing(
        float(level[best]),
        float(trend[best]),
        rolled,
        float(alpha[best]),
        float(beta[best]),
        float(gamma[best]),
        float(phi[best]),
        float(np.sqrt(squares[best] / degrees)),
        float(degrees),
    )


def _initial_states(data: Array, period: int, size: int) -> tuple[Array, Array, Array, int]:
    if not period:
        slope = (data[3] - data[0]) / 3.0
        return np.full(size, data[0]), np.full(size, slope), np.zeros((size, 1)), 1
    slope = float(np.mean(data[period : 2 * period] - data[:period])) / period
    flat = data[:period] - slope * (np.arange(period) - (period - 1) / 2.0)
    centre = float(np.mean(flat))
    season = np.tile(flat - centre, (size, 1))
    end = centre + slope * (period - 1) / 2.0
    return np.full(size, end), np.full(size, slope), season, period
