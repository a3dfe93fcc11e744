"""Which inputs carry an answer: flips, tornado, variance shares and what would settle it.

First-order Sobol shares are estimated from the shared table of draws, without further model runs:
the draws are sorted by one input and cut into equal bins; the variance of the bin means, less what
chance alone gives them, is the variance that this input explains. Against scipy's
`sobol_indices`, which needs a design of its own, it is cheap and works for correlated inputs, where
a share says what knowing that input would tell, including what it tells about its companions
(such shares can add to more than one).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.inference.breakeven import Breakeven, Margin, breakevens, point_values
from lib.inference.priors import is_fixed, spread
from lib.inference.uncertain import Column, Uncertain

BIN_SIZE = 256
LEAST_SHARE = 0.01
"""Shares below this are not told apart from chance at the usual number of draws."""
_MIN_BINS = 8
_MOST_ORDERS = 256

Places = NDArray[np.integer[Any]]
_ORDERS: OrderedDict[int, tuple[Column, Places]] = OrderedDict()


@dataclass(frozen=True)
class Flip:
    """The value of one input at which the answer turns, within its hard bounds.

    value: None when no value within the bounds turns it; low, high: p5 and p95 of the prior.
    others: further turning values. likely: the value lies between p5 and p95.
    """

    name: str
    label: str
    unit: str
    default: float
    value: float | None
    low: float
    high: float
    others: tuple[float, ...] = ()

    @property
    def likely(self) -> bool:
        """Whether the turn lies between p5 and p95 of the input."""
        return self.value is not None and self.low <= self.value <= self.high


@dataclass(frozen=True)
class Bar:
    """One row of a tornado: the quantity at p5 and at p95 of one input, others at point values."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far the quantity moves."""
        return abs(self.at_high - self.at_low)


def flip_points(
    margin: Margin,
    inputs: Mapping[str, Uncertain],
    turns: Mapping[str, Breakeven | None] | None = None,
) -> tuple[Flip, ...]:
    """For every input: where the answer turns within its hard bounds, the others at point values.

    turns: of every input, where the caller has found them already. Inputs that turn the answer
    come first, nearest to the default in units of the prior's own range.
    """
    found = breakevens(margin, inputs) if turns is None else turns
    flips = [_flip(inputs[name], found[name]) for name in sorted(inputs)]
    return tuple(sorted(flips, key=lambda flip: (_effort(flip), flip.name)))


def _flip(prior: Uncertain, turn: Breakeven | None) -> Flip:
    low, high = spread(prior)
    inside = turn is not None and turn.within_bounds
    return Flip(
        name=prior.name,
        label=prior.label,
        unit=prior.unit,
        default=float(prior.default),
        value=turn.value if turn is not None and inside else None,
        low=low,
        high=high,
        others=turn.others if turn is not None and inside else (),
    )


def _effort(flip: Flip) -> float:
    """Distance of the flip from the default as a multiple of the half range of the prior.

    With nine significant figures, so that inputs that are equally near stay in order of name.
    """
    if flip.value is None:
        return float("inf")
    side = flip.high - flip.default if flip.value > flip.default else flip.default - flip.low
    distance = abs(flip.value - flip.default)
    return float(f"{distance / side if side > 0 else 1e9 * (1 + distance):.9g}")


def tornado(quantity: Margin, inputs: Mapping[str, Uncertain]) -> tuple[Bar, ...]:
    """The quantity at p5 and p95 of each uncertain input, largest swing first."""
    others = point_values(inputs)
    bars = []
    for name in sorted(inputs):
        prior = inputs[name]
        if is_fixed(prior):
            continue
        low, high = spread(prior)
        at_low, at_high = (float(quantity({**others, name: x})) for x in (low, high))
        bars.append(Bar(name, prior.label, prior.unit, low, high, at_low, at_high))
    return tuple(sorted(bars, key=lambda bar: (-bar.swing, bar.name)))


