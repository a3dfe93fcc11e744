"""Citations are read back by the programs that researchers use."""

import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import rispy
import yaml
from bs4 import BeautifulSoup
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.richtext import Text

from lib.report import cff, citation, page_head
from lib.report.citation import AUTHOR, KINDS, Book, Cited, whole_book

BOOK = Book("1.2.0", date(2026, 11, 23), "https://example.org/book/", frozen=True)
NASTY = "Cost of 50% & more: $1 {per} TB_s #1 ~ ^ \\ — „größer“ <b>"


def item(kind="figure", title=NASTY, book=BOOK):
    if kind == "book":
        return whole_book(book)
    return Cited(kind, "fig-cost-per-bandwidth", title, "figures/fig-cost.html", book, "A finding.")


@pytest.mark.parametrize("kind", KINDS)
def test_bibtex_is_read_by_pybtex(kind):
    entries = parse_string(citation.bibtex(item(kind)), "bibtex").entries
    entry = entries[item(kind).key]
    assert [str(p) for p in entry.persons["author"]] == ["{" + AUTHOR + "}"]
    assert entry.fields["year"] == "2026"
    assert entry.fields["url"] == item(kind).url
    plain = Text.from_latex(entry.fields["title"]).render_as("text")
    # pybtex leaves the few escapes that it has no letters for as they are.
    plain = plain.replace("\\$", "$")
    assert plain.startswith("Cost of 50% & more: $1 " if kind != "book" else "Compute Under")


@pytest.mark.parametrize("kind", KINDS)
def test_ris_is_read_by_rispy(kind):
    (entry,) = rispy.loads(citation.ris(item(kind)))
    assert entry["authors"] == [AUTHOR]
    assert entry.get("title") == item(kind).title
    assert entry["urls"] == [item(kind).url]
    assert entry["year"] == "2026"


@pytest.mark.parametrize("kind", KINDS)
def test_csl_is_set_by_citeproc(kind):
    record = json.loads(json.dumps(citation.csl(item(kind, title="Cost per bandwidth"))))
    source = CiteProcJSON([record])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatters.plain)
    bibliography.register(Citation([CitationItem(record["id"])]))
    (line,) = bibliography.bibliography()
    assert "2026" in str(line)
    assert AUTHOR in str(line)


@given(st.text(min_size=1, max_size=60).filter(lambda t: t.strip()))
def test_any_title_survives_bibtex_and_ris(title):
    cited = item(title=title)
    assert parse_string(citation.bibtex(cited), "bibtex").entries.keys() >= {cited.key}
    (entry,) = rispy.loads(citation.ris(cited))
    assert entry["type_of_reference"] == "FIGURE"
    assert entry["year"] == "2026"


def test_text_names_edition_and_frozen_address():
    words = citation.text(item(title="Cost per bandwidth"))
    assert words == (
        f"{AUTHOR}. (2026). Cost per bandwidth [Figure fig-cost-per-bandwidth]. In "
        f"{citation.TITLE} (Version 1.2.0). "
        "https://example.org/book/v/1.2.0/figures/fig-cost.html"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_address_is_printed_while_none_is_set(kind):
    bare = item(kind, book=Book("0.1.0", date(2026, 11, 23)))
    printed = [
        citation.text(bare), citation.bibtex(bare), citation.ris(bare),
        json.dumps(citation.csl(bare)), str(page_head.highwire(bare)), cff.citation_cff(bare.book),
    ]  # fmt: skip
    assert not [words for words in printed if re.search(r"https?://", words)]
    assert "url" not in page_head.json_ld(bare)


def test_highwire_tags_are_complete_and_escaped():
    head = BeautifulSoup(page_head.head_tags(item()), "html.parser")
    tags = {m["name"]: m["content"] for m in head.find_all("meta")}
    assert tags["citation_title"] == NASTY
    assert tags["citation_publication_date"] == "2026/11/23"
    assert {"citation_author", "citation_public_url", "citation_inbook_title"} <= tags.keys()
    assert head.find("link", rel="cite-as")["href"] == item().url


LD_SCHEMA = {
    "type": "object",
    "required": ["@context", "@type", "@id", "name", "author", "datePublished", "license", "url"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"enum": ["ImageObject", "Report", "Dataset", "Book"]},
        "datePublished": {"type": "string", "format": "date"},
        "author": {"type": "object", "required": ["@type", "name"]},
        "contentUrl": {"type": "string", "pattern": "^https://example.org/.*png$"},
        "associatedMedia": {
            "type": "array",
            "items": {"type": "object", "required": ["@type", "contentUrl", "encodingFormat"]},
        },
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_json_ld_is_valid_and_cannot_end_its_element(kind):
    files = {"figure.png": "fig-cost/figure.png", "data.csv": "fig-cost/data.csv"}
    html = page_head.json_ld_script(item(kind, title="a </script> b"), files)
    record = json.loads(BeautifulSoup(html, "html.parser").script.string)
    jsonschema.validate(record, LD_SCHEMA)
    if kind == "figure":
        assert record["name"] == "a </script> b"
        assert record["contentUrl"].endswith("figures/fig-cost/figure.png")
    if kind == "dataset":
        assert len(record["distribution"]) == 2


@pytest.mark.parametrize("book", [BOOK, Book("0.1.0", date(2026, 1, 1))])
def test_citation_cff_is_valid(book):
    schema = json.loads(Path(__file__).with_name("cff-1.2.0.schema.json").read_text())
    record = yaml.safe_load(cff.citation_cff(book))
    record["date-released"] = str(record["date-released"])
    jsonschema.validate(record, schema)
    assert record["version"] == book.version
