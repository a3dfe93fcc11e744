"""From draws of a quantity to probabilities, quantiles and the curve against the threshold."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lib.inference.uncertain import Column

CURVE_POINTS = 41
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
DIRECTIONS = tuple(_COMPARE)


class CurveError(ValueError):
    """Draws that have no probability, or a direction that is not one."""


@dataclass(frozen=True)
class Summary:
    """A quantity over the draws: 5th, 50th, 95th percentile, and its value at the point inputs."""

    label: str
    unit: str
    p5: float
    p50: float
    p95: float
    value: float


def holds(values: Any, threshold: float, direction: str) -> Any:
    """Whether the statement holds, value by value (a number or a column).

    direction: one of '>', '>=', '<', '<='.
    """
    if direction not in _COMPARE:
        raise CurveError(f"direction is {direction!r}; allowed: {', '.join(DIRECTIONS)}")
    return _COMPARE[direction](values, threshold)


def margin(value: Any, threshold: float, direction: str) -> Any:
    """Distance from the threshold, positive on the side where the statement holds."""
    return value - threshold if direction.startswith(">") else threshold - value


def probability(values: Column, threshold: float, direction: str) -> float:
    """Share of the draws in which the statement holds."""
    _fail_if_not_numbers(values)
    return float(np.mean(holds(values, threshold, direction)))


def summary(values: Column, *, label: str, unit: str, point: float) -> Summary:
    """Percentiles of the draws beside the point value, all in `unit`."""
    _fail_if_not_numbers(values)
    p5, p50, p95 = (float(x) for x in np.quantile(values, [0.05, 0.5, 0.95], method="lower"))
    return Summary(label, unit, p5, p50, p95, float(point))


def probability_curve(
    values: Column,
    direction: str,
    *,
    marks: Iterable[float | None] = (),
    points: int = CURVE_POINTS,
) -> tuple[tuple[float, float], ...]:
    """Probability against threshold: where the middle 98 % of the draws lie, and at every mark.

    marks: thresholds that must be on the curve (weak reading, threshold, strong reading).
    Returns (threshold, probability) in ascending order of threshold.
    """
    _fail_if_not_numbers(values)
    ordered = np.sort(values[np.isfinite(values)])
    if not len(ordered):
        raise CurveError("no finite draw to put on a curve")
    given = [float(mark) for mark in marks if mark is not None]
    first, last = np.quantile(ordered, [0.01, 0.99])
    thresholds = np.unique(np.concatenate([np.linspace(first, last, points), given]))
    return tuple((float(t), float(np.mean(holds(values, t, direction)))) for t in thresholds)


def _fail_if_not_numbers(values: Column) -> None:
    missing = int(np.isnan(values).sum())
    if missing:
        raise CurveError(f"{missing} of {len(values)} draws are not a number")
