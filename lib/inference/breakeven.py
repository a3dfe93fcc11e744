"""Where an answer turns: the values of one input at which a margin changes sign.

The margin is positive where the statement holds. All other inputs stay at their point values.
A margin may turn more than once within an input's bounds, or at a jump instead of a zero (whole
servers, a hard maximum): every change of sign is reported, and a jump counts as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq

from lib.inference.priors import is_fixed
from lib.inference.uncertain import Column, Uncertain

Margin = Callable[[Mapping[str, Any]], Any]
"""From named values (floats or columns) to the margin: above 0 where the statement holds."""

GRID_POINTS = 257
_REACH = 100.0


@dataclass(frozen=True)
class Breakeven:
    """The value of an input at which the answer turns.

    value: the turn nearest to the default, in `unit`; others: all further turns.
    within_bounds: it lies inside the hard bounds of the input.
    holds_above: the statement holds just above the value (False: just below).
    """

    name: str
    label: str
    unit: str
    value: float
    default: float
    within_bounds: bool
    holds_above: bool
    others: tuple[float, ...] = ()


class MarginError(ValueError):
    """A margin that is not a number where it must be one."""


def point_values(inputs: Mapping[str, Uncertain]) -> dict[str, float]:
    """The point value of every input: its default, which is the median of its prior."""
    return {name: float(prior.default) for name, prior in inputs.items()}


def breakeven(
    margin: Margin,
    inputs: Mapping[str, Uncertain],
    name: str,
    low: float | None = None,
    high: float | None = None,
) -> Breakeven | None:
    """The turn of a margin in one input, the others at their point values.

    margin: a function of named values, above 0 where the statement holds.
    inputs: the inputs by name; name: the one that moves; low, high: where to look, in its unit
    (by default its hard bounds, and where none is set far beyond its percentiles).
    Returns None when the answer is the same everywhere. Raises `MarginError` for an unknown name.
    """
    if name not in inputs:
        raise MarginError(f"no input {name!r}; the margin has: {', '.join(sorted(inputs))}")
    prior = inputs[name]
    others = point_values(inputs)

    def along(x: Any) -> Any:
        return margin({**others, name: x})

    found = sign_changes(along, *search_range(prior, low, high))
    if not found:
        return None
    nearest, *rest = sorted(found, key=lambda turn: _distance(turn[0], prior.default))
    return Breakeven(
        name=name,
        label=prior.label,
        unit=prior.unit,
        value=nearest[0],
        default=float(prior.default),
        within_bounds=_inside(nearest[0], prior.bound_low, prior.bound_high),
        holds_above=nearest[1],
        others=tuple(sorted(value for value, _ in rest)),
    )


def sign_changes(f: Callable[[Any], Any], low: float, high: float) -> list[tuple[float, bool]]:
    """All changes of sign of `f` between two values, with the sign above each.

    Returns (value, f is positive just above it) in ascending order. A grid of `GRID_POINTS`,
    even in the logarithm, too, when the ends are far apart, brackets the changes and Brent's method
    closes each: two changes within one step of the grid can be missed. Values that the model
    refuses with a ValueError lie outside its domain and are left out.
    """
    grid = _grid(low, high)
    heights = _heights(f, grid)
    known = ~np.isnan(heights)
    if not known.any():
        raise MarginError(
            f"from {low} to {high} the margin is nowhere a number, or the model refuses every value"
        )
    grid, positive = grid[known], heights[known] > 0
    at = np.flatnonzero(positive[1:] != positive[:-1])
    return [(_close(f, grid[i], grid[i + 1]), bool(positive[i + 1])) for i in at]


def search_range(prior: Uncertain, low: float | None, high: float | None) -> tuple[float, float]:
    """Where to look for a turn: given ends, else hard bounds, else far beyond the percentiles."""
    start = low if low is not None else prior.bound_low
    end = high if high is not None else prior.bound_high
    if start is not None and end is not None and np.isfinite(start) and np.isfinite(end):
        return float(start), float(end)
    reach_low, reach_high = _far(prior)
    return (
        float(start) if start is not None and np.isfinite(start) else reach_low,
        float(end) if end is not None and np.isfinite(end) else reach_high,
    )


def _far(prior: Uncertain) -> tuple[float, float]:
    """A range far beyond the percentiles: a hundredfold for positive inputs, else ten widths."""
    low = prior.default if is_fixed(prior) or prior.low is None else prior.low
    high = prior.default if is_fixed(prior) or prior.high is None else prior.high
    if low > 0 and (prior.bound_low is None or prior.bound_low >= 0):
        return low / _REACH, high * _REACH
    width = max(high - low, abs(prior.default), 1.0)
    return low - 10 * width, high + 10 * width


def _heights(f: Callable[[Any], Any], grid: Column) -> Column:
    """The margin along a grid; not a number where the model refuses the value.

    A refusal does not say which values it is about, so a refused stretch is halved, unless its
    ends and its middle are all refused: then all of it is taken to lie outside the domain.
    """
    try:
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(f(grid), dtype=float), grid.shape)
    except ValueError:
        half = len(grid) // 2
        if len(grid) == 1 or not any(_accepts(f, grid[i]) for i in (0, half, -1)):
            return np.full(len(grid), np.nan)
    return np.concatenate([_heights(f, grid[:half]), _heights(f, grid[half:])])


def _accepts(f: Callable[[Any], Any], x: float) -> bool:
    try:
        f(float(x))
    except ValueError:
        return False
    return True


def _grid(low: float, high: float) -> Column:
    if not low < high:
        raise MarginError(f"nowhere to look: {low} to {high}")
    plain = np.linspace(low, high, GRID_POINTS)
    start = low if low > 0 else high * 1e-6
    if high <= 0 or high / start < 20:
        return plain
    return np.unique(np.concatenate([plain, np.geomspace(start, high, GRID_POINTS)]))


def _close(f: Callable[[Any], Any], left: float, right: float) -> float:
    """The change of sign between two neighbours, whether `f` passes zero or jumps over it."""

    def signed(x: float) -> float:
        height = float(f(float(x)))
        # Zero counts as 'does not hold', as on the grid; an infinite height is a large one.
        return float(np.nan_to_num(height, posinf=1e300, neginf=-1e300)) or -1e-300

    if np.sign(signed(left)) == np.sign(signed(right)):
        return float(left)
    return float(brentq(signed, left, right, xtol=1e-300, rtol=1e-12, maxiter=500))


def _distance(value: float, default: float) -> float:
    if value > 0 and default > 0:
        return abs(float(np.log(value / default)))
    return abs(value - default)


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
