"""All evidence of one data folder, validated and indexed once per process.

The facts are kept as one polars frame plus the few arrays that make a view cheap: the day on which
each row counts as known, its grade, and where each id and each (entity, metric) stands.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from lib.evidence.assumptions import Assumption, load_assumptions
from lib.evidence.clocks import EPOCH
from lib.evidence.conflicts import Conflict, load_conflicts
from lib.evidence.datasets import Dataset, load_datasets
from lib.evidence.errors import CellError, UnknownSource, allowed_words
from lib.evidence.events import load_events
from lib.evidence.facts import Fact, fact_of, fact_problems, read_facts, typed_facts
from lib.evidence.grades import Strength, origin_by_source
from lib.evidence.paths import CACHE, DATA, ENTITIES, FACTS, METRICS, QUALIFIERS, SOURCES, UNITS
from lib.evidence.remembered import Remembered
from lib.evidence.sources import SOURCE_COLUMNS, Source, load_sources, partial_day
from lib.evidence.vocabulary import GRADES, Vocabulary, load_vocabulary

Array = np.ndarray[Any, Any]
TABLES = (ENTITIES, METRICS, UNITS, QUALIFIERS, SOURCES)


def content_key(data: Path) -> str:
    """A hash of everything the parsed facts depend on: their files, words, sources, this code."""
    digest = blake2b(digest_size=16)
    code = sorted(Path(__file__).parent.glob("*.py"))
    for path in [*code, *sorted((data / FACTS).glob("*.csv")), *(data / name for name in TABLES)]:
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes() if path.is_file() else b"absent")
    return digest.hexdigest()


def raise_first(problems: list[CellError]) -> None:
    """Raise the first of the problems, saying how many more there are."""
    if problems:
        first = problems[0]
        if len(problems) > 1:
            first.args = (f"{first} (and {len(problems) - 1} more: run `make check-data`)",)
        raise first


class Evidence:
    """The data of one folder. Raises an EvidenceError on the first thing that is wrong."""

    def __init__(self, data: Path = DATA, cache: Path | None = CACHE) -> None:
        self.data = data
        self._cache = None if cache is None else cache / "evidence"
        self.facts = self._load_facts()
        self._fact_objects: dict[int, Fact] = {}

    def _load_facts(self) -> pl.DataFrame:
        key = content_key(self.data)
        kept = None if self._cache is None else self._cache / f"facts-{key}.arrow"
        if kept is not None and kept.is_file():
            try:
                return pl.read_ipc(kept)
            except (pl.exceptions.PolarsError, OSError):
                kept.unlink(missing_ok=True)
        vocabulary, problems = load_vocabulary(self.data)
        sources, source_problems = load_sources(self.data)
        raise_first(problems + source_problems)
        frame = read_facts(self.data)
        raise_first(fact_problems(frame, vocabulary, sources["source_id"]))
        facts = typed_facts(frame)
        if kept is not None:
            _keep(facts, kept)
        return facts

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Metrics, entities with aliases, units."""
        vocabulary, problems = load_vocabulary(self.data)
        raise_first(problems)
        return vocabulary

    @cached_property
    def sources(self) -> pl.DataFrame:
        """The table of sources."""
        frame, problems = load_sources(self.data)
        raise_first(problems)
        return frame

    @cached_property
    def origins(self) -> dict[str, str]:
        """The origin of each source, by source id."""
        return origin_by_source(self.sources)

    def source(self, source_id: str) -> Source:
        """The source of that id. Raises UnknownSource."""
        rows = self.sources.filter(pl.col("source_id") == source_id).select(SOURCE_COLUMNS)
        if rows.is_empty():
            words = allowed_words(source_id, self.sources["source_id"])
            raise UnknownSource(f"source {source_id!r} is not in the data{words}")
        return Source(**rows.row(0, named=True))

    @cached_property
    def events(self) -> pl.DataFrame:
        """The typed table of events with `seen_on`, the day of the document that was read."""
        ids = set(self.sources["source_id"])
        frame, problems = load_events(self.data, self.vocabulary, ids)
        raise_first(problems)
        dated = self.sources.select("source_id", "published_on").rows()
        days = {source_id: partial_day(text) for source_id, text in dated}
        seen = pl.col("source_id").replace_strict(days, return_dtype=pl.Date)
        return frame.with_columns(seen_on=pl.max_horizontal(seen, "public_on"))

    @cached_property
    def conflicts(self) -> dict[str, Conflict]:
        """Conflicts by id."""
        return load_conflicts(self.data)

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        """Datasets by name."""
        return load_datasets(self.data)

    @cached_property
    def assumptions(self) -> dict[str, Assumption]:
        """Assumptions by name, as their rows say."""
        rows, problems = load_assumptions(self.data, self.vocabulary.units)
        raise_first(problems)
        return rows

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each fact id stands."""
        return {name: place for place, name in enumerate(self.facts["fact_id"])}

    @cached_property
    def by_subject(self) -> dict[tuple[str, str], Array]:
        """Where the rows of each (entity, metric) stand."""
        places: dict[tuple[str, str], list[int]] = {}
        for place, key in enumerate(self.facts.select("entity", "metric").iter_rows()):
            places.setdefault(key, []).append(place)
        return {key: np.array(rows) for key, rows in places.items()}

    @cached_property
    def known_days(self) -> dict[str, Array]:
        """Per clock, the day number from which each row counts as known."""
        public = self.facts["public_on"].to_physical().to_numpy()
        seen = self.facts["seen_on"].to_physical().to_numpy()
        return {"public": public, "strict": np.maximum(public, seen)}

    @cached_property
    def event_days(self) -> dict[str, Array]:
        """Per clock, the day number from which each event counts as known."""
        days = self.events.select(pl.col("public_on", "seen_on").to_physical())
        return {"public": days["public_on"].to_numpy(), "strict": days["seen_on"].to_numpy()}

    @cached_property
    def remembered(self) -> Remembered:
        """Answers to questions that were put to these tables before."""
        return Remembered()

    @cached_property
    def strengths(self) -> dict[tuple[str, ...], Strength]:
        """How strong sets of facts are together, as far as a view was asked."""
        return {}

    @cached_property
    def grade_ranks(self) -> Array:
        """Each row's grade as 0 (A) to 3 (D)."""
        ranks = {grade: rank for rank, grade in enumerate(GRADES)}
        return self.facts["grade"].replace_strict(ranks, return_dtype=pl.Int8).to_numpy()

    @cached_property
    def superseding(self) -> tuple[Array, Array]:
        """Places of the rows that supersede, and of the rows that they supersede."""
        rows = self.facts.with_row_index("place").filter(pl.col("supersedes") != "")
        newer = rows["place"].to_numpy()
        older = np.array([self.index[name] for name in rows["supersedes"]], dtype=np.int64)
        return newer, older

    @cached_property
    def first_days(self) -> dict[str, date]:
        """Per clock, the first day on which any fact was known."""
        return {clock: _as_date(int(days.min())) for clock, days in self.known_days.items()}

    @cached_property
    def latest(self) -> date:
        """The newest day in the data: of a fact's document, an event or a dataset."""
        newest = [_as_date(int(self.known_days["strict"].max()))]
        newest += [dataset.public_on for dataset in self.datasets.values()]
        newest += [day for day in [self.events["public_on"].max()] if isinstance(day, date)]
        return max(newest)

    def fact_at(self, place: int) -> Fact:
        """The fact at a place of the frame."""
        if place not in self._fact_objects:
            self._fact_objects[place] = fact_of(self.facts.row(place, named=True))
        return self._fact_objects[place]


def _as_date(day_number: int) -> date:
    return EPOCH + timedelta(days=day_number)


def _keep(facts: pl.DataFrame, path: Path) -> None:
    """Write the parsed facts beside their final name and move them in whole; drop older copies."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        older = [old for old in path.parent.glob("facts-*.arrow") if old != path]
        facts.write_ipc(partial)
        partial.replace(path)
        for old in older:
            old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):  # a read-only checkout works without a parsed copy
            partial.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def evidence() -> Evidence:
    """The repository's evidence, loaded once per process."""
    return Evidence()
