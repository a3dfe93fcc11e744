"""The evidence as downloads: tables, dictionary, references, a data package, and page JSON.

Everything is written from the validated frames, in a fixed order and without times, so that the
same data give the same bytes.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import polars as pl

from lib.evidence.dictionary import (
    ALLOWED,
    EVENT_MEANINGS,
    FACT_MEANINGS,
    SOURCE_MEANINGS,
    column_dictionary,
    metric_dictionary,
)
from lib.evidence.locators import locator_basis
from lib.evidence.paths import CORRECTIONS, GAPS, SAMPLE
from lib.evidence.sources import references_bib
from lib.evidence.store import Evidence

LICENCE: Final = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def fact_table(data: Evidence) -> pl.DataFrame:
    """The facts with the columns of the dictionary, sorted by id."""
    located = data.facts.with_columns(locator_basis(data.vocabulary))
    return located.select(list(FACT_MEANINGS)).sort("fact_id")


def source_table(data: Evidence) -> pl.DataFrame:
    """The sources with the number of facts that each supports, sorted by id."""
    counts = data.facts.group_by("source_id").agg(facts=pl.len())
    return (
        data.sources.select(list(SOURCE_MEANINGS))
        .join(counts, on="source_id", how="left")
        .with_columns(pl.col("facts").fill_null(0))
        .sort("source_id")
    )


def event_table(data: Evidence) -> pl.DataFrame:
    """The events, sorted by date."""
    return data.events.select(list(EVENT_MEANINGS)).sort("date", "event_id")


def browser_json(data: Evidence) -> dict[str, Any]:
    """Facts and sources for the in-page browser, compact: one array per column.

    A column whose words repeat is `{"words": [...], "at": [...]}` with places into the words;
    others are plain arrays. Days are ISO texts, absent numbers null.
    """
    return {
        "facts": _columns(fact_table(data)),
        "sources": _columns(source_table(data)),
        "events": _columns(event_table(data)),
        "labels": {name: m.label for name, m in sorted(data.vocabulary.metrics.items())},
        "latest": data.latest.isoformat(),
    }


def _columns(frame: pl.DataFrame) -> dict[str, Any]:
    days = [name for name, kind in frame.schema.items() if kind == pl.Date]
    texts = frame.with_columns(pl.col(days).cast(pl.String))
    return {name: _column(texts[name]) for name in texts.columns}


def _column(cells: pl.Series) -> Any:
    if cells.dtype != pl.String or cells.n_unique() > len(cells) / 2:
        return cells.to_list()
    words = sorted(cells.unique())
    places = {word: place for place, word in enumerate(words)}
    return {"words": words, "at": [places[word] for word in cells]}


def data_package(data: Evidence, files: dict[str, Path]) -> dict[str, Any]:
    """A Frictionless data package that describes the CSV files (name to path)."""
    meanings = {"facts": FACT_MEANINGS, "sources": SOURCE_MEANINGS, "events": EVENT_MEANINGS}
    frames = {"facts": fact_table(data), "sources": source_table(data), "events": event_table(data)}
    keys = {"facts": "fact_id", "sources": "source_id", "events": "event_id"}
    resources = []
    for name, frame in frames.items():
        schema: dict[str, Any] = {
            "fields": [_field(name, c, t, meanings[name]) for c, t in frame.schema.items()],
            "primaryKey": [keys[name]],
            "missingValues": [""],
        }
        if name != "sources":
            target = {"resource": "sources", "fields": ["source_id"]}
            schema["foreignKeys"] = [{"fields": ["source_id"], "reference": target}]
        content = files[name].read_bytes()
        resources.append(
            {
                "name": name, "path": files[name].name, "profile": "tabular-data-resource",
                "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                "bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}",
                "schema": schema,
            }
        )  # fmt: skip
    return {
        "profile": "tabular-data-package",
        "name": "compute-under-constraint",
        "title": "Compute Under Constraint: evidence",
        "description": f"{data.facts.height} dated facts with sources; newest day {data.latest}.",
        "licenses": [LICENCE],
        "resources": resources,
    }


def _field(table: str, column: str, kind: pl.DataType, meanings: dict[str, str]) -> dict[str, Any]:
    types = {pl.Float64: "number", pl.Date: "date", pl.UInt32: "integer"}
    word = next((text for dtype, text in types.items() if kind == dtype), "string")
    field: dict[str, Any] = {"name": column, "type": word}
    field["description"] = meanings.get(column, "Number of facts that rest on it")
    constraints: dict[str, Any] = {}
    if f"{table}.{column}" in ALLOWED and column != "range_kind":
        constraints["enum"] = list(ALLOWED[f"{table}.{column}"])
    if column in ("fact_id", "entity", "metric", "value", "unit", "source_id", "public_on"):
        constraints["required"] = True
    return {**field, "constraints": constraints} if constraints else field


def write_exports(folder: Path, data: Evidence) -> dict[str, Path]:
    """Write every download into a folder and return them by name.

    facts.csv, facts.parquet, sources.csv, events.csv, dictionary.csv, metrics.csv, references.bib,
    facts.json (for the page), datapackage.json; corrections.csv, sample.csv and gaps.csv as they
    stand in the data folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    facts = fact_table(data)
    tables = {
        "facts": facts,
        "sources": source_table(data),
        "events": event_table(data),
        "dictionary": column_dictionary(),
        "metrics": metric_dictionary(data.vocabulary, facts),
    }
    files = {name: folder / f"{name}.csv" for name in tables}
    for name, frame in tables.items():
        frame.write_csv(files[name])
    for name in (CORRECTIONS, SAMPLE, GAPS):
        if (data.data / name).is_file():
            (folder / name).write_bytes((data.data / name).read_bytes())
    files["parquet"] = folder / "facts.parquet"
    facts.write_parquet(files["parquet"], compression="zstd", statistics=False)
    files["references"] = folder / "references.bib"
    files["references"].write_text(references_bib(data.sources), encoding="utf-8")
    files["browser"] = folder / "facts.json"
    _write_json(files["browser"], browser_json(data), compact=True)
    files["package"] = folder / "datapackage.json"
    _write_json(files["package"], data_package(data, files), compact=False)
    return files


def _write_json(path: Path, content: object, *, compact: bool) -> None:
    separators = (",", ":") if compact else None
    text = json.dumps(
        content, ensure_ascii=False, separators=separators, indent=None if compact else 2
    )
    path.write_text(text + "\n", encoding="utf-8")
