"""How a figure, a claim, a number, a data set or the book is cited: text, BibTeX, RIS, CSL-JSON.

The author is the body of contributors. The address comes from one setting; while it is unset no
address is printed anywhere, because an address that leads nowhere is worse than none. A released
version is cited at its frozen copy under ``v/<version>/``.

Not here: what stands in the head of a page (``lib.report.page_head``) and CITATION.cff
(``lib.report.cff``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

TITLE: Final = "Compute Under Constraint: Testing the Claims Behind Claude's Suspension in China"
AUTHOR: Final = "Compute Under Constraint contributors"
KEY: Final = "compute-under-constraint"
TEXT_LICENCE: Final = "CC-BY-4.0"
TEXT_LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"

Kind = Literal["figure", "claim", "number", "dataset", "book"]
KINDS: Final[dict[str, str]] = {
    "figure": "Figure",
    "claim": "Claim",
    "number": "Number",
    "dataset": "Data set",
    "book": "Book",
}
_CSL_TYPES: Final = {
    "figure": "figure",
    "claim": "webpage",
    "number": "webpage",
    "dataset": "dataset",
    "book": "book",
}
_RIS_TYPES: Final = {
    "figure": "FIGURE",
    "claim": "ELEC",
    "number": "ELEC",
    "dataset": "DATA",
    "book": "BOOK",
}
_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        # BibTeX counts braces even behind a backslash: an unpaired one would swallow the file.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class Book:
    """The edition that is cited. ``base_url`` is the one setting; ``frozen`` marks a release."""

    version: str
    issued: date
    base_url: str | None = None
    frozen: bool = False

    def address(self, path: str = "") -> str | None:
        """The address of a page of this edition, or None while no base address is set."""
        if not self.base_url:
            return None
        root = self.base_url.rstrip("/")
        return f"{root}/v/{self.version}/{path}" if self.frozen else f"{root}/{path}"


@dataclass(frozen=True)
class Cited:
    """One thing that can be cited. ``path`` is its page from the site's root, with the anchor."""

    kind: Kind
    id: str
    title: str
    path: str
    book: Book
    description: str = ""

    @property
    def url(self) -> str | None:
        """The permanent address, or None while no base address is set."""
        return self.book.address(self.path)

    @property
    def key(self) -> str:
        """The citation key: letters, digits and hyphens."""
        if self.kind == "book":
            return f"{KEY}-{self.book.issued.year}"
        return f"cuc-{_slug(self.id)}-{self.book.issued.year}"


def whole_book(book: Book) -> Cited:
    """The book as a thing to cite."""
    return Cited("book", KEY, TITLE, "", book)


def text(item: Cited) -> str:
    """The citation in words, close to the APA style."""
    version = f"(Version {item.book.version})"
    if item.kind == "book":
        parts = f"{AUTHOR}. ({item.book.issued.year}). {TITLE} {version}."
    else:
        parts = (
            f"{AUTHOR}. ({item.book.issued.year}). {_ended(item.title)[:-1]} "
            f"[{KINDS[item.kind]} {item.id}]. In {TITLE} {version}."
        )
    return f"{parts} {item.url}" if item.url else parts


def bibtex(item: Cited) -> str:
    """The citation as a BibTeX entry."""
    fields = {
        "author": "{" + AUTHOR + "}",
        "title": "{" + _tex(item.title) + "}",
        "year": str(item.book.issued.year),
        "month": item.book.issued.strftime("%b").lower(),
        "version": item.book.version,
    }
    if item.kind != "book":
        fields["howpublished"] = f"{KINDS[item.kind]} {_tex(item.id)} in {_tex(TITLE)}"
    if item.url:
        fields["url"] = item.url
    kind = "book" if item.kind == "book" else "misc"
    if item.kind == "book":
        fields["publisher"] = AUTHOR
    lines = [
        f"  {name} = {value}," if name == "month" else f"  {name} = {{{value}}},"
        for name, value in fields.items()
    ]
    return f"@{kind}{{{item.key},\n" + "\n".join(lines) + "\n}\n"


def ris(item: Cited) -> str:
    """The citation in RIS."""
    issued = item.book.issued
    rows = [
        ("TY", _RIS_TYPES[item.kind]),
        ("ID", item.key),
        ("AU", AUTHOR),
        ("TI", _line(item.title)),
        *([] if item.kind == "book" else [("T2", TITLE)]),
        ("PY", str(issued.year)),
        ("DA", f"{issued:%Y/%m/%d}"),
        ("ET", item.book.version),
        ("PB", AUTHOR),
        ("LA", "en"),
        *([("AB", _line(item.description))] if item.description else []),
        *([("UR", item.url)] if item.url else []),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in rows)


def csl(item: Cited) -> dict[str, Any]:
    """The citation as one CSL-JSON item."""
    issued = item.book.issued
    record: dict[str, Any] = {
        "id": item.key,
        "type": _CSL_TYPES[item.kind],
        "title": item.title,
        "author": [{"literal": AUTHOR}],
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "publisher": AUTHOR,
        "version": item.book.version,
        "language": "en",
    }
    if item.kind != "book":
        record["container-title"] = TITLE
        record["number"] = item.id
    if item.description:
        record["abstract"] = item.description
    if item.url:
        record["URL"] = item.url
    return record


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()


def _tex(words: str) -> str:
    return _line(words).translate(_TEX)


def _line(words: str) -> str:
    """One line: a line break would end a RIS field early."""
    return " ".join(words.split())


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else sentence + "."
