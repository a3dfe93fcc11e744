"""How sure we can be of an answer: a written rule, applied to every finding alike.

Likelihood says how often the statement holds if our inputs are right. Confidence says how much the
inputs deserve that 'if'. Four questions, each answered weak, medium or strong:

1. origins: how many independent origins the facts have (0 or 1, 2, 3 or more); ten retellings of
   one note are one origin;
2. grade: the best grade among them (D, C, A or B);
3. evidence share: the part of the variance that comes from facts (below 0.2, below 0.5, above);
   medium when nothing varies;
4. agreement: how many steps of likelihood words apart the narrow, base and wide priors lie
   (3 or more, 2, 1 or 0); medium when only one width was computed.

High: none weak, and both evidence share and agreement strong. Low: no fact at all, two weak or
more, or a weak evidence share without strong agreement. Medium: the rest. A resolved answer is
asked only questions 1 and 2: high when the grade is A, or B with two origins; low when it is D;
medium otherwise. A claim may lower its confidence (`confidence_at_most`) and says why; it can never
raise it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lib.claims.finding import CONFIDENCES, WITH_LIKELIHOOD, Finding
from lib.claims.words import likelihood_step

WEAK, MEDIUM, STRONG = "weak", "medium", "strong"


@dataclass(frozen=True)
class _Mark:
    mark: str
    text: str


def by_rule(finding: Finding) -> tuple[str | None, str]:
    """The confidence of a finding and why, in one sentence; (None, '') where it has none."""
    if finding.status in WITH_LIKELIHOOD:
        marks = [_origins(finding), _grade(finding), _evidence(finding), _agreement(finding)]
        level = _level_of_estimate(finding, [mark.mark for mark in marks])
    elif finding.status == "resolved":
        marks = [_origins(finding), _grade(finding)]
        level = _level_of_resolution(finding)
    else:
        return None, ""
    why = "; ".join(f"{mark.text} ({mark.mark})" for mark in marks)
    return _lowered(finding, level, f"{why[0].upper()}{why[1:]}.")


def _level_of_estimate(finding: Finding, marks: list[str]) -> str:
    _, _, evidence, agreement = marks
    if not finding.best_grade or marks.count(WEAK) >= 2:
        return "low"
    if evidence == WEAK and agreement != STRONG:
        return "low"
    if WEAK not in marks and evidence == agreement == STRONG:
        return "high"
    return "medium"


def _level_of_resolution(finding: Finding) -> str:
    if finding.best_grade == "A" or (finding.best_grade == "B" and finding.origins >= 2):
        return "high"
    return "low" if finding.best_grade in (None, "D") else "medium"


def _lowered(finding: Finding, level: str, why: str) -> tuple[str, str]:
    most = finding.confidence_at_most
    if most is None or CONFIDENCES.index(most) >= CONFIDENCES.index(level):
        return level, why
    return most, f"{why} By rule {level}; set to {most}: {finding.confidence_note}"


def _origins(finding: Finding) -> _Mark:
    count = finding.origins
    mark = STRONG if count >= 3 else MEDIUM if count == 2 else WEAK
    return _Mark(mark, f"{count} independent origin{'' if count == 1 else 's'}")


def _grade(finding: Finding) -> _Mark:
    marks = {"A": STRONG, "B": STRONG, "C": MEDIUM, "D": WEAK}
    return _Mark(marks.get(finding.best_grade or "", WEAK), f"best grade {finding.best_grade}")


def _evidence(finding: Finding) -> _Mark:
    share = finding.evidence_share
    if share is None:
        return _Mark(MEDIUM, "no input varies")
    mark = WEAK if share < 0.2 else MEDIUM if share < 0.5 else STRONG
    return _Mark(mark, f"{share:.0%} of the variance comes from facts")


def _agreement(finding: Finding) -> _Mark:
    others = (finding.probability_narrow, finding.probability_wide)
    known = [likelihood_step(p) for p in (finding.probability, *others) if p is not None]
    if len(known) < 2:
        return _Mark(MEDIUM, "one width of priors")
    apart = max(known) - min(known)
    mark = STRONG if apart <= 1 else MEDIUM if apart == 2 else WEAK
    steps = "the same word" if not apart else f"{apart} step{'' if apart == 1 else 's'} apart"
    return _Mark(mark, f"narrow, base and wide priors {steps}")
