"""Predictive distributions that can be pooled, scored and printed without a random number.

A forecast is a finite mixture of Student t distributions. A pool of forecasts is again such a
mixture, so a combination needs no sampling and the same data always give the same probability.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtr, ndtri, stdtr, stdtrit

Array = NDArray[np.float64]

_MOST_STEPS, _CLOSE = 80, 1e-13
_REACH, _TABLE = 6.0, 481
_TAIL, _TAIL_MASS = 1e-9, 1e-5


@dataclass(frozen=True)
class Predictive:
    """A mixture of Student t distributions.

    weights sum to one; location and scale carry the unit of the quantity; degrees of freedom may
    be infinite (a normal) and scale may be zero (a point).
    """

    weights: tuple[float, ...]
    locations: tuple[float, ...]
    scales: tuple[float, ...]
    degrees: tuple[float, ...]

    def __post_init__(self) -> None:
        sizes = {len(self.weights), len(self.locations), len(self.scales), len(self.degrees)}
        if sizes != {len(self.weights)} or not self.weights:
            raise ValueError("a Predictive needs one weight, location, scale and degree each")
        if abs(sum(self.weights) - 1.0) > 1e-9 or min(self.weights) < 0.0:
            raise ValueError(f"weights must be non-negative and sum to 1, got {self.weights}")
        if min(self.scales) < 0.0 or min(self.degrees) <= 0.0:
            raise ValueError("scales must be >= 0 and degrees of freedom > 0")

    @staticmethod
    def student(location: float, scale: float, degrees: float = float("inf")) -> Predictive:
        """One Student t (a normal where degrees is infinite)."""
        return Predictive((1.0,), (float(location),), (float(scale),), (float(degrees),))

    @staticmethod
    def pool(parts: Sequence[Predictive], weights: Sequence[float]) -> Predictive:
        """The linear pool: the probability of any event is the weighted mean of the parts'."""
        total = float(sum(weights))
        if len(parts) != len(weights) or total <= 0.0:
            raise ValueError("a pool needs one non-negative weight per part and a positive sum")
        rows = [
            (w / total * v, loc, scale, df)
            for part, w in zip(parts, weights, strict=True)
            for v, loc, scale, df in zip(
                part.weights, part.locations, part.scales, part.degrees, strict=True
            )
        ]
        columns = tuple(zip(*rows, strict=True))
        norm = sum(columns[0])
        return Predictive(tuple(w / norm for w in columns[0]), columns[1], columns[2], columns[3])

    def shifted(self, by: float) -> Predictive:
        """The same distribution moved by a constant (same unit)."""
        moved = tuple(loc + by for loc in self.locations)
        return Predictive(self.weights, moved, self.scales, self.degrees)

    def cdf(self, x: float | Array) -> Array:
        """P(X <= x)."""
        return self._mixed(x, _below, lambda gap: gap >= 0.0)

    def density(self, x: float | Array) -> Array:
        """The probability density at x, per unit of the quantity; parts without a width have none.

        Student (1908); for infinite degrees of freedom the normal density.
        """
        wide = np.array([s if s > 0.0 else np.inf for s in self.scales])
        return self._mixed(x, lambda z, degree: _density(z, degree) / wide, np.zeros_like)

    def _mixed(
        self,
        x: float | Array,
        of: Callable[[Array, Array], Array],
        of_point: Callable[[Array], Any],
    ) -> Array:
        """The weighted sum over the parts: `of` standard units and degrees, `of_point` of gaps."""
        points = np.atleast_1d(np.asarray(x, dtype=float))
        scales = np.array(self.scales)
        gaps = points[:, None] - np.array(self.locations)
        parts = of(gaps / np.where(scales > 0.0, scales, 1.0), np.array(self.degrees))
        if not scales.all():
            parts = np.where(scales > 0.0, parts, of_point(gaps))
        return np.asarray((parts * np.array(self.weights)).sum(axis=1))

    def above(self, threshold: float) -> float:
        """P(X > threshold)."""
        return float(1.0 - self.cdf(threshold)[0])

    def quantile(self, p: float | Sequence[float] | Array) -> Array:
        """The value below which the probability is p, p strictly inside (0, 1)."""
        levels = np.atleast_1d(np.asarray(p, dtype=float))
        if levels.min() <= 0.0 or levels.max() >= 1.0:
            raise ValueError("quantile levels must lie strictly between 0 and 1")
        if len(self.weights) == 1:
            degree, scale = self.degrees[0], self.scales[0]
            z = ndtri(levels) if np.isinf(degree) else stdtrit(degree, levels)
            return np.asarray(self.locations[0] + scale * z)
        return _searched(self, levels)

    def at_normal(self, z: float | Array) -> Array:
        """The value as probable as z in a standard normal, from a table between -6 and 6.

        Turns columns of normal draws into draws of the forecast without a search for each.
        """
        grid, values = _normal_table(self)
        return np.asarray(np.interp(np.asarray(z, dtype=float), grid, values))

    def interval(self, coverage: float) -> tuple[float, float]:
        """The central interval that holds the stated probability."""
        ends = self.quantile([0.5 - coverage / 2.0, 0.5 + coverage / 2.0])
        return float(ends[0]), float(ends[1])

    @property
    def median(self) -> float:
        """The value that is as likely to be exceeded as not."""
        return float(self.quantile(0.5)[0])

    def crps(self, outcome: float) -> float:
        """Continuous ranked probability score, in the unit of the quantity; 0 is perfect.

        Gneiting and Raftery (2007): the integral of (F(x) - 1{x >= outcome})^2.
        """
        if max(self.scales) == 0.0:
            w, x = np.array(self.weights), np.array(self.locations)
            gap = np.abs(x[:, None] - x[None, :])
            return float(w @ np.abs(x - outcome) - 0.5 * w @ gap @ w)
        reach = [
            s * (_REACH if np.isinf(df) else float(stdtrit(df, 1.0 - _TAIL_MASS)))
            for s, df in zip(self.scales, self.degrees, strict=True)
        ]
        low = min(outcome, *(x - r for x, r in zip(self.locations, reach, strict=True)))
        high = max(outcome, *(x + r for x, r in zip(self.locations, reach, strict=True)))
        left = np.linspace(low, outcome, 601)
        right = np.linspace(outcome, high, 601)
        below = np.trapezoid(self.cdf(left) ** 2, left) if outcome > low else 0.0
        above = np.trapezoid((1.0 - self.cdf(right)) ** 2, right) if outcome < high else 0.0
        return float(below + above)

    def log_score(self, outcome: float) -> float:
        """Minus the log of the density at the outcome (nats); lower is better."""
        step = max(min(s for s in self.scales if s > 0.0), _TAIL) * 1e-3
        ends = self.cdf(np.array([outcome - step, outcome + step]))
        return float(-np.log(max((ends[1] - ends[0]) / (2.0 * step), 1e-300)))


