"""What a view makes of an assumption: its fact's numbers, or a chosen value within bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from lib.evidence.assumptions import FROM_ONE_STANDARD_ERROR, FROM_P95_INTERVAL, Assumption
from lib.evidence.errors import OutOfBounds, UnknownAssumption, allowed_words
from lib.evidence.facts import Fact


def from_fact(row: Assumption, fact: Fact) -> Assumption:
    """The assumption with the fact's value, and the fact's range as p5 and p95 where it has one.

    One standard error and 95 % intervals are rescaled to p5 and p95 as for a normal; a floor gives
    only the low end, a ceiling only the high end. An end that the fact lacks comes from the row,
    in proportion to the row's central value when the row's own end lies on the wrong side.
    """
    value = fact.value
    low, high = fact.low, fact.high
    if fact.range_kind in ("standard-error", "ci95"):
        scale = (
            FROM_ONE_STANDARD_ERROR if fact.range_kind == "standard-error" else FROM_P95_INTERVAL
        )
        low = None if low is None else value - scale * (value - low)
        high = None if high is None else value + scale * (high - value)
    if fact.range_kind == "floor":
        low, high = value, None
    if fact.range_kind == "ceiling":
        low, high = None, value
    own = low is not None and high is not None
    low = _fill(low, row.low, row.default, value, below=True)
    high = _fill(high, row.high, row.default, value, below=False)
    low = low if low is None or row.bound_low is None else max(low, row.bound_low)
    high = high if high is None or row.bound_high is None else min(high, row.bound_high)
    basis = "fact" if own or row.distribution == "fixed" else row.basis
    return replace(row, default=value, low=low, high=high, fact_id=fact.fact_id, basis=basis)


def _fill(
    end: float | None, row_end: float | None, row_default: float, value: float, *, below: bool
) -> float | None:
    if end is not None or row_end is None:
        return end
    if (row_end <= value) if below else (row_end >= value):
        return row_end
    if row_default != 0 and row_end / row_default > 0:
        return value * row_end / row_default
    return value + (row_end - row_default)


def override(row: Assumption, value: float) -> Assumption:
    """The assumption fixed at a chosen value (validated by `check_value`)."""
    return replace(
        row, default=value, low=value, high=value, distribution="fixed", basis="assumption",
        overridden=True, fact_id=None, hindsight=False,
    )  # fmt: skip


def check_value(row: Assumption, value: object) -> float:
    """The value as a float, if it is a finite number within the hard bounds. Raises OutOfBounds."""
    low = "-inf" if row.bound_low is None else f"{row.bound_low:g}"
    high = "inf" if row.bound_high is None else f"{row.bound_high:g}"
    allowed = f"allowed: {low} to {high} {row.unit}"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise OutOfBounds(f"{row.name}={value!r} is not a number; {allowed}")
    too_low = row.bound_low is not None and value < row.bound_low
    too_high = row.bound_high is not None and value > row.bound_high
    if too_low or too_high:
        raise OutOfBounds(f"{row.name}={value:g} is outside its bounds; {allowed}")
    return float(value)


def check_values(rows: Mapping[str, Assumption], values: Mapping[str, float]) -> dict[str, float]:
    """The overrides, if every name exists and every value is within bounds.

    Raises UnknownAssumption or OutOfBounds.
    """
    for name in values:
        if name not in rows:
            raise unknown(name, rows)
    return {name: check_value(rows[name], value) for name, value in values.items()}


def unknown(name: str, rows: Mapping[str, Assumption]) -> UnknownAssumption:
    """The error for a name that is not in assumptions.csv."""
    return UnknownAssumption(f"assumption {name!r} is unknown{allowed_words(name, rows)}")
