"""The propositions of `data/claims.yml`: what is tested, with each threshold and its reason."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from lib.claims.finding import Finding
from lib.evidence import paths
from lib.evidence.view import View
from lib.inference.curves import DIRECTIONS

KINDS = ("estimated", "resolved", "forecast", "judgement", "frame", "not_testable")


class RegisterError(ValueError):
    """A register that contradicts itself or the code."""


@dataclass(frozen=True)
class Proposition:
    """One testable reading of a claim. threshold, weak and strong are in `unit`."""

    id: str
    claim: str
    chapter: str
    claim_title: str
    text: str
    title: str
    statement: str
    reading: str
    weak_reading: str = ""
    threshold: float | None = None
    threshold_reason: str = ""
    weak: float | None = None
    strong: float | None = None
    unit: str = ""
    direction: str = ">"
    kind: str = "estimated"
    warnings: str = ""

    @property
    def module(self) -> str:
        """The module of lib.claims where its function is looked for first."""
        return self.chapter.split("_", 1)[-1]


@lru_cache(maxsize=4)
def load_register(path: Path = paths.DATA / paths.CLAIMS) -> Mapping[str, Proposition]:
    """The propositions of a register file by id, in its order.

    Raises `RegisterError` naming the id and what is wrong: an unknown key, a second id, a threshold
    without its reason, a direction or kind that does not exist.
    """
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: dict[str, Proposition] = {}
    for claim in document["claims"]:
        for row in claim["propositions"]:
            proposed = _parse(claim, row)
            if proposed.id in found:
                raise RegisterError(f"{path.name}: proposition {proposed.id} stands twice")
            found[proposed.id] = proposed
    return found


def get(id: str | Proposition) -> Proposition:
    """The proposition of an id. Raises `RegisterError` with near ids when there is none."""
    if isinstance(id, Proposition):
        return id
    known = load_register()
    if id not in known:
        near = ", ".join(difflib.get_close_matches(id, known, n=3)) or "none is near"
        raise RegisterError(f"no proposition {id!r} in data/claims.yml; near: {near}")
    return known[id]


def of_chapter(chapter: str) -> tuple[str, ...]:
    """The ids of a chapter's propositions, in the register's order."""
    return tuple(id for id, row in load_register().items() if row.chapter == chapter)


def start(
    proposed: Proposition, view: View, *, threshold: float | None = None, **parts: Any
) -> Finding:
    """A finding of a proposition in a view: its days, readings and direction, and the parts given.

    threshold: in the proposition's unit; the register's own when not given.
    """
    return Finding(
        proposition=proposed.id,
        view=view.name,
        known_on=view.known_on,
        about=view.about,
        threshold=proposed.threshold if threshold is None else threshold,
        weak=proposed.weak,
        strong=proposed.strong,
        direction=proposed.direction,
        **parts,
    )


def _parse(claim: Mapping[str, Any], row: Mapping[str, Any]) -> Proposition:
    values = {
        "claim": claim["id"],
        "chapter": claim["chapter"],
        "claim_title": claim["title"],
        "text": claim["text"],
        **row,
    }
    id = str(values.get("id", claim["id"]))
    unknown = sorted(set(values) - {field.name for field in fields(Proposition)})
    if unknown:
        raise RegisterError(f"{id}: unknown key {', '.join(unknown)}")
    _fail_if_wrong_word(id, "direction", str(values.get("direction", ">")), DIRECTIONS)
    _fail_if_wrong_word(id, "kind", str(values.get("kind", "estimated")), KINDS)
    for name in ("threshold", "weak", "strong"):
        values[name] = None if values.get(name) is None else float(values[name])
    if values["threshold"] is not None and not values.get("threshold_reason"):
        raise RegisterError(f"{id}: a threshold without a reason")
    return Proposition(**values)


def _fail_if_wrong_word(id: str, key: str, word: str, allowed: Iterable[str]) -> None:
    if word not in allowed:
        raise RegisterError(f"{id}: {key} is {word!r}; allowed: {', '.join(allowed)}")
