"""Sources: what was read, where, and how directly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from lib.evidence.clocks import parse_day
from lib.evidence.errors import BadWord, CellError, ImpossibleDate
from lib.evidence.paths import SOURCES
from lib.evidence.tables import duplicate_problems, read_text
from lib.evidence.vocabulary import GRADES

SOURCE_COLUMNS: Final = (
    "source_id", "title", "publisher", "authors", "published_on", "url", "access", "kind",
    "origin", "grade", "note",
)  # fmt: skip
ACCESSES: Final = ("original", "retelling", "address_incomplete")
SOURCE_KINDS: Final = (
    "filing", "press_release", "vendor_docs", "paper", "analyst", "news", "dataset", "blog",
)  # fmt: skip
BIB_ESCAPES: Final = str.maketrans(
    {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}"}
)


@dataclass(frozen=True)
class Source:
    """One document; `origin` names where its figures come from (shared by retellings)."""

    source_id: str
    title: str
    publisher: str
    authors: str
    published_on: str
    url: str
    access: str
    kind: str
    origin: str
    grade: str
    note: str


def partial_day(text: str) -> date | None:
    """The last day that `2025`, `2025-09` or `2025-09-07` can mean, or None."""
    if len(text) == 10:
        return parse_day(text)
    if len(text) == 7:
        first = parse_day(f"{text}-01")
        return None if first is None else _month_end(first)
    if len(text) == 4 and text.isdigit():
        return date(int(text), 12, 31)
    return None


def _month_end(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def load_sources(data: Path) -> tuple[pl.DataFrame, list[CellError]]:
    """The table of sources of a data folder, and every problem found in it."""
    frame = read_text(data / SOURCES, SOURCE_COLUMNS)
    problems = duplicate_problems(frame, "source_id")
    for row in frame.rows(named=True):
        file, number = row["file"], row["row"]
        for column, allowed in (("access", ACCESSES), ("kind", SOURCE_KINDS), ("grade", GRADES)):
            if row[column] not in allowed:
                why = "is not allowed here"
                problems.append(BadWord(file, number, column, row[column], why, allowed))
        if row["published_on"] and partial_day(row["published_on"]) is None:
            why = "is not a day that exists; allowed: 2025-09-07, 2025-09, 2025 or empty"
            problems.append(ImpossibleDate(file, number, "published_on", row["published_on"], why))
    return frame, problems


def references_bib(frame: pl.DataFrame) -> str:
    """The sources as BibTeX, sorted by id, for `references.bib` (frame: the table of sources)."""
    rows = frame.sort("source_id").rows(named=True)
    return "\n".join(_bib_entry(row) for row in rows)


def _bib_entry(row: dict[str, str]) -> str:
    kind = "online" if row["url"] else "misc"
    day = row["published_on"]
    authors = " and ".join(name.strip() for name in row["authors"].split(";") if name.strip())
    note = "" if row["access"] == "original" else f"Read as: {row['access'].replace('_', ' ')}"
    fields = {
        "title": "{" + _tex(row["title"]) + "}",
        "author": _tex(authors) or "{" + _tex(row["publisher"]) + "}",
        "howpublished": _tex(row["publisher"]) if authors else "",
        "year": day[:4],
        "date": day,
        "url": row["url"],
        "note": note,
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text and text != "{}"]
    return f"@{kind}{{{row['source_id']},\n" + "\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return text.replace("\\", "/").translate(BIB_ESCAPES)
