"""View: the only door to data. It shows what was known on a day, and it logs what is read.

    view = View(known_on="2025-09-07")
    view.fact("aws_revenue_2025q2").value

A view never looks ahead: a fact, event or dataset that was not public on its day raises
NotKnownYet with the day on which it became public.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from lib.evidence import effective
from lib.evidence.assumptions import Assumption
from lib.evidence.clocks import LATEST_WORD, as_day, check_clock, check_known_on, day_number
from lib.evidence.conflicts import Conflict, check_readings
from lib.evidence.datasets import Tables
from lib.evidence.errors import (
    NotInView,
    NotKnownYet,
    UnknownConflict,
    UnknownDataset,
    UnknownFact,
    allowed_words,
)
from lib.evidence.facts import Fact
from lib.evidence.filters import as_words, event_conditions, fact_conditions, length_condition
from lib.evidence.grades import Strength, check_grade, strength
from lib.evidence.readlog import ReadLog
from lib.evidence.remembered import Rows, key_of
from lib.evidence.series import ANY_BASIS, best_per_period, unmixed
from lib.evidence.store import Array, Evidence, evidence
from lib.evidence.vocabulary import ACTUAL_KINDS, GRADES


class View:
    """What was known on `known_on`, about `about`, at or above a grade, on a clock."""

    def __init__(
        self,
        known_on: date | str = LATEST_WORD,
        about: date | str | None = None,
        min_grade: str = "D",
        clock: str = "public",
        readings: Mapping[str, str] | None = None,
        values: Mapping[str, float] | None = None,
        name: str = "",
        data: Evidence | None = None,
    ) -> None:
        """A view of the data.

        known_on: the day whose knowledge counts ('latest': the newest day in the data).
        about: the day or horizon that is asked about; the same day when not given.
        min_grade: A to D; facts below it are hidden. clock: 'public' or 'strict'.
        readings: conflict id to reading id. values: assumption name to value, in its unit.
        data: the evidence to look at; the repository's own when not given.

        Raises BadDate, UnknownWord, UnknownConflict, UnknownReading, UnknownAssumption or
        OutOfBounds, each naming what is allowed.
        """
        self._data = evidence() if data is None else data
        self.clock = check_clock(clock)
        self.min_grade = check_grade(min_grade)
        latest = self._data.latest
        day = as_day(known_on, latest)
        self.known_on = check_known_on(day, self._data.first_days[clock], latest)
        self.about = self.known_on if about is None else as_day(about, latest, "about")
        self.name = name
        self.readings = check_readings(self._data.conflicts, dict(readings or {}))
        self.values = effective.check_values(self._data.assumptions, values) if values else {}
        self.log = ReadLog()
        self._recorders: list[ReadLog] = [self.log]
        self._known = self._data.known_days[clock] <= day_number(self.known_on)
        self._shown = self._known & (self._data.grade_ranks <= GRADES.index(min_grade))
        self._current = self._not_superseded()

    def __repr__(self) -> str:
        name = f"{self.name}: " if self.name else ""
        return f"View({name}known_on={self.known_on}, about={self.about}, clock={self.clock})"

    def derive(self, **changes: Any) -> View:
        """The same view with other parameters, and a log of its own."""
        same = {
            "known_on": self.known_on, "about": self.about, "min_grade": self.min_grade,
            "clock": self.clock, "readings": self.readings, "values": self.values,
            "name": self.name, "data": self._data,
        }  # fmt: skip
        return View(**{**same, **changes})

    @contextmanager
    def recording(self) -> Iterator[ReadLog]:
        """Record what is read inside the block, apart from (and beside) the view's own log."""
        log = ReadLog()
        self._recorders.append(log)
        try:
            yield log
        finally:
            self._recorders = [other for other in self._recorders if other is not log]

    def _note(self, kind: str, *ids: str) -> None:
        for log in self._recorders:
            log.add(kind, ids)

    # facts

    def knows(self, fact_id: str) -> bool:
        """Whether the view can see the fact. Raises UnknownFact if there is no such fact."""
        return bool(self._shown[self._place(fact_id)])

    def fact(self, fact_id: str) -> Fact:
        """The fact of that id.

        Raises UnknownFact if it does not exist, NotKnownYet with the day on which it became
        public if that is later than the view's, NotInView if its grade is below the minimum.
        """
        place = self._place(fact_id)
        fact = self._data.fact_at(place)
        if not self._known[place]:
            day = fact.public_on if self.clock == "public" else fact.seen_on
            raise NotKnownYet(
                f"fact {fact_id!r} is not known on {self.known_on}: "
                f"known from {day} on the {self.clock} clock",
                said=f"{self._said(fact.metric)} of {fact.entity}, known from {_in_words(day)}",
            )
        if not self._shown[place]:
            raise NotInView(
                f"fact {fact_id!r} has grade {fact.grade}, below the view's minimum "
                f"{self.min_grade}; allowed: min_grade {fact.grade} or lower",
                said=f"{self._said(fact.metric)} of {fact.entity}, known from a source of grade "
                f"{fact.grade}",
            )
        self._note("facts", fact_id)
        return fact

    def _said(self, metric: str) -> str:
        label = self._data.vocabulary.metrics[metric].label
        return label[:1].lower() + label[1:] if label[1:2].islower() else label

    def _place(self, fact_id: str) -> int:
        place = self._data.index.get(fact_id)
        if place is None:
            near = allowed_words(fact_id, self._data.index)
            raise UnknownFact(f"fact {fact_id!r} is not in the data{near}")
        return place

    def _not_superseded(self) -> Array:
        """Which rows are shown and not superseded by another row that is shown."""
        newer, older = self._data.superseding
        current = self._shown.copy()
        if len(newer):
            current[older[self._shown[newer]]] = False
        return current

    def _candidates(self, filters: Mapping[str, Any]) -> tuple[Array, dict[str, Any]]:
        """The places of the current rows that may answer, and the filters that are left."""
        vocabulary = self._data.vocabulary
        entity, metric = filters.get("entity"), filters.get("metric")
        if filters.get("ids") is not None:
            ids = as_words(filters["ids"])
            places = np.unique(np.array([self._place(i) for i in ids], dtype=np.int64))
            used = {"ids"}
        elif isinstance(entity, str) and isinstance(metric, str):
            key = (vocabulary.entity(entity), vocabulary.metric(metric))
            places = self._data.by_subject.get(key, np.array([], dtype=np.int64))
            used = {"entity", "metric"}
        else:
            return np.flatnonzero(self._current), dict(filters)
        return places[self._current[places]], {k: v for k, v in filters.items() if k not in used}

    def _select(self, filters: Mapping[str, Any]) -> Rows:
        places, rest = self._candidates(filters)
        key = key_of("facts", places.tobytes(), rest)
        return self._data.remembered.rows(key, "fact_id", lambda: self._matching(places, rest))

    def _matching(self, places: Array, filters: Mapping[str, Any]) -> pl.DataFrame:
        conditions = fact_conditions(filters, self._data.vocabulary)
        frame = self._data.facts[places]
        return frame.filter(*conditions) if conditions else frame

    def facts(self, **filters: Any) -> pl.DataFrame:
        """Every current fact that fits the filters, in the order of the files; all are logged.

        Filters: entity, metric, kind, unit, range_kind, source_id, topic (a word or several),
        basis (mapping: contains; text: exactly), min_grade, since, until, ids. A fact that
        another visible fact supersedes is left out. Raises UnknownWord or UnknownFact.
        """
        rows = self._select(filters)
        self._note("facts", *rows.ids)
        return rows.frame

    def find(self, **filters: Any) -> Fact | None:
        """The best single fact: latest period end, then best grade, then latest public day.

        Forecasts are only found when `kind` asks for them. None when nothing fits.
        """
        frame = self._select({"kind": ACTUAL_KINDS, **filters}).frame
        if frame.is_empty():
            return None
        best = frame.sort(
            "period_end", "grade", "public_on", "fact_id", descending=[True, False, True, False]
        )
        return self.fact(best["fact_id"][0])

    def series(
        self, entity: str, metric: str, *, frequency: str = "quarter", **filters: Any
    ) -> pl.DataFrame:
        """One row per period, in order of time: of each, the best kind, then grade, then latest.

        frequency: day, month, quarter, half, year, or any. Forecasts are left out unless `kind`
        asks for them. Without `basis` the unqualified rows answer, if there are any. Raises
        MixedSeries when rows would still differ in unit or qualifiers; basis='any' allows that.
        """
        basis = filters.pop("basis", None)
        wanted = {} if basis in (None, ANY_BASIS) else {"basis": basis}
        subject = {"kind": ACTUAL_KINDS, "entity": entity, "metric": metric}
        places, rest = self._candidates({**subject, **filters, **wanted})

        def chosen() -> pl.DataFrame:
            frame = self._matching(places, rest).filter(length_condition(frequency))
            return best_per_period(unmixed(frame, f"{entity} {metric}", basis))

        asked = {**rest, "frequency": frequency, "basis given": basis}
        key = key_of("series", places.tobytes(), asked)
        rows = self._data.remembered.rows(key, "fact_id", chosen)
        self._note("facts", *rows.ids)
        return rows.frame

    def strength(self, fact_ids: tuple[str, ...]) -> Strength:
        """How strong these facts are together: rows, independent origins, best grade, spread."""
        known = self._data.strengths
        if fact_ids not in known:
            rows = self._data.facts[[self._place(fact_id) for fact_id in fact_ids]]
            known[fact_ids] = strength(rows, self._data.origins)
        return known[fact_ids]

    def rests_on_later_documents(self, fact_ids: tuple[str, ...]) -> bool:
        """Whether any of these facts was read in a document later than the view's day."""
        places = [self._place(fact_id) for fact_id in fact_ids]
        later = self._data.known_days["strict"][places] > day_number(self.known_on)
        return bool(later.any())

    # events, datasets, conflicts, assumptions

    def events(self, **filters: Any) -> pl.DataFrame:
        """Every event known on the view's day that fits the filters, in order of date; logged.

        Filters: entity, kind, scope, source_id, since, until, ids.
        """
        known = self._data.event_days[self.clock] <= day_number(self.known_on)

        def chosen() -> pl.DataFrame:
            conditions = event_conditions(filters, self._data.vocabulary)
            return self._data.events.filter(known, *conditions).sort("date", "event_id")

        key = key_of("events", known.tobytes(), filters)
        rows = self._data.remembered.rows(key, "event_id", chosen)
        self._note("events", *rows.ids)
        return rows.frame

    def dataset(self, name: str) -> Tables:
        """The tables of a dataset by file name without ending; logged.

        Raises UnknownDataset, or NotKnownYet before the vintage's public day.
        """
        dataset = self._data.datasets.get(name)
        if dataset is None:
            words = allowed_words(name, self._data.datasets)
            raise UnknownDataset(f"dataset {name!r} is unknown{words}")
        if dataset.public_on > self.known_on:
            raise NotKnownYet(
                f"dataset {name!r} (vintage {dataset.vintage}) is not known on {self.known_on}: "
                f"public from {dataset.public_on}",
                said=f"the data set \u201c{dataset.title}\u201d, public from "
                f"{_in_words(dataset.public_on)}",
            )
        self._note("datasets", name)
        return dataset.tables

    def conflict(self, conflict_id: str) -> Conflict:
        """The conflict of that id; logged. Raises UnknownConflict."""
        conflict = self._data.conflicts.get(conflict_id)
        if conflict is None:
            words = allowed_words(conflict_id, self._data.conflicts)
            raise UnknownConflict(f"conflict {conflict_id!r} is unknown{words}")
        self._note("conflicts", conflict_id)
        return conflict

    def reading(self, conflict_id: str) -> str:
        """The id of the reading that holds in this view: the chosen one, or the default."""
        return self.conflict(conflict_id).choose(self.readings.get(conflict_id)).id

    def assumption(self, name: str) -> Assumption:
        """The assumption as this view sees it; logged, with the fact that it comes from.

        An override wins; then the first visible fact of `from_fact`; then the row itself. It is a
        hindsight prior when its row was set, or a fact that it rests on became known, after the
        view's day. Raises UnknownAssumption.
        """
        row = self._data.assumptions.get(name)
        if row is None:
            raise effective.unknown(name, self._data.assumptions)
        self._note("assumptions", name)
        if name in self.values:
            return effective.override(row, self.values[name])
        seen = next((fact_id for fact_id in row.from_fact if self.knows(fact_id)), None)
        chosen = row if seen is None else effective.from_fact(row, self.fact(seen))
        return replace(chosen, hindsight=self._rests_on_later(chosen))

    def _rests_on_later(self, chosen: Assumption) -> bool:
        if chosen.fact_id is not None and chosen.basis == "fact":
            return False
        unknown = [f for f in chosen.basis_facts if not self._known[self._place(f)]]
        return chosen.set_on > self.known_on or bool(unknown)


def _in_words(day: date) -> str:
    """A day as the book prints it: 7 September 2025."""
    return f"{day.day} {day:%B %Y}"
