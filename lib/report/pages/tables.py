"""Tables that fill a page: numbers of a chapter, published calculations, adjustable inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lib.report import citation, formats
from lib.report.citation import Cited
from lib.report.pages.blocks import rendered

Row = Mapping[str, Any]


def numbers_page(
    results: Mapping[str, Any],
    *,
    title: str,
    chapter_page: str,
    cited: Callable[[Row], Cited],
    fact_href: Callable[[str], str],
    root: str,
) -> str:
    """The body of ``numbers/<chapter>.html``: each number with origin and 'cite this number'.

    Arguments: ``results`` as in ``results.json``; ``cited`` makes the thing to cite from a number;
    ``fact_href`` finds the address of a fact from its id.
    """
    numbers = []
    for n in results["numbers"].values():
        item = cited(n)
        numbers.append({**n, "cite_text": citation.text(item), "bibtex": citation.bibtex(item)})
    return rendered(
        "numbers.html",
        numbers=numbers,
        title=title,
        chapter_page=chapter_page,
        fact_href=fact_href,
        root=root,
    )


def validation_table(rows: Sequence[Row]) -> str:
    """Published calculations against ours.

    Arguments: rows with ``id``, ``label``, ``unit``, ``published``, ``computed``, ``tolerance``
    (relative, a fraction) and ``reproducible`` (False where the source contradicts itself).
    """
    shown = []
    for row in rows:
        scale = abs(row["published"]) or 1.0
        difference = (row["computed"] - row["published"]) / scale
        agrees = abs(difference) <= row["tolerance"]
        good = agrees == row["reproducible"]
        words = "agrees" if agrees else "differs"
        why = "" if row["reproducible"] else ", as it should: the source contradicts itself"
        verdict = f"{words}{why}" if good else f"{words}, and should not"
        shown.append({**row, "difference": difference, "verdict": verdict, "good": good})
    return rendered(
        "validation.html",
        rows=shown,
        passed=sum(r["good"] and r["reproducible"] for r in shown),
        expected_misses=sum(not r["reproducible"] for r in shown),
    )


def parameters_table(rows: Sequence[Row], *, fact_href: Callable[[str], str], example: str) -> str:
    """All adjustable inputs with value, range, bounds, form and reason; each row has an anchor.

    Arguments: rows as in ``data/assumptions.csv``; ``example``, a chapter for the sample command.
    """
    shown = [
        {**r, "bounds": formats.interval(r["bound_low"], r["bound_high"], r["unit"]) or "none"}
        for r in rows
    ]
    return rendered("parameters.html", rows=shown, fact_href=fact_href, example=example)
