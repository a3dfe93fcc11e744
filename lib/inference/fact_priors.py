"""A fact's own range as a prior, so that a claim may draw from what a source says.

What low and high mean differs by source; a range that does not say two-sided probabilities is
refused instead of guessed at.
"""

from __future__ import annotations

from lib.evidence.assumptions import FROM_ONE_STANDARD_ERROR, FROM_P95_INTERVAL
from lib.evidence.facts import Fact
from lib.inference.priors import TAIL
from lib.inference.uncertain import Prior, PriorError


def prior_of_fact(
    fact: Fact,
    *,
    distribution: str = "normal",
    bound_low: float | None = None,
    bound_high: float | None = None,
    label: str = "",
) -> Prior:
    """The prior that a fact's value and range describe, in the fact's unit, with basis 'fact'.

    p5-p95, ci90 and our-reading are taken as percentiles; a standard error and a ci95 are rescaled
    to percentiles; a min-max holds all of the probability and its percentiles lie inside it. A fact
    without a range is fixed. Its draws have the column `fact:<fact_id>`.
    Raises `PriorError` for a one-sided range (floor, ceiling): choose an assumption instead.
    """
    low, high = _percentiles(fact)
    return Prior(
        name=f"fact:{fact.fact_id}",
        label=label or f"{fact.entity}: {fact.metric.replace('_', ' ')}",
        unit=fact.unit,
        default=fact.value,
        low=low,
        high=high,
        distribution=distribution if low is not None else "fixed",
        bound_low=bound_low,
        bound_high=bound_high,
        basis="fact",
    )


def _percentiles(fact: Fact) -> tuple[float | None, float | None]:
    if fact.low is None and fact.high is None:
        return None, None
    if fact.low is None or fact.high is None or fact.range_kind in ("floor", "ceiling"):
        raise PriorError(
            f"fact {fact.fact_id}: its range is one-sided ({fact.range_kind}); "
            "use an assumption with both percentiles"
        )
    shrink = {
        "p5-p95": 1.0,
        "ci90": 1.0,
        "our-reading": 1.0,
        "min-max": 1 - 2 * TAIL,
        "standard-error": FROM_ONE_STANDARD_ERROR,
        "ci95": FROM_P95_INTERVAL,
    }
    if fact.range_kind not in shrink:
        allowed = ", ".join(shrink)
        raise PriorError(
            f"fact {fact.fact_id}: no prior for range {fact.range_kind!r}; allowed: {allowed}"
        )
    factor = shrink[fact.range_kind]
    below, above = fact.value - fact.low, fact.high - fact.value
    return fact.value - factor * below, fact.value + factor * above
