"""The shape of what is uncertain: from a default and two percentiles to a quantile function.

A row of the assumptions table says a default, a fifth and a ninety-fifth percentile, and these
three are rarely symmetric. One rule serves every distribution: on its own scale (plain, logarithm,
logit) a prior has two pieces that meet at the default. The default is the median, `low` is the
5th percentile and `high` the 95th, exactly. Each piece is half of a standard symmetric shape
(normal, uniform or triangular) with its own width. This is Fechner's two-piece distribution with
equal weights, so that the median stays where the table says it is.

Where `low` or `high` equals the default the prior is one-sided: the default is the end of it (a
floor, a ceiling), all draws lie on the other side, and the far percentile still holds.

Hard bounds cut the distribution function: what lies beyond them is removed and the rest spread
in proportion, never piled up on the bound. A bound that cuts one side more than the other moves
the median of the draws away from the default; the point value in tables stays the default.
The width factor (narrow 0.5, base 1, wide 2) multiplies every distance from the default on the
prior's own scale, before the bounds cut.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri

from lib.inference.uncertain import Column, PriorError, Uncertain

NARROW, BASE, WIDE = 0.5, 1.0, 2.0
TAIL = 0.05
"""Probability outside each of `low` and `high`."""


@dataclass(frozen=True)
class _Scale:
    to: Callable[[Any], Any]
    back: Callable[[Any], Any]


@dataclass(frozen=True)
class _Shape:
    """A standard symmetric distribution around 0, scaled so that its 95th percentile is 1."""

    quantile: Callable[[Any], Any]
    cdf: Callable[[Any], Any]


_Z95 = float(ndtri(1 - TAIL))
_T95 = 1 - float(np.sqrt(2 * TAIL))


def _triangle_quantile(u: Any) -> Any:
    near_top = 1 - np.sqrt(2 * np.minimum(u, 1 - u))
    return np.where(u < 0.5, -near_top, near_top) / _T95


def _triangle_cdf(x: Any) -> Any:
    tail = 0.5 * (1 - np.minimum(np.abs(x) * _T95, 1)) ** 2
    return np.where(x < 0, tail, 1 - tail)


_NORMAL = _Shape(lambda u: ndtri(u) / _Z95, lambda x: ndtr(x * _Z95))
_UNIFORM = _Shape(
    lambda u: (2 * u - 1) / (1 - 2 * TAIL),
    lambda x: np.clip((x * (1 - 2 * TAIL) + 1) / 2, 0, 1),
)
_TRIANGLE = _Shape(_triangle_quantile, _triangle_cdf)

_PLAIN = _Scale(lambda x: x, lambda y: y)
_LOG = _Scale(np.log, np.exp)


_LOGIT = _Scale(logit, expit)
_SCALES = {"lognormal": _LOG, "logitnormal": _LOGIT}
_SHAPES = {
    "normal": _NORMAL,
    "lognormal": _NORMAL,
    "logitnormal": _NORMAL,
    "uniform": _UNIFORM,
    "triangular": _TRIANGLE,
}
DISTRIBUTIONS = (*_SHAPES, "fixed")


def is_fixed(prior: Uncertain) -> bool:
    """True when the prior has no width: one value in every draw."""
    if prior.distribution == "fixed" or prior.low is None or prior.high is None:
        return True
    return prior.low == prior.default == prior.high


def quantile(prior: Uncertain, u: Column, width: float = BASE) -> Column:
    """Values of a prior at given probabilities.

    prior: an assumption or a `Prior`, values in its own unit.
    u: probabilities, strictly between 0 and 1.
    width: factor on the distance from the default, on the prior's own scale.
    Returns values in the prior's unit. Raises `PriorError` where the row cannot be a distribution.
    """
    _fail_if_unusable(prior, width)
    if is_fixed(prior):
        return np.full(u.shape, float(prior.default))
    scale, pieces = _SCALES.get(prior.distribution, _PLAIN), _pieces(prior, width)
    start, end = _kept(prior, scale, pieces)
    offset = pieces.quantile(start + u * (end - start))
    value: Column = scale.back(scale.to(prior.default) + offset)
    # The cut has already removed what lies beyond the bounds; this removes the last rounding.
    return np.clip(value, prior.bound_low, prior.bound_high) if _is_bounded(prior) else value


def spread(prior: Uncertain, width: float = BASE) -> tuple[float, float]:
    """The 5th and 95th percentile of a prior of the given width, in its unit."""
    low, high = quantile(prior, np.array([TAIL, 1 - TAIL]), width)
    return float(low), float(high)


@dataclass(frozen=True)
class _Pieces:
    """Offsets from the default on the prior's scale: `below` to p5 and `above` to p95."""

    shape: _Shape
    below: float
    above: float

    def quantile(self, u: Any) -> Any:
        if not self.below:
            return self.above * self.shape.quantile((1 + u) / 2) / self._one_sided
        if not self.above:
            return self.below * self.shape.quantile(u / 2) / self._one_sided
        steps = self.shape.quantile(u)
        return np.where(steps < 0, self.below, self.above) * steps

    def cdf(self, offset: float) -> float:
        if not self.below:
            far = self.shape.cdf(max(offset, 0) / self.above * self._one_sided)
            return 2 * float(far) - 1
        if not self.above:
            return 2 * float(self.shape.cdf(min(offset, 0) / self.below * self._one_sided))
        return float(self.shape.cdf(offset / (self.below if offset < 0 else self.above)))

    @property
    def _one_sided(self) -> float:
        """The shape's 95th percentile when one half carries all of the probability."""
        return float(self.shape.quantile(1 - TAIL / 2))


