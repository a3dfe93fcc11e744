"""The frame around every page: contents, notebook link, banner; and pages that are made.

The contents are written here from _toc.yml and not by a theme: a theme renders them anew, with an
HTML parser, for every page, which was most of the time of an assembly.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class MadePage:
    """A page without a source: `name` as in `claims/C5.1a`, its HTML, and lines for the head."""

    name: str
    title: str
    body: str
    head: str = ""


@dataclass
class Frame:
    """What stands around the text, the same on every page but for the current place."""

    toc: Mapping[str, Any]
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    banner: str = ""
    notebooks: frozenset[str] = frozenset()
    made_pages: list[MadePage] = field(default_factory=list)
    made_parts: dict[str, str] = field(default_factory=dict)
    section_of: Mapping[str, str] = field(default_factory=dict)

    def context(
        self, page: str, titles: Mapping[str, str], pathto: Callable[..., str]
    ) -> dict[str, Any]:
        """What the template needs for one page."""
        found: dict[str, Any] = {
            "book_nav": self._nav(page, titles, pathto),
            "book_styles": self.styles,
            "book_scripts": self.scripts,
            "book_banner": self.banner,
        }
        if page in self.notebooks:
            found["book_notebook"] = pathto(f"{page}.ipynb", 1)
        return found

    def _nav(self, page: str, titles: Mapping[str, str], pathto: Callable[..., str]) -> str:
        here = self.section_of.get(page.split("/")[0], page)
        root = str(self.toc["root"])
        lines = ["<ul>", _item(root, here, titles, pathto), "</ul>"]
        for part in self.toc.get("parts") or [self.toc]:
            if part.get("caption"):
                lines.append(f"<p>{html.escape(part['caption'])}</p>")
            lines.append("<ul>")
            lines += [_item(c["file"], here, titles, pathto) for c in part.get("chapters", [])]
            lines.append("</ul>")
        return "\n".join(lines)


def _item(name: str, here: str, titles: Mapping[str, str], pathto: Callable[..., str]) -> str:
    current = ' aria-current="page"' if name == here else ""
    title = html.escape(titles.get(name, name))
    target = "#main" if name == here and current and pathto(name) == "#" else pathto(name)
    return f'<li><a href="{target}"{current}>{title}</a></li>'
