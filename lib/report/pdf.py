"""PDF bytes that depend on the picture alone.

The converter writes the entries of a PDF's resource dictionaries in the order of a hash table,
which differs from call to call. Sorting those entries moves bytes only inside one object, so every
offset in the file stays right. With two faces of type whole objects would move as well: charts use
one face and one weight (``lib.report.theme``), and a bold text is refused.
"""

from __future__ import annotations

import re
from typing import Final

import vl_convert

_STREAM: Final = re.compile(rb"(\nstream\n.*?\nendstream\n)", re.DOTALL)
_ENTRIES: Final = re.compile(rb"(?:^ +/(?:xo|gs|fo|cs|sh|pt)\d+ [^\n]*\n){2,}", re.MULTILINE)


class FontError(ValueError):
    """A chart sets bold type."""


def to_pdf(svg: str) -> bytes:
    """Convert an SVG to PDF, equal bytes for equal pictures. Raises FontError for bold type."""
    if re.search(r'font-weight="(?:bold|[6-9]00)"', svg):
        raise FontError("the chart sets bold type; the theme has one weight: remove fontWeight")
    parts = _STREAM.split(vl_convert.svg_to_pdf(svg))
    return b"".join(p if p.startswith(b"\nstream\n") else _ENTRIES.sub(_in_order, p) for p in parts)


def _in_order(match: re.Match[bytes]) -> bytes:
    return b"".join(sorted(match.group().splitlines(keepends=True)))
