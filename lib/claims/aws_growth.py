"""AWS growth over a year: what could be forecast on a day, method by method and together.

The target is the last quarter of the year that a view asks about. The trend methods know the
reported quarters alone; the structural one adds the campuses built for Anthropic, from the day on
which they were reported. Consensus and published calls stand beside the forecast and never in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from lib.claims import sites
from lib.claims.cloud_series import (
    CloudSeries,
    Quarter,
    distance,
    end_of,
    growth_history,
    name,
    quarter_of,
    step,
)
from lib.claims.mixture import Part
from lib.evidence.view import View
from lib.inference.backtest import Combined, combine, summary
from lib.inference.draws import Draws
from lib.inference.forecasting import LABELS, QUARTERS, History, SeriesTooShort, structural
from lib.inference.predictive import Predictive
from lib.inference.uncertain import Prior

THRESHOLD = 0.20
_AI_LEVELS = 33
CAMPUS_QUARTER: Quarter = (2025, 4)
_Z95 = 1.6448536269514722


def target_of(view: View) -> Quarter:
    """The last quarter of the year that the view asks about."""
    return view.about.year, 4


def horizon_of(series: CloudSeries, target: Quarter) -> int:
    """Quarters from the last known one to the target; zero or below when it is known."""
    return distance(series.last, target)


def forecast_quarter(view: View, draws: Draws, target: Quarter) -> Combined:
    """All methods and their combination for a quarter that the view does not know yet.

    Raises SeriesTooShort when the quarter is already known or the series is too short.
    """
    series, history = growth_history(view)
    horizon = horizon_of(series, target)
    if horizon < 1:
        raise SeriesTooShort(f"{name(target)} is already known on {view.known_on}")
    if not has_site_plan(view, target):
        return combine(history, horizon)
    weight = view.assumption("structural_forecast_weight").default
    return combine(history, horizon, _structural(view, draws, series, history, horizon), weight)


def has_site_plan(view: View, target: Quarter) -> bool:
    """Whether a site plan with a size and a date for the target was public."""
    return target == CAMPUS_QUARTER and sites.campuses_known(view)


def forecast_parts(view: View, target: Quarter) -> tuple[Part, ...]:
    """The forecast as parts of a mixture: the trend methods, and the capacity forecast."""
    series, history = growth_history(view)
    horizon = horizon_of(series, target)
    trend = combine(history, horizon)
    parts = [_trend_part(trend.combination, view)]
    if has_site_plan(view, target):
        weight = view.assumption("structural_forecast_weight").default
        base = trend.parts["carry_forward"]
        parts = [Part(p.name, p.label, p.quantity, p.inputs, weight=1.0 - weight) for p in parts]
        parts.append(_campus_part(view, base, series, horizon, weight))
    return tuple(parts)


def method_table(view: View, draws: Draws, target: Quarter, threshold: float) -> pl.DataFrame:
    """One row per method: method, label, weight, p5, p50, p95 (fractions), probability above."""
    made = forecast_quarter(view, draws, target)
    everything = {**made.parts, "combination": made.combination}
    rows = [
        {
            "method": method,
            "label": LABELS[method],
            "weight": made.weights.get(method),
            **_quantiles(predictive),
            "probability": predictive.above(threshold),
        }
        for method, predictive in everything.items()
    ]
    return pl.DataFrame(rows)


def method_spread(view: View, draws: Draws, target: Quarter) -> tuple[float, float]:
    """The lowest and highest probability that any single method gives to the text's threshold."""
    parts = forecast_quarter(view, draws, target).parts
    found = [predictive.above(THRESHOLD) for predictive in parts.values()]
    return min(found), max(found)


