"""The table of verdicts: every proposition in its three views, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.report.pages.blocks import rendered

VIEWS = ("then", "hindsight", "today")


def verdict_table(
    propositions: Sequence[Mapping[str, Any]],
    findings: Mapping[tuple[str, str], Mapping[str, Any]],
    *,
    root: str,
    grouped: bool = True,
) -> str:
    """The table for the index, the verdicts page and a chapter's opening.

    Arguments: ``propositions`` as rows of the register, in order; ``findings`` by (id, view); a
    missing one prints as 'not computed yet'; ``grouped`` puts each claim's title above its rows.
    """
    rows = []
    last = ""
    for p in propositions:
        group = f"{p['claim']}: {p['claim_title']}" if grouped and p["claim"] != last else ""
        last = p["claim"]
        rows.append(
            {"p": p, "group": group, "findings": [findings.get((p["id"], v)) for v in VIEWS]}
        )
    return rendered("verdicts.html", rows=rows, views=VIEWS, root=root)
