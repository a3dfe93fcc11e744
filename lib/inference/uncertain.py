# ruff: noqa: D102 (the members of a protocol are explained in its docstring)
"""What an uncertain input is to the draws: a row of assumptions.csv, or our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
"""One value per draw."""


class Uncertain(Protocol):
    """What the draws ask of an input; assumptions and `Prior` both have it.

    default is the median, low and high the 5th and 95th percentile, all in `unit`; hard bounds cut
    the distribution; group and rho name the correlation group; basis is 'fact' or 'assumption'.
    """

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def default(self) -> float: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def distribution(self) -> str: ...
    @property
    def bound_low(self) -> float | None: ...
    @property
    def bound_high(self) -> float | None: ...
    @property
    def group(self) -> str | None: ...
    @property
    def rho(self) -> float | None: ...
    @property
    def basis(self) -> str: ...


@dataclass(frozen=True)
class Prior:
    """An uncertain input that is not a row of the assumptions table, such as a fact's own range.

    Fields as in the table; `low` and `high` are the 5th and 95th percentile, in `unit`.
    """

    name: str
    default: float
    low: float | None = None
    high: float | None = None
    distribution: str = "normal"
    label: str = ""
    unit: str = ""
    bound_low: float | None = None
    bound_high: float | None = None
    group: str | None = None
    rho: float | None = None
    basis: str = "assumption"


class PriorError(ValueError):
    """A prior that cannot be drawn from: the message names the input and what is wrong."""
