"""Make the drawing engine's SVG small, repeatable and described.

The engine numbers its clip paths from a counter of the whole process, writes coordinates to
sixteen digits, and describes every grid line to a screen reader. Here ids are renumbered by
order of use under the figure's own prefix, coordinates keep two decimals, and the picture
becomes one image with a title and a description.

Not here: colours. A colour outside the palette is refused, because dark mode could not reach it.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from lib.report.theme import PALETTE

_DROPPED_ATTRIBUTES: Final = re.compile(
    r' (?:aria-[a-z]+|role|pointer-events|class|xmlns:xlink|version|font-style)="[^"]*"'
)
_LONG_NUMBER: Final = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_EMPTY_PARTS: Final = (
    re.compile(r'<text[^>]* opacity="0"[^>]*>[^<]*</text>'),
    re.compile(r'<path(?: d="(?:M0,0h[-\d.]+v[-\d.]+h[-\d.]+Z)?"| display="none"| fill="none")*/>'),
    re.compile(r"<g>(?:\s*)</g>"),
)
_ID: Final = re.compile(r'\bid="([^"]+)"')
_COLOUR: Final = re.compile(r'\b(?:fill|stroke)="(#[0-9a-fA-F]{3,8}|rgba?\([^"]*\)|[a-z]+)"')
_ROOT: Final = re.compile(r"<svg[^>]*>")
_FREE_COLOURS: Final = frozenset({"none", "transparent", "currentColor"})


class ColourError(ValueError):
    """A chart uses a colour that dark mode does not know."""


def tidy(svg: str, prefix: str) -> str:
    """Shorten an SVG and make its bytes depend on its content alone.

    Arguments: ``svg`` text; ``prefix`` for the ids inside, unique on a page.
    Raises: ColourError when a fill or stroke is not in the palette.
    """
    svg = _DROPPED_ATTRIBUTES.sub("", svg).replace(' opacity="1"', "").replace("\n", " ")
    svg = svg.replace(' transform="translate(0,0)"', "").replace(' stroke-miterlimit="10"', "")
    svg = _LONG_NUMBER.sub(lambda m: _two_decimals(m.group()), svg)
    before = ""
    while before != svg:
        before = svg
        for pattern in _EMPTY_PARTS:
            svg = pattern.sub("", svg)
    _fail_if_colour_is_foreign(svg, prefix)
    return _renumber(svg, prefix)


def described(svg: str, prefix: str, title: str, alt: str, css_class: str) -> str:
    """Turn a tidy SVG into an inline image: scales to its box, with a name and a description."""
    root = _ROOT.search(svg)
    if root is None:
        raise ValueError(f"{prefix}: the drawing holds no <svg> element")
    size = re.search(r'viewBox="[^"]*"', root.group())
    if size is None:
        raise ValueError(f"{prefix}: the drawing has no viewBox")
    head = (
        f'<svg class="{css_class}" {size.group()} role="img" xmlns="http://www.w3.org/2000/svg"'
        f' aria-labelledby="{prefix}-t" aria-describedby="{prefix}-d">'
        f'<title id="{prefix}-t">{escape(title)}</title><desc id="{prefix}-d">{escape(alt)}</desc>'
    )
    return head + svg[root.end() :]


def _two_decimals(text: str) -> str:
    short = f"{float(text):.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


def _renumber(svg: str, prefix: str) -> str:
    for order, old in enumerate(dict.fromkeys(_ID.findall(svg)), start=1):
        new = f"{prefix}-{order}"
        svg = svg.replace(f'id="{old}"', f'id="{new}"').replace(f"#{old})", f"#{new})")
        svg = svg.replace(f'href="#{old}"', f'href="#{new}"')
    return svg


def _fail_if_colour_is_foreign(svg: str, prefix: str) -> None:
    known = {light for light, _ in PALETTE.values()} | _FREE_COLOURS
    foreign = sorted({c for c in _COLOUR.findall(svg) if c not in known})
    if foreign:
        raise ColourError(
            f"{prefix}: colours {', '.join(foreign)} are not in the palette (lib/report/theme.py); "
            f"use theme.colour(name) with one of {', '.join(PALETTE)}"
        )
