"""The three standard views, the two clocks compared, and the days on which knowledge changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from lib.evidence.clocks import LATEST_WORD, THEN, as_day
from lib.evidence.store import Evidence, evidence
from lib.evidence.view import View


def standard_views(
    known_on: date | str = LATEST_WORD, *, then: date = THEN, **parameters: Any
) -> dict[str, View]:
    """Then, hindsight and today: was it reasonable, was it right, is it still so?

    known_on is the day on which hindsight and today stand ('latest' by default); `then` stands on
    2025-09-07 or on known_on if that is earlier. Other parameters are those of View.
    """
    parameters.pop("name", None)
    parameters.pop("about", None)
    data = parameters.get("data") or evidence()
    now = as_day(known_on, data.latest)
    return {
        "then": View(min(then, now), then, name="then", **parameters),
        "hindsight": View(now, then, name="hindsight", **parameters),
        "today": View(now, now, name="today", **parameters),
    }


def reconstructed(view: View, fact_ids: tuple[str, ...] | None = None) -> pl.DataFrame:
    """The facts that a view sees as public, but that rest on documents of a later day.

    fact_ids: only these (a finding's read log), or all. A verdict that reads one of them is
    *reconstructed*. The view may stand on either clock.
    """
    filters: Mapping[str, Any] = {} if fact_ids is None else {"ids": fact_ids}
    frame = view.derive(clock="public").facts(**filters)
    return frame.filter(pl.col("seen_on") > view.known_on)


def change_days(
    fact_ids: tuple[str, ...], clock: str = "public", data: Evidence | None = None
) -> tuple[date, ...]:
    """The days on which any of the facts became known, sorted: where a claim can change."""
    store = evidence() if data is None else data
    column = "public_on" if clock == "public" else "seen_on"
    places = [store.index[fact_id] for fact_id in fact_ids if fact_id in store.index]
    return tuple(sorted(set(store.facts[places][column])))


def clock_differences(
    reads: Iterable[tuple[str, date, tuple[str, ...]]], data: Evidence | None = None
) -> pl.DataFrame:
    """The facts on which the two clocks differ, among those that findings read.

    reads: (name of the finding, day on which its view stands, its facts). Columns: fact_id,
    entity, metric, value, unit, public_on, public_basis, seen_on, source_id and readers (the names,
    sorted); ordered by the number of readers, then by id.
    """
    store = evidence() if data is None else data
    found: dict[str, set[str]] = {}
    for name, known_on, fact_ids in reads:
        hidden = reconstructed(View(known_on, data=store), tuple(fact_ids))
        for fact_id in hidden["fact_id"]:
            found.setdefault(fact_id, set()).add(name)
    columns = (
        "fact_id", "entity", "metric", "value", "unit", "public_on", "public_basis", "seen_on",
        "source_id",
    )  # fmt: skip
    readers = pl.DataFrame(
        [(fact_id, sorted(names)) for fact_id, names in found.items()],
        schema={"fact_id": pl.String, "readers": pl.List(pl.String)},
        orient="row",
    )
    return (
        store.facts.select(columns)
        .join(readers, on="fact_id")
        .sort(-pl.col("readers").list.len().cast(pl.Int64), "fact_id")
    )
