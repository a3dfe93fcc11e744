"""What several pages share: the template engine, verdict chips, citations, links to evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from lib.report import citation, formats
from lib.report.citation import Cited

VIEW_NAMES: Final = {
    "then": "Then: reasonable to write?",
    "hindsight": "Hindsight: was it right?",
    "today": "Today: is it still so?",
}
_STATUS_WORDS: Final = {
    "resolved": "Resolved",
    "estimated": "Estimated",
    "forecast": "Forecast",
    "judgement": "Judgement",
    "not_testable": "Not testable",
    "not_testable_then": "Not testable at that date",
}
_LIKELY: Final = 0.66
_UNLIKELY: Final = 0.33


@lru_cache(maxsize=1)
def engine() -> Environment:
    """The templates of this package, with the book's formats as filters; all text is escaped."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        number=formats.number,
        day=formats.day,
        percent=formats.probability,
        share=lambda v: formats.number(v, "fraction", "2s"),
        unit=formats.unit_label,
        spread=lambda row: formats.interval(row["low"], row["high"], row["unit"]),
        size=file_size,
        beyond_verdict=beyond_verdict,
        words=lambda name: str(name).replace("_", " "),
        breakable=breakable,
    )
    made.globals.update(chip=chip, cite=cite_block, status_word=status_word)
    return made


def rendered(template: str, **values: Any) -> str:
    """A page body from a template of this package."""
    return engine().get_template(template).render(**values)


def status_word(finding: Mapping[str, Any]) -> str:
    """The status of a finding as a word."""
    return _STATUS_WORDS[finding["status"]]


def verdict_words(finding: Mapping[str, Any]) -> str:
    """The verdict in a few words: ``Likely, 72%``, ``True``, ``Not testable``."""
    status = finding["status"]
    if finding["probability"] is not None:
        words = str(finding["likelihood"] or "")
        return f"{words[:1].upper()}{words[1:]}, {_odds(finding)}"
    if status == "resolved":
        return "True" if finding["answer"] else "False"
    if status == "judgement":
        sides = {True: "Holds, in our judgement", False: "Does not hold, in our judgement"}
        return sides.get(finding["answer"], "Open, in our judgement")
    return _STATUS_WORDS[status]


def beyond_verdict(finding: Mapping[str, Any]) -> str:
    """The sentence of a finding without the verdict that its chip already shows."""
    sentence = str(finding["sentence"] or finding["reason"])
    verdict, colon, rest = sentence.partition(": ")
    first = verdict.split(" (")[0].split(",")[0].lower()
    said = {str(finding["likelihood"] or "").lower(), "true", "false", "judgement"}
    said |= {word.lower() for word in _STATUS_WORDS.values()}
    return rest[:1].upper() + rest[1:] if colon and first in said else sentence


def _odds(finding: Mapping[str, Any]) -> str:
    """One probability, or at low confidence the range over narrow, base and wide priors."""
    names = ("probability_narrow", "probability", "probability_wide")
    known = sorted(p for name in names if (p := finding.get(name)) is not None)
    if finding["confidence"] != "low" or known[-1] - known[0] < 0.01:
        return formats.probability(finding["probability"])
    low, high = formats.probability(known[0]), formats.probability(known[-1])
    return low if low == high else f"{low.removesuffix('%')} to {high}"


def verdict_class(finding: Mapping[str, Any]) -> str:
    """Which of three looks a chip has: yes, no or open. The words carry the meaning."""
    if finding["probability"] is not None:
        p = finding["probability"]
        return "yes" if p >= _LIKELY else "no" if p < _UNLIKELY else "open"
    return {True: "yes", False: "no"}.get(finding["answer"], "open")


def chip(finding: Mapping[str, Any]) -> Markup:
    """A verdict as a chip: its words, and a shape and colour that repeat them."""
    words = escape(verdict_words(finding))
    return Markup(f'<span class="cuc-chip cuc-{verdict_class(finding)}">{words}</span>')


def cite_block(item: Cited, files: str) -> Markup:
    """The citation in four forms, each with a copy button and a file.

    Arguments: ``files``: the way from the page to the folder that holds ``citation_files``.
    """
    forms = [
        {"name": "BibTeX", "text": citation.bibtex(item), "file": "citation.bib"},
        {"name": "RIS", "text": citation.ris(item), "file": "citation.ris"},
        {"name": "CSL-JSON", "text": _csl_text(item), "file": "citation.json"},
    ]
    words = citation.text(item)
    return Markup(rendered("_cite.html", item=item, words=words, forms=forms, files=files))


def citation_files(item: Cited) -> dict[str, str]:
    """The citation as files, by name, to lie in the folder of the thing cited."""
    return {
        "citation.txt": citation.text(item) + "\n",
        "citation.bib": citation.bibtex(item),
        "citation.ris": citation.ris(item),
        "citation.json": _csl_text(item) + "\n",
    }


def breakable(name: str) -> Markup:
    """An identifier that a narrow column may break after each underscore."""
    return Markup("_<wbr>").join(str(name).split("_"))


def file_size(count: int) -> str:
    """A size in bytes as a reader says it."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 0.1):.1f} kB"


def _csl_text(item: Cited) -> str:
    return json.dumps([citation.csl(item)], indent=1, ensure_ascii=False)
