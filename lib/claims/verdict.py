"""The verdict of a finding in words: the likelihood, and one sentence that carries the numbers.

At low confidence no single word stands alone: the range over narrow, base and wide priors does.
"""

from __future__ import annotations

from lib.claims.finding import WITH_LIKELIHOOD, Finding
from lib.claims.propositions import Proposition
from lib.claims.words import (
    between,
    day,
    likelihood,
    likelihood_range,
    number,
    percent,
    percent_range,
)

SAMPLED_FIGURES = 2
"""Percentiles of draws are printed with two figures: the third is chance."""
_MORE = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}


def probabilities(finding: Finding) -> tuple[float, ...]:
    """The probabilities over narrow, base and wide priors, those that were computed."""
    found = (finding.probability_narrow, finding.probability, finding.probability_wide)
    return tuple(p for p in found if p is not None)


def likelihood_words(finding: Finding) -> str | None:
    """The calibrated word, or at low confidence the words over all priors; None without one."""
    if finding.status not in WITH_LIKELIHOOD or finding.probability is None:
        return None
    if finding.confidence == "low":
        return likelihood_range(probabilities(finding))
    return likelihood(finding.probability)


def short(finding: Finding) -> str:
    """The verdict for a table: 'likely (72%), medium confidence', 'true (3 February 2026)'."""
    if finding.status in WITH_LIKELIHOOD and finding.probability is not None:
        if finding.confidence == "low":
            spread = percent_range(probabilities(finding))
            return f"{finding.likelihood} ({spread} over all priors), low confidence"
        shown = f"{finding.likelihood} ({percent(finding.probability)})"
        return f"{shown}, {finding.confidence} confidence"
    if finding.status == "resolved":
        when = f" ({day(finding.resolved_on)})" if finding.resolved_on else ""
        return f"{'true' if finding.answer else 'false'}{when}"
    if finding.status == "judgement":
        sides = {True: "it holds", False: "it does not hold", None: "open"}
        return f"judgement: {sides[finding.answer]}"
    return "not testable" if finding.status == "not_testable" else "not testable at that date"


def sentence(finding: Finding, proposed: Proposition) -> str:
    """One or two sentences: the verdict, the quantity against its threshold, and where it turns."""
    if finding.status.startswith("not_testable"):
        return f"{_capital(short(finding))}: {finding.reason}"
    parts = [_capital(short(finding))]
    if finding.quantity is not None and finding.threshold is not None:
        parts.append(_against_threshold(finding))
    elif finding.reason:
        parts.append(finding.reason.rstrip("."))
    text = ": ".join(parts) + "."
    return f"{text} {_turn(finding)}".rstrip()


def _against_threshold(finding: Finding) -> str:
    quantity = finding.quantity
    assert quantity is not None and finding.threshold is not None
    needs = (
        f"the statement needs {_MORE[finding.direction]} {number(finding.threshold, quantity.unit)}"
    )
    if quantity.p5 == quantity.p95:
        return f"{quantity.label} is {number(quantity.value, quantity.unit)}; {needs}"
    middle = number(quantity.p50, quantity.unit, SAMPLED_FIGURES)
    spread = between(quantity.p5, quantity.p95, quantity.unit, SAMPLED_FIGURES)
    return f"{quantity.label} is {middle} (90% range {spread}); {needs}"


def _turn(finding: Finding) -> str:
    turn = finding.breakeven
    if turn is None:
        return ""
    at, ours = number(turn.value, turn.unit), number(turn.default, turn.unit)
    beyond = "" if turn.within_bounds else ", outside its bounds"
    return f"Turning point: {turn.label} at {at}{beyond}; we use {ours}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
