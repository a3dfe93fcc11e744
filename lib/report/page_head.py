"""What a page says about itself to machines: Highwire tags for Zotero, schema.org JSON-LD.

A page of one item carries the tags of that item alone: a page full of identifiers makes a
reference manager offer a list to pick from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from lib.report.citation import AUTHOR, TEXT_LICENCE_URL, TITLE, Cited

_TYPES: Final = {
    "figure": "ImageObject",
    "claim": "Report",
    "number": "Report",
    "dataset": "Dataset",
    "book": "Book",
}
_MEDIA: Final = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


def highwire(item: Cited) -> list[tuple[str, str]]:
    """The ``citation_*`` tags of a page, as pairs of name and content."""
    tags = [
        ("citation_title", item.title),
        ("citation_author", AUTHOR),
        ("citation_publication_date", f"{item.book.issued:%Y/%m/%d}"),
        ("citation_publisher", AUTHOR),
        ("citation_language", "en"),
    ]
    if item.kind != "book":
        tags.append(("citation_inbook_title", TITLE))
    if item.url:
        tags += [("citation_public_url", item.url), ("citation_fulltext_html_url", item.url)]
    return tags


def json_ld(item: Cited, files: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The schema.org description of a page.

    Arguments: ``files``: names of the downloads with their paths from the page's own folder; they
    are listed only when a base address is set, because the address of a download must be whole.
    """
    organisation = {"@type": "Organization", "name": AUTHOR}
    record: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES[item.kind],
        "name": item.title,
        "identifier": item.id,
        "author": organisation,
        "publisher": organisation,
        "datePublished": item.book.issued.isoformat(),
        "version": item.book.version,
        "inLanguage": "en",
        "license": TEXT_LICENCE_URL,
    }
    if item.description:
        record["description"] = item.description
    if item.kind != "book":
        record["isPartOf"] = {"@type": "Book", "name": TITLE}
    if item.url:
        record["url"] = item.url
        record["@id"] = item.url
        _add_files(record, item, files or {})
    return record


def head_tags(item: Cited, files: Mapping[str, str] | None = None) -> str:
    """Highwire tags, the ``cite-as`` link and JSON-LD as HTML for the head of a page."""
    tags = [
        f'<meta name="{name}" content="{escape(content, quote=True)}">'
        for name, content in highwire(item)
    ]
    if item.url:
        tags.append(f'<link rel="cite-as" href="{escape(item.url, quote=True)}">')
    return "\n".join([*tags, json_ld_script(item, files)])


def json_ld_script(item: Cited, files: Mapping[str, str] | None = None) -> str:
    """The JSON-LD as a script element; ``</`` inside a text cannot end it."""
    content = json.dumps(json_ld(item, files), ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{content}</script>'


def _add_files(record: dict[str, Any], item: Cited, files: Mapping[str, str]) -> None:
    folder = item.path.rpartition("/")[0]
    downloads = []
    for name, path in files.items():
        ending = name.rpartition(".")[2]
        if ending in _MEDIA:
            downloads.append(
                {
                    "@type": "DataDownload",
                    "name": name,
                    "encodingFormat": _MEDIA[ending],
                    "contentUrl": item.book.address(f"{folder}/{path}" if folder else path),
                }
            )
    if not downloads:
        return
    if item.kind == "dataset":
        record["distribution"] = downloads
        return
    for download in downloads:
        download["@type"] = "MediaObject"
    record["associatedMedia"] = downloads
    images = [d for d in downloads if d["encodingFormat"] == "image/png"]
    if item.kind == "figure" and images:
        record["contentUrl"] = images[0]["contentUrl"]
