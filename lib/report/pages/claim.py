"""The page of one proposition: the unit that people cite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from lib.report.citation import Cited
from lib.report.pages.blocks import VIEW_NAMES, rendered
from lib.report.plain_svg import history_line, probability_curves
from lib.report.provenance import Provenance

Finding = Mapping[str, Any]
_DIRECTIONS: Final = {">": "above", ">=": "at least", "<": "below", "<=": "at most"}
_FILES: Final = {"claim.json": "Findings (JSON)", "curve.csv": "Curve (CSV)"}


def claim_page(
    proposition: Mapping[str, Any],
    findings: Sequence[Finding],
    *,
    provenance: Provenance,
    item: Cited,
    root: str,
    base: str,
    history: Sequence[Finding] = (),
    code: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> str:
    """The body of ``claims/<id>.html``.

    Arguments: ``proposition`` as a row of the register; ``findings`` in the order then, hindsight,
    today, as in ``claims.json``; ``provenance`` of what they read; ``item`` to cite; ``root``, the
    way to the site's root, and ``base``, the way to the claim's folder of files; ``history``:
    findings along the day known, oldest first; ``code`` with ``label`` and ``text``; ``files``:
    names in the folder with their labels.
    Raises: ValueError when there is no finding.
    """
    if not findings:
        raise ValueError(f"claim {proposition['id']}: no finding to show")
    return rendered(
        "claim.html",
        p=proposition,
        findings=findings,
        main=_fullest(findings),
        view_names=VIEW_NAMES,
        labels={row["name"]: row["label"] for row in provenance.assumptions},
        direction_words=_DIRECTIONS[proposition["direction"]].capitalize(),
        turns=_turns(findings),
        curve=_curve(proposition, findings),
        history=history,
        history_chart=_history(history, proposition),
        provenance={**asdict(provenance), "source_line": provenance.source_line()},
        item=item,
        root=root,
        base=base,
        code=code,
        files=files if files is not None else _FILES,
    )


def curve_rows(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The points of all curves as rows for a CSV file: view, threshold, probability."""
    return [
        {"view": f["view"], "threshold": x, "probability": p}
        for f in findings
        for x, p in f["curve"]
    ]


def _fullest(findings: Sequence[Finding]) -> Finding:
    """The view whose flip points and unknowns are shown: the first that has any."""
    return next((f for f in findings if f["flips"] or f["settles"]), findings[0])


def _turns(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [{**f["breakeven"], "view": f["view"]} for f in findings if f["breakeven"]]


def _curve(proposition: Mapping[str, Any], findings: Sequence[Finding]) -> Markup | None:
    curves = [(f["view"], [(x, p) for x, p in f["curve"]]) for f in findings if len(f["curve"]) > 1]
    if not curves:
        return None
    names = (("weak", "weak"), ("threshold", "ours"), ("strong", "strong"))
    marks = [(word, proposition[key]) for key, word in names if proposition[key] is not None]
    quantity = next((f["quantity"] for f in findings if f["quantity"]), None)
    unit = quantity["unit"] if quantity else proposition["unit"]
    title = (
        f"Threshold: {quantity['label'][:1].lower() + quantity['label'][1:]}"
        if quantity
        else "Threshold"
    )
    return Markup(probability_curves(curves, marks, unit, title, "curve"))


def _history(history: Sequence[Finding], proposition: Mapping[str, Any]) -> Markup:
    points = [
        (date.fromisoformat(str(f["known_on"])), f["probability"])
        for f in history
        if f["probability"] is not None
    ]
    if len(points) < 2:
        return Markup("")
    return Markup(history_line(points, f"History of {proposition['id']}", "history"))
