"""The named numbers, phrases and premises of a chapter, and the file that binds them to prose.

A number in the text is never typed: the text names a result, and the page prints what the run
computed, with its unit, interval and origin. ``results.json`` is that binding.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from lib.report import formats

SCHEMA: Final = "results/1"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\Z")


class ResultError(ValueError):
    """A result that cannot be stored: a bad name, a name used twice, a value that is no number."""


@dataclass(frozen=True)
class Number:
    """One value that prose may print."""

    name: str
    value: float
    unit: str
    low: float | None
    high: float | None
    text: str
    interval: str
    label: str
    facts: tuple[str, ...]
    claim: str | None
    anchor: str


@dataclass(frozen=True)
class Premise:
    """A condition that a paragraph depends on, and the sentence that stands in when it fails."""

    name: str
    holds: bool
    otherwise: str


class Results:
    """Collects what one chapter run may say. Names are unique over numbers and phrases."""

    def __init__(self, chapter: str) -> None:
        self.chapter = chapter
        self.numbers: dict[str, Number] = {}
        self.phrases: dict[str, str] = {}
        self.premises: dict[str, Premise] = {}

    def add(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        low: float | None = None,
        high: float | None = None,
        fmt: str | None = None,
        label: str = "",
        facts: Iterable[str] = (),
        claim: str | None = None,
    ) -> Number:
        """Store a number. ``value``, ``low``, ``high`` are in ``unit``; ``facts`` are fact ids.

        Raises: ResultError for a bad or repeated name, or a value that is not finite.
        """
        self._fail_if_name_is_bad(name)
        for part, amount in (("value", value), ("low", low), ("high", high)):
            if amount is not None and not math.isfinite(float(amount)):
                raise ResultError(f"{self.chapter}: result {name!r}: {part} is {amount}")
        low_rounded, high_rounded = rounded(low), rounded(high)
        entry = Number(
            name=name,
            value=_must(rounded(value)),
            unit=unit,
            low=low_rounded,
            high=high_rounded,
            text=formats.number(float(value), unit, fmt),
            interval=formats.interval(low_rounded, high_rounded, unit, fmt),
            label=label or name.replace("_", " "),
            facts=tuple(sorted(set(facts))),
            claim=claim,
            anchor=anchor_of(name),
        )
        self.numbers[name] = entry
        return entry

    def add_phrase(self, name: str, text: str) -> None:
        """Store a computed phrase. Raises ResultError for a bad name or an empty text."""
        self._fail_if_name_is_bad(name)
        if not text.strip():
            raise ResultError(f"{self.chapter}: phrase {name!r} is empty")
        self.phrases[name] = text

    def add_premise(self, name: str, holds: bool, otherwise: str) -> None:
        """Store whether a paragraph's condition holds and what to print when it does not."""
        if not _NAME.match(name) or name in self.premises:
            raise ResultError(f"{self.chapter}: premise {name!r} is badly named or given twice")
        if not otherwise.strip():
            raise ResultError(f"{self.chapter}: premise {name!r} has no sentence for a variant")
        self.premises[name] = Premise(name, bool(holds), otherwise)

    def as_dict(self) -> dict[str, Any]:
        """The content of ``results.json``, sorted by name."""
        return {
            "schema": SCHEMA,
            "chapter": self.chapter,
            "numbers": {k: asdict(v) for k, v in sorted(self.numbers.items())},
            "phrases": dict(sorted(self.phrases.items())),
            "premises": {k: asdict(v) for k, v in sorted(self.premises.items())},
        }

    def write(self, folder: Path) -> Path:
        """Write ``results.json`` into the run folder and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "results.json"
        path.write_text(json.dumps(self.as_dict(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        return path

    def _fail_if_name_is_bad(self, name: str) -> None:
        if not _NAME.match(name):
            raise ResultError(
                f"{self.chapter}: result name {name!r}: use lower-case letters, digits and _"
            )
        if name in self.numbers or name in self.phrases:
            raise ResultError(f"{self.chapter}: result {name!r} is given twice")


def rounded(value: float | None, figures: int = 9) -> float | None:
    """Round to 9 significant figures, so that equal runs write equal bytes."""
    return None if value is None else float(f"{float(value):.{figures}g}")


def anchor_of(name: str) -> str:
    """The anchor of a number on its chapter's page: ``break_even`` gives ``n-break-even``."""
    return "n-" + name.replace("_", "-")


def _must(value: float | None) -> float:
    assert value is not None
    return value


def load(folder: Path) -> dict[str, Any]:
    """Read ``results.json`` of a run folder. Raises ResultError for another schema."""
    content: dict[str, Any] = json.loads((folder / "results.json").read_text("utf-8"))
    if content.get("schema") != SCHEMA:
        raise ResultError(f"{folder}/results.json: schema {content.get('schema')!r}, not {SCHEMA}")
    return content