def _pieces(prior: Uncertain, width: float) -> _Pieces:
    assert prior.low is not None and prior.high is not None
    to = _SCALES.get(prior.distribution, _PLAIN).to
    middle = float(to(prior.default))
    below, above = middle - float(to(prior.low)), float(to(prior.high)) - middle
    return _Pieces(_SHAPES[prior.distribution], width * below, width * above)


def _kept(prior: Uncertain, scale: _Scale, pieces: _Pieces) -> tuple[float, float]:
    """The probabilities of the untruncated prior at its hard bounds."""
    middle = float(scale.to(prior.default))

    def at(bound: float) -> float:
        with np.errstate(divide="ignore", invalid="ignore"):
            on_scale = float(scale.to(bound))
        if np.isnan(on_scale):  # outside the range of a logarithm or a logit: cuts nothing
            on_scale = -np.inf if bound < prior.default else np.inf
        return pieces.cdf(on_scale - middle)

    start = 0.0 if prior.bound_low is None else at(prior.bound_low)
    end = 1.0 if prior.bound_high is None else at(prior.bound_high)
    if not end > start:
        raise PriorError(f"assumption {prior.name}: no probability between its hard bounds")
    return start, end


def _is_bounded(prior: Uncertain) -> bool:
    return prior.bound_low is not None or prior.bound_high is not None


def _fail_if_unusable(prior: Uncertain, width: float) -> None:
    where = f"assumption {prior.name}"
    if prior.distribution not in DISTRIBUTIONS:
        raise PriorError(
            f"{where}: unknown distribution {prior.distribution!r}; "
            f"allowed: {', '.join(DISTRIBUTIONS)}"
        )
    if not width > 0:
        raise PriorError(f"{where}: width is {width}; it must be above 0")
    if is_fixed(prior):
        return
    assert prior.low is not None and prior.high is not None
    if not prior.low <= prior.default <= prior.high:
        raise PriorError(
            f"{where}: default {prior.default} {prior.unit} is outside low to high "
            f"({prior.low} to {prior.high})"
        )
    if prior.distribution == "lognormal" and prior.low <= 0:
        raise PriorError(f"{where}: low is {prior.low}; a lognormal needs low above 0")
    if prior.distribution == "logitnormal" and not (prior.low > 0 and prior.high < 1):
        raise PriorError(f"{where}: a logitnormal needs low and high inside 0 to 1")
