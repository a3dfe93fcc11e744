"""Quarterly cloud revenue as a view shows it: consecutive, with every gap named or closed.

A quarter that no source prints is closed by arithmetic only where an identity holds (the year
less its three other quarters) or where the company printed a rounded figure. Anything else is an
error that names the quarter: a forecast never runs over a silent gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from lib.evidence.errors import NotInView, NotKnownYet
from lib.evidence.view import View
from lib.inference.forecasting import QUARTERS, History, SeriesTooShort

Quarter = tuple[int, int]
"""Year and quarter of the calendar, such as (2025, 4)."""

FIRST: Quarter = (2018, 4)
WEAKEST = "D"
"""The grade at which every source counts."""
QUARTERS_PER_YEAR = QUARTERS
NAN = float("nan")


class MissingQuarter(ValueError):
    """A quarter inside the series that the view does not know."""


class QuarterNotKnown(MissingQuarter, NotKnownYet):
    """A quarter beyond the end of what the view knows: an answer waits for it."""


class QuarterTooWeak(MissingQuarter, NotInView):
    """A quarter that is public, but only from sources that this run does not count."""


@dataclass(frozen=True)
class CloudSeries:
    """Consecutive quarterly revenue of one provider (USD), oldest first, and how it was closed."""

    entity: str
    first: Quarter
    levels: tuple[float, ...]
    closed: Mapping[Quarter, str]

    @property
    def last(self) -> Quarter:
        """The last quarter of the series."""
        return step(self.first, len(self.levels) - 1)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """All quarters of the series, oldest first."""
        return tuple(step(self.first, i) for i in range(len(self.levels)))

    def level(self, quarter: Quarter) -> float:
        """Revenue of a quarter (USD). Raises QuarterNotKnown outside the series."""
        place = distance(self.first, quarter)
        if not 0 <= place < len(self.levels):
            raise QuarterNotKnown(
                f"{self.entity} {name(quarter)} is not in the series, which runs from "
                f"{name(self.first)} to {name(self.last)}"
            )
        return self.levels[place]

    def growth(self, quarter: Quarter) -> float:
        """Growth of a quarter over a year (fraction)."""
        return self.level(quarter) / self.level(step(quarter, -QUARTERS)) - 1.0


def quarter_of(day: date) -> Quarter:
    """The calendar quarter of a day."""
    return day.year, (day.month - 1) // 3 + 1


def step(quarter: Quarter, by: int) -> Quarter:
    """The quarter so many quarters later."""
    index = quarter[0] * 4 + quarter[1] - 1 + by
    return index // 4, index % 4 + 1


def distance(start: Quarter, end: Quarter) -> int:
    """Quarters from start to end."""
    return (end[0] - start[0]) * 4 + end[1] - start[1]


def name(quarter: Quarter) -> str:
    """A quarter as it is written: 2025Q4."""
    return f"{quarter[0]}Q{quarter[1]}"


def end_of(quarter: Quarter) -> date:
    """The last day of a quarter."""
    following = step(quarter, 1)
    return date.fromordinal(date(following[0], 3 * following[1] - 2, 1).toordinal() - 1)


def revenue_series(view: View, entity: str, first: Quarter = FIRST) -> CloudSeries:
    """Quarterly revenue of a provider from `first` to the last quarter that the view knows.

    Raises SeriesTooShort when the view begins before the series does, MissingQuarter (naming the
    quarters) when a gap cannot be closed, QuarterTooWeak when weaker sources would close it.
    """
    known = {
        quarter_of(row["period_end"]): float(row["value"])
        for row in _reported(view, entity, "quarter").iter_rows(named=True)
    }
    known = {quarter: value for quarter, value in known.items() if quarter >= first}
    if not known:
        raise SeriesTooShort(
            f"{entity} revenue is not known on {view.known_on}: the series begins with "
            f"{name(first)}; choose a later known_on"
        )
    closed = _close_gaps(view, entity, known)
    last = max(known)
    start = min(known)
    quarters = [step(start, i) for i in range(distance(start, last) + 1)]
    missing = [name(q) for q in quarters if q not in known]
    if missing and view.min_grade != WEAKEST:
        revenue_series(view.derive(min_grade=WEAKEST), entity, first)  # a true gap stays an error
        raise QuarterTooWeak(
            f"{entity} revenue of {', '.join(missing)} stands in sources below grade "
            f"{view.min_grade}"
        )
    if missing:
        raise MissingQuarter(
            f"{entity} revenue is not known on {view.known_on} for {', '.join(missing)}; "
            "add the facts or forecast from a date that knows them"
        )
    return CloudSeries(entity, start, tuple(known[q] for q in quarters), closed)


def growth_history(view: View) -> tuple[CloudSeries, History]:
    """AWS's series and the history that forecasts run on, with the rivals' growth rates."""
    aws = revenue_series(view, "AWS")
    quarters = aws.quarters[QUARTERS:]
    rivals = tuple(
        tuple(rates.get(q, NAN) for q in quarters)
        for rates in (_rates_from_levels(view, "Google Cloud"), _published_rates(view))
    )
    return aws, History(aws.levels, rivals)


def rival_rates(view: View) -> Mapping[str, Mapping[Quarter, float]]:
    """Growth over a year of Google Cloud (from dollars) and Azure (as published), by quarter."""
    return {
        "Google Cloud": _rates_from_levels(view, "Google Cloud"),
        "Microsoft Azure": _published_rates(view),
    }


def quarterly_levels(view: View, entity: str) -> dict[Quarter, float]:
    """Every quarter's revenue that the view knows (USD), with gaps left out."""
    rows = _reported(view, entity, "quarter").iter_rows(named=True)
    known = {quarter_of(row["period_end"]): float(row["value"]) for row in rows}
    _close_gaps(view, entity, known)
    return known


