"""What an answer rests on, taken from the read log and never typed.

A recorded answer runs inside a recorder of the view. What it read becomes part of its finding; so
do the marks *reconstructed* and *hindsight prior*, the strength of the evidence, and the confidence
and the sentence, which depend on all of these. A fact (or a chip's
specification) that was not public yet ends the answer as 'not testable at that date', with the day
on which the fact became public; so does a claim that raises `NotTestableYet` with its own reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lib.claims import confidence, verdict
from lib.claims.finding import Finding, NotTestableYet
from lib.claims.propositions import Proposition, start
from lib.evidence.errors import MissingSpecification, NotInView, NotKnownYet
from lib.evidence.readlog import ReadLog
from lib.evidence.view import View
from lib.inference.draws import Draws


def recorded(
    proposed: Proposition, answer: Callable[[View, Draws], Finding]
) -> Callable[[View, Draws], Finding]:
    """The answer to a proposition, completed with what it read."""

    def answer_with_provenance(view: View, draws: Draws) -> Finding:
        with view.recording() as log:
            try:
                finding = answer(view, draws)
            except (NotKnownYet, MissingSpecification) as hidden:
                said = getattr(hidden, "said", "") or hidden
                finding = _not_yet(proposed, view, f"It needs what was not public: {said}.")
            except NotInView as weak:
                said = getattr(weak, "said", "") or weak
                reason = f"It needs a source weaker than this run counts: {said}."
                finding = start(proposed, view, status="not_testable", reason=reason)
            except NotTestableYet as early:
                finding = _not_yet(proposed, view, str(early))
        return complete(finding, proposed, view, log)

    return answer_with_provenance


def complete(finding: Finding, proposed: Proposition, view: View, log: ReadLog) -> Finding:
    """The finding with what was read, how strong that is, its confidence and its sentence."""
    known_assumptions = [view.assumption(name) for name in log.assumptions]
    bases = {id for row in known_assumptions for id in row.basis_facts if view.knows(id)}
    strength = view.strength(tuple(sorted(bases | set(log.facts))))
    finding = replace(
        finding,
        facts=log.facts,
        assumptions=log.assumptions,
        conflicts=log.conflicts,
        datasets=log.datasets,
        events=log.events,
        reconstructed=view.rests_on_later_documents(log.facts),
        hindsight_priors=tuple(row.name for row in known_assumptions if row.hindsight),
        origins=strength.origins,
        best_grade=strength.best_grade if strength.rows else None,
    )
    level, why = confidence.by_rule(finding)
    finding = replace(finding, confidence=level, confidence_why=why)
    finding = replace(finding, likelihood=verdict.likelihood_words(finding))
    return replace(finding, sentence=finding.sentence or verdict.sentence(finding, proposed))


def read_again(view: View, finding: Finding) -> None:
    """Note in the view's log what a remembered finding rests on, as if it were computed anew."""
    for fact_id in finding.facts:
        view.fact(fact_id)
    for name in finding.assumptions:
        view.assumption(name)
    for conflict_id in finding.conflicts:
        view.conflict(conflict_id)
    for name in finding.datasets:
        view.dataset(name)
    if finding.events:
        view.events(ids=finding.events)


def _not_yet(proposed: Proposition, view: View, reason: str) -> Finding:
    return start(proposed, view, status="not_testable_then", reason=reason)
