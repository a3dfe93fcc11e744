"""Scores of forecasts against what happened. Lower is better unless the name says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Array = NDArray[np.float64]


def pinball(quantile: float, level: float, outcome: float) -> float:
    """Quantile loss in the unit of the quantity (Koenker and Bassett 1978)."""
    gap = outcome - quantile
    return gap * level if gap >= 0.0 else gap * (level - 1.0)


def brier(probability: float, happened: bool) -> float:
    """Squared distance of a probability from 1 (it happened) or 0."""
    _fail_if_not_probability(probability)
    return (probability - float(happened)) ** 2


def log_loss(probability: float, happened: bool) -> float:
    """Minus the log of the probability given to what happened (nats)."""
    _fail_if_not_probability(probability)
    given = probability if happened else 1.0 - probability
    return float("inf") if given == 0.0 else float(-np.log(given))


def quantile_crps(p5: float, p50: float, p95: float, outcome: float) -> float:
    """CRPS of a forecast stated as three quantiles: twice their mean pinball loss.

    A coarse but proper score (a weighted sum of quantile losses), in the unit of the quantity.
    """
    if not p5 <= p50 <= p95:
        raise ValueError(f"quantiles must not decrease: {p5}, {p50}, {p95}")
    levels = ((0.05, p5), (0.5, p50), (0.95, p95))
    return 2.0 * float(np.mean([pinball(q, level, outcome) for level, q in levels]))


@dataclass(frozen=True)
class DieboldMariano:
    """Test of equal accuracy: statistic, two-sided p-value, number of forecasts compared."""

    statistic: float
    p_value: float
    count: int
    mean_difference: float


def diebold_mariano(
    losses: Sequence[float], reference: Sequence[float], horizon: int
) -> DieboldMariano:
    """Diebold-Mariano (1995) with the correction of Harvey, Leybourne and Newbold (1997).

    losses, reference: paired losses by origin, in time order. Positive means the reference is
    better. Where the long-run variance comes out negative the Bartlett weights are used instead.
    Raises ValueError below 4 pairs or when the horizon leaves no degree of freedom.
    """
    gap = np.asarray(losses, dtype=float) - np.asarray(reference, dtype=float)
    n = len(gap)
    if n < 4 or horizon >= n:
        raise ValueError(f"{n} paired forecasts at horizon {horizon} are too few to compare")
    centred = gap - gap.mean()
    cov = [float(np.sum(centred[k:] * centred[: n - k]) / n) for k in range(horizon)]
    variance = cov[0] + 2.0 * sum(cov[1:])
    if variance <= 0.0:
        variance = cov[0] + 2.0 * sum((1.0 - k / horizon) * cov[k] for k in range(1, horizon))
    if variance <= 0.0:
        return DieboldMariano(0.0, 1.0, n, float(gap.mean()))
    correction = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    statistic = float(gap.mean() / np.sqrt(variance / n) * np.sqrt(max(correction, 0.0)))
    p_value = float(2.0 * stdtr(n - 1, -abs(statistic)))
    return DieboldMariano(statistic, p_value, n, float(gap.mean()))


def detectable_gap(
    losses: Sequence[float], reference: Sequence[float], horizon: int, power: float = 0.8
) -> float:
    """Smallest difference in mean loss that so many origins would show in `power` of cases.

    Two-sided at 5 %: (1.96 + z_power) standard errors of the mean loss difference, the standard
    error counting only origins that do not overlap.
    """
    from scipy.special import ndtri

    gap = np.asarray(losses, dtype=float) - np.asarray(reference, dtype=float)
    blocks = max(len(gap) / horizon, 2.0)
    return float((1.959964 + ndtri(power)) * np.std(gap, ddof=1) / np.sqrt(blocks))


def _fail_if_not_probability(value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"a probability lies between 0 and 1, got {value}")
