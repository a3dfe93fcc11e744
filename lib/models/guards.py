"""Refusals that name the argument: a formula raises on what cannot be, instead of going on.

Numbers and arrays are checked when the formula is called. A column expression or a symbol has
no value yet; the bounds of the assumptions guard those.
"""

from collections.abc import Callable, Iterable

import numpy as np

from lib.models.quantity import Quantity, is_array, is_number


def _fail_if_negative(**values: Quantity) -> None:
    """Raise if any named value is below zero or not a number."""
    for name, value in values.items():
        _require(name, value, "must be 0 or more", lambda v: v >= 0)


def _fail_if_not_positive(**values: Quantity) -> None:
    """Raise if any named value is zero, below zero or not a number."""
    for name, value in values.items():
        _require(name, value, "must be above 0", lambda v: v > 0)


def _fail_if_not_share(**values: Quantity) -> None:
    """Raise if any named value is outside 0 to 1."""
    for name, value in values.items():
        _require(name, value, "must be between 0 and 1", lambda v: (v >= 0) & (v <= 1))


def _fail_if_not_usable_share(**values: Quantity) -> None:
    """Raise if any named value is outside 0 to 1, or 0 where something is divided by it."""
    for name, value in values.items():
        _require(name, value, "must be above 0 and at most 1", lambda v: (v > 0) & (v <= 1))


def _fail_if_below_one(**values: Quantity) -> None:
    """Raise if any named ratio, such as a PUE, is below 1."""
    for name, value in values.items():
        _require(name, value, "must be 1 or more", lambda v: v >= 1)


def _fail_if_unknown(name: str, choice: object, allowed: Iterable[str]) -> None:
    """Raise if a named choice is none of the allowed words."""
    words = tuple(allowed)
    if choice not in words:
        raise ValueError(f"{name} must be one of {', '.join(words)}; got {choice!r}")


def _require(name: str, value: Quantity, rule: str, holds: Callable[[Quantity], Quantity]) -> None:
    if type(value) is float or is_number(value):
        if not holds(value):
            raise ValueError(f"{name} {rule}; got {value}")
    elif is_array(value):
        numbers = np.asarray(value)
        right = holds(numbers)
        if not right.all():
            raise ValueError(
                f"{name} {rule}; got {numbers[~right].flat[0]} "
                f"({int((~right).sum())} of {numbers.size} values)"
            )
