"""The answer to one proposition in one view: everything a page says about it, and no prose beyond.

A Finding is data. It is written to `claims.json` and read back without loss (numbers have nine
significant figures); `finding.schema.json` describes that form.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.inference.breakeven import Breakeven
from lib.inference.curves import Summary
from lib.inference.sensitivity import Flip

STATUSES = (
    "resolved",
    "estimated",
    "forecast",
    "judgement",
    "not_testable",
    "not_testable_then",
)
WITH_LIKELIHOOD = ("estimated", "forecast")
CONFIDENCES = ("low", "medium", "high")
SCHEMA = Path(__file__).with_name("finding.schema.json")
_FIGURES = 9


class FindingError(ValueError):
    """A finding that contradicts its own status."""


class NotTestableYet(Exception):
    """What a view knows cannot decide a proposition; the message is the reason, for a reader."""


@dataclass(frozen=True)
class Finding:
    """The answer to a proposition in a view.

    probability (0 to 1) and its narrow and wide variants: only when estimated or forecast.
    answer: when resolved, or when a judgement takes a side. quantity, threshold, weak, strong are
    in the proposition's unit; direction is how the quantity must lie to the threshold.
    curve: (threshold, probability). settles: (input, label, share of p(1-p) that knowing it takes
    away). evidence_share: part of the variance that comes from facts, 0 to 1.
    reconstructed: a strict clock would not have seen every fact that was read.
    hindsight_priors: assumptions that rest on facts later than the view.
    """

    proposition: str
    view: str
    known_on: date
    about: date
    status: str
    answer: bool | None = None
    probability: float | None = None
    probability_narrow: float | None = None
    probability_wide: float | None = None
    likelihood: str | None = None
    confidence: str | None = None
    confidence_why: str = ""
    sentence: str = ""
    reason: str = ""
    quantity: Summary | None = None
    threshold: float | None = None
    weak: float | None = None
    strong: float | None = None
    direction: str = ">"
    breakeven: Breakeven | None = None
    curve: tuple[tuple[float, float], ...] = ()
    evidence_share: float | None = None
    flips: tuple[Flip, ...] = ()
    settles: tuple[tuple[str, str, float], ...] = ()
    resolved_on: date | None = None
    resolved_by: str | None = None
    facts: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    reconstructed: bool = False
    hindsight_priors: tuple[str, ...] = ()
    origins: int = 0
    best_grade: str | None = None
    confidence_at_most: str | None = None
    confidence_note: str = ""

    def __post_init__(self) -> None:
        _fail_if_status_is_unknown(self)
        _fail_if_probability_is_out_of_place(self)
        _fail_if_resolution_is_incomplete(self)
        _fail_if_reason_is_missing(self)

    @property
    def testable(self) -> bool:
        """False for 'not testable' and 'not testable at that date'."""
        return not self.status.startswith("not_testable")


def to_json(finding: Finding) -> dict[str, Any]:
    """The finding as JSON values: days as ISO text, numbers with nine significant figures.

    An infinite number becomes null: JSON has none.
    """
    plain: dict[str, Any] = _plain(dataclasses.asdict(finding))
    return plain


def from_json(record: Mapping[str, Any]) -> Finding:
    """The finding that `to_json` wrote."""
    values = dict(record)
    for name in ("known_on", "about", "resolved_on"):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    for name, kind in (("quantity", Summary), ("breakeven", Breakeven)):
        values[name] = kind(**_tuples(values[name])) if values.get(name) else None
    values["flips"] = tuple(Flip(**_tuples(flip)) for flip in values["flips"])
    values["curve"] = tuple((point[0], point[1]) for point in values["curve"])
    values["settles"] = tuple((row[0], row[1], row[2]) for row in values["settles"])
    return Finding(**_tuples(values))


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The JSON Schema of a finding."""
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def rounded(number: float, figures: int = _FIGURES) -> float:
    """A number with nine significant figures, so that the same run writes the same bytes."""
    return float(f"{number:.{figures}g}")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return rounded(value) if math.isfinite(value) else None


def _tuples(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(item) if isinstance(item, list) else item for key, item in record.items()}


def _fail_if_status_is_unknown(finding: Finding) -> None:
    if finding.status not in STATUSES:
        raise FindingError(
            f"{finding.proposition}: status {finding.status!r}; allowed: {', '.join(STATUSES)}"
        )
    for level in (finding.confidence, finding.confidence_at_most):
        if level is not None and level not in CONFIDENCES:
            raise FindingError(
                f"{finding.proposition}: confidence {level!r}; allowed: {', '.join(CONFIDENCES)}"
            )


def _fail_if_probability_is_out_of_place(finding: Finding) -> None:
    has = finding.probability is not None
    if has != (finding.status in WITH_LIKELIHOOD):
        problem = "has a probability" if has else "has no probability"
        raise FindingError(f"{finding.proposition}: status {finding.status} {problem}")
    for p in (finding.probability, finding.probability_narrow, finding.probability_wide):
        if p is not None and not 0 <= p <= 1:
            raise FindingError(f"{finding.proposition}: probability {p} is outside 0 to 1")


def _fail_if_resolution_is_incomplete(finding: Finding) -> None:
    if finding.status == "resolved" and (finding.answer is None or not finding.resolved_by):
        raise FindingError(f"{finding.proposition}: resolved needs an answer and a fact")


def _fail_if_reason_is_missing(finding: Finding) -> None:
    if not finding.testable and not finding.reason:
        raise FindingError(f"{finding.proposition}: not testable needs a reason")
