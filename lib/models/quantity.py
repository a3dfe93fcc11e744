"""The one type that every formula takes and returns, and the check of which kind it is.

A union or a constrained type variable rejects mixed calls such as ``f(pl.col("a"), 5.0)``,
which is how formulas are used. Hence one alias, and this sentence: a ``Quantity`` is a float,
a ``pl.Expr``, a numpy array or a SymPy expression, and the result is of the widest kind given.
"""

import sys
from typing import Any

import numpy as np
import polars as pl

Quantity = Any
_COLUMNS = (pl.Expr,)
_ARRAYS = (np.ndarray, pl.Series)
_NUMBERS = (int, float, np.number)


def is_column(*values: Quantity) -> bool:
    """Say whether any value is a Polars expression."""
    return any(isinstance(value, _COLUMNS) for value in values)


def is_symbol(*values: Quantity) -> bool:
    """Say whether any value is a SymPy expression, without importing SymPy."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and any(isinstance(value, sympy.Basic) for value in values)


def is_array(*values: Quantity) -> bool:
    """Say whether any value is a numpy array or a Polars series."""
    return any(isinstance(value, _ARRAYS) for value in values)


def is_number(value: Quantity) -> bool:
    """Say whether a value is one plain number."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)
