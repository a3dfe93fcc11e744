"""Anthropic's run-rate revenue: the stated points of a view, and what is booked from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.growth_curves import (
    Point,
    booked_revenue,
    local_growth,
    run_rate_at,
)
from lib.inference.uncertain import Prior, Uncertain

COMPANY = "Anthropic"
CLOSE_DAYS = 14
_BOOKED = {
    "period": pl.String, "start": pl.Date, "end": pl.Date, "booked_usd": pl.Float64,
    "fact_id": pl.String, "plain_usd": pl.Float64, "window_usd": pl.Float64, "ratio": pl.Float64,
}  # fmt: skip
GROWTH_INPUTS = ("run_rate_growth_persistence", "run_rate_growth_decay")
CURVE_INPUTS = (*GROWTH_INPUTS, "run_rate_window_days", "booked_over_run_rate")
_PLANS = {
    "made_on": pl.Date, "forecaster": pl.String, "metric": pl.String, "period": pl.String,
    "period_end": pl.Date, "planned_usd": pl.Float64, "happened_usd": pl.Float64,
    "so_far_usd": pl.Float64, "fact_id": pl.String,
}  # fmt: skip
MOST_POINTS = 6
"""Points that a curve uses: older ones carry nothing about growth now."""
GROSS = pl.col("basis").is_in(["", "gross_net=gross"])
"""Run-rates gross of resale by clouds, as the company states them, of the whole company."""


@dataclass(frozen=True)
class Stated:
    """A run-rate figure: its fact, day, value (USD a year), whether a floor, and who says so."""

    fact_id: str
    day: date
    value: float
    floor: bool
    kind: str
    public_on: date


def stated_points(view: View) -> tuple[Stated, ...]:
    """The run-rate figures of the company that a view knows, oldest first, one per occasion.

    The company's own figures come first; a press figure counts where the company has none within
    two weeks and where it does not merely repeat the last one. Net figures and forecasts are out.
    """
    frame = view.facts(entity=COMPANY, metric="run_rate_revenue", kind=["reported", "estimate"])
    rows = frame.filter(GROSS).sort("period_end", "grade", "public_on", "fact_id")
    own = [_stated(r) for r in rows.filter(pl.col("kind") == "reported").iter_rows(named=True)]
    kept = list(own)
    for row in rows.filter(pl.col("kind") == "estimate").iter_rows(named=True):
        candidate = _stated(row)
        near = any(abs(candidate.day - p.day) <= timedelta(days=CLOSE_DAYS) for p in kept)
        earlier = [p for p in kept if p.day < candidate.day]
        repeats = bool(earlier) and max(earlier, key=lambda p: p.day).value == candidate.value
        if not near and not repeats:
            kept.append(candidate)
    kept.sort(key=lambda p: p.day)
    return tuple(_one_per_day(kept))


def point_priors(view: View, points: Sequence[Stated]) -> list[Uncertain]:
    """Each point's range: a few per cent either way, and for a floor an excess above it."""
    error = view.assumption("run_rate_statement_error").default
    excess = view.assumption("run_rate_floor_excess").default
    return [_prior(point, error, excess) for point in points]


def curve_points(points: Sequence[Stated], x: Mapping[str, Any]) -> list[Point]:
    """The points with the values that a draw gives them."""
    return [Point(p.day, x[_name(p)]) for p in points]


def booked_model(
    view: View, start: date, end: date
) -> tuple[Callable[[Mapping[str, Any]], Any], list[str | Uncertain]]:
    """The quantity and the inputs of revenue booked between two days (USD).

    Raises NotKnownYet when fewer than two run-rate points are known.
    """
    points = recent_points(view)

    def quantity(x: Mapping[str, Any]) -> Any:
        nodes = curve_points(points, x)
        return booked_revenue(
            nodes,
            start,
            end,
            decay=x["run_rate_growth_decay"],
            growth=local_growth(nodes) * x["run_rate_growth_persistence"],
            window_days=x["run_rate_window_days"],
            recognition=x["booked_over_run_rate"],
        )

    return quantity, [*point_priors(view, points), *CURVE_INPUTS]


def run_rate_model(
    view: View, day: date
) -> tuple[Callable[[Mapping[str, Any]], Any], list[str | Uncertain]]:
    """The quantity and the inputs of the run-rate on a later day (USD a year)."""
    points = recent_points(view)

    def quantity(x: Mapping[str, Any]) -> Any:
        nodes = curve_points(points, x)
        growth = local_growth(nodes) * x["run_rate_growth_persistence"]
        return run_rate_at(nodes, day, x["run_rate_growth_decay"], growth)

    return quantity, [*point_priors(view, points), *GROWTH_INPUTS]


def recent_points(view: View) -> tuple[Stated, ...]:
    """The last points that a curve uses. Raises NotKnownYet with fewer than two."""
    points = stated_points(view)
    if len(points) < 2:
        raise NotKnownYet(
            f"{len(points)} run-rate figure of {COMPANY} is known on {view.known_on}; growth "
            "needs two"
        )
    return points[-MOST_POINTS:]


