"""The table of competing hypotheses: what each leads one to expect, against dated observations.

`data/hypotheses.yml` holds our readings; the observations are facts or events of the data, so a
view shows only those that were public. A mark is a judgement, never a probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lib.evidence import paths
from lib.evidence.conflicts import read_yaml
from lib.evidence.errors import BadFile, allowed_words

FILE: Final = "hypotheses.yml"
MARKS: Final = ("expected", "neutral", "surprising")


@dataclass(frozen=True)
class Hypothesis:
    """One explanation: what it says, and what it leads one to expect."""

    id: str
    label: str
    says: str


@dataclass(frozen=True)
class Observation:
    """One dated observation: a fact or an event, and its mark under every hypothesis."""

    id: str
    short: str
    title: str
    fact: str
    event: str
    marks: Mapping[str, str]
    why: str


@lru_cache(maxsize=4)
def load_hypotheses(
    path: Path = paths.DATA / FILE,
) -> tuple[tuple[Hypothesis, ...], tuple[Observation, ...]]:
    """The hypotheses and the observations of a file, in its order.

    Raises BadFile for a missing key, a mark or hypothesis that does not exist, or an observation
    without exactly one fact or event.
    """
    content = read_yaml(path)
    where = paths.shown(path)
    try:
        hypotheses = tuple(Hypothesis(**row) for row in content["hypotheses"])
        names = tuple(h.id for h in hypotheses)
        observations = tuple(_observation(row, names, where) for row in content["observations"])
    except (KeyError, TypeError) as problem:
        raise BadFile(f"{where} lacks or misspells {problem}") from problem
    return hypotheses, observations


def _observation(row: Mapping[str, Any], names: tuple[str, ...], where: str) -> Observation:
    marks = {name: str(row["marks"].get(name, "neutral")) for name in names}
    for name, mark in row["marks"].items():
        if name not in names:
            raise BadFile(f"{where}: {row['id']}: hypothesis {name!r}{allowed_words(name, names)}")
        if mark not in MARKS:
            raise BadFile(f"{where}: {row['id']}: mark {mark!r}{allowed_words(str(mark), MARKS)}")
    fact, event = str(row.get("fact") or ""), str(row.get("event") or "")
    if bool(fact) == bool(event):
        raise BadFile(f"{where}: {row['id']} needs one fact or one event, and not both")
    return Observation(row["id"], row["short"], row["title"], fact, event, marks, row["why"])
