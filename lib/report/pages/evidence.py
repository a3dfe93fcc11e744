"""The pages of the evidence: one table per metric, the sources, and the index that a search uses.

A fact's address is ``data/<metric>.html#<fact_id>``. A fact does not change its metric, so the
address stays; numbered pages would move it each time a row is added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lib.report import formats
from lib.report.pages.blocks import rendered

Row = Mapping[str, Any]


def fact_href(metric: str, fact_id: str, root: str) -> str:
    """The way to a fact's row."""
    return f"{root}data/{metric}.html#{fact_id}"


def data_index(
    metrics: Sequence[Row], facts: int, sources: int, files: Mapping[str, str], *, root: str
) -> str:
    """The body of the data chapter: all metrics, a search, whole tables to download.

    Arguments: ``metrics`` rows with ``metric``, ``label``, ``definition``, ``count``; ``files``:
    paths from the root with their labels.
    """
    return rendered(
        "data_index.html",
        metrics=metrics,
        total=f"{facts:,}",
        sources=f"{sources:,}",
        kinds=["reported", "measured", "estimate", "forecast"],
        files=files,
        root=root,
    )


def data_page(metric: Row, facts: Sequence[Row], *, root: str) -> str:
    """The body of ``data/<metric>.html``: every fact of a metric, by entity, newest first.

    Raises: ValueError when a fact is of another metric.
    """
    strangers = [f["fact_id"] for f in facts if f["metric"] != metric["metric"]]
    if strangers:
        raise ValueError(f"facts {strangers[:3]} are not of metric {metric['metric']}")
    newest = sorted(facts, key=lambda f: str(f["period_end"]), reverse=True)
    return rendered(
        "data_metric.html",
        metric=metric,
        facts=sorted(newest, key=lambda f: str(f["entity"])),
        root=root,
    )


def sources_page(sources: Sequence[Row], *, root: str) -> str:
    """The body of ``data/sources.html``."""
    return rendered(
        "sources.html", sources=sorted(sources, key=lambda s: str(s["source_id"])), root=root
    )


def facts_index_js(facts: Sequence[Row], labels: Mapping[str, str]) -> str:
    """A script that hands the search its rows: a page opened from a folder cannot fetch a file.

    Each row: id, entity, metric, label of the metric, value as text, end of period, grade, kind.
    """
    rows = [
        [
            f["fact_id"],
            f["entity"],
            f["metric"],
            labels.get(f["metric"], f["metric"].replace("_", " ")),
            formats.number(f["value"], f["unit"]),
            str(f["period_end"]),
            f["grade"],
            f["kind"],
        ]
        for f in sorted(facts, key=lambda f: str(f["fact_id"]))
    ]
    return f"window.cucFacts={json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"
