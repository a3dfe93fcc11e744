"""The little that Sphinx learns from us: one role, two directives, equations as MathML, the frame.

    {n}`break_even_usd_per_chip_hour`   prints a named result; an unknown name is an error
    {premise} trainium_is_cheaper       keeps its paragraph while the condition holds
    {made} gallery                      a part of the page that is made from all runs together

Both read the `results.json` of the page's own run, then those of the other chapters. A premise that
fails stops the build of the base scenario; in a variant its computed sentence takes its place.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.logging import getLogger

from lib.book.pages import Frame

LOG = getLogger(__name__)
Found = dict[str, Any]


class NumberRole(SphinxRole):
    """Prints a named number or phrase, with its interval and origin on hover."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The number as inline HTML, or a warning (an error under -W) for an unknown name."""
        name = self.text.strip()
        found = lookup(self.config.book_results, self.env.docname, name)
        if found is None:
            LOG.warning(
                "no result is called %r; a chapter names it with run.number or run.phrase",
                name,
                location=self.get_location(),
            )
            return [nodes.strong(text=f"[{name}?]")], []
        home = self._home(found)
        printed = _printed(found, name, self._first(name), home)
        return [_Number("", found["text"], printed=printed)], []

    def _home(self, found: Found) -> str:
        """The way from this page to the page of the number, where its origin stands."""
        frame = self.config.book_frame
        if found.get("phrase") or frame is None:
            return ""
        name = f"numbers/{found['page'].split('/')[-1]}"
        up = "../" * self.env.docname.count("/")
        return f"{up}{name}.html" if name in {page.name for page in frame.made_pages} else ""

    def _first(self, name: str) -> bool:
        """Whether this is the page's first mention of its own result: that one has the anchor."""
        seen = self.env.temp_data.setdefault("book_numbers", set())
        own = name in _results(self.config.book_results.get(self.env.docname, "")).get(
            "numbers", {}
        )
        first = own and name not in seen
        seen.add(name)
        return first


class PremiseDirective(SphinxDirective):
    """A paragraph that depends on a condition."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The paragraph; or its computed stand-in where the condition fails in a variant."""
        name = self.arguments[0]
        found = _results(self.config.book_results.get(self.env.docname, "")).get("premises", {})
        if name not in found:
            LOG.warning("no premise is called %r", name, location=self.get_location())
            return []
        premise = found[name]
        if premise["holds"]:
            return self.parse_content_to_nodes()
        if not self.config.book_variant:
            LOG.warning(
                "premise %r no longer holds: rewrite the paragraph that depends on it",
                name,
                location=self.get_location(),
            )
        stands_in: list[nodes.Node] = self.parse_text_to_nodes(premise["otherwise"])
        for node in stands_in:
            if isinstance(node, nodes.Element):
                node["classes"].append("cuc-premise-fails")
        return stands_in


class MadeDirective(SphinxDirective):
    """A part of a page that is made from all runs together, such as the gallery of figures."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The part as HTML, or a warning for an unknown name."""
        name = self.arguments[0]
        parts = self.config.book_frame.made_parts if self.config.book_frame else {}
        if name not in parts:
            known = ", ".join(sorted(parts))
            LOG.warning(
                "no part is called %r; parts: %s", name, known, location=self.get_location()
            )
            return []
        return [nodes.raw("", parts[name], format="html")]


class _Number(nodes.inline):
    """A printed number: words for the search index, and the HTML that stands for them."""


def _visit_number(translator: Any, node: Any) -> None:
    translator.body.append(node["printed"])
    raise nodes.SkipNode


def lookup(results: dict[str, str], docname: str, name: str) -> Found | None:
    """A number or phrase of that name: the page's own, or the only one in the book."""
    own = [docname] if docname in results else []
    for place in own + sorted(set(results) - set(own)):
        content = _results(results[place])
        if name in content.get("numbers", {}):
            return {**content["numbers"][name], "page": place}
        if name in content.get("phrases", {}):
            return {"text": content["phrases"][name], "phrase": True}
    return None


@cache
def _results(path: str) -> Found:
    return dict(json.loads(Path(path).read_text("utf8"))) if path else {}


