"""How the answer to a proposition moved as knowledge grew.

A history evaluates one proposition on many days of `known_on`, with everything else of the view
unchanged: at month ends from December 2024, on the day asked about, and on the days on which a
fact that the proposition reads became known. Where those days are many, the month ends stay and
the change days are thinned evenly to `MOST_CHANGE_DAYS`; `History.thinned` says so. It uses a
smaller table of draws without detail (2^11 draws: a standard error of about 0.01 on a probability
of a half), so a point of a history can differ by that much from the finding on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lib.claims.finding import Finding, to_json
from lib.claims.register import evaluate_one
from lib.evidence.view import View
from lib.inference.draws import Draws

FIRST_MONTH = date(2024, 12, 31)
MOST_CHANGE_DAYS = 24
RECORDED = (
    "known_on", "status", "answer", "probability", "probability_narrow", "probability_wide",
    "likelihood", "confidence", "resolved_on",
)  # fmt: skip
"""What a history keeps of each finding: all that a verdict in words needs."""


@dataclass(frozen=True)
class History:
    """Findings of one proposition in order of `known_on`.

    changes: the days on which a fact that it reads became known. thinned: some were left out.
    """

    proposition: str
    findings: tuple[Finding, ...]
    changes: tuple[date, ...]
    thinned: bool


def history(id: str, view: View, draws: Draws, *, moving: bool = False) -> History:
    """The findings of a proposition from the end of 2024 to the view's day.

    view: the last point; its `about` holds for all days, or follows them with `moving`.
    """
    small = draws.for_history()
    last = evaluate_one(id, _at(view, view.known_on, moving), small)
    changes = _change_days(view, last.facts)
    kept = thin(changes, MOST_CHANGE_DAYS)
    asked = {view.about} if FIRST_MONTH <= view.about <= view.known_on else set()
    days = sorted({*month_ends(FIRST_MONTH, view.known_on), *kept, *asked, view.known_on})
    return History(
        proposition=id,
        findings=tuple(evaluate_one(id, _at(view, day, moving), small) for day in days),
        changes=changes,
        thinned=len(kept) < len(changes),
    )


def record(finding: Finding) -> dict[str, Any]:
    """One point of a history as JSON values: the verdict, and the middle of the quantity."""
    whole = to_json(finding)
    middle = whole["quantity"]["p50"] if whole["quantity"] else None
    return {name: whole[name] for name in RECORDED} | {"median": middle}


def histories(
    ids: Iterable[str], view: View, draws: Draws, *, moving: bool = False
) -> dict[str, History]:
    """The histories of several propositions, by id."""
    return {id: history(id, view, draws, moving=moving) for id in ids}


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last days of the months from one day to another, both included if they are ones."""
    found = []
    day = first
    while day <= last:
        ends = _month_end(day)
        if ends <= last:
            found.append(ends)
        day = ends + timedelta(days=1)
    return tuple(found)


def thin(days: tuple[date, ...], most: int) -> tuple[date, ...]:
    """At most so many of the days, evenly over their order, the last one included."""
    if len(days) <= most:
        return days
    return tuple(days[(n + 1) * len(days) // most - 1] for n in range(most))


def _at(view: View, day: date, moving: bool) -> View:
    return view.derive(known_on=day, about=day if moving else view.about, name="history")


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _change_days(view: View, fact_ids: Iterable[str]) -> tuple[date, ...]:
    """The days, within the history, on which one of the facts became known."""
    apart = view.derive()  # has a log of its own: looking up a day is not reading a number
    facts = [apart.fact(fact_id) for fact_id in fact_ids]
    days = {fact.public_on if view.clock == "public" else fact.seen_on for fact in facts}
    return tuple(sorted(day for day in days if FIRST_MONTH <= day <= view.known_on))
