"""Axes, reference lines and event marks that every chart builder shares.

The drawing engine's own SI letters are not used: they print 0.4 as ``400m`` and a billion as
``1G``. Tick labels follow ``lib.report.formats``: ``$5bn``, ``20%``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import polars as pl

from lib.report import formats, theme

WIDEST_LETTER_PX: Final = 7.1
"""Mean width of a letter at the size of labels in DejaVu Sans, the widest of the usual fonts."""
_STEPS: Final = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))


def axis_title(title: str, unit: str) -> str:
    """The axis title with its unit: ``Cost, $ per chip-hour``."""
    label = formats.unit_label(unit) if unit != "fraction" else ""  # its ticks carry the sign
    return f"{title}, {label}" if label else title


def axis(
    title: str, unit: str, values: Sequence[float | None], *, log: bool = False, **more: Any
) -> alt.Axis:
    """A quantitative axis whose ticks print as the book prints numbers of that size.

    With ``log`` each tick takes the letters of its own size: ``$80m`` below ``$1bn``.
    """
    size = max((abs(v) for v in values if v is not None), default=0.0)
    told = each_tick(unit) if log else tick_expression(unit, size)
    # Readers' fonts are up to a sixth wider than the one that the drawing engine measures.
    kept: dict[str, Any] = {"labelOverlap": "greedy", "labelSeparation": 12}
    return alt.Axis(title=axis_title(title, unit), labelExpr=told, **{**kept, **more})


def name_extent(names: Sequence[str]) -> float:
    """Room in pixels for the longest name beside its row, in the widest of the usual fonts."""
    return WIDEST_LETTER_PX * max((len(name) for name in names), default=0)


def date_axis(days: Sequence[Any], narrow: bool) -> alt.Axis:
    """A time axis: years over a long span, months and years over a short one."""
    span = (max(days) - min(days)).days if days else 0
    return alt.Axis(
        title=None,
        format="%Y" if span > 3 * 366 else "%b %Y",
        tickCount=3 if narrow else 7,
        labelOverlap="greedy",
        labelSeparation=8,
        grid=False,
    )


def roomy(values: Sequence[float | None], share: float = 0.14) -> alt.Scale:
    """A scale with room at both ends, for labels that stand outside their marks."""
    kept = [v for v in values if v is not None]
    room = share * (max(kept) - min(kept))
    return alt.Scale(domain=[min(kept) - room, max(kept) + room], nice=False, zero=False)


def tick_expression(unit: str, size: float) -> str:
    """The drawing engine's expression for a tick label, for values up to ``size`` in ``unit``."""
    if unit == "fraction":
        return "format(datum.value * 100, ',.4~r') + '%'"
    sign = "$" if unit.startswith("USD") else ""
    if sign or unit == "count":
        for scale, letters in _STEPS:
            if size >= scale:
                text = f"'{sign}' + format(datum.value / {scale:g}, ',.4~r') + '{letters}'"
                return f"datum.value == 0 ? '{sign}0' : {text}"
    return f"'{sign}' + format(datum.value, ',.4~r')"


def each_tick(unit: str) -> str:
    """The expression for ticks that span magnitudes: each is scaled by its own size."""
    told = tick_expression(unit, 0.0)
    for scale, _ in reversed(_STEPS):
        told = f"datum.value >= {scale:g} ? ({tick_expression(unit, scale)}) : ({told})"
    return told


def shown(value: str, low: str | None, high: str | None, unit: str) -> pl.Expr:
    """A column of text for tooltips: the value with its interval, as the book prints it."""
    names = [n for n in (value, low, high) if n]
    return pl.struct(names).map_elements(
        lambda row: formats.with_interval(
            row[value], row[low] if low else None, row[high] if high else None, unit
        ),
        return_dtype=pl.String,
    )


def brief(value: str, unit: str) -> pl.Expr:
    """A column of text for direct labels: the value without the words after ``per``."""
    return pl.col(value).map_batches(
        lambda s: pl.Series(
            [text.split(" per ")[0] for text in formats.column(s.to_list(), unit)],
            dtype=pl.String,
        ),
        return_dtype=pl.String,
    )


def reference(at: float, label: str, *, dy: int = -4) -> list[Any]:
    """A dashed vertical line with its name at the top."""
    point = alt.Chart(pl.DataFrame({"at": [at], "label": [label]}))
    line = point.mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x="at:Q")
    text = point.mark_text(align="left", dx=4, dy=dy, baseline="bottom", color=theme.colour("soft"))
    return [line, text.encode(x="at:Q", y=alt.value(0), text="label:N")]


def event_notes(events: pl.DataFrame | None) -> str:
    """The events in words, with the numbers that stand for them on a phone."""
    if events is None or events.is_empty():
        return ""
    rows = events.sort("date").rows(named=True)
    named = (f"{i} {r['label']}, {formats.day(r['date'])}" for i, r in enumerate(rows, start=1))
    return f"Marked: {'; '.join(named)}."


def event_marks(events: pl.DataFrame | None, narrow: bool) -> list[Any]:
    """Dated events as thin lines with their names, staggered so that neighbours stay readable.

    Arguments: ``events`` with columns ``date`` and ``label``; a phone shows numbers 1, 2, 3 in
    place of the names, which then belong in the figure's notes.
    """
    if events is None or events.is_empty():
        return []
    table = events.sort("date").with_row_index("_n", offset=1)
    table = table.with_columns(
        _y=(pl.col("_n") % 3).cast(pl.Float64) * -14 - 4,
        _label=pl.format("{}", pl.col("_n")) if narrow else pl.col("label"),
    )
    base = alt.Chart(table).encode(x=alt.X("date:T"))
    lines = base.mark_rule(strokeDash=[2, 3], color=theme.colour("rule"))
    texts = [
        alt.Chart(part)
        .mark_text(
            align="left", dx=3, dy=part["_y"][0], baseline="bottom", color=theme.colour("soft")
        )
        .encode(x="date:T", y=alt.value(0), text="_label:N")
        for part in table.partition_by("_y", maintain_order=True)
    ]
    return [lines, *texts]
