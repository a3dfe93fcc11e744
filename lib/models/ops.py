"""What operators cannot say, for all four kinds of quantity.

``max()`` fails on a Polars expression and on a symbol, an integer column refuses a negative
power, and the textbook annuity ``r(1+r)^n / ((1+r)^n - 1)`` is 0/0 at a rate of zero and loses
its digits near it. Whatever a formula needs beyond ``+ - * /`` stands here, once.
"""

import functools
import math
import sys
from typing import Any

import numpy as np
import polars as pl

from lib.models.guards import _fail_if_not_positive
from lib.models.quantity import Quantity, is_array, is_column, is_symbol

# A rate too small to matter: at it, the annuity is 1 / periods to every digit.
ZERO_RATE = 1e-100


def maximum(*values: Quantity) -> Quantity:
    """Return the largest of the values; a missing value in a column stays missing."""
    if is_symbol(*values):
        return _sympy().Max(*values)
    if is_column(*values):
        return _unless_null(values, pl.max_horizontal(*map(_column, values)))
    return functools.reduce(np.maximum, values) if is_array(*values) else max(values)


def minimum(*values: Quantity) -> Quantity:
    """Return the smallest of the values; a missing value in a column stays missing."""
    if is_symbol(*values):
        return _sympy().Min(*values)
    if is_column(*values):
        return _unless_null(values, pl.min_horizontal(*map(_column, values)))
    return functools.reduce(np.minimum, values) if is_array(*values) else min(values)


def where(condition: Quantity, if_true: Quantity, if_false: Quantity) -> Quantity:
    """Choose between two quantities; both are computed, so neither may divide by zero."""
    if is_symbol(condition):
        return _sympy().Piecewise((if_true, condition), (if_false, True))
    if is_column(condition):
        return pl.when(condition).then(_column(if_true)).otherwise(_column(if_false))
    if is_array(condition):
        return np.where(condition, if_true, if_false)
    return if_true if condition else if_false


def equals(left: Quantity, right: Quantity) -> Quantity:
    """Compare two quantities; ``==`` on symbols compares their spelling instead."""
    return _sympy().Eq(left, right) if is_symbol(left, right) else left == right


def ceil(value: Quantity) -> Quantity:
    """Round up to a whole number."""
    if is_symbol(value):
        return _sympy().ceiling(value)
    if is_column(value):
        return value.ceil()
    return np.ceil(value) if is_array(value) else math.ceil(value)


def floor(value: Quantity) -> Quantity:
    """Round down to a whole number."""
    if is_symbol(value):
        return _sympy().floor(value)
    if is_column(value):
        return value.floor()
    return np.floor(value) if is_array(value) else math.floor(value)


def exp(value: Quantity) -> Quantity:
    """Return e to the power of the value."""
    if is_symbol(value):
        return _sympy().exp(value)
    if is_column(value):
        return value.exp()
    return np.exp(value) if is_array(value) else math.exp(value)


def log(value: Quantity) -> Quantity:
    """Return the natural logarithm."""
    if is_symbol(value):
        return _sympy().log(value)
    if is_column(value):
        return value.log()
    return np.log(value) if is_array(value) else math.log(value)


def log1p(value: Quantity) -> Quantity:
    """Return log(1 + value) without losing the digits of a tiny value."""
    if is_symbol(value):
        return _sympy().log(1 + value)
    if is_column(value):
        return value.log1p()
    return np.log1p(value) if is_array(value) else math.log1p(value)


def expm1(value: Quantity) -> Quantity:
    """Return exp(value) - 1 without losing the digits of a tiny value."""
    if is_symbol(value):
        return _sympy().exp(value) - 1
    if is_column(value):
        # Polars has no expm1; this identity has no cancellation, because sinh has none.
        return 2.0 * (value / 2.0).exp() * (value / 2.0).sinh()
    return np.expm1(value) if is_array(value) else math.expm1(value)


def divide(numerator: Quantity, denominator: Quantity) -> Quantity:
    """Divide, with infinity (or not a number, for 0/0) where the denominator is zero.

    A break-even whose denominator is zero lies nowhere; columns say so with infinity, and plain
    numbers and arrays should do the same instead of stopping or warning.
    """
    if is_symbol(numerator, denominator) or is_column(numerator, denominator):
        return numerator / denominator
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.divide(numerator, denominator)
    return result if is_array(numerator, denominator) else float(result)


def power(base: Quantity, exponent: Quantity) -> Quantity:
    """Raise to a power; whole-number columns and arrays are read as decimals first."""
    if is_symbol(base, exponent):
        return base**exponent
    if is_column(base, exponent):
        return _column(base).cast(pl.Float64).pow(_column(exponent).cast(pl.Float64))
    if is_array(base, exponent):
        return np.power(np.asarray(base, dtype=float), np.asarray(exponent, dtype=float))
    return float(base) ** float(exponent)


def annuity_factor(rate: Quantity, periods: Quantity) -> Quantity:
    """Return the level payment at each period's end that repays 1 with interest.

    Args:
        rate: interest per period, as a fraction; 0 is allowed and gives ``1 / periods``.
        periods: number of payments.

    Returns:
        Payment per period for each unit of principal.

    Raises:
        ValueError: if ``periods`` is not above 0, or ``rate`` is -1 or less.

    Source:
        Standard annuity. ``r / (1 - (1 + r)^-n)`` is written with log1p and expm1, because the
        plain form loses all digits at rates near zero (an error of 2 % at 1e-15).
    """
    _fail_if_not_positive(periods=periods)
    if is_symbol(rate, periods):
        sympy = _sympy()
        textbook = rate / (1 - (1 + rate) ** (-periods))
        return sympy.Piecewise((1 / sympy.sympify(periods), sympy.Eq(rate, 0)), (textbook, True))
    _fail_if_not_positive(one_plus_rate=1 + rate)
    # The limit at zero without a branch: adding this changes no rate that differs from zero.
    rate = (np.asarray(rate, dtype=float) if is_array(rate) else rate) + ZERO_RATE
    if is_column(rate, periods):
        # Polars has no expm1; in this equivalent form nothing cancels at rates of 0 or more.
        half_growth = _column(periods) * _column(rate).log1p() * 0.5
        return _column(rate) * 0.5 * (1.0 + 1.0 / half_growth.tanh())
    return rate / -expm1(-periods * log1p(rate))


def _column(value: Quantity) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def _unless_null(values: tuple[Quantity, ...], result: pl.Expr) -> pl.Expr:
    known = [value.is_not_null() for value in values if isinstance(value, pl.Expr)]
    return pl.when(pl.all_horizontal(*known)).then(result)


def _sympy() -> Any:
    return sys.modules["sympy"]
