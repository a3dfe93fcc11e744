"""The data dictionary: what every column of every published table means."""

from __future__ import annotations

from typing import Final

import polars as pl

from lib.evidence.locators import ABSENT, BY_KIND, READ
from lib.evidence.sources import ACCESSES, SOURCE_KINDS
from lib.evidence.vocabulary import GRADES, KINDS, PUBLIC_BASES, RANGE_KINDS, Vocabulary

FACT_MEANINGS: Final[dict[str, str]] = {
    "fact_id": "Permanent name of the fact",
    "topic": "The file of data/facts that holds it",
    "entity": "Who or what the fact is about (entities.csv)",
    "metric": "What is measured (metrics.csv)",
    "basis": "Qualifiers of the metric, key=value, sorted: seller, term, harness, scope, ...",
    "period_start": "First day of the period that the figure is about",
    "period_end": "Last day of the period that the figure is about",
    "value": "The central figure, in `unit`",
    "low": "Low end of the range, where the source gives one; see `range_kind`",
    "high": "High end of the range, where the source gives one; see `range_kind`",
    "range_kind": "What low and high are",
    "unit": "The unit of value, low and high (units.txt)",
    "kind": "How the figure came about",
    "grade": "A: filing, datasheet or measurement read at its original; B: company statement or "
    "named analyst read at the original; C: retelling whose original can be located; D: address "
    "incomplete or origin unknown",
    "source_id": "The source in which it was read (sources.csv)",
    "locator": "Where in the source: page, table, line",
    "locator_basis": "Whether the locator was read off the source, or says where such a source "
    "keeps such a figure",
    "public_on": "The day on which the figure became public",
    "public_basis": "How that day is known",
    "seen_on": "The day of the document that was read",
    "supersedes": "The fact that this one restates",
    "note": "Definition, scope and caveat, in our own words",
}
SOURCE_MEANINGS: Final[dict[str, str]] = {
    "source_id": "Permanent name of the source",
    "title": "Title as published",
    "publisher": "Publisher",
    "authors": "Authors, separated by semicolons",
    "published_on": "Day, month or year of publication",
    "url": "Where it was read, or where its original stands",
    "access": "How directly it was read",
    "kind": "What sort of document it is",
    "origin": "Where its figures come from: sources of one origin are counted once",
    "grade": "The grade of facts read in it, unless a fact says otherwise",
    "note": "Caveats",
}
EVENT_MEANINGS: Final[dict[str, str]] = {
    "event_id": "Permanent name of the event",
    "date": "The day on which it happens or happened",
    "public_on": "The day on which it became public",
    "entity": "Who or what it is about",
    "kind": "The sort of event",
    "scope": "What it applies to",
    "title": "The event in one line",
    "source_id": "The source in which it was read",
    "note": "Caveats",
}
ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "facts.kind": KINDS,
    "facts.grade": GRADES,
    "facts.range_kind": RANGE_KINDS,
    "facts.public_basis": PUBLIC_BASES,
    "facts.locator_basis": (READ, BY_KIND, ABSENT),
    "sources.access": ACCESSES,
    "sources.kind": SOURCE_KINDS,
    "sources.grade": GRADES,
}
DAYS: Final = ("period_start", "period_end", "public_on", "seen_on", "date")
NUMBERS: Final = ("value", "low", "high")


def column_dictionary() -> pl.DataFrame:
    """One row per column of facts, sources and events: table, column, type, allowed, meaning."""
    tables = {"facts": FACT_MEANINGS, "sources": SOURCE_MEANINGS, "events": EVENT_MEANINGS}
    rows = [
        (table, column, _type(column), ", ".join(ALLOWED.get(f"{table}.{column}", ())), meaning)
        for table, meanings in tables.items()
        for column, meaning in meanings.items()
    ]
    return pl.DataFrame(
        rows, schema=["table", "column", "type", "allowed", "meaning"], orient="row"
    )


def _type(column: str) -> str:
    return "date" if column in DAYS else "number" if column in NUMBERS else "string"


def metric_dictionary(vocabulary: Vocabulary, facts: pl.DataFrame) -> pl.DataFrame:
    """One row per metric: label, units, qualifiers, nature, definition, number of facts."""
    counts = dict(facts.group_by("metric").len().rows())
    rows = [
        (
            m.metric, m.label, "; ".join(m.units), "; ".join(m.qualifiers), m.nature, m.definition,
            counts.get(m.metric, 0),
        )
        for m in vocabulary.metrics.values()
    ]  # fmt: skip
    columns = ["metric", "label", "units", "qualifiers", "nature", "definition", "facts"]
    return pl.DataFrame(rows, schema=columns, orient="row").sort("metric")
