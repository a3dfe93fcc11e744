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

from lib.inference.priors import is_fixed
from lib.inference.turns import MarginError, Places, Turn, all_sign_changes
from lib.inference.uncertain import Column, Uncertain

Margin = Callable[[Mapping[str, Any]], Any]
"""From named values (floats or columns) to the margin: above 0 where the statement holds."""

Ends = tuple[float | None, float | None]
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
    return breakevens(margin, inputs, {name: (low, high)})[name]


def breakevens(
    margin: Margin, inputs: Mapping[str, Uncertain], ranges: Mapping[str, Ends] | None = None
) -> dict[str, Breakeven | None]:
    """The turn of a margin in each of several inputs, by name; see `breakeven`.

    ranges: where to look by name, low and high (None: as far as `breakeven` looks); every input
    when not given. The margin is called with columns, in which one input moves at a time.
    """
    wanted = dict.fromkeys(sorted(inputs), (None, None)) if ranges is None else ranges
    names = list(wanted)
    others = point_values(inputs)

    def along(which: Places, x: Column) -> Any:
        moved = {name: np.where(which == n, x, others[name]) for n, name in enumerate(names)}
        return margin({**others, **moved})

    ends = [search_range(inputs[name], *wanted[name]) for name in names]
    found = all_sign_changes(along, ends) if names else []
    return {n: _nearest(inputs[n], turns) for n, turns in zip(names, found, strict=True)}


def _nearest(prior: Uncertain, turns: list[Turn]) -> Breakeven | None:
    if not turns:
        return None
    nearest, *rest = sorted(turns, key=lambda turn: _distance(turn[0], prior.default))
    return Breakeven(
        name=prior.name,
        label=prior.label,
        unit=prior.unit,
        value=nearest[0],
        default=float(prior.default),
        within_bounds=_inside(nearest[0], prior.bound_low, prior.bound_high),
        holds_above=nearest[1],
        others=tuple(sorted(value for value, _ in rest)),
    )


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


def _distance(value: float, default: float) -> float:
    if value > 0 and default > 0:
        return abs(float(np.log(value / default)))
    return abs(value - default)


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
