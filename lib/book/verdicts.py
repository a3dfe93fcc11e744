"""The table of verdicts that opens a chapter: one row a proposition, one column a view."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from lib.claims import propositions, verdict

if TYPE_CHECKING:
    from lib.claims.finding import Finding

Findings = Mapping[tuple[str, str], "Finding"]
VIEWS = ("then", "hindsight", "today")
NOT_YET = "not computed yet"


def table(ids: tuple[str, ...], found: Findings, site_root: str) -> str:
    """The table as HTML; a proposition without a function says openly that it is not computed."""
    rows = "".join(_row(id, found, site_root) for id in ids)
    heads = "".join(f'<th scope="col">{view.capitalize()}</th>' for view in VIEWS)
    return (
        '<div class="cuc-scroll" tabindex="0" role="region" aria-label="Verdicts">'
        f'<table class="cuc-verdicts"><thead><tr><th scope="col">Proposition</th>{heads}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
    )


def plain(ids: tuple[str, ...], found: Findings) -> str:
    """The same in words, for a terminal."""
    return "\n".join(
        f"{id:20} " + " | ".join(f"{view}: {_words(found, id, view)}" for view in VIEWS)
        for id in ids
    )


def _row(id: str, found: Findings, site_root: str) -> str:
    title = escape(propositions.get(id).title)
    name = f'<th scope="row"><strong>{escape(id)}</strong> {title}</th>'
    cells = "".join(f"<td>{escape(_words(found, id, view))}</td>" for view in VIEWS)
    return f"<tr>{name}{cells}</tr>"


def _words(found: Findings, id: str, view: str) -> str:
    finding = found.get((id, view))
    return NOT_YET if finding is None else verdict.short(finding)