def sobol_shares(columns: Mapping[str, Column], output: Column) -> dict[str, float]:
    """First-order variance share of each input in an output, from the table of draws.

    columns: draws by name; output: one value per draw. Returns shares from 0 to 1 by name, all 0
    when the output does not vary. Method: binned conditional means with correction for chance
    (Plischke, Borgonovo, Smith 2013, given-data estimation).
    """
    total = float(np.var(output))
    if not total > 0:
        return dict.fromkeys(columns, 0.0)
    return {name: _share(column, output, total) for name, column in columns.items()}


def _share(column: Column, output: Column, total: float) -> float:
    if column[0] == column[-1] and np.all(column == column[0]):
        return 0.0
    bins = max(_MIN_BINS, len(output) // BIN_SIZE)
    size = len(output) // bins
    ordered = output[_order(column)][: bins * size].reshape(bins, size)
    between = float(np.var(ordered.mean(axis=1)))
    by_chance = float(ordered.var(axis=1, ddof=1).mean()) / size * (1 - 1 / bins)
    return float(np.clip((between - by_chance) / total, 0.0, 1.0))


def _order(column: Column) -> Places:
    """What sorts a column; remembered for the read-only columns of a table of draws."""
    if column.flags.writeable:
        return np.argsort(column, kind="stable")
    if id(column) not in _ORDERS:
        # The column is kept, too, so that its identity cannot pass to another one.
        _ORDERS[id(column)] = column, np.argsort(column, kind="stable").astype(np.int32)
        if len(_ORDERS) > _MOST_ORDERS:
            _ORDERS.popitem(last=False)
    return _ORDERS[id(column)][1]


def ranks(output: Column) -> Column:
    """Ranks scaled to 0..1, equal values sharing their mean rank.

    Shares of ranks do not depend on the scale of the output (dollars or their logarithm), and a
    heavy tail cannot decide them.
    """
    _, inverse, counts = np.unique(output, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middle = ends - (counts - 1) / 2
    ranked: Column = middle[inverse.ravel()] / len(output)
    return ranked


def evidence_share(
    quantity: Margin, inputs: Mapping[str, Uncertain], columns: Mapping[str, Column]
) -> float | None:
    """The part of the variance of the (ranked) quantity that comes from inputs known by facts.

    Pick and freeze: the draws of inputs with basis 'fact' stay, all other draws are dealt anew
    together; the correlation of the two outcomes is the share that facts explain, their mutual
    interactions included. Interactions with assumptions count as assumption.
    Returns 0 to 1, or None when nothing varies.
    """
    uncertain = [name for name in sorted(inputs) if not is_fixed(inputs[name])]
    facts = {name for name in uncertain if inputs[name].basis == "fact"}
    if not uncertain:
        return None
    first = ranks(outcome(quantity, columns))
    if not np.var(first) > 0:
        return None
    if not facts or facts == set(uncertain):
        return float(bool(facts))
    dealt = np.random.Generator(np.random.PCG64(len(first))).permutation(len(first))
    mixed = {k: v if k in facts or np.ndim(v) == 0 else v[dealt] for k, v in columns.items()}
    second = ranks(outcome(quantity, mixed))
    return float(np.clip(np.corrcoef(first, second)[0, 1], 0.0, 1.0))


def decision_shares(columns: Mapping[str, Column], holds: Column) -> dict[str, float]:
    """How much knowing each input would narrow the answer, as a share of p(1 - p).

    holds: 1 where the statement holds, else 0, per draw. The first-order share of an indicator is
    the expected reduction of p(1 - p) by learning that input. Largest first; those below
    `LEAST_SHARE` are left out.
    """
    shares = sobol_shares(columns, holds)
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return {name: share for name, share in ranked if share >= LEAST_SHARE}


def outcome(quantity: Margin, columns: Mapping[str, Column]) -> Column:
    """The quantity for every draw, as a column even when it does not depend on the draws."""
    length = max((len(column) for column in columns.values() if np.ndim(column)), default=1)
    with np.errstate(divide="ignore", over="ignore"):
        values = np.asarray(quantity(columns), dtype=float)
    return np.ascontiguousarray(np.broadcast_to(values, (length,)))