def _below(z: Array, degree: Array) -> Array:
    normal = np.isinf(degree)
    if normal.all():
        return np.asarray(ndtr(z))
    student = np.asarray(stdtr(np.where(normal, 1.0, degree), z))
    return np.asarray(np.where(normal, ndtr(z), student))


def _density(z: Array, degree: Array) -> Array:
    normal = np.isinf(degree)
    of = np.where(normal, 1.0, degree)
    top = np.exp(gammaln((of + 1.0) / 2.0) - gammaln(of / 2.0)) / np.sqrt(of * np.pi)
    student = top * (1.0 + z**2 / of) ** (-(of + 1.0) / 2.0)
    return np.asarray(np.where(normal, np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi), student))


def _searched(predictive: Predictive, levels: Array) -> Array:
    """Quantiles of a mixture by Newton's method, kept inside a bracket.

    A step that would leave the bracket, as at a jump, halves it instead.
    """
    low, high = _bracket(predictive, levels)
    found = 0.5 * (low + high)
    open_ = np.arange(len(levels))
    for _ in range(_MOST_STEPS):
        x = found[open_]
        gap = predictive.cdf(x) - levels[open_]
        low[open_] = np.where(gap < 0.0, x, low[open_])
        high[open_] = np.where(gap < 0.0, high[open_], x)
        with np.errstate(all="ignore"):
            moved = x - gap / predictive.density(x)
        left, right = low[open_], high[open_]
        moved = np.where((moved > left) & (moved < right), moved, 0.5 * (left + right))
        found[open_] = moved
        open_ = open_[np.abs(moved - x) > _CLOSE * (np.abs(left) + np.abs(right))]
        if not len(open_):
            break
    return found


def _bracket(predictive: Predictive, levels: Array) -> tuple[Array, Array]:
    """Two values for each level: the probability below is less at the one, not at the other."""
    spread = max(max(predictive.scales), 1e-12)
    low = min(predictive.locations) - spread
    high = max(predictive.locations) + spread
    while predictive.cdf(low)[0] >= levels.min():
        low -= 2.0 * (high - low)
    while predictive.cdf(high)[0] < levels.max():
        high += 2.0 * (high - low)
    table = np.linspace(low, high, _TABLE)
    place = np.searchsorted(np.maximum.accumulate(predictive.cdf(table)), levels)
    place = np.clip(place, 1, _TABLE - 1)
    return table[place - 1], table[place]


@lru_cache(maxsize=64)
def _normal_table(predictive: Predictive) -> tuple[Array, Array]:
    grid: Array = np.linspace(-_REACH, _REACH, _TABLE)
    return grid, predictive.quantile(np.asarray(ndtr(grid)))
