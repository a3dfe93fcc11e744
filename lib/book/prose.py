"""No number in the prose is typed: a digit outside an allow-list is a defect.

Code, roles, directive options, addresses and HTML tags are not prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ALLOWED_FILE = Path(__file__).with_name("allowed_digits.txt")
_NOT_PROSE = re.compile(
    r"\{[a-z:-]+\}`[^`]*`"  # roles
    r"|`[^`]*`"  # code
    r"|(?<=\])\([^)]*\)"  # addresses of links
    r"|<[^>]+>"  # tags and automatic links
    r"|https?://\S+"
    r"|^\s*\d+\.\s"  # numbers of a list
    r"|\{#[^}]*\}"
)


@cache
def allowed() -> re.Pattern[str]:
    """What prose may hold, as one pattern."""
    lines = ALLOWED_FILE.read_text("utf8").splitlines()
    return re.compile("|".join(line for line in lines if line and not line.startswith("#")))


def typed_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Line number and words around every digit of a MyST text that nobody allowed."""
    for number, line in prose_lines(text):
        rest = allowed().sub(" ", _NOT_PROSE.sub(" ", line))
        if found := re.search(r"\S*\d\S*", rest):
            yield number, found.group()


def prose_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a MyST text that readers see: no header, no code, no options."""
    fence = ""
    lines = text.splitlines()
    start = lines.index("---", 1) + 1 if lines[:1] == ["---"] else 0
    for number, line in enumerate(lines[start:], start + 1):
        mark = re.match(r"\s*(`{3,}|:{3,})(.*)", line)
        if fence:
            if mark and mark.group(1).startswith(fence) and not mark.group(2).strip():
                fence = ""
            continue
        if mark:
            if mark.group(1).startswith("`") and not _holds_prose(mark.group(2)):
                fence = mark.group(1)
            continue
        if not re.match(r"\s*:[a-z-]+:", line):
            yield number, line


def _holds_prose(opening: str) -> bool:
    """Whether a fenced directive holds text that readers see."""
    words = ("premise", "note", "tip", "warning", "important", "admonition", "dropdown", "margin")
    return any(opening.startswith(f"{{{word}}}") for word in words)
