"""Dated events on separate lanes, and a grid of words: what happened, and what it means to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Day
from typing import Any, Final

import altair as alt
import polars as pl

from lib.report import theme
from lib.report.axes import date_axis
from lib.report.drawing import ROW_PX, Column, Drawing, is_narrow, require

LANE_PX: Final = 74
_STEPS: Final = 4
"""Neighbouring marks of a lane stand on so many heights, that their numbers stay readable."""


def lanes(
    data: pl.DataFrame,
    *,
    date: str,
    lane: str,
    label: str,
    order: Sequence[str],
    rule_at: Day | None = None,
    rule_label: str = "",
) -> Drawing:
    """Draw each event as a numbered dot on its lane, in order of date; the names are the table.

    Arguments: columns ``date`` (a date), ``lane`` and ``label`` (text); ``order`` the lanes from
    top to bottom, at most six; ``rule_at`` a day marked across all lanes.
    Raises: ValueError for missing columns, an empty table, a lane outside ``order``, or too many.
    """
    require(data, date, lane, label)
    if len(order) > len(theme.CATEGORIES):
        raise ValueError(f"{len(order)} lanes cannot be told apart")
    unknown = sorted(set(data[lane]) - set(order))
    if unknown:
        raise ValueError(f"lane {', '.join(unknown)} is not in the order: {', '.join(order)}")
    table = data.sort(date, lane, label).with_row_index("number", offset=1)
    table = table.with_columns(pl.col("number").cast(pl.Int64))
    drawn = table.with_columns(
        _height=pl.int_range(pl.len()).over(lane) % _STEPS,
        _text=pl.col("number").cast(pl.String),
    )

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        colour = alt.Color(
            f"{lane}:N",
            scale=alt.Scale(domain=list(order), range=theme.categories()[: len(order)]),
            legend=None,
        )
        x = alt.X(f"{date}:T", axis=date_axis(table[date].to_list(), narrow), title=None)
        heights = alt.Scale(domain=[-0.7, _STEPS - 0.3])
        y = alt.Y("_height:Q", axis=None, scale=heights)
        tips = [
            alt.Tooltip(f"{date}:T", title="date"),
            alt.Tooltip(f"{label}:N", title="event"),
        ]
        base = alt.Chart().encode(x=x, y=y, color=colour)
        layers: list[Any] = []
        if rule_at is not None:
            layers.append(
                alt.Chart()
                .mark_rule(strokeDash=[4, 3], strokeWidth=1.5)
                .encode(x=alt.datum(_at(rule_at), type="temporal"))
            )
        layers.append(base.mark_point(size=60).encode(tooltip=tips))
        layers.append(base.mark_text(align="left", dx=7, fontSize=11).encode(text="_text:N"))
        header = alt.Header(
            labelAngle=0, labelAlign="left", labelAnchor="start", labelOrient="top", title=None
        )
        drawing = alt.layer(*layers, data=drawn).properties(
            height=LANE_PX, width=width_px - 24 if narrow else width_px - 20
        )
        return drawing.facet(row=alt.Row(f"{lane}:N", sort=list(order), header=header), spacing=10)

    columns = {
        "number": Column("Number"), date: Column("Date"), lane: Column("Lane"),
        label: Column("Event"),
    }  # fmt: skip
    notes = f"The line marks {rule_label}." if rule_label else ""
    return Drawing(table, build, columns, notes)


def words(
    data: pl.DataFrame,
    *,
    row: str,
    columns: Mapping[str, str],
    marks: Mapping[str, str],
) -> Drawing:
    """Draw a grid of words, one colour per word: rows of things, columns of who reads them.

    Arguments: column ``row`` (text) and one column per key of ``columns`` (values its names), each
    holding a word; ``marks`` the words with palette colours, a word without one stays blank.
    Raises: ValueError for missing columns or an empty table.
    """
    require(data, row, *columns)
    table = data.select(row, *columns)
    long = table.unpivot(index=row, on=list(columns), variable_name="column", value_name="word")
    long = long.with_columns(
        pl.col("column").replace_strict(columns, return_dtype=pl.String),
        _shown=pl.when(pl.col("word").is_in(list(marks))).then("word").otherwise(pl.lit("")),
    )

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        rows = table[row].to_list()
        x = alt.X("column:N", sort=list(columns.values()), title=None).axis(
            orient="top", labelAngle=-45 if narrow else 0, grid=False
        )
        y = alt.Y(f"{row}:N", sort=rows, title=None).axis(labelLimit=130 if narrow else 330)
        base = alt.Chart(long).encode(x=x, y=y)
        fills = alt.Scale(
            domain=["", *marks], range=[theme.colour("paper"), *map(theme.colour, marks.values())]
        )
        cells = base.mark_rect(stroke=theme.colour("grid"), strokeWidth=1).encode(
            fill=alt.Fill("_shown:N", scale=fills, legend=None),
            tooltip=[
                alt.Tooltip(f"{row}:N", title="row"),
                alt.Tooltip("column:N", title="column"),
                alt.Tooltip("word:N", title="mark"),
            ],
        )
        initial = "slice(datum._shown, 0, 1)"
        shown = base.transform_calculate(_initial=initial if narrow else "datum._shown")
        texts = shown.mark_text(fontSize=11).encode(text="_initial:N")
        return alt.layer(cells, texts).properties(height={"step": ROW_PX - 8})

    named = {key: Column(name) for key, name in columns.items()}
    return Drawing(table, build, {row: Column(row.capitalize())} | named)


def _at(day: Day) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)
