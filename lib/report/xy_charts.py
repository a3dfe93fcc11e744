"""A quantity against another quantity: lines with bands over a numeric axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from lib.report import theme
from lib.report.axes import axis, shown
from lib.report.drawing import Column, Drawing, is_narrow, require, tidy_numbers

HEIGHT_PX = 300


def xy(
    data: pl.DataFrame,
    *,
    x: str,
    value: str,
    x_title: str,
    unit: str,
    title: str,
    x_unit: str = "",
    series: str | None = None,
    low: str | None = None,
    high: str | None = None,
    order: Sequence[str] = (),
    mark_at: float | None = None,
    mark_label: str = "",
    marks: Sequence[tuple[float, str]] = (),
    log: bool = False,
    x_log: bool = False,
) -> Drawing:
    """Draw one line or several over a numeric axis, with bands, each named at its end.

    Arguments: columns ``x`` (in ``x_unit``), ``value``, ``low``, ``high`` (in ``unit``) and
    ``series`` (text; ``order`` puts the subject first, at most six); ``mark_at``, a line across, in
    ``unit``; ``marks`` vertical ones in ``x_unit``; ``log`` and ``x_log`` the scales.
    Raises: ValueError for missing columns, an empty table, or more than six series.
    """
    require(data, x, value, series, low, high)
    table = tidy_numbers(data)
    names = list(order) or (table[series].unique(maintain_order=True).to_list() if series else [""])
    if len(names) > len(theme.CATEGORIES):
        raise ValueError(f"{len(names)} lines cannot be told apart")
    key = series or "_series"
    drawn = table.with_columns(_tip=shown(value, low, high, unit), _x=shown(x, None, None, x_unit))
    if series is None:
        drawn = drawn.with_columns(_series=pl.lit(""))
    numbers = [v for c in (value, low, high) if c for v in table[c].to_list()]
    reached = table[x].to_list()

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        y_scale = alt.Scale(type="log") if log else alt.Scale(zero=False, nice=True)
        y_axis = axis(title, unit, numbers, log=log, tickCount=5)
        x_axis = axis(x_title, x_unit, reached, log=x_log, tickCount=4 if narrow else 7)
        x_scale = alt.Scale(type="log", nice=False) if x_log else alt.Scale(zero=False, nice=False)
        domain = alt.Scale(domain=names, range=theme.categories()[: len(names)])
        colour = alt.Color(f"{key}:N", scale=domain, legend=None)
        base = alt.Chart(drawn).encode(x=alt.X(f"{x}:Q", axis=x_axis, scale=x_scale), color=colour)
        layers: list[Any] = []
        if low and high:
            fill = alt.Fill(f"{key}:N", scale=domain, legend=None)
            band = alt.Chart(drawn).mark_area(opacity=0.18).encode(
                x=alt.X(f"{x}:Q", scale=x_scale), y=alt.Y(f"{low}:Q", scale=y_scale),
                y2=f"{high}:Q", fill=fill,
            )  # fmt: skip
            layers.append(band)
        if mark_at is not None:
            layers += _horizontal(mark_at, mark_label)
        layers += _verticals(marks)
        y = alt.Y(f"{value}:Q", axis=y_axis, scale=y_scale)
        tips = [alt.Tooltip("_x:N", title=x_title), alt.Tooltip("_tip:N", title=title)]
        tips += [alt.Tooltip(f"{series}:N", title="series")] if series else []
        layers += [
            base.mark_line().encode(y=y),
            base.mark_point(size=30).encode(y=y, tooltip=tips),
        ]
        if series:
            last = _spread(
                drawn.sort(x).group_by(key, maintain_order=True).last(), value, log, numbers
            )
            text = alt.Chart(last).mark_text(
                align="right" if narrow else "left", dx=-4 if narrow else 8, dy=-9 if narrow else 0
            )
            layers.append(text.encode(
                x=f"{x}:Q", y=alt.Y("_at:Q", scale=y_scale), text=f"{key}:N", color=colour
            ))  # fmt: skip
        return alt.layer(*layers).properties(height=HEIGHT_PX)

    columns = {x: Column(x_title, x_unit), value: Column(title, unit)}
    columns |= {c: Column(c.capitalize(), unit) for c in (low, high) if c}
    columns |= {series: Column("Series")} if series else {}
    return Drawing(table, build, columns)


def _spread(
    last: pl.DataFrame, value: str, log: bool, drawn: Sequence[float | None], least: float = 0.055
) -> pl.DataFrame:
    """Where each end label stands (column `_at`): pushed apart where lines end close together."""

    def level(v: float) -> float:
        return math.log(v) if log else float(v)

    ordered = last.sort(value)
    every = [level(v) for v in drawn if v is not None]
    step = least * (max(every) - min(every))
    levels = [level(v) for v in ordered[value].to_list()]
    for i in range(1, len(levels)):
        levels[i] = max(levels[i], levels[i - 1] + step)
    return ordered.with_columns(_at=pl.Series([math.exp(v) if log else v for v in levels]))


def _horizontal(at: float, label: str) -> list[Any]:
    point = alt.Chart(pl.DataFrame({"at": [at], "label": [label]}))
    line = point.mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(y="at:Q")
    text = point.mark_text(align="left", dx=4, dy=-6, color=theme.colour("soft"))
    return [line, text.encode(y="at:Q", x=alt.value(0), text="label:N")]


def _verticals(marks: Sequence[tuple[float, str]]) -> list[Any]:
    layers: list[Any] = []
    for n, (at, label) in enumerate(marks):
        point = alt.Chart(pl.DataFrame({"at": [at], "label": [label]}))
        line = point.mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x="at:Q")
        text = point.mark_text(
            align="left", dx=4, dy=-6 - 14 * n, baseline="bottom", color=theme.colour("soft")
        )
        layers += [line, text.encode(x="at:Q", y=alt.value(0), text="label:N")]
    return layers
