"""How good the evidence is, as parts of the data chapter: counts, re-reading, gaps, clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from lib.report.pages.blocks import rendered

Row = Mapping[str, Any]
COUNTED: Final = {
    "grade": "Grade",
    "kind": "Kind",
    "topic": "Topic",
    "public_basis": "Public day",
    "locator_basis": "Place in source",
}


def counts_tables(facts: Sequence[Row]) -> str:
    """The number of facts by grade, kind, topic and by how day and place are known.

    Arguments: ``facts`` with the keys of ``COUNTED``.
    """
    tables = [
        {"label": label, "rows": sorted(Counter(str(f[key]) for f in facts).items())}
        for key, label in COUNTED.items()
    ]
    return rendered("data_counts.html", tables=tables, total=len(facts))


def sample_table(
    readings: Sequence[Row],
    values: Row,
    others: Row,
    *,
    fact_href: Callable[[str], str | None],
) -> str:
    """The sample that was read again, with its error rates.

    Arguments: ``readings`` with ``fact_id``, ``field``, ``stands``, ``says``, ``address`` and
    ``read_on``; ``values`` and ``others``: rates with ``count``, ``of``, ``fraction``, ``low``,
    ``high``; ``fact_href`` finds a fact's address, None for one that has left.
    """
    worst_first = {"no": 0, "not found": 1, "yes": 2}
    rows = sorted(readings, key=lambda r: (worst_first[r["stands"]], r["fact_id"]))
    return rendered(
        "data_sample.html",
        rows=rows,
        values=values,
        others=others,
        missing=sum(r["stands"] == "not found" for r in rows),
        days=sorted({str(r["read_on"]) for r in rows}),
        fact_href=fact_href,
    )


def gaps_table(gaps: Sequence[Row], labels: Mapping[str, str], *, root: str) -> str:
    """What was looked for and not found. ``labels``: the label of each metric."""
    rows = [{**g, "label": labels[g["metric"]]} for g in gaps]
    return rendered("data_gaps.html", rows=rows, root=root)


def clocks_table(rows: Sequence[Row], read: int, *, root: str) -> str:
    """The facts of verdicts that were public by a view's day but are read in later documents.

    Arguments: ``rows`` with ``fact_id``, ``entity``, ``metric``, ``value``, ``unit``,
    ``public_on``, ``public_basis``, ``seen_on``, ``readers`` (ids of propositions); ``read``: the
    number of facts that verdicts read in all.
    """
    propositions = sorted({id for row in rows for id in row["readers"]})
    return rendered(
        "data_clocks.html", rows=rows, read=read, propositions=len(propositions), root=root
    )


def incomplete_sources(sources: Sequence[Row], *, root: str) -> str:
    """The sources without a full address, with the number of facts that rest on each."""
    rows = [s for s in sources if s["access"] == "address_incomplete"]
    return rendered(
        "data_incomplete.html",
        rows=sorted(rows, key=lambda s: (-int(s["facts"]), str(s["source_id"]))),
        total=len(sources),
        facts=sum(int(s["facts"]) for s in rows),
        root=root,
    )


def dictionary_table(rows: Sequence[Row]) -> str:
    """What each column means: ``table``, ``column``, ``type``, ``allowed``, ``meaning``."""
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault(row["table"], []).append(row)
    return rendered("data_dictionary.html", tables=tables)