def booked_table(view: View) -> pl.DataFrame:
    """Booked revenue by period against the integral of the run-rate.

    Columns: period, start, end, booked_usd, fact_id, plain_usd (no correction), window_usd (with
    the trailing window), ratio (booked over the latter). Only periods that the points reach.
    """
    points = stated_points(view)
    window = view.assumption("run_rate_window_days").default
    nodes = [Point(p.day, p.value) for p in points]
    rows = []
    for row in booked_rows(view).iter_rows(named=True):
        start, end = row["period_start"], row["period_end"]
        if start < nodes[0].day or end > nodes[-1].day + timedelta(days=CLOSE_DAYS):
            continue
        plain = float(booked_revenue(nodes, start, end, decay=0.0))
        with_window = float(booked_revenue(nodes, start, end, decay=0.0, window_days=window))
        rows.append(
            {
                "period": _period(start, end), "start": start, "end": end,
                "booked_usd": float(row["value"]), "fact_id": row["fact_id"],
                "plain_usd": plain, "window_usd": with_window,
                "ratio": float(row["value"]) / with_window,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema=_BOOKED)


def booked_rows(view: View) -> pl.DataFrame:
    """Booked revenue of the whole company, one row per period: best grade, then latest public."""
    frame = view.facts(entity=COMPANY, metric="revenue", kind=["reported", "estimate"], basis="")
    best = frame.sort("grade", "public_on", descending=[False, True]).unique(
        ["period_start", "period_end"], keep="first", maintain_order=True
    )
    return best.sort("period_end", "period_start")


def growth_table(view: View) -> pl.DataFrame:
    """Local growth between stated points: day, value_usd, floor, growth_per_year (log), fact_id."""
    points = stated_points(view)
    nodes = [Point(p.day, p.value) for p in points]
    rates = [float(local_growth(nodes[: i + 1])) if i else None for i in range(len(nodes))]
    return pl.DataFrame(
        {
            "day": [p.day for p in points],
            "value_usd": [p.value for p in points],
            "floor": [p.floor for p in points],
            "kind": [p.kind for p in points],
            "growth_per_year": rates,
            "fact_id": [p.fact_id for p in points],
        }
    )


def plans(view: View) -> pl.DataFrame:
    """Plans and projections of revenue and run-rate, with what happened where it is known.

    Columns: made_on, forecaster, metric, period, period_end, planned_usd, happened_usd (of the
    whole period), so_far_usd (the newest run-rate, or the known quarters of the year), fact_id.
    """
    made = (
        view.facts(entity=COMPANY, metric=["revenue", "run_rate_revenue"], kind="forecast")
        .filter(~pl.col("basis").str.contains("scope=", literal=True))
        .sort("public_on", "period_end", "fact_id")
    )
    points = stated_points(view)
    rows = [
        {
            "made_on": row["public_on"], "forecaster": _forecaster(row["basis"]),
            "metric": row["metric"], "period": _period(row["period_start"], row["period_end"]),
            "period_end": row["period_end"], "planned_usd": float(row["value"]),
            "happened_usd": _outcome(view, row), "so_far_usd": _so_far(view, row, points),
            "fact_id": row["fact_id"],
        }
        for row in made.iter_rows(named=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_PLANS)


def _forecaster(basis: str) -> str:
    pairs = dict(part.split("=", 1) for part in basis.split(";") if "=" in part)
    return pairs.get("forecaster", "").replace("company", "the company") or "not named"


def _so_far(view: View, row: Mapping[str, Any], points: Sequence[Stated]) -> float | None:
    if row["metric"] == "run_rate_revenue":
        inside = [p.value for p in points if row["public_on"] < p.day <= row["period_end"]]
        return inside[-1] if inside else None
    parts = booked_rows(view).filter(
        pl.col("period_start") >= row["period_start"],
        pl.col("period_end") <= row["period_end"],
        (pl.col("period_end") - pl.col("period_start")).dt.total_days() < 100,
    )
    return None if parts.is_empty() else float(parts["value"].sum())


def _outcome(view: View, row: Mapping[str, Any]) -> float | None:
    frame = view.facts(entity=COMPANY, metric=row["metric"], kind=["reported", "estimate"])
    same = frame.filter(
        GROSS,
        pl.col("period_start") == row["period_start"],
        pl.col("period_end") == row["period_end"],
    ).sort("kind", "grade", "public_on", descending=[True, False, True])
    return None if same.is_empty() else float(same["value"][0])


def _stated(row: Mapping[str, Any]) -> Stated:
    floor = row["range_kind"] == "floor" or (row["low"] == row["value"] and row["high"] is None)
    return Stated(
        row["fact_id"], row["period_end"], float(row["value"]), floor, row["kind"],
        row["public_on"],
    )  # fmt: skip


def _one_per_day(points: Sequence[Stated]) -> list[Stated]:
    by_day: dict[date, Stated] = {}
    for point in points:
        by_day.setdefault(point.day, point)
    return list(by_day.values())


def _name(point: Stated) -> str:
    return f"fact:{point.fact_id}"


def _prior(point: Stated, error: float, excess: float) -> Prior:
    label = f"Run-rate on {point.day}"
    if point.floor:
        middle = point.value * (1.0 + excess)
        return Prior(
            _name(point), middle, point.value, point.value * (1.0 + 3.0 * excess), "normal",
            label, "USD", bound_low=point.value * (1.0 - error), basis="fact",
        )  # fmt: skip
    return Prior(
        _name(point), point.value, point.value * (1.0 - error), point.value * (1.0 + error),
        "normal", label, "USD", bound_low=0.0, basis="fact",
    )  # fmt: skip


def _period(start: date, end: date) -> str:
    days = (end - start).days
    if days < 1:
        return f"{end:%Y-%m}"
    if days < 100:
        return f"{end.year}Q{(end.month - 1) // 3 + 1}"
    if days < 300:
        return f"{start.year}, {round(days / 30.4)} months"
    return str(end.year)
