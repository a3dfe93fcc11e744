"""Dots with their intervals, one row per thing; and what moves an answer, one row per input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import altair as alt
import polars as pl

from lib.report import theme
from lib.report.axes import axis, brief, name_extent, reference, roomy, shown
from lib.report.drawing import ROW_PX, Column, Drawing, is_narrow, require, tidy_numbers

_SIDES: Final[tuple[tuple[Literal["left", "right"], int, str], ...]] = (
    ("left", 5, ">="),
    ("right", -5, "<"),
)


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

    Arguments: columns ``name`` (text), ``value``, ``low``, ``high`` (in ``unit``; a row without
    an interval is a hollow dot, never dropped); ``title`` of the axis without the unit;
    ``highlight`` rows in the subject's colour; ``mark_at`` a reference line in ``unit``.
    Raises: ValueError when a column is missing or the table is empty.
    """
    require(data, name, value, low, high)
    table = tidy_numbers(data)
    ranged = pl.col(low).is_not_null() & pl.col(high).is_not_null()
    drawn = table.with_columns(
        _label=brief(value, unit),
        _tip=shown(value, low, high, unit),
        _kind=pl.when(pl.col(name).is_in(list(highlight))).then(0).otherwise(1)
        + pl.when(ranged).then(0).otherwise(2),
        _end=pl.max_horizontal(value, high),
    )
    numbers = [v for c in (value, low, high) for v in table[c].to_list()]

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        base = alt.Chart(drawn).encode(y=_row(drawn[name].to_list(), name, narrow))
        x = axis(title, unit, numbers, tickCount=4 if narrow else 7)
        tips = [alt.Tooltip(f"{name}:N", title="name"), alt.Tooltip("_tip:N", title=title)]
        ranges = base.mark_rule(strokeWidth=5, opacity=0.4, strokeCap="round").encode(
            x=alt.X(f"{low}:Q", axis=x), x2=f"{high}:Q", color=_ink(hollow=False)
        )
        dots = base.mark_point(size=90, strokeWidth=2).encode(
            x=alt.X(f"{value}:Q", axis=x),
            fill=_ink(hollow=True, channel=alt.Fill),
            stroke=_ink(hollow=False, channel=alt.Stroke),
            tooltip=tips,
        )
        labels = base.mark_text(align="left", dx=10).encode(
            x="_end:Q", text="_label:N", color=_ink(hollow=False)
        )
        marks = [] if mark_at is None else reference(mark_at, mark_label)
        names = [_name_above(drawn, name)] if narrow else []
        step = ROW_PX + 14 if narrow else ROW_PX
        return alt.layer(*marks, ranges, dots, labels, *names).properties(height={"step": step})

    columns = {
        name: Column(name.replace("_", " ").capitalize()),
        value: Column(title, unit),
        low: Column("Low", unit),
        high: Column("High", unit),
    }
    return Drawing(table, build, columns)


def tornado(
    data: pl.DataFrame,
    *,
    name: str,
    low: str,
    high: str,
    base: float,
    unit: str,
    title: str,
    base_label: str = "all at their medians",
) -> Drawing:
    """Draw how far each input alone moves a quantity: the widest bar on top.

    Arguments: columns ``name`` (text), ``low`` and ``high``, the quantity in ``unit`` with that
    input at its 5th and 95th percentile; ``base``, the quantity with all inputs at their medians.
    """
    require(data, name, low, high)
    table = tidy_numbers(data.sort((pl.col(high) - pl.col(low)).abs(), descending=True))
    drawn = table.with_columns(_low=brief(low, unit), _high=brief(high, unit))
    numbers = [*table[low].to_list(), *table[high].to_list(), base]

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        rows = alt.Chart(drawn).encode(y=_row(drawn[name].to_list(), name, narrow))
        x = axis(title, unit, numbers, tickCount=4 if narrow else 7)
        layers: list[Any] = reference(base, base_label)
        ends = ((low, "second", "_low"), (high, "subject", "_high"))
        for column, colour, text in ends:
            layers.append(
                rows.transform_calculate(_base=str(base))
                .mark_bar(height=14, color=theme.colour(colour))
                .encode(
                    x=alt.X(f"{column}:Q", axis=x, scale=roomy(numbers, 0.3 if narrow else 0.14)),
                    x2="_base:Q",
                    tooltip=[
                        alt.Tooltip(f"{name}:N", title="input"),
                        alt.Tooltip("_low:N", title="at its 5th percentile"),
                        alt.Tooltip("_high:N", title="at its 95th percentile"),
                    ],
                )
            )
            for align, dx, test in _SIDES:
                layers.append(
                    rows.transform_filter(f"datum[{column!r}] {test} {base}")
                    .mark_text(align=align, dx=dx, color=theme.colour(colour))
                    .encode(x=f"{column}:Q", text=f"{text}:N")
                )
        names = [_name_above(drawn, name)] if narrow else []
        step = ROW_PX + 14 if narrow else ROW_PX
        return alt.layer(*layers, *names).properties(height={"step": step})

    columns = {
        name: Column("Input"),
        low: Column(f"{title} at the 5th percentile of the input", unit),
        high: Column(f"{title} at the 95th percentile of the input", unit),
    }
    return Drawing(table, build, columns)


def _row(order: list[str], name: str, narrow: bool) -> alt.Y:
    room = 0.0 if narrow else name_extent(order)
    plain = alt.Axis(labels=not narrow, grid=False, domain=False, ticks=False, minExtent=room)
    return alt.Y(f"{name}:N", sort=order, title=None, axis=plain)


def _name_above(drawn: pl.DataFrame, name: str) -> Any:
    """On a phone the name of a row stands above its marks: the width is for the data."""
    y = _row(drawn[name].to_list(), name, narrow=True)
    text = alt.Chart(drawn).mark_text(align="left", baseline="bottom", dy=-9)
    return text.encode(y=y, x=alt.value(0), text=f"{name}:N")


def _ink(*, hollow: bool, channel: Any = alt.Color) -> Any:
    """Colour by kind: 0 subject, 1 other, plus 2 where no interval is known."""
    subject, other, paper = (theme.colour(n) for n in ("subject", "other", "paper"))
    colours = [subject, other, paper, paper] if hollow else [subject, other, subject, other]
    scale = alt.Scale(domain=[0, 1, 2, 3], range=colours)
    return channel("_kind:N", scale=scale, legend=None)
