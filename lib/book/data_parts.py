"""The parts of the data chapter: how much evidence there is, how good, and what is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lib.evidence.dictionary import column_dictionary
from lib.evidence.export import source_table
from lib.evidence.gaps import load_gaps
from lib.evidence.locators import locator_basis
from lib.evidence.sample import load_sample, other_errors, value_errors
from lib.evidence.standard import clock_differences
from lib.evidence.store import Evidence, evidence
from lib.report import pages
from lib.report.pages.evidence import fact_href

Record = Mapping[str, Any]


def data_parts(findings: Iterable[Record], *, root: str) -> dict[str, str]:
    """Each part by the name under which the directive {made} finds it.

    Arguments: ``findings`` with ``proposition``, ``known_on`` and ``facts``; ``root``: the way up.
    """
    store = evidence()
    labels = {m.metric: m.label for m in store.vocabulary.metrics.values()}
    gaps = [dataclasses.asdict(gap) for gap in load_gaps(store.vocabulary, store.data)]
    facts = store.facts.with_columns(locator_basis(store.vocabulary))
    return {
        "data-counts": pages.counts_tables(facts.rows(named=True)),
        "data-sample": _sample(store, root),
        "data-clocks": _clocks(findings, store, root),
        "data-gaps": pages.gaps_table(gaps, labels, root=root),
        "data-incomplete": pages.incomplete_sources(
            source_table(store).rows(named=True), root=root
        ),
        "data-dictionary": pages.dictionary_table(column_dictionary().rows(named=True)),
    }


def _sample(store: Evidence, root: str) -> str:
    readings = load_sample(store.data)
    metric_of = dict(store.facts.select("fact_id", "metric").rows())

    def href(fact_id: str) -> str | None:
        return fact_href(metric_of[fact_id], fact_id, root) if fact_id in metric_of else None

    return pages.sample_table(
        [dataclasses.asdict(reading) for reading in readings],
        dataclasses.asdict(value_errors(readings)),
        dataclasses.asdict(other_errors(readings)),
        fact_href=href,
    )


def _clocks(findings: Iterable[Record], store: Evidence, root: str) -> str:
    reads = [
        (str(f["proposition"]), date.fromisoformat(f["known_on"]), tuple(f["facts"]))
        for f in findings
    ]
    differing = clock_differences(reads, store)
    read = {fact_id for _, _, facts in reads for fact_id in facts}
    return pages.clocks_table(differing.rows(named=True), len(read), root=root)