def probability_by_month(
    view: View, draws: Draws, target: Quarter, threshold: float, days: tuple[date, ...]
) -> pl.DataFrame:
    """The probability that growth exceeds the threshold, by day and method, as known on each day.

    Columns: day, method, label, probability, p50, last_known (the last reported quarter).
    Each row comes from a view of that day alone.
    """
    frames = []
    for day in days:
        then = view.derive(known_on=day, about=end_of(target), name="")
        known, _ = growth_history(then)
        made = method_table(then, draws, target, threshold)
        view.facts(ids=list(then.log.facts))  # read through another view: log it in this one
        frames.append(
            made.select(
                pl.lit(day).alias("day"),
                "method",
                "label",
                "probability",
                "p50",
                pl.lit(name(known.last)).alias("last_known"),
            )
        )
    return pl.concat(frames)


def published_calls(view: View, target: Quarter) -> pl.DataFrame:
    """Forecasts by others for a quarter that the view knows, oldest first: consensus and calls."""
    frame = view.facts(entity="AWS", metric="revenue_growth_yoy", kind=["forecast", "estimate"])
    ends = frame["period_end"].map_elements(quarter_of, return_dtype=pl.Object)
    mask = pl.Series([q == target for q in ends], dtype=pl.Boolean)
    return frame.filter(mask).sort("public_on", "fact_id")


def next_quarters(view: View, draws: Draws, count: int = QUARTERS) -> pl.DataFrame:
    """The combined forecast of the quarters after the last known one.

    Columns: quarter, end, p5, p25, p50, p75, p95, above_20 (fractions and probability).
    """
    series, history = growth_history(view)
    rows = []
    for horizon in range(1, count + 1):
        target = step(series.last, horizon)
        made = combine(history, horizon).combination
        rows.append(
            {
                "quarter": name(target),
                "end": end_of(target),
                **_quantiles(made),
                "above_20": made.above(THRESHOLD),
            }
        )
    return pl.DataFrame(rows)


def backtest_table(view: View, horizon: int) -> pl.DataFrame:
    """The rolling-origin backtest on the quarters that the view knows, one row per method."""
    _, history = growth_history(view)
    labels = pl.DataFrame({"method": list(LABELS), "label": list(LABELS.values())})
    return summary(history, horizon).join(labels, on="method", how="left", maintain_order="left")


def _structural(
    view: View, draws: Draws, series: CloudSeries, history: History, horizon: int
) -> Predictive:
    before = series.level(step(CAMPUS_QUARTER, -QUARTERS))
    values = sites.campus_model(view, before).values(draws)
    levels = (np.arange(_AI_LEVELS) + 0.5) / _AI_LEVELS
    change = np.quantile(values, levels) - view.assumption("campus_points_2025q2").default
    return structural(history, horizon, change * ramp_left(horizon))


def ramp_left(horizon: int) -> float:
    """Share of the campuses' contribution that the last known quarter does not hold yet.

    All of it two quarters ahead or more (from 2025Q2 on), half of it one quarter ahead.
    """
    return min(horizon / 2.0, 1.0)


def _trend_part(predictive: Predictive, view: View) -> Part:
    surprise = Prior(
        "noise:aws_growth_trend",
        0.0,
        -_Z95,
        _Z95,
        label="Surprise against the trend forecasts",
        unit="standard deviations",
        basis="fact",
    )
    return Part(
        "trend",
        "Trend methods, weighted",
        lambda x: predictive.at_normal(x["noise:aws_growth_trend"]),
        [surprise],
    )


def _campus_part(
    view: View, base: Predictive, series: CloudSeries, horizon: int, weight: float
) -> Part:
    before = series.level(step(CAMPUS_QUARTER, -QUARTERS))
    trend = _trend_part(base, view)
    ramp = ramp_left(horizon)

    def quantity(x: Mapping[str, Any]) -> Any:
        added = sites.campus_points(x, before) - x["campus_points_2025q2"]
        return base.at_normal(x["noise:aws_growth_trend"]) + added * ramp

    inputs = [*list(trend.inputs), *sites.CAMPUS_INPUTS, "campus_points_2025q2"]
    return Part("structural", LABELS["structural"], quantity, inputs, weight=weight)


def _quantiles(predictive: Predictive) -> dict[str, float]:
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    values = predictive.quantile(levels)
    return {f"p{round(p * 100)}": float(v) for p, v in zip(levels, values, strict=True)}
