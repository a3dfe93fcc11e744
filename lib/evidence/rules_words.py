"""Rules about words: every word is defined, used, and few enough to be learned."""

from __future__ import annotations

from typing import Final

import polars as pl

from lib.evidence.paths import ENTITIES, METRICS, SOURCES, UNITS, shown
from lib.evidence.problems import Problem
from lib.evidence.store import Evidence

MOST_METRICS: Final = 130
MOST_ENTITIES: Final = 260


def undefined_words(data: Evidence) -> list[Problem]:
    """Every metric has a label, a definition, units and a nature; every entity has a kind."""
    file = shown(data.data / METRICS)
    found: list[Problem] = []
    for row, metric in enumerate(data.vocabulary.metrics.values(), start=2):
        cells = {
            "label": metric.label, "definition": metric.definition, "nature": metric.nature,
            "units": metric.units,
        }  # fmt: skip
        absent = [name for name, cell in cells.items() if not cell]
        if absent:
            text = f"has no {', '.join(absent)}"
            found.append(Problem("undefined-word", file, row, metric.metric, text))
    file = shown(data.data / ENTITIES)
    for row, entity in enumerate(data.vocabulary.entities.values(), start=2):
        if entity.kind in ("", "other"):
            text = f"has kind {entity.kind!r}"
            found.append(Problem("undefined-word", file, row, entity.entity, text))
    return found


def too_many_words(data: Evidence) -> list[Problem]:
    """The vocabulary stays small enough that dimensions are qualifiers and not names."""
    sizes = (
        (METRICS, len(data.vocabulary.metrics), MOST_METRICS),
        (ENTITIES, len(data.vocabulary.entities), MOST_ENTITIES),
    )
    return [
        Problem("too-many-words", shown(data.data / name), 1, name, f"holds {size} of {most} words")
        for name, size, most in sizes
        if size > most
    ]


def unused_words(data: Evidence) -> list[Problem]:
    """Every metric, entity and unit is used by a fact, an event, an assumption or a parent."""
    vocabulary = data.vocabulary
    parents = {entity.parent for entity in vocabulary.entities.values()}
    entities = set(data.facts["entity"]) | set(data.events["entity"]) | parents
    units = set(data.facts["unit"]) | {a.unit for a in data.assumptions.values()}
    units |= {expected_unit for m in vocabulary.metrics.values() for expected_unit in m.units}
    lists = (
        (METRICS, list(vocabulary.metrics), set(data.facts["metric"])),
        (ENTITIES, list(vocabulary.entities), entities),
        (UNITS, list(vocabulary.units), units),
    )
    return [
        Problem("unused-word", shown(data.data / name), row, word, "is used nowhere")
        for name, words, used in lists
        for row, word in enumerate(words, start=2)
        if word not in used
    ]


def unused_sources(data: Evidence) -> list[Problem]:
    """Every source supports a fact or an event."""
    used = set(data.facts["source_id"]) | set(data.events["source_id"])
    rows = data.sources.filter(~pl.col("source_id").is_in(sorted(used)))
    return [
        Problem("unused-source", shown(data.data / SOURCES), row, name, "supports no fact or event")
        for row, name in rows.select("row", "source_id").rows()
    ]


def grade_without_address(data: Evidence) -> list[Problem]:
    """A fact whose source has no complete address has grade D; a retelling is C at best."""
    access = data.sources.select("source_id", "access")
    joined = data.facts.join(access, on="source_id")
    lost = (pl.col("access") == "address_incomplete") & (pl.col("grade") != "D")
    retold = (pl.col("access") == "retelling") & pl.col("grade").is_in(["A", "B"])
    rows = joined.filter(lost | retold).select("file", "row", "fact_id", "grade", "access")
    return [
        Problem("grade-without-address", file, row, name, f"has grade {grade} on access {how}")
        for file, row, name, grade, how in rows.rows()
    ]
