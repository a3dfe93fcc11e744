"""The card of a figure: what a reader sees in a chapter, complete without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from lib.report import formats, svg

CARD_ROWS: Final = 60


def card(
    record: Mapping[str, Any],
    svg_wide: str,
    svg_narrow: str,
    vega: Mapping[str, Any] | None,
    rows: Sequence[Mapping[str, Any]],
    *,
    root: str,
    heading: bool = True,
    actions: bool = True,
) -> str:
    """The HTML of a figure's card.

    Arguments: ``record`` as in ``figure.json``; the two tidy SVGs; ``vega`` with keys ``wide`` and
    ``narrow`` or None; the plotted ``rows``; ``root``, the way from the page to the site's root.
    """
    figure_id = str(record["id"])
    page = f"{root}figures/{figure_id}.html"
    title = f'<p class="cuc-title">{escape(record["title"])}</p>' if heading else ""
    finding = escape(record["finding"])
    return "\n".join(
        [
            f'<figure class="cuc-figure" id="{figure_id}">',
            f'<figcaption>{title}<p class="cuc-finding">{finding}</p></figcaption>',
            chart(record, svg_wide, svg_narrow, vega),
            *([f'<p class="cuc-note">{escape(record["notes"])}</p>'] if record["notes"] else []),
            data_table(record, rows, page),
            f'<p class="cuc-source">{escape(record["source_line"])}</p>',
            *([_actions(page)] if actions else []),
            "</figure>",
        ]
    )


def _actions(page: str) -> str:
    return (
        f'<p class="cuc-actions"><a href="{page}#cite">Cite</a>'
        f'<a href="{page}#download">Download</a><a href="{page}" data-copy-link>Link</a></p>'
    )


def chart(
    record: Mapping[str, Any], svg_wide: str, svg_narrow: str, vega: Mapping[str, Any] | None
) -> str:
    """The picture at two widths, and the compiled spec that brings it to life."""
    figure_id, title, alt_text = str(record["id"]), record["title"], record["alt"]
    wide = svg.described(svg_wide, f"{figure_id}-w", title, alt_text, "cuc-wide")
    narrow = svg.described(svg_narrow, f"{figure_id}-n", title, alt_text, "cuc-narrow")
    spec = ""
    if vega is not None:
        # A closing tag inside a text of the data would end the element early.
        text = json.dumps(vega, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
        spec = f'<script type="application/json" class="cuc-spec">{text}</script>'
    return f'<div class="cuc-chart" data-figure="{figure_id}">{wide}{narrow}{spec}</div>'


def data_table(record: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], page: str) -> str:
    """The plotted rows behind a toggle; a long table is cut, and says so."""
    columns: Mapping[str, Mapping[str, str]] = record["columns"]
    head = "".join(f'<th scope="col">{escape(_head(c))}</th>' for c in columns.values())
    kept = rows[:CARD_ROWS]
    cells = [_cells([row[k] for row in kept], c["unit"]) for k, c in columns.items()]
    body = "".join(f"<tr>{''.join(line)}</tr>" for line in zip(*cells, strict=True))
    rest = len(rows) - CARD_ROWS
    more = (
        f'<p>{rest} more rows in the <a href="{page}#download">files of this figure</a>.</p>'
        if rest > 0
        else ""
    )
    label = f"Data of the figure: {record['title']}"
    return (
        f'<details class="cuc-data"><summary>Data ({formats.count_of(len(rows), "row")})</summary>'
        f'<div class="cuc-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}</details>"
    )


def _head(column: Mapping[str, str]) -> str:
    unit = formats.unit_label(column["unit"])
    return f"{column['label']}, {unit}" if unit else column["label"]


def _cells(values: Sequence[Any], unit: str) -> list[str]:
    """The cells of a column: numbers in one format, text as it is."""
    if unit and all(value is None or isinstance(value, int | float) for value in values):
        texts = [text.split(" per ")[0] for text in formats.column(values, unit)]
        return [_cell(v, t) for v, t in zip(values, texts, strict=True)]
    return [_cell(v, f"{v:.4g}" if isinstance(v, float) else str(v)) for v in values]


def _cell(value: Any, text: str) -> str:
    if value is None or value == "":
        return '<td class="cuc-none">none</td>'
    if isinstance(value, bool):
        return f"<td>{'yes' if value else 'no'}</td>"
    kind = ' class="cuc-num"' if isinstance(value, int | float) else ""
    return f"<td{kind}>{escape(text)}</td>"