def _reported(view: View, entity: str, frequency: str) -> pl.DataFrame:
    return view.series(entity, "revenue", frequency=frequency, kind="reported", basis="")


def _close_gaps(view: View, entity: str, known: dict[Quarter, float]) -> dict[Quarter, str]:
    closed: dict[Quarter, str] = {}
    totals = [
        (quarter_of(row["period_start"]), quarter_of(row["period_end"]), float(row["value"]))
        for row in _reported(view, entity, "any").iter_rows(named=True)
        if row["period_start"].month == 1 and row["period_end"].year == row["period_start"].year
    ]
    for first, last, total in sorted(totals, key=lambda row: (row[0], row[1])):
        covered = [step(first, i) for i in range(distance(first, last) + 1)]
        missing = [q for q in covered if q not in known]
        if len(covered) > 1 and len(missing) == 1:
            known[missing[0]] = total - sum(known[q] for q in covered if q in known)
            closed[missing[0]] = "a longer period less its other quarters"
    for row in _printed(view, entity).iter_rows(named=True):
        quarter = quarter_of(row["period_end"])
        if quarter not in known:
            known[quarter] = float(row["value"])
            closed[quarter] = "rounded figure of the release"
    return closed


def _printed(view: View, entity: str) -> pl.DataFrame:
    return view.series(
        entity, "revenue", frequency="quarter", kind="reported", basis="rounding=printed"
    )


def _rates_from_levels(view: View, entity: str) -> dict[Quarter, float]:
    levels = quarterly_levels(view, entity)
    return {
        quarter: value / levels[step(quarter, -QUARTERS)] - 1.0
        for quarter, value in levels.items()
        if step(quarter, -QUARTERS) in levels
    }


def _published_rates(view: View) -> dict[Quarter, float]:
    frame = view.series(
        "Microsoft Azure", "revenue_growth_yoy", frequency="quarter", kind="reported", basis=""
    )
    rows = frame.iter_rows(named=True)
    return {quarter_of(row["period_end"]): float(row["value"]) for row in rows}
