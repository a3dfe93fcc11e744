"""The page of one figure, and the gallery of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from lib.report import svg
from lib.report.citation import Cited
from lib.report.figure import card_of, load
from lib.report.pages.blocks import rendered

_NAMES: Final = {
    "figure.png": "PNG, twice the size",
    "light.svg": "SVG",
    "narrow.svg": "SVG for a phone",
    "figure.pdf": "PDF",
    "data.csv": "Data (CSV)",
    "data.parquet": "Data (Parquet)",
    "spec.json": "Vega-Lite spec",
}
_LICENCE: Final = "Text, figures and our data: CC BY 4.0."


def figure_page(
    folder: Path,
    *,
    item: Cited,
    root: str,
    base: str,
    chapter_page: str,
    chapter_title: str,
    code: Mapping[str, str] | None = None,
) -> str:
    """The body of ``figures/<id>.html``.

    Arguments: ``folder`` of the figure in its run; ``item`` to cite; ``root``, the way from the
    page to the site's root; ``base``, the way from the page to the folder of files (``fig-x/``);
    ``chapter_page`` from the root; ``code`` with ``href`` and ``label``.
    """
    record, _ = load(folder)
    return rendered(
        "figure.html",
        record=record,
        card=Markup(card_of(folder, root=root, heading=False, actions=False)),
        item=item,
        root=root,
        base=base,
        names=_NAMES,
        licence=_LICENCE,
        chapter_page=chapter_page,
        chapter_title=chapter_title,
        code=code,
    )


def gallery(folders: Sequence[Path], *, root: str) -> str:
    """A grid of all figures, each a small picture, its title and its finding."""
    items: list[dict[str, Any]] = []
    for folder in folders:
        record, _ = load(folder)
        small = (folder / "narrow.svg").read_text("utf-8")
        prefix = f"gallery-{record['id']}"
        # Ids inside were made for the figure's own page; here they need a prefix of their own.
        small = svg.tidy(small, prefix)
        drawn = svg.described(small, prefix, record["title"], record["alt"], "cuc-narrow")
        items.append({**record, "svg": Markup(drawn)})
    return rendered("gallery.html", items=items, root=root)
