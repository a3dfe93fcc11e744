"""Dots with their intervals, one row per thing: the default chart of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from lib.report import formats, theme
from lib.report.drawing import ROW_PX, Column, Drawing, is_narrow, require, tidy_numbers


def intervals(
    data: pl.DataFrame,
    *,
    name: str,
    value: str,
    low: str,
    high: str,
    unit: str,
    title: str,
    highlight: Sequence[str] = (),
    mark_at: float | None = None,
    mark_label: str = "",
) -> Drawing:
    """Draw one dot with its interval per row, its value written beside it.

    Arguments: columns ``name`` (text), ``value``, ``low``, ``high`` (in ``unit``; null intervals
    are drawn as a hollow dot, never silently dropped); ``title`` of the axis without the unit;
    ``highlight`` rows in the subject's colour; ``mark_at`` a vertical reference line in ``unit``.
    Raises: ValueError when a column is missing or the table is empty.
    """
    require(data, name, value, low, high)
    table = tidy_numbers(data)
    shown = table.with_columns(
        _label=pl.struct(value, low, high).map_elements(
            lambda r: formats.number(r[value], unit).split(" per ")[0], return_dtype=pl.String
        ),
        _kind=pl.when(pl.col(name).is_in(list(highlight)))
        .then(pl.lit("subject"))
        .otherwise(pl.lit("other")),
        _end=pl.max_horizontal(value, high),
        _ranged=pl.col(low).is_not_null() & pl.col(high).is_not_null(),
    )

    def build(width_px: int) -> Any:
        return _draw(shown, name, value, low, high, unit, title, mark_at, mark_label, width_px)

    columns = {
        name: Column(name.replace("_", " ").capitalize()),
        value: Column(title, unit),
        low: Column("low", unit),
        high: Column("high", unit),
    }
    return Drawing(table, build, columns)


def _draw(
    shown: pl.DataFrame,
    name: str,
    value: str,
    low: str,
    high: str,
    unit: str,
    title: str,
    mark_at: float | None,
    mark_label: str,
    width_px: int,
) -> Any:
    narrow = is_narrow(width_px)
    order = shown[name].to_list()
    axis = alt.Axis(
        title=axis_title(title, unit), format=axis_format(unit), tickCount=4 if narrow else 7
    )
    y = alt.Y(
        f"{name}:N",
        sort=order,
        title=None,
        axis=alt.Axis(labels=not narrow, grid=False, domain=False, ticks=False),
    )
    colour = alt.Color(
        "_kind:N",
        scale=alt.Scale(
            domain=["subject", "other"], range=[theme.colour("subject"), theme.colour("other")]
        ),
        legend=None,
    )
    tips = [
        alt.Tooltip(f"{name}:N", title=" "),
        alt.Tooltip(f"{value}:Q", title=title, format=axis_format(unit, fine=True)),
        alt.Tooltip(f"{low}:Q", title="low", format=axis_format(unit, fine=True)),
        alt.Tooltip(f"{high}:Q", title="high", format=axis_format(unit, fine=True)),
    ]
    base = alt.Chart(shown).encode(y=y, color=colour)
    ranges = base.mark_rule(strokeWidth=5, opacity=0.4, strokeCap="round").encode(
        x=alt.X(f"{low}:Q", axis=axis, scale=alt.Scale(zero=True, nice=True)), x2=f"{high}:Q"
    )
    dots = base.mark_point(size=90, strokeWidth=2).encode(
        x=alt.X(f"{value}:Q", axis=axis),
        fill=alt.condition("datum._ranged", colour, alt.value(theme.colour("paper"))),
        tooltip=tips,
    )
    labels = base.mark_text(align="left", dx=10).encode(x="_end:Q", text="_label:N")
    layers = [ranges, dots, labels]
    if narrow:
        layers.append(
            alt.Chart(shown)
            .mark_text(align="left", baseline="bottom", dy=-9, color=theme.colour("ink"))
            .encode(y=y, x=alt.value(0), text=f"{name}:N")
        )
    if mark_at is not None:
        layers = [*reference(mark_at, mark_label), *layers]
    step = ROW_PX + 14 if narrow else ROW_PX
    return alt.layer(*layers).properties(height={"step": step})


def reference(at: float, label: str) -> list[Any]:
    """A dashed vertical line with its name at the top."""
    point = alt.Chart(pl.DataFrame({"at": [at], "label": [label]}))
    line = point.mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x="at:Q")
    text = point.mark_text(align="left", dx=4, dy=-4, baseline="bottom", color=theme.colour("soft"))
    return [line, text.encode(x="at:Q", y=alt.value(0), text="label:N")]


def axis_title(title: str, unit: str) -> str:
    """The axis title with its unit: ``Cost, $ per chip-hour``."""
    label = formats.unit_label(unit)
    return f"{title}, {label}" if label else title


def axis_format(unit: str, fine: bool = False) -> str:
    """The number format of an axis or (``fine``) a tooltip, in the drawing engine's own letters."""
    if unit == "fraction":
        return ".1%" if fine else "~%"
    if unit.startswith("USD"):
        return "$.3~s" if not fine else "$,.3~r"
    return ",.3~r" if fine else "~s"
