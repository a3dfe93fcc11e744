"""Answers that are not estimates: resolved by a fact, judged, or not testable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lib.claims.finding import Finding, FindingError, NotTestableYet
from lib.claims.model import Inputs, model, summarise, with_turns
from lib.claims.propositions import Proposition, get, start
from lib.evidence.facts import Fact
from lib.evidence.view import View
from lib.inference.curves import Summary, holds
from lib.inference.draws import Draws


def resolved(
    view: View,
    *,
    proposition: str | Proposition,
    by: str | Sequence[str],
    answer: Callable[[Fact], bool] | None = None,
    otherwise: Callable[[], Finding] | None = None,
    label: str | None = None,
    reason: str = "",
) -> Finding:
    """The finding of a proposition that a fact decides.

    by: a fact id, or several: the first that the view can see decides. answer: what the fact says
    (default: its value against the register's threshold, in the register's direction).
    otherwise: the finding while no such fact is known, usually a forecast; without it the
    proposition is not testable at that date. The day of resolution is the fact's public day.
    """
    proposed = get(proposition)
    candidates = [by] if isinstance(by, str) else list(by)
    seen = next((fact_id for fact_id in candidates if view.knows(fact_id)), None)
    if seen is None:
        return _unresolved(view, proposed, candidates, otherwise)
    fact = view.fact(seen)
    return resolved_as(
        view,
        proposition=proposed,
        answer=_against_threshold(proposed, fact) if answer is None else answer(fact),
        by=fact.fact_id,
        on=fact.public_on,
        quantity=_stated(proposed, fact, label),
        reason=reason,
    )


def resolved_as(
    view: View,
    *,
    proposition: str | Proposition,
    answer: bool,
    by: str,
    on: date,
    quantity: Summary | None = None,
    reason: str = "",
    **parts: Any,
) -> Finding:
    """A resolved finding whose answer follows from several facts (a table, a count).

    by: the fact that decided it; on: the day from which it was decided.
    """
    return start(
        get(proposition),
        view,
        status="resolved",
        answer=answer,
        resolved_by=by,
        resolved_on=on,
        quantity=quantity,
        reason=reason,
        **parts,
    )


def judged(
    view: View,
    draws: Draws,
    *,
    proposition: str | Proposition,
    reason: str,
    answer: bool | None = None,
    at_point_values: bool = False,
    quantity: Callable[..., Any] | None = None,
    inputs: Inputs | None = None,
    decisive: str | None = None,
    label: str | None = None,
    unit: str | None = None,
    threshold: float | None = None,
) -> Finding:
    """A judgement: no probability, since no measured input would carry one.

    answer: the side taken, or None for an open judgement; at_point_values takes the side on which
    the point inputs lie. With a quantity (forms as in `estimate`) the finding still shows its
    range, its break-even and its flip points: what one would have to believe.
    Raises `FindingError` without a reason, or for a side of a quantity that is not there.
    """
    proposed = get(proposition)
    if not reason:
        raise FindingError(f"{proposed.id}: a judgement needs a reason")
    finding = start(
        proposed, view, threshold=threshold, status="judgement", answer=answer, reason=reason
    )
    if at_point_values and (quantity is None or finding.threshold is None):
        raise FindingError(f"{proposed.id}: no quantity and threshold to take a side by")
    if quantity is None:
        return finding
    bound = model(view, quantity, inputs)
    point = bound.point()
    shown = summarise(proposed, bound.values(draws), point, label, unit)
    if at_point_values and finding.threshold is not None:
        answer = bool(holds(point, finding.threshold, proposed.direction))
    finding = replace(finding, quantity=shown, answer=answer)
    if not draws.detail or finding.threshold is None:
        return finding
    return with_turns(finding, bound, decisive)


def not_testable(
    view: View, *, proposition: str | Proposition, reason: str, **parts: Any
) -> Finding:
    """A proposition that no public evidence can decide; the reason is part of the answer."""
    return start(get(proposition), view, status="not_testable", reason=reason, **parts)


def not_testable_then(
    view: View, *, proposition: str | Proposition, reason: str, **parts: Any
) -> Finding:
    """A proposition that evidence can decide, but not what was public on the view's day."""
    return start(get(proposition), view, status="not_testable_then", reason=reason, **parts)


def needs(view: View, *fact_ids: str, reason: str) -> None:
    """Read the facts, or end the answer as 'not testable at that date' for the given reason.

    Raises `NotTestableYet` unless the view can see them all.
    """
    if not all(view.knows(fact_id) for fact_id in fact_ids):
        raise NotTestableYet(reason)
    for fact_id in fact_ids:
        view.fact(fact_id)


def _unresolved(
    view: View,
    proposed: Proposition,
    candidates: Sequence[str],
    otherwise: Callable[[], Finding] | None,
) -> Finding:
    if otherwise is not None:
        return otherwise()
    view.fact(candidates[0])  # raises NotKnownYet with its day; the recorder makes it a finding
    raise FindingError(f"{proposed.id}: {candidates[0]} is neither hidden nor visible")


def _against_threshold(proposed: Proposition, fact: Fact) -> bool:
    if proposed.threshold is None:
        raise FindingError(f"{proposed.id}: no threshold in the register; give `answer`")
    return bool(holds(fact.value, proposed.threshold, proposed.direction))


def _stated(proposed: Proposition, fact: Fact, label: str | None) -> Summary:
    """The fact's own value and range, in its unit; where it states no range, the value alone."""
    return Summary(
        label=proposed.title if label is None else label,
        unit=fact.unit,
        p5=fact.value if fact.low is None else fact.low,
        p50=fact.value,
        p95=fact.value if fact.high is None else fact.high,
        value=fact.value,
    )
