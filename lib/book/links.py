"""The built site from the outside: every link leads somewhere, and nothing asks another host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

# Attributes that make a browser fetch something by itself.
_FETCHING = (
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"),
    ("iframe", "src"), ("object", "data"), ("video", "src"), ("audio", "src"), ("embed", "src"),
    ("use", "href"), ("image", "href"),
)  # fmt: skip
_LINKS_THAT_FETCH = {"stylesheet", "preload", "prefetch", "icon", "modulepreload", "preconnect",
                     "dns-prefetch", "manifest"}  # fmt: skip
_ELSEWHERE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_CSS_URL = re.compile(
    r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^)"'\s]+)""", re.IGNORECASE
)
_SCRIPT_URL = re.compile(
    r"""(?:fetch|import|importScripts|\.src\s*=)\s*\(?\s*["'](https?://[^"']+)"""
)


def problems(site: Path) -> Iterator[str]:
    """Every dead link, missing anchor and foreign request of a site."""
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        yield from (f"{name}: {problem}" for problem in _page_problems(site, path))
    for path in sorted(site.rglob("*.css")):
        for found in _CSS_URL.findall(path.read_text("utf8")):
            yield f"{path.relative_to(site).as_posix()}: asks another host: {found}"
    for path in sorted(site.rglob("*.js")):
        for found in _SCRIPT_URL.findall(path.read_text("utf8")):
            yield f"{path.relative_to(site).as_posix()}: asks another host: {found}"


def _page_problems(site: Path, path: Path) -> Iterator[str]:
    tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf8"))
    yield from _foreign(tree)
    ids = [str(i) for i in tree.xpath("//@id")]
    yield from (f"id {i!r} is used twice" for i in sorted({i for i in ids if ids.count(i) > 1}))
    for element in tree.iter("a", "link", "img", "script"):
        address = element.get("href") or element.get("src") or ""
        parts = urlsplit(address)
        if not address or parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target = target / "index.html"
        if not target.is_file():
            yield f"leads to {address}, which does not exist"
        elif target.suffix == ".html" and unquote(parts.fragment) not in _anchors(target):
            yield f"leads to {address}, where there is no such anchor"


def _foreign(tree: html.HtmlElement) -> Iterator[str]:
    for tag, attribute in _FETCHING:
        for element in tree.iter(tag):
            if _ELSEWHERE.match(element.get(attribute) or ""):
                yield f"asks another host: <{tag} {attribute}={element.get(attribute)!r}>"
    for element in tree.iter("link"):
        wants = set((element.get("rel") or "").split()) & _LINKS_THAT_FETCH
        if wants and _ELSEWHERE.match(element.get("href") or ""):
            yield f"asks another host: <link href={element.get('href')!r}>"
    for element in tree.iter("style"):
        for found in _CSS_URL.findall(element.text or ""):
            yield f"asks another host: {found}"


@lru_cache(maxsize=1024)
def _anchors(path: Path) -> frozenset[str]:
    tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf8"))
    return frozenset(str(i) for i in tree.xpath("//@id")) | {"top", ""}
