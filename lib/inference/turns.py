"""Changes of sign of a function along a range, for many ranges at once.

A grid brackets the changes, and all brackets are then closed together: each pass looks at a few
points of every bracket, thickest around where a straight line between its ends would cross zero.
One call serves all, so a formula costs its own arithmetic and not its number of calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from lib.inference.uncertain import Column

Places = NDArray[np.intp]
Along = Callable[[Places, Column], Any]
"""From range numbers and values, one each, to the height of the function there."""
Turn = tuple[float, bool]
"""Where the sign changes, and whether the function is positive just above."""

GRID_POINTS = 257
_CLOSE = 1e-12
_PASSES = 60
_AROUND = np.array([0.0, 1e-6, 1e-4, 1e-2])
_STEPS = np.linspace(0.0, 1.0, 9)[1:-1]


class MarginError(ValueError):
    """A margin that is not a number where it must be one."""


def sign_changes(f: Callable[[Any], Any], low: float, high: float) -> list[Turn]:
    """All changes of sign of `f` between two values; see `all_sign_changes`."""
    return all_sign_changes(lambda _, x: f(x), [(low, high)])[0]


def all_sign_changes(f: Along, ranges: Sequence[tuple[float, float]]) -> list[list[Turn]]:
    """All changes of sign along each range, with the sign above each, in ascending order.

    A grid of `GRID_POINTS`, even in the logarithm, too, when the ends are far apart, brackets the
    changes: two changes within one step of the grid can be missed. Values that the model refuses
    with a ValueError lie outside its domain and are left out. Zero counts as 'does not hold'.
    Raises `MarginError` where a range is empty or the function is nowhere a number on it.
    """
    grids = [_grid(low, high) for low, high in ranges]
    brackets = [
        _brackets(which, grid, heights)
        for which, (grid, heights) in enumerate(zip(grids, _all_heights(f, grids), strict=True))
    ]
    found: list[list[Turn]] = [[] for _ in ranges]
    joined = [np.concatenate(parts) for parts in zip(*brackets, strict=True)]
    which, left, right, at_left, at_right = joined
    places = which.astype(np.intp)
    values = _closed(f, places, left, right, at_left, at_right)
    for place, value, above in zip(places, values, at_right > 0, strict=True):
        found[place].append((float(value), bool(above)))
    return found


def _brackets(which: int, grid: Column, heights: Column) -> tuple[Column, ...]:
    """Range number, ends and heights of every step of the grid in which the sign changes."""
    known = ~np.isnan(heights)
    if not known.any():
        raise MarginError(
            f"from {grid[0]} to {grid[-1]} the margin is nowhere a number, "
            "or the model refuses every value"
        )
    x, y = grid[known], heights[known]
    at = np.flatnonzero((y[1:] > 0) != (y[:-1] > 0))
    return np.full(len(at), float(which)), x[at], x[at + 1], y[at], y[at + 1]


def _all_heights(f: Along, grids: Sequence[Column]) -> list[Column]:
    """The heights along every grid: in one call, or range by range where a value is refused."""
    sizes = [len(grid) for grid in grids]
    which = np.repeat(np.arange(len(grids)), sizes)
    try:
        heights = _heights(f, which, np.concatenate(grids))
    except ValueError:
        return [
            _accepted_heights(partial(_heights_along, f, n), grid) for n, grid in enumerate(grids)
        ]
    return list(np.split(heights, np.cumsum(sizes)[:-1]))


def _heights_along(f: Along, n: int, x: Column) -> Column:
    return _heights(f, np.full(len(x), n), x)


def _heights(f: Along, which: Places, x: Column) -> Column:
    with np.errstate(all="ignore"):
        return np.broadcast_to(np.asarray(f(which, x), dtype=float), x.shape)


def _accepted_heights(f: Callable[[Column], Column], grid: Column) -> Column:
    """The heights along a grid; not a number where the model refuses the value.

    A refusal does not say which values it is about, so a refused stretch is halved, unless its
    ends and its middle are all refused: then all of it is taken to lie outside the domain.
    """
    try:
        return f(grid)
    except ValueError:
        half = len(grid) // 2
        if len(grid) == 1 or not any(
            _accepts(f, grid[i : i + 1]) for i in (0, half, len(grid) - 1)
        ):
            return np.full(len(grid), np.nan)
    return np.concatenate([_accepted_heights(f, grid[:half]), _accepted_heights(f, grid[half:])])


def _accepts(f: Callable[[Column], Column], x: Column) -> bool:
    try:
        f(x)
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


def _closed(
    f: Along, which: Places, left: Column, right: Column, at_left: Column, at_right: Column
) -> Column:
    """The change of sign in each bracket, whether the function passes zero or jumps over it."""
    rows = np.arange(len(left))
    for _ in range(_PASSES):
        open_ = right - left > _CLOSE * np.maximum(np.abs(left), np.abs(right))
        if not open_.any():
            break
        points = _looked_at(left, right, at_left, at_right)
        try:
            flat = _heights(f, np.repeat(which, points.shape[1]), points.ravel())
        except ValueError:
            return _closed_singly(f, which, left, right)
        heights = np.column_stack([at_left, flat.reshape(points.shape), at_right])
        points = np.column_stack([left, points, right])
        turned = (heights > 0) == (at_right > 0)[:, None]
        first = np.argmax(turned, axis=1)  # the right end has turned: there is always one
        left, right = points[rows, first - 1], points[rows, first]
        at_left, at_right = heights[rows, first - 1], heights[rows, first]
    return np.where(np.abs(at_left) < np.abs(at_right), left, right)


def _looked_at(left: Column, right: Column, at_left: Column, at_right: Column) -> Column:
    """A few points inside each bracket, in ascending order."""
    width = right - left
    with np.errstate(all="ignore"):
        share = at_left / (at_left - at_right)
    share = np.where(np.isfinite(share), np.clip(share, 0.0, 1.0), 0.5)[:, None]
    shares = np.hstack([np.tile(_STEPS, (len(left), 1)), share - _AROUND, share + _AROUND[1:]])
    inside = left[:, None] + width[:, None] * np.sort(np.clip(shares, 0.0, 1.0), axis=1)
    return np.asarray(np.clip(inside, left[:, None], right[:, None]))


def _closed_singly(f: Along, which: Places, left: Column, right: Column) -> Column:
    """The same one bracket at a time, for a model that refuses some values between two others."""
    ends = zip(which, left, right, strict=True)
    return np.array([_crossing(partial(_heights_along, f, int(n)), a, b) for n, a, b in ends])


def _crossing(f: Callable[[Column], Column], left: float, right: float) -> float:
    def signed(x: float) -> float:
        # Zero counts as 'does not hold', as on the grid; an infinite height is a large one.
        height = f(np.array([x]))[0]
        return float(np.nan_to_num(height, posinf=1e300, neginf=-1e300)) or -1e-300

    if np.sign(signed(left)) == np.sign(signed(right)):
        return float(left)
    return float(brentq(signed, left, right, xtol=1e-300, rtol=_CLOSE, maxiter=500))
