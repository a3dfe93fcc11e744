"""Our own calls: frozen when made, resolved by a rule that stands beside them, and scored.

`data/forecasts.csv` is append-only. A row says what is forecast (entity, metric, period), how it
is read from later data (`derive`), when it resolves, and the distribution or the probability. A
*reconstructed* row was computed later from what a past day knew: it is marked so and counted apart.
A handful of calls shows no calibration: the table is a list, not a curve.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from lib.claims import market_share, run_rate
from lib.claims.cloud_series import MissingQuarter, QuarterTooWeak, quarter_of, revenue_series
from lib.evidence import paths
from lib.evidence.view import View
from lib.inference.curves import holds
from lib.inference.scores import brier, log_loss, quantile_crps

COLUMNS = (
    "call_id", "made_on", "reconstructed", "claim", "question", "entity", "metric", "derive",
    "period_start", "period_end", "unit", "p5", "p50", "p95", "threshold", "direction",
    "probability", "resolves_on", "resolution_rule", "method", "note",
)  # fmt: skip
NEAR_DAYS = 31


class CallError(ValueError):
    """A row of forecasts.csv that cannot be scored: names the call and what is wrong."""


@dataclass(frozen=True)
class Call:
    """One frozen forecast. Quantiles and threshold are in `unit`; probability is of the event."""

    call_id: str
    made_on: date
    reconstructed: bool
    claim: str
    question: str
    entity: str
    metric: str
    derive: str
    period_start: date
    period_end: date
    unit: str
    p5: float | None
    p50: float | None
    p95: float | None
    threshold: float | None
    direction: str
    probability: float | None
    resolves_on: date
    resolution_rule: str
    method: str
    note: str

    def __post_init__(self) -> None:
        quantiles = (self.p5, self.p50, self.p95)
        if all(q is None for q in quantiles) and self.probability is None:
            raise CallError(f"{self.call_id}: neither quantiles nor a probability")
        if any(q is None for q in quantiles) and any(q is not None for q in quantiles):
            raise CallError(f"{self.call_id}: p5, p50 and p95 come together")
        if self.probability is not None and self.threshold is None:
            raise CallError(f"{self.call_id}: a probability needs a threshold")
        if self.derive not in RESOLVERS:
            raise CallError(
                f"{self.call_id}: derive is {self.derive!r}; allowed: {', '.join(RESOLVERS)}"
            )


def load_calls(path: Path = paths.DATA / paths.FORECASTS) -> tuple[Call, ...]:
    """The calls of a file, in its order. Raises CallError naming the call and what is wrong."""
    frame = pl.read_csv(path, infer_schema=False).fill_null("")
    if tuple(frame.columns) != COLUMNS:
        raise CallError(f"{path.name}: columns are {frame.columns}; allowed: {list(COLUMNS)}")
    calls = tuple(_parse(row) for row in frame.iter_rows(named=True))
    ids = [call.call_id for call in calls]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise CallError(f"{path.name}: calls stand twice: {', '.join(twice)}")
    return calls


def outcome(view: View, call: Call) -> float | None:
    """What happened, in the call's unit, as far as the view knows; None while it does not."""
    try:
        return RESOLVERS[call.derive](view, call)
    except QuarterTooWeak:  # this run does not count the sources of the series
        return None


def scored(view: View, calls: tuple[Call, ...] | None = None) -> pl.DataFrame:
    """Every call with its outcome and scores where the data have arrived.

    Columns: call_id, question, made_on, reconstructed, resolves_on, unit, p5, p50, p95,
    probability, threshold, direction, outcome, happened, crps (unit of the call), brier,
    log_loss, inside (of p5-p95), status (resolved, waiting, overdue).
    """
    rows = [_score(view, call) for call in (load_calls() if calls is None else calls)]
    return pl.DataFrame(rows, schema_overrides=_TYPES)


