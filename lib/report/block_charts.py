"""Parts of a whole as stacked bars, and a grid of probabilities as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import polars as pl

from lib.report import formats, theme
from lib.report.axes import axis, shown
from lib.report.drawing import ROW_PX, Column, Drawing, is_narrow, require, tidy_numbers

_STEP_ENDS: Final = (0.10, 0.33, 0.45, 0.55, 0.66, 0.90)
"""Where the seven colours change: the IPCC's steps, with a band around even odds."""
_DARK_STEPS: Final = (0, 1, 5, 6)


def stacked(
    data: pl.DataFrame,
    *,
    name: str,
    part: str,
    value: str,
    unit: str,
    title: str,
    parts: Sequence[str] = (),
) -> Drawing:
    """Draw each row as a bar of parts, with the total written at its end.

    Arguments: columns ``name`` and ``part`` (text) and ``value`` (in ``unit``, at least 0);
    ``parts`` in the order of drawing, at most six.
    Raises: ValueError for missing columns, a negative value, or more than six parts.
    """
    require(data, name, part, value)
    table = tidy_numbers(data)
    if table.filter(pl.col(value) < 0).height:
        raise ValueError(f"column {value!r} has negative values; a part of a whole cannot")
    order = list(parts) or table[part].unique(maintain_order=True).to_list()
    if len(order) > len(theme.CATEGORIES):
        raise ValueError(
            f"{len(order)} parts cannot be told apart; at most {len(theme.CATEGORIES)}"
        )
    rank = {p: i for i, p in enumerate(order)}
    drawn = table.with_columns(
        _tip=shown(value, None, None, unit),
        _rank=pl.col(part).replace_strict(rank, return_dtype=pl.Int32),
    )
    totals = table.group_by(name, maintain_order=True).agg(pl.col(value).sum().alias("_total"))
    totals = tidy_numbers(totals).with_columns(
        _text=pl.col("_total").map_elements(
            lambda v: formats.number(v, unit).split(" per ")[0], return_dtype=pl.String
        )
    )

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        rows = table[name].unique(maintain_order=True).to_list()
        y = alt.Y(
            f"{name}:N", sort=rows, title=None, axis=alt.Axis(labelLimit=110 if narrow else 220)
        )
        legend = alt.Legend(title=None, columns=2 if narrow else 3)
        colour = alt.Color(
            f"{part}:N",
            scale=alt.Scale(domain=order, range=theme.categories()[: len(order)]),
            legend=legend,
        )
        x = axis(title, unit, totals["_total"].to_list(), tickCount=3 if narrow else 6)
        # room for the total that stands behind the longest bar
        room = alt.Scale(domainMax=(1.3 if narrow else 1.1) * max(totals["_total"]), nice=False)
        tips = [
            alt.Tooltip(f"{name}:N", title="name"),
            alt.Tooltip(f"{part}:N", title="part"),
            alt.Tooltip("_tip:N", title=title),
        ]
        bars = alt.Chart(drawn).mark_bar(height=20, stroke=theme.colour("paper"), strokeWidth=1)
        ends = alt.Chart(totals).mark_text(align="left", dx=6)
        return alt.layer(
            bars.encode(
                y=y,
                x=alt.X(f"{value}:Q", axis=x, scale=room),
                color=colour,
                order="_rank:O",
                tooltip=tips,
            ),
            ends.encode(y=y, x="_total:Q", text="_text:N"),
        ).properties(height={"step": ROW_PX})

    columns = {name: Column("Name"), part: Column("Part"), value: Column(title, unit)}
    return Drawing(table, build, columns)


def heat(
    data: pl.DataFrame, *, row: str, column: str, probability: str, title: str, empty: str = ""
) -> Drawing:
    """Draw a grid of probabilities, each written in its cell; seven colours, a pale middle.

    Arguments: columns ``row`` and ``column`` (text or dates, in the table's order) and
    ``probability`` (0 to 1, null where there is none: the cell then says ``empty``).
    """
    require(data, row, column, probability)
    table = tidy_numbers(data)
    drawn = table.with_columns(
        pl.col(row).cast(pl.String),
        pl.col(column).cast(pl.String),
        _text=pl.col(probability).map_elements(
            lambda p: formats.probability(p).replace("under ", "<").replace("over ", ">"),
            return_dtype=pl.String,
        ).fill_null(empty),
        _step=_step_of(probability),
    )  # fmt: skip
    drawn = drawn.with_columns(_dark=pl.col("_step").is_in(list(_DARK_STEPS)))

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        rows = drawn[row].unique(maintain_order=True).to_list()
        columns_ = drawn[column].unique(maintain_order=True).to_list()
        x = alt.X(f"{column}:N", sort=columns_, title=None).axis(
            orient="top", labelAngle=-45 if narrow or len(columns_) > 6 else 0, grid=False
        )
        y = alt.Y(f"{row}:N", sort=rows, title=None).axis(labelLimit=110 if narrow else 240)
        base = alt.Chart(drawn).encode(x=x, y=y)
        steps = alt.Scale(domain=list(range(-1, 7)), range=[theme.colour("paper"), *theme.steps()])
        cells = base.mark_rect(stroke=theme.colour("paper"), strokeWidth=2).encode(
            fill=alt.Fill("_step:O", scale=steps, legend=None),
            tooltip=[
                alt.Tooltip(f"{row}:N", title="row"),
                alt.Tooltip(f"{column}:N", title="column"),
                alt.Tooltip("_text:N", title=title),
            ],
        )
        inks = alt.Scale(domain=[True, False], range=[theme.colour("paper"), theme.colour("ink")])
        texts = base.mark_text().encode(
            text="_text:N", color=alt.Color("_dark:N", scale=inks, legend=None)
        )
        layers = [cells] if narrow and len(columns_) > 7 else [cells, texts]
        return alt.layer(*layers).properties(height={"step": ROW_PX})

    columns = {
        row: Column(row.capitalize()),
        column: Column(column.capitalize()),
        probability: Column(title, "fraction"),
    }
    return Drawing(table, build, columns)


def _step_of(probability: str) -> pl.Expr:
    at = sum((pl.col(probability) >= end).cast(pl.Int32) for end in _STEP_ENDS)
    return pl.Expr.fill_null(at, -1)  # type: ignore[arg-type]
