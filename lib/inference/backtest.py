"""Rolling-origin backtest and the combination weights that come from it.

At each origin a method sees only the growth rates up to that origin. Weights for a forecast made
at an origin use scores whose outcomes were known by then (nested), so a combination never learns
from the future. Levels are those visible in the caller's view: revisions of earlier quarters
after an origin, where a source made any, are not undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from lib.inference.forecasting import METHODS, SHORTEST, History, forecast
from lib.inference.predictive import Predictive
from lib.inference.scores import DieboldMariano, detectable_gap, diebold_mariano, pinball

REFERENCE = "carry_forward"
COVERAGES = (0.5, 0.8, 0.95)
SHRINKAGE = 0.5
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Scored:
    """One forecast and what happened. origin: growth rates known; horizon in quarters."""

    method: str
    origin: int
    horizon: int
    crps: float
    pinball: float
    outcome: float
    median: float
    inside: tuple[bool, ...]
    log_score: float


def score(name: str, predictive: Predictive, outcome: float, origin: int, horizon: int) -> Scored:
    """Score one predictive distribution against its outcome (both fractions)."""
    sides = [0.5 + sign * c / 2.0 for c in COVERAGES for sign in (-1.0, 1.0)]
    found = predictive.quantile([*_LEVELS, *sides])
    quantiles, ends = found[: len(_LEVELS)], found[len(_LEVELS) :].reshape(-1, 2)
    losses = [pinball(float(q), p, outcome) for p, q in zip(_LEVELS, quantiles, strict=True)]
    return Scored(
        name,
        origin,
        horizon,
        predictive.crps(outcome),
        float(np.mean(losses)),
        outcome,
        float(quantiles[_LEVELS.index(0.5)]),
        tuple(bool(low <= outcome <= high) for low, high in ends),
        predictive.log_score(outcome),
    )


def rolling_origin(history: History, horizon: int) -> tuple[Scored, ...]:
    """Every method at every origin whose outcome is known, oldest origin first.

    The combination is scored too, from the first origin that has an earlier score to learn from.
    """
    growth = history.growth
    rows: list[Scored] = []
    for origin in range(_first_origin(horizon), len(growth) - horizon + 1):
        past = history.until(origin)
        outcome = float(growth[origin + horizon - 1])
        known = [r for r in rows if r.origin + horizon <= origin and r.method in METHODS]
        weights = tuple(weights_from(known).values()) if known else ()
        rows += _scored_at(past, horizon, outcome, weights)
    return tuple(rows)


@lru_cache(maxsize=4096)
def _scored_at(
    past: History, horizon: int, outcome: float, weights: tuple[float, ...]
) -> tuple[Scored, ...]:
    origin = len(past.growth)
    made = {name: forecast(name, past, horizon) for name in METHODS}
    if weights:
        made["combination"] = Predictive.pool(list(made.values()), weights)
    return tuple(score(name, p, outcome, origin, horizon) for name, p in made.items())


def weights_from(scored: Sequence[Scored]) -> dict[str, float]:
    """Combination weights: half equal, half inverse to the mean CRPS.

    Half equal because estimated weights on a dozen overlapping quarters are mostly noise (the
    forecast combination puzzle, Stock and Watson 2004). No score at all: equal weights.
    """
    mean = (
        {name: float(np.mean([r.crps for r in scored if r.method == name])) for name in METHODS}
        if scored
        else {}
    )
    equal = 1.0 / len(METHODS)
    if not mean:
        return dict.fromkeys(METHODS, equal)
    inverse = {name: 1.0 / max(value, 1e-9) for name, value in mean.items()}
    total = sum(inverse.values())
    return {name: SHRINKAGE * equal + (1.0 - SHRINKAGE) * inverse[name] / total for name in METHODS}


@dataclass(frozen=True)
class Combined:
    """All methods' forecasts for one horizon, the weights and the pool."""

    horizon: int
    parts: dict[str, Predictive]
    weights: dict[str, float]
    combination: Predictive
    origins_scored: int


@lru_cache(maxsize=256)
def combine(
    history: History,
    horizon: int,
    structural_part: Predictive | None = None,
    structural_weight: float = 0.0,
) -> Combined:
    """Forecast `horizon` quarters ahead with every method and with their combination.

    structural_weight: the weight of the structural forecast, an assumption because no backtest
    can score it; the remaining weight is shared by backtest scores on past origins only.
    """
    scored = rolling_origin(history, horizon)
    weights = weights_from([r for r in scored if r.method in METHODS])
    parts = {name: forecast(name, history, horizon) for name in METHODS}
    if structural_part is not None:
        weights = {name: w * (1.0 - structural_weight) for name, w in weights.items()}
        parts["structural"], weights["structural"] = structural_part, structural_weight
    pooled = Predictive.pool(list(parts.values()), [weights[name] for name in parts])
    origins = len({r.origin for r in scored})
    return Combined(horizon, parts, weights, pooled, origins)


def summary(history: History, horizon: int) -> pl.DataFrame:
    """The backtest table: one row per method on the origins that all of them share.

    Columns: method, origins, crps, pinball, log_score, coverage_50/80/95, skill (1 minus CRPS
    over the reference's), dm_statistic, dm_p_value, detectable (in growth points, as a fraction).
    Raises ValueError if no origin has a known outcome.
    """
    scored = rolling_origin(history, horizon)
    if not scored:
        raise ValueError(
            f"no origin can be scored {horizon} quarters ahead: {len(history.growth)} growth "
            f"rates are known, {_first_origin(horizon) + horizon} are needed"
        )
    shared = {r.origin for r in scored if r.method == "combination"} or {r.origin for r in scored}
    names = sorted({r.method for r in scored if r.origin in shared})
    by_name = {n: [r for r in scored if r.method == n and r.origin in shared] for n in names}
    reference = [r.crps for r in by_name[REFERENCE]]
    rows = [_summary_row(name, by_name[name], reference, horizon) for name in names]
    return pl.DataFrame(rows).sort("crps")


def _summary_row(
    name: str, rows: list[Scored], reference: list[float], horizon: int
) -> dict[str, float | str | int | None]:
    crps = [r.crps for r in rows]
    test = _compare(crps, reference, horizon) if name != REFERENCE else None
    covered = {
        f"coverage_{round(c * 100)}": float(np.mean([r.inside[i] for r in rows]))
        for i, c in enumerate(COVERAGES)
    }
    return {
        "method": name,
        "origins": len(rows),
        "crps": float(np.mean(crps)),
        "pinball": float(np.mean([r.pinball for r in rows])),
        "log_score": float(np.mean([r.log_score for r in rows])),
        **covered,
        "skill": 1.0 - float(np.mean(crps)) / float(np.mean(reference)),
        "dm_statistic": test.statistic if test else None,
        "dm_p_value": test.p_value if test else None,
        "detectable": detectable_gap(crps, reference, horizon) if test and len(crps) > 1 else None,
    }


def _compare(crps: list[float], reference: list[float], horizon: int) -> DieboldMariano | None:
    try:
        return diebold_mariano(crps, reference, horizon)
    except ValueError:
        return None


def _first_origin(horizon: int) -> int:
    # A direct method at this horizon needs at least three past changes to have a spread.
    return max(SHORTEST, horizon + 3)
