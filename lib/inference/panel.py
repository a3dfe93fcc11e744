"""Momentum of growth rates, pooled over providers whose published figures have gaps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lib.inference.predictive import Predictive

Array = NDArray[np.float64]

_RIDGE = 1e-4  # in squared points of growth: keeps two coefficients finite on few quarters
_MOST_PERSISTENT = 0.9


def panel_coefficients(growth: Array) -> tuple[float, float, Array]:
    """Least squares of this quarter's change on the last own and the rivals' mean last change.

    growth: providers by quarters, NaN where unpublished. Returns own persistence, spill-over, and
    the residuals of the first provider. Source: pooled OLS without intercept, light ridge.
    """
    change = np.diff(growth, axis=1)
    lag, now = change[:, :-1], change[:, 1:]
    others = np.stack([_mean_of_others(lag, i) for i in range(len(growth))])
    usable = np.isfinite(now) & np.isfinite(lag)
    design = np.stack([lag[usable], others[usable]], axis=1)
    target = now[usable]
    gram = design.T @ design + _RIDGE * np.eye(2)
    own, spill = (float(v) for v in np.linalg.solve(gram, design.T @ target))
    total = own + spill
    if abs(total) > _MOST_PERSISTENT:
        own, spill = own * _MOST_PERSISTENT / abs(total), spill * _MOST_PERSISTENT / abs(total)
    first = usable[0]
    residual: Array = now[0, first] - own * lag[0, first] - spill * others[0, first]
    return own, spill, residual


def panel_forecast(growth: Sequence[Sequence[float]], horizon: int) -> Predictive:
    """Growth of the first provider `horizon` quarters ahead (fraction)."""
    panel = np.array([list(row) for row in growth], dtype=float)
    own, spill, residual = panel_coefficients(panel)
    last = np.nan_to_num(np.diff(panel, axis=1)[:, -1], nan=0.0)
    level = float(panel[0, -1])
    for _ in range(horizon):
        others = np.array([_mean_of_others(last[:, None], i)[0] for i in range(len(panel))])
        last = own * last + spill * others
        level += float(last[0])
    persistence = min(max(own + spill, 0.0), _MOST_PERSISTENT)
    weights = np.cumsum(persistence ** np.arange(horizon))
    degrees = max(len(residual) - 2.0, 3.0)
    sigma = float(np.sqrt(np.sum(residual**2) / degrees))
    return Predictive.student(level, sigma * float(np.sqrt(np.sum(weights**2))), degrees)


def _mean_of_others(change: Array, index: int) -> Array:
    rest = np.delete(change, index, axis=0)
    known = np.isfinite(rest)
    count = known.sum(axis=0)
    total = np.where(known, rest, 0.0).sum(axis=0)
    return np.asarray(np.divide(total, count, out=np.zeros(len(total)), where=count > 0))
