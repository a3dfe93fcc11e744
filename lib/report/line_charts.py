"""Values along time, and the curve of probability against the threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import polars as pl

from lib.report import formats, theme
from lib.report.axes import axis, date_axis, event_marks, event_notes, shown
from lib.report.drawing import Column, Drawing, is_narrow, require, tidy_numbers

HEIGHT_PX = 300
_MOST_SERIES = len(theme.CATEGORIES)


def lines(
    data: pl.DataFrame,
    *,
    date: str,
    value: str,
    unit: str,
    title: str,
    series: str | None = None,
    low: str | None = None,
    high: str | None = None,
    events: pl.DataFrame | None = None,
    shape: Literal["linear", "step-after"] = "linear",
    order: Sequence[str] = (),
    domain: tuple[float, float] | None = None,
    log: bool = False,
) -> Drawing:
    """Draw values along dates, each line with its name at its end and its band, events above.

    Arguments: columns ``date`` (a date), ``value``, ``low``, ``high`` in ``unit``, ``series``
    (text; ``order`` puts the subject first, at most six); ``events`` with ``date`` and ``label``;
    ``shape`` ``step-after`` for what holds until it changes; ``domain`` of the value axis.
    Raises: ValueError for missing columns, an empty table, or more than six series.
    """
    require(data, date, value, series, low, high)
    table = tidy_numbers(data)
    names = list(order) or (table[series].unique(maintain_order=True).to_list() if series else [""])
    if len(names) > _MOST_SERIES:
        raise ValueError(f"{len(names)} lines cannot be told apart; at most {_MOST_SERIES}")
    key = series or "_series"
    drawn = table.with_columns(_tip=shown(value, low, high, unit))
    if series is None:
        drawn = drawn.with_columns(_series=pl.lit(""))
    numbers = [v for c in (value, low, high) if c for v in table[c].to_list()]

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        scale = _scale(log, domain)
        y = alt.Y(f"{value}:Q", axis=axis(title, unit, numbers, tickCount=5), scale=scale)
        colour = alt.Color(
            f"{key}:N", scale=alt.Scale(domain=names, range=theme.categories()[: len(names)])
        ).legend(None)
        x = alt.X(f"{date}:T", axis=date_axis(table[date].to_list(), narrow))
        base = alt.Chart(drawn).encode(x=x, color=colour)
        layers = event_marks(events, narrow)
        if low and high:
            band = alt.Chart(drawn).encode(
                x=x, y=alt.Y(f"{low}:Q", scale=scale), y2=f"{high}:Q", fill=_as_fill(colour)
            )
            layers.append(band.mark_area(interpolate=shape, opacity=0.18))
        layers.append(base.mark_line(interpolate=shape).encode(y=y))
        tips = [alt.Tooltip(f"{date}:T", title="date"), alt.Tooltip("_tip:N", title=title)]
        tips += [alt.Tooltip(f"{series}:N", title="series")] if series else []
        layers.append(base.mark_point(size=36).encode(y=y, tooltip=tips))
        if series:
            layers.append(_end_labels(drawn, date, value, key, colour, scale, narrow))
        top = 34 if events is not None else 0
        return alt.layer(*layers).properties(height=HEIGHT_PX - top)

    columns = {date: Column("Date"), value: Column(title, unit)}
    columns |= {c: Column(c.capitalize(), unit) for c in (low, high) if c}
    columns |= {series: Column("Series")} if series else {}
    return Drawing(table, build, columns, event_notes(events))


def curve(
    data: pl.DataFrame,
    *,
    threshold: str,
    probability: str,
    unit: str,
    title: str,
    marks: Sequence[tuple[float, str]],
    low: str | None = None,
    high: str | None = None,
) -> Drawing:
    """Draw probability against the threshold, with the weak, chosen and strong readings marked.

    Arguments: columns ``threshold`` (in ``unit``) and ``probability`` (0 to 1), with ``low`` and
    ``high`` for narrow and wide priors; ``marks``: pairs of a threshold and its name.
    """
    require(data, threshold, probability, low, high)
    table = tidy_numbers(data)
    points = pl.DataFrame(
        {"at": [float(a) for a, _ in marks], "label": [text for _, text in marks]},
        schema={"at": pl.Float64, "label": pl.String},
    ).with_columns(
        _read=pl.Series([_interpolated(table, threshold, probability, a) for a, _ in marks])
    )
    points = points.with_columns(
        _text=pl.struct("label", "_read").map_elements(
            lambda r: f"{r['label']}: {formats.probability(r['_read'])}", return_dtype=pl.String
        ),
        _at=pl.int_range(pl.len()),
    )

    def build(width_px: int) -> Any:
        narrow = is_narrow(width_px)
        x = alt.X(
            f"{threshold}:Q",
            axis=axis(title, unit, table[threshold].to_list(), tickCount=4 if narrow else 7),
            scale=alt.Scale(zero=False, nice=False),
        )
        percent = axis("Probability", "fraction", [1.0], tickCount=5)
        y = alt.Y(f"{probability}:Q", axis=percent, scale=alt.Scale(domain=[0, 1]))
        base = alt.Chart(table).encode(x=x)
        layers: list[Any] = []
        if low and high:
            layers.append(base.mark_area(opacity=0.18).encode(y=f"{low}:Q", y2=f"{high}:Q"))
        layers.append(base.mark_line(interpolate="monotone").encode(y=y))
        spot = alt.Chart(points).encode(x=alt.X("at:Q"), y=alt.Y("_read:Q"))
        layers.append(
            alt.Chart(points).mark_rule(strokeDash=[4, 3], strokeWidth=1.5).encode(x="at:Q")
        )
        layers.append(spot.mark_point(size=90, color=theme.colour("second")))
        for i, row in enumerate(points.rows(named=True)):
            layers.append(_mark_name(points[i], row["at"], table[threshold], i))
        return alt.layer(*layers).properties(height=260)

    columns = {threshold: Column(title, unit), probability: Column("Probability", "fraction")}
    columns |= {c: Column(c.replace("_", " ").capitalize(), "fraction") for c in (low, high) if c}
    return Drawing(table, build, columns)


def _mark_name(point: pl.DataFrame, at: float, axis_values: pl.Series, order: int) -> Any:
    """The name of a mark, on the side where there is room, each on a line of its own."""
    least, most = float(axis_values.min()), float(axis_values.max())  # type: ignore[arg-type]
    right = (at - least) > 0.6 * (most - least)
    text = alt.Chart(point).mark_text(
        align="right" if right else "left",
        dx=-6 if right else 6,
        dy=-8 - 16 * order,
        baseline="bottom",
        color=theme.colour("ink"),
    )
    return text.encode(x="at:Q", y=alt.value(0), text="_text:N")


def _interpolated(table: pl.DataFrame, x: str, y: str, at: float) -> float:
    import numpy as np

    kept = table.select(x, y).drop_nulls().sort(x)
    return float(np.interp(at, kept[x].to_numpy(), kept[y].to_numpy()))


def _scale(log: bool, domain: tuple[float, float] | None) -> alt.Scale:
    more: dict[str, Any] = {"domain": list(domain)} if domain else {}
    return alt.Scale(type="log", **more) if log else alt.Scale(zero=False, nice=True, **more)


def _as_fill(colour: alt.Color) -> alt.Fill:
    spec: Any = colour.to_dict()
    return alt.Fill(f"{spec['field']}:N", scale=alt.Scale(**spec["scale"]), legend=None)


def _end_labels(
    drawn: pl.DataFrame, date: str, value: str, key: str, colour: Any, scale: Any, narrow: bool
) -> Any:
    last = drawn.drop_nulls(value).sort(date).group_by(key, maintain_order=True).last()
    text = alt.Chart(last).mark_text(
        align="right" if narrow else "left", dx=-4 if narrow else 8, dy=-10 if narrow else 0
    )
    return text.encode(
        x=f"{date}:T", y=alt.Y(f"{value}:Q", scale=scale), text=f"{key}:N", color=colour
    )
