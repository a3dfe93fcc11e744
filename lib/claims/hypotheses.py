"""C0: competing hypotheses against dated observations, and joint statements; no verdict on motive.

The marks are our judgement (`data/hypotheses.yml`). A view shows the observations that were public
on its day. They are never added up into a score: the explanations do not exclude each other, and
several observations share one cause.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from lib.claims.finding import Finding, FindingError
from lib.claims.joint import Joint, joint
from lib.claims.register import proposition
from lib.claims.resolve import not_testable
from lib.evidence.hypotheses import Hypothesis, Observation, load_hypotheses
from lib.evidence.view import View
from lib.inference.draws import Draws

RELIEF = ("C1.2-demand", "C1.2-buildout", "C1.2-money")
WHY_NOT = (
    "A motive is a fact about minds, and the reasons that a company states are not a measurement. "
    "Every explanation here can be true together with any other. The table says what each one "
    "leads one to expect; it gives no probability."
)


@dataclass(frozen=True)
class Relief:
    """What the draws say about the freed capacity by all its measures at once.

    joint: of the propositions that can be estimated in the view; below: the probability that the
    relief is below a planning month by every one of them; apart: what `below` would be without
    common inputs.
    """

    joint: Joint
    below: float
    apart: float


@proposition("C0")
def motive(view: View, draws: Draws) -> Finding:
    """Not testable; the observations that the view knows are read for the record."""
    observations(view)
    return not_testable(view, proposition="C0", reason=WHY_NOT)


def hypotheses() -> tuple[Hypothesis, ...]:
    """The explanations that are compared."""
    return load_hypotheses()[0]


def observations(view: View) -> pl.DataFrame:
    """The observations that the view knows, oldest first, with their marks.

    Columns: id, date, title, short, why, fact, event, source_id, and one per hypothesis with its
    mark (expected, neutral, surprising).
    """
    rows = [row for seen in load_hypotheses()[1] if (row := _row(view, seen)) is not None]
    names = {h.id: pl.String for h in hypotheses()}
    texts = ("title", "short", "why", "fact", "event", "source_id")
    columns = {"id": pl.String, "date": pl.Date, **dict.fromkeys(texts, pl.String), **names}
    return pl.DataFrame(rows, schema=columns).sort("date", "id")


def counts(view: View) -> pl.DataFrame:
    """How many observations are expected, neutral and surprising under each hypothesis.

    Columns: hypothesis, label, expected, neutral, surprising.
    """
    table = observations(view)
    return pl.DataFrame(
        [
            {"hypothesis": h.id, "label": h.label}
            | {m: int((table[h.id] == m).sum()) for m in ("expected", "neutral", "surprising")}
            for h in hypotheses()
        ]
    )


def relief_together(view: View, draws: Draws) -> Relief | None:
    """Whether the relief is below a planning month by all measures at once, from shared draws.

    None where no measure can be estimated in the view.
    """
    known = []
    for id in RELIEF:
        try:
            known.append(joint([id], view, draws).propositions[0])
        except FindingError:
            continue
    if not known:
        return None
    found = joint(known, view, draws)
    apart = 1.0
    for probability in found.each:
        apart *= 1 - probability
    return Relief(found, 1 - found.any, apart)


def _row(view: View, seen: Observation) -> dict[str, object] | None:
    same = {"id": seen.id, "title": seen.title, "short": seen.short, "why": seen.why, **seen.marks}
    if seen.fact:
        if not view.knows(seen.fact):
            return None
        fact = view.fact(seen.fact)
        return {
            **same,
            "date": fact.public_on,
            "fact": seen.fact,
            "event": "",
            "source_id": fact.source_id,
        }
    events = view.events(ids=[seen.event])
    if events.is_empty():
        return None
    return {
        **same,
        "date": events["date"][0],
        "fact": "",
        "event": seen.event,
        "source_id": events["source_id"][0],
    }
