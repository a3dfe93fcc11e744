"""One named table of random numbers that every claim of a run shares.

Two claims that use the same input must see the same values of it, draw by draw, or no statement
about both can be made. So a column belongs to a name, not to a claim or to an order of calls:

- a name of the assumptions table has the Sobol dimension of its row, counted from the top;
  appending a row changes no other column, moving or deleting rows does;
- a name with a prefix (`fact:...`, `noise:...`, `group:...`) has a Latin hypercube column seeded by
  the name itself, because the table does not know it;
- any other name is an error.

Each Sobol column is scrambled on its own (Matousek's linear matrix scramble and a digital shift,
seeded by run seed and name), which scipy does for all columns at once: there the scramble of a
column would change with the number of columns.
Correlation groups are one-factor Gaussian copulas.

A table of the same size, seed and names holds the same columns, so tables share what was made:
the chapters that one process executes, and the three views of a claim, draw an input once.
"""

from __future__ import annotations

import difflib
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from lib.inference.priors import BASE, is_fixed, quantile
from lib.inference.uncertain import Column, Uncertain

BITS = 30
DEFAULT_DRAWS = 2**14
HISTORY_DRAWS = 2**11
DEFAULT_SEED = 20250907
_BLOCK = 64
_KEPT_NUMBERS = 2**24  # at most 128 MiB of columns stay in memory

IntColumns = NDArray[np.uint32]


class DrawsError(ValueError):
    """A table of draws that cannot be made, or a name that has no column in it."""


class Draws:
    """A reproducible table of draws with one column per name.

    n: number of draws, a power of two.
    seed: any integer; the same seed and name give the same column on every machine.
    names: the registry of names in order; by default the rows of the assumptions table.
    detail: False asks the engine for the probability alone (histories use it).
    """

    def __init__(
        self,
        n: int = DEFAULT_DRAWS,
        seed: int = DEFAULT_SEED,
        *,
        names: Sequence[str] | None = None,
        detail: bool = True,
    ) -> None:
        if n < 2 or n & (n - 1):
            raise DrawsError(f"draws is {n}; it must be a power of two, such as 2048 or 16384")
        self.n = n
        self.seed = int(seed)
        self.detail = detail
        self._names = tuple(names) if names is not None else _table_names()
        self._dimensions = {name: index for index, name in enumerate(self._names)}
        self._kept = _kept_columns(n, self.seed, self._names)

    @property
    def key(self) -> tuple[int, int, bool, tuple[str, ...]]:
        """What identifies the table in a cache."""
        return self.n, self.seed, self.detail, self._names

    def for_history(self, n: int = HISTORY_DRAWS) -> Draws:
        """A smaller table of the same seed and names, for many dates."""
        return Draws(min(n, self.n), self.seed, names=self._names, detail=False)

    def uniform(self, name: str) -> Column:
        """The column of a name: `n` numbers strictly between 0 and 1, read-only."""
        return self._kept.column(name, lambda: self._make(name))

    def sample(self, prior: Uncertain, width: float = BASE) -> Column:
        """Draws of an input, in its unit, read-only. See `priors.quantile` for errors."""
        return self._kept.column(_what_decides(prior, width), lambda: self._draw(prior, width))

    def _draw(self, prior: Uncertain, width: float) -> Column:
        if is_fixed(prior):
            return quantile(prior, np.full(self.n, 0.5), width)
        return quantile(prior, self._correlated(prior), width)

    def sample_all(self, priors: Iterable[Uncertain], width: float = BASE) -> dict[str, Column]:
        """Draws of several inputs, by name."""
        return {prior.name: self.sample(prior, width) for prior in priors}

    def _correlated(self, prior: Uncertain) -> Column:
        """The column of an input after the one-factor copula of its group, if it has one."""
        own = self.uniform(prior.name)
        if not prior.group or not prior.rho:
            return own
        if not -1 <= prior.rho <= 1:
            raise DrawsError(f"assumption {prior.name}: rho is {prior.rho}; allowed: -1 to 1")
        loading = float(np.sign(prior.rho) * np.sqrt(abs(prior.rho)))
        shared = ndtri(self.uniform(f"group:{prior.group}"))
        mixed: Column = ndtr(loading * shared + np.sqrt(1 - loading**2) * ndtri(own))
        return np.clip(mixed, 2.0**-53, 1 - 2.0**-53)

    def _make(self, name: str) -> Column:
        if name in self._dimensions:
            table = _plain_sobol(self.n, _BLOCK * (len(self._names) // _BLOCK + 1))
            return _scrambled(table[self._dimensions[name]], _generator(self.seed, name))
        if ":" in name:
            return _stratified(self.n, _generator(self.seed, name))
        near = difflib.get_close_matches(name, self._names, n=3)
        hint = f"; near: {', '.join(near)}" if near else ""
        raise DrawsError(f"no column for {name!r}: not a row of data/assumptions.csv{hint}")


class _Kept:
    """The columns that were asked for last, up to a number of values in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._columns: OrderedDict[Hashable, Column] = OrderedDict()

    def column(self, key: Hashable, make: Callable[[], Column]) -> Column:
        """The column of that key, made if it is not there any more."""
        if key in self._columns:
            self._columns.move_to_end(key)
            return self._columns[key]
        made = make()
        made.flags.writeable = False
        self._columns[key] = made
        while len(self._columns) > self._most:
            self._columns.popitem(last=False)
        return made


@lru_cache(maxsize=4)
def _kept_columns(n: int, seed: int, names: tuple[str, ...]) -> _Kept:
    return _Kept(max(_KEPT_NUMBERS // n, 64))


def _what_decides(prior: Uncertain, width: float) -> Hashable:
    """All that the draws of an input depend on, besides the table."""
    shape = (prior.distribution, prior.default, prior.low, prior.high)
    cut = (prior.bound_low, prior.bound_high)
    return (prior.name, *shape, *cut, prior.group, prior.rho, width)


def _table_names() -> tuple[str, ...]:
    from lib.evidence.store import evidence

    return tuple(evidence().assumptions)


def _generator(seed: int, name: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "little")))


@lru_cache(maxsize=4)
def _plain_sobol(n: int, dimensions: int) -> IntColumns:
    """Unscrambled Sobol points as integers of `BITS` bits, one row per dimension."""
    engine = qmc.Sobol(d=dimensions, scramble=False, bits=BITS)
    points = engine.random_base2(n.bit_length() - 1)
    return np.ascontiguousarray((points.T * 2.0**BITS).astype(np.uint32))


def _scrambled(points: IntColumns, generator: np.random.Generator) -> Column:
    """Matousek's scramble of one column: output bit i mixes the input bits 0 to i."""
    mixed = np.zeros_like(points)
    for bit in range(BITS):
        parity = np.bitwise_count(points & _matrix_row(bit, generator)) & 1
        mixed |= parity.astype(np.uint32) << np.uint32(BITS - 1 - bit)
    mixed ^= np.uint32(int(generator.integers(2**BITS)))
    return (mixed.astype(np.float64) + 0.5) / 2.0**BITS


def _matrix_row(bit: int, generator: np.random.Generator) -> np.uint32:
    """A row of a random lower-triangular bit matrix with ones on the diagonal."""
    leading = int(generator.integers(2**bit)) << (BITS - bit) if bit else 0
    return np.uint32(leading | 1 << (BITS - 1 - bit))


def _stratified(n: int, generator: np.random.Generator) -> Column:
    """A Latin hypercube column: one point in each of `n` equal steps, in random order."""
    position = generator.permutation(n) + generator.random(n)
    return np.clip(position / n, 2.0**-53, 1 - 2.0**-53)
