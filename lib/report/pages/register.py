"""The register as readers need it: sentences to propositions, what cannot be tested, conflicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.report.pages.blocks import rendered

VIEWS = ("then", "hindsight", "today")
Row = Mapping[str, Any]


def reading_table(propositions: Sequence[Row], *, root: str) -> str:
    """Every statement of the text with the propositions that stand for it.

    Arguments: ``propositions`` as rows of the register, in order.
    """
    claims: dict[str, dict[str, Any]] = {}
    for p in propositions:
        entry = claims.setdefault(
            p["claim"], {"id": p["claim"], "title": p["claim_title"], "text": p["text"], "rows": []}
        )
        entry["rows"].append(p)
    return rendered("reading.html", claims=list(claims.values()), root=root)


def untestable_list(
    propositions: Sequence[Row], findings: Mapping[tuple[str, str], Row], *, root: str
) -> str:
    """The propositions without an answer in some view, each with its reasons.

    Arguments: ``findings`` by (id, view). One reason that several views share stands once.
    """
    rows = []
    for p in propositions:
        reasons: dict[str, list[str]] = {}
        for view in VIEWS:
            found = findings.get((p["id"], view))
            if found and found["status"].startswith("not_testable"):
                reasons.setdefault(found["reason"], []).append(view)
        if reasons:
            rows.append({"p": p, "reasons": [(", ".join(v), why) for why, v in reasons.items()]})
    return rendered("untestable.html", rows=rows, root=root)


def conflict_list(conflicts: Sequence[Row], chosen: Mapping[str, str], *, root: str) -> str:
    """Where sources disagree: the question, the readings, the one in force, and why.

    Arguments: ``conflicts`` with ``id``, ``question``, ``readings`` (each ``id``, ``label``,
    ``by``), ``default``, ``reason``, ``claims``; ``chosen``: readings in force by conflict id.
    """
    rows = [{**c, "in_force": chosen.get(c["id"], c["default"])} for c in conflicts]
    return rendered("conflicts.html", rows=rows, root=root)