def _score(view: View, call: Call) -> dict[str, object]:
    value = outcome(view, call)
    row: dict[str, object] = {
        "call_id": call.call_id, "question": call.question, "made_on": call.made_on,
        "reconstructed": call.reconstructed, "resolves_on": call.resolves_on, "unit": call.unit,
        "p5": call.p5, "p50": call.p50, "p95": call.p95, "probability": call.probability,
        "threshold": call.threshold, "direction": call.direction, "outcome": value,
        "happened": None, "crps": None, "brier": None, "log_loss": None, "inside": None,
        "status": "overdue" if call.resolves_on < view.known_on else "waiting",
    }  # fmt: skip
    if value is None:
        return row
    row["status"] = "resolved"
    if call.probability is not None and call.threshold is not None:
        happened = bool(holds(value, call.threshold, call.direction))
        row["happened"] = happened
        row["brier"] = brier(call.probability, happened)
        row["log_loss"] = log_loss(call.probability, happened)
    if call.p5 is not None and call.p50 is not None and call.p95 is not None:
        row["crps"] = quantile_crps(call.p5, call.p50, call.p95, value)
        row["inside"] = call.p5 <= value <= call.p95
    return row


def _growth_yoy(view: View, call: Call) -> float | None:
    series = revenue_series(view, call.entity)
    try:
        return series.growth(quarter_of(call.period_end))
    except MissingQuarter:
        return None


def _run_rate_near(view: View, call: Call) -> float | None:
    reach = timedelta(days=NEAR_DAYS)
    near = [p for p in run_rate.stated_points(view) if abs(p.day - call.period_end) <= reach]
    return min(near, key=lambda p: abs(p.day - call.period_end)).value if near else None


def _booked(view: View, call: Call) -> float | None:
    rows = run_rate.booked_rows(view).filter(
        pl.col("period_start") == call.period_start,
        pl.col("period_end") == call.period_end,
        pl.col("public_on") > call.period_end,
    )
    return None if rows.is_empty() else float(rows["value"][-1])


def _added_ratio(view: View, call: Call) -> float | None:
    table = market_share.dollars_added(view).filter(pl.col("end") == call.period_end)
    return None if table.is_empty() else float(table["ratio"][0])


def _share_margin(view: View, call: Call) -> float | None:
    year = market_share.last_year(view.derive(about=call.period_end), "Synergy")
    if year is None or year.last != quarter_of(call.period_end):
        return None
    point = {f"fact:{fact_id}": size for fact_id, size in year.sizes.items()}
    return float(market_share.share_margin(year, {**point, "market_restatement": 0.0}))


def _best_fact(view: View, call: Call) -> float | None:
    fact = view.find(
        entity=call.entity, metric=call.metric, unit=call.unit, since=call.period_start
    )
    return None if fact is None or fact.period_end > call.period_end else fact.value


Resolver = Callable[[View, Call], float | None]
RESOLVERS: Mapping[str, Resolver] = {
    "growth_yoy": _growth_yoy,
    "run_rate_near": _run_rate_near,
    "booked": _booked,
    "added_ratio": _added_ratio,
    "share_margin": _share_margin,
    "best_fact": _best_fact,
}
_NUMBERS = ("p5", "p50", "p95", "probability", "threshold", "outcome", "crps", "brier", "log_loss")
_TYPES = {**dict.fromkeys(_NUMBERS, pl.Float64), "happened": pl.Boolean, "inside": pl.Boolean}


def _parse(row: Mapping[str, str]) -> Call:
    numbers = {
        name: float(row[name]) if row[name] else None
        for name in ("p5", "p50", "p95", "threshold", "probability")
    }
    days = {
        name: date.fromisoformat(row[name])
        for name in ("made_on", "period_start", "period_end", "resolves_on")
    }
    words = {name: row[name] for name in COLUMNS if name not in numbers and name not in days}
    if words["reconstructed"] not in ("yes", "no"):
        raise CallError(
            f"{row['call_id']}: reconstructed is {row['reconstructed']!r}; allowed: yes, no"
        )
    reconstructed = words.pop("reconstructed") == "yes"
    return Call(**words, **numbers, **days, reconstructed=reconstructed)  # type: ignore[arg-type]
