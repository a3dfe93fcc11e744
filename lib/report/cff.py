"""CITATION.cff, generated: kept by hand it goes stale."""

from __future__ import annotations

from typing import Any, Final

import yaml

from lib.report.citation import AUTHOR, TEXT_LICENCE, TITLE, Book

_MESSAGE: Final = "Cite a single claim, figure or number by the citation on its own page."
_ABSTRACT: Final = (
    "An executable report that tests the claims made about why Anthropic ended sales of Claude to "
    "firms owned from China in September 2025, with sourced data and open models."
)


def citation_cff(book: Book) -> str:
    """The text of CITATION.cff for an edition of the book."""
    record: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "title": TITLE,
        "abstract": _ABSTRACT,
        "type": "software",
        "authors": [{"name": AUTHOR}],
        "version": book.version,
        "date-released": book.issued.isoformat(),
        "license": ["MIT", TEXT_LICENCE],
        "preferred-citation": {
            "type": "book",
            "title": TITLE,
            "authors": [{"name": AUTHOR}],
            "year": book.issued.year,
            "version": book.version,
        },
    }
    if url := book.address():
        record["url"] = url
        record["preferred-citation"]["url"] = url
    return yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=100)
