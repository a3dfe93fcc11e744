"""The generic engine: from a quantity over named inputs to a Finding.

A claim says what its quantity is; the register says on which side of which threshold it must lie.
The engine draws the inputs from the shared table with narrow, base and wide priors, and reports
the break-even of the decisive input first, then the probability, the curve, the flip points of
every input, the evidence share and what would settle it. A table of draws without detail (as for
histories) yields the probabilities and the evidence share alone.

    estimate(view, draws, proposition="C1.2-demand", quantity=relief_days)

`lib.claims.model` says which forms a quantity and its inputs may have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from lib.claims.finding import Finding, FindingError
from lib.claims.indicators import note
from lib.claims.model import Inputs, Model, model, summarise, with_turns
from lib.claims.propositions import Proposition, get, start
from lib.evidence.view import View
from lib.inference.curves import holds, probability, probability_curve, summary
from lib.inference.draws import Draws
from lib.inference.priors import NARROW, WIDE
from lib.inference.sensitivity import decision_shares, evidence_share, outcome
from lib.inference.uncertain import Column


def estimate(
    view: View,
    draws: Draws,
    *,
    proposition: str | Proposition,
    quantity: Callable[..., Any],
    inputs: Inputs | None = None,
    decisive: str | None = None,
    label: str | None = None,
    unit: str | None = None,
    threshold: float | None = None,
    status: str = "estimated",
    reason: str = "",
    confidence_at_most: str | None = None,
    confidence_note: str = "",
) -> Finding:
    """The finding of a proposition whose quantity is computed from uncertain inputs.

    quantity, inputs: see `lib.claims.model`. decisive: the input whose break-even is reported; by
    default the one whose flip is nearest. label, unit: of the quantity (default: the register's
    title and unit). threshold: in that unit (default: the register's). status: estimated or
    forecast.
    confidence_at_most with confidence_note: lowers the confidence below the rule, and says why.
    Raises `FindingError` where there is no threshold or the decisive input is not an input.
    """
    proposed = get(proposition)
    bound = model(view, quantity, inputs)
    at = _threshold(proposed, threshold)
    columns = bound.columns(draws)
    values = outcome(bound.quantity, columns)
    holding = holds(values, at, proposed.direction).astype(float)
    note(proposed.id, holding)
    finding = start(
        proposed,
        view,
        threshold=at,
        status=status,
        probability=probability(values, at, proposed.direction),
        probability_narrow=probability(bound.values(draws, NARROW), at, proposed.direction),
        probability_wide=probability(bound.values(draws, WIDE), at, proposed.direction),
        quantity=summarise(proposed, values, bound.point(), label, unit),
        evidence_share=evidence_share(bound.quantity, bound.priors, columns),
        reason=reason,
        confidence_at_most=confidence_at_most,
        confidence_note=confidence_note,
    )
    if not draws.detail:
        return finding
    return replace(
        with_turns(finding, bound, decisive),
        curve=probability_curve(
            values, proposed.direction, marks=(proposed.weak, at, proposed.strong)
        ),
        settles=_settles(bound, columns, holding),
    )


def estimate_from_draws(
    view: View,
    draws: Draws,
    *,
    proposition: str | Proposition,
    values: Column,
    narrow: Column | None = None,
    wide: Column | None = None,
    point: float | None = None,
    label: str | None = None,
    unit: str | None = None,
    threshold: float | None = None,
    status: str = "estimated",
    **parts: Any,
) -> Finding:
    """The finding of a quantity that was simulated elsewhere (a forecast's predictive draws).

    values, narrow, wide: draws of the quantity under the three widths, in its unit; point: its
    value at the point inputs (default: the median). parts: further fields of the finding.
    """
    proposed = get(proposition)
    at = _threshold(proposed, threshold)
    middle = summary(values, label="", unit="", point=0.0).p50 if point is None else point

    def share(column: Column | None) -> float | None:
        return None if column is None else probability(column, at, proposed.direction)

    if len(values) == draws.n:
        note(proposed.id, holds(values, at, proposed.direction).astype(float))
    marks = (proposed.weak, at, proposed.strong)
    curve = probability_curve(values, proposed.direction, marks=marks) if draws.detail else ()
    return start(
        proposed,
        view,
        threshold=at,
        status=status,
        probability=share(values),
        probability_narrow=share(narrow),
        probability_wide=share(wide),
        quantity=summarise(proposed, values, middle, label, unit),
        curve=curve,
        **parts,
    )


def _settles(
    bound: Model, columns: Mapping[str, Column], holding: Column
) -> tuple[tuple[str, str, float], ...]:
    shares = decision_shares(columns, holding)
    return tuple((name, bound.priors[name].label, share) for name, share in shares.items())


def _threshold(proposed: Proposition, given: float | None) -> float:
    chosen = proposed.threshold if given is None else given
    if chosen is None:
        raise FindingError(f"{proposed.id}: no threshold in the register and none was given")
    return chosen
