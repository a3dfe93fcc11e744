"""Interruptions of supply that a customer of a model provider could have met, with their kind.

`data/interruptions.yml` says which providers are watched, and which facts or events count as an
interruption by policy, by rationing or by price. The list is ours; its dates are the evidence's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from lib.evidence import paths
from lib.evidence.conflicts import read_yaml
from lib.evidence.errors import BadFile, allowed_words

FILE: Final = "interruptions.yml"
KINDS: Final = ("policy", "rationing", "price")


@dataclass(frozen=True)
class Interruption:
    """One interruption at a provider: a fact or an event, its kind, and why it counts."""

    provider: str
    kind: str
    fact: str
    event: str
    why: str


@dataclass(frozen=True)
class Watch:
    """The providers watched and what happened at them."""

    providers: tuple[str, ...]
    interruptions: tuple[Interruption, ...]


@lru_cache(maxsize=4)
def load_watch(path: Path = paths.DATA / FILE) -> Watch:
    """The watch list of a file. Raises BadFile for a missing key or an unknown word."""
    content = read_yaml(path)
    where = paths.shown(path)
    try:
        providers = tuple(str(name) for name in content["providers"])
        rows = tuple(
            Interruption(
                provider=str(row["provider"]),
                kind=str(row["kind"]),
                fact=str(row.get("fact") or ""),
                event=str(row.get("event") or ""),
                why=str(row["why"]),
            )
            for row in content["interruptions"]
        )
    except (KeyError, TypeError) as problem:
        raise BadFile(f"{where} lacks or misspells {problem}") from problem
    for row in rows:
        if row.kind not in KINDS:
            raise BadFile(f"{where}: kind {row.kind!r}{allowed_words(row.kind, KINDS)}")
        if row.provider not in providers:
            words = allowed_words(row.provider, providers)
            raise BadFile(f"{where}: provider {row.provider!r} is not watched{words}")
        if bool(row.fact) == bool(row.event):
            raise BadFile(f"{where}: {row.why!r} needs one fact or one event, and not both")
    return Watch(providers, rows)