def _printed(found: Found, name: str, first: bool, home: str) -> str:
    text = html.escape(found["text"])
    if found.get("phrase"):
        return text
    parts = [found["label"]]
    if found["interval"]:
        parts.append(found["interval"])
    if found["facts"]:
        count = len(found["facts"])
        parts.append(f"from {count} fact{'s' if count > 1 else ''}")
    if found["claim"]:
        parts.append(f"claim {found['claim']}")
    hover = html.escape("; ".join(parts), quote=True)
    anchor = f' id="{found["anchor"]}"' if first else ""
    attributes = f'class="cuc-n" data-n="{name}"{anchor} title="{hover}"'
    if not home:
        return f"<span {attributes}>{text}</span>"
    return f'<a {attributes} href="{home}#{found["anchor"]}">{text}</a>'


def _math(translator: Any, node: Any, block: bool) -> None:
    from latex2mathml.converter import convert

    latex = node.astext()
    made = convert(latex, display="block" if block else "inline")
    label = html.escape(latex, quote=True)
    made = made.replace("<math ", f'<math alttext="{label}" ', 1)
    if block:
        box = '<div class="cuc-equation" tabindex="0" role="region" aria-label="Equation">'
        made = f"{box}{made}</div>\n"
    translator.body.append(made)
    raise nodes.SkipNode


def _inline_math(translator: Any, node: Any) -> None:
    _math(translator, node, block=False)


def _block_math(translator: Any, node: Any) -> None:
    _math(translator, node, block=True)


def _page_context(
    app: Sphinx, pagename: str, templatename: str, context: Found, doctree: nodes.document | None
) -> None:
    frame: Frame | None = app.config.book_frame
    if frame is None:  # another builder's page, in another theme
        return
    titles = {name: title.astext() for name, title in app.env.titles.items()}
    context.update(frame.context(pagename, titles, context["pathto"]))
    context["author"] = app.config.author
    context["book_on_page"] = _inner_list(str(context.get("toc") or ""))
    if "body" in context:
        context["body"] = tidied(str(context["body"]))
    if doctree is not None:
        context["page_description"] = _description(doctree)


def tidied(body: str) -> str:
    """The page's HTML in the form that readers, keyboards and validators want.

    MyST-NB puts paragraphs into a summary; wide tables and code must scroll in a box of their own
    that a keyboard can reach.
    """
    body = _CODE_TOGGLE.sub('<details class="bk-code"><summary>Code</summary>', body)
    body = body.replace("<pre>", '<pre tabindex="0">')
    return _PLAIN_TABLE.sub(_boxed, body)


_CODE_TOGGLE = re.compile(
    r'<details class="[^"]*\bhide\b[^"]*">\s*<summary[^>]*>.*?</summary>', re.DOTALL
)
_PLAIN_TABLE = re.compile(
    r'<table(?: border="1")? class="(?:docutils|dataframe)[^"]*".*?</table>', re.DOTALL
)


def _boxed(table: re.Match[str]) -> str:
    box = '<div class="bk-scroll" tabindex="0" role="region" aria-label="Table">'
    return f"{box}{table.group()}</div>"


def _description(doctree: nodes.document) -> str:
    """The first paragraph, cut at a word: what a search engine prints."""
    for paragraph in doctree.findall(nodes.paragraph):
        words = " ".join(paragraph.astext().split())
        if len(words) > 40:
            return words if len(words) <= 200 else words[:200].rsplit(" ", 1)[0] + " ..."
    return ""


def _inner_list(toc: str) -> str:
    """The headings below the page's title; nothing when there is only one."""
    start = toc.find("<ul>", toc.find("<ul>") + 1)
    end = toc.rfind("</ul>", 0, toc.rfind("</ul>"))
    return toc[start : end + 5] if start > 0 and toc.count("<li>") > 2 else ""


def _collect(app: Sphinx) -> Any:
    """Pages that are made, not written: they get the same frame, without a source."""
    frame: Frame | None = app.config.book_frame
    for page in frame.made_pages if frame else ():
        context = {"title": page.title, "body": page.body, "book_head": page.head}
        yield page.name, context, "layout.html"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register everything above."""
    app.add_config_value("book_results", {}, "env")
    app.add_config_value("book_variant", False, "env")
    app.add_config_value("book_frame", None, "")
    app.add_role("n", NumberRole())
    app.add_directive("premise", PremiseDirective)
    app.add_directive("made", MadeDirective)
    app.add_html_math_renderer("mathml_at_build", (_inline_math, None), (_block_math, None))
    app.add_node(_Number, html=(_visit_number, None))
    app.connect("html-page-context", _page_context)
    app.connect("html-collect-pages", _collect)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
