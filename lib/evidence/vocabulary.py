"""The closed words: metrics, entities, units, kinds, grades, kinds of range.

A word outside these lists is an error. New words are added in `data/`, once, with a definition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.evidence.errors import BadFile, BadWord, CellError, UnknownWord, allowed_words
from lib.evidence.paths import ENTITIES, METRICS, QUALIFIERS, UNITS, shown
from lib.evidence.tables import duplicate_problems, read_text

KINDS: Final = ("reported", "measured", "estimate", "forecast")
ACTUAL_KINDS: Final = ("reported", "measured", "estimate")
GRADES: Final = ("A", "B", "C", "D")
RANGE_KINDS: Final = (
    "p5-p95", "min-max", "standard-error", "floor", "ceiling", "our-reading", "ci90", "ci95",
)  # fmt: skip
PUBLIC_BASES: Final = ("read", "announcement", "release-day", "no-later-than")
NATURES: Final = ("stock", "flow", "spec", "price", "rate", "count")
ENTITY_COLUMNS: Final = ("entity", "kind", "parent", "country", "aliases", "note")
METRIC_COLUMNS: Final = ("metric", "label", "units", "qualifiers", "definition", "nature")


QUALIFIER_COLUMNS: Final = ("qualifier", "definition", "values")


@dataclass(frozen=True)
class Metric:
    """A quantity that can be measured: its allowed units and the qualifiers it may carry."""

    metric: str
    label: str
    units: tuple[str, ...]
    qualifiers: tuple[str, ...]
    definition: str
    nature: str


@dataclass(frozen=True)
class Entity:
    """Who or what a fact is about."""

    entity: str
    kind: str
    parent: str
    country: str
    aliases: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Vocabulary:
    """All closed words of the data, and the two questions one asks of them."""

    metrics: dict[str, Metric]
    entities: dict[str, Entity]
    aliases: dict[str, str]
    units: dict[str, str]
    qualifiers: dict[str, tuple[str, ...]]

    def entity(self, name: str) -> str:
        """The canonical name of an entity given by name or alias. Raises UnknownWord."""
        if name in self.entities:
            return name
        if name in self.aliases:
            return self.aliases[name]
        raise UnknownWord(f"entity={name!r} is unknown{allowed_words(name, self.entities)}")

    def metric(self, name: str) -> str:
        """The metric's name, if it exists. Raises UnknownWord."""
        if name in self.metrics:
            return name
        raise UnknownWord(f"metric={name!r} is unknown{allowed_words(name, self.metrics)}")


def check_word(column: str, word: str, allowed: Iterable[str]) -> str:
    """The word, if it is allowed in a question. Raises UnknownWord with the allowed ones."""
    words = tuple(allowed)
    if word not in words:
        raise UnknownWord(f"{column}={word!r} is unknown{allowed_words(word, words)}")
    return word


def split_list(text: str) -> tuple[str, ...]:
    """The items of a cell that holds a list: separated by semicolons or bars."""
    return tuple(item.strip() for item in text.replace("|", ";").split(";") if item.strip())


def parse_basis(text: str) -> dict[str, str]:
    """`contract=1y;seller=AWS` as a dictionary; '' is the empty one.

    Raises ValueError when a qualifier is not `key=value`.
    """
    pairs: dict[str, str] = {}
    for item in split_list(text) if text else ():
        key, equals, value = item.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise ValueError(item)
        pairs[key.strip()] = value.strip()
    return pairs


def format_basis(pairs: dict[str, str]) -> str:
    """A dictionary of qualifiers as its one canonical text, sorted by key."""
    return ";".join(f"{key}={pairs[key]}" for key in sorted(pairs))


def read_units(path: Path) -> dict[str, str]:
    """Unit names with their definitions from `name = definition` lines; `#` starts a comment.

    Raises BadFile with the line number.
    """
    if not path.is_file():
        raise BadFile(f"{shown(path)} is missing; expected lines `name = definition`")
    units: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, definition = (part.strip() for part in text.partition("="))
        if not equals or not name or not definition:
            raise BadFile(f"{shown(path)}, row {number}: {text!r} is not `name = definition`")
        if name in units:
            raise BadFile(f"{shown(path)}, row {number}: unit {name!r} is defined twice")
        units[name] = definition
    return units


def read_qualifiers(path: Path) -> tuple[dict[str, tuple[str, ...]], list[CellError]]:
    """The values that each qualifier may take (none listed: any); an absent file closes nothing."""
    if not path.is_file():
        return {}, []
    frame = read_text(path, QUALIFIER_COLUMNS)
    rows = frame.select("qualifier", "values").rows()
    found = {name: tuple(v.strip() for v in text.split("|") if v.strip()) for name, text in rows}
    return found, duplicate_problems(frame, "qualifier")


def load_vocabulary(data: Path) -> tuple[Vocabulary, list[CellError]]:
    """The vocabulary of a data folder, and every problem found in its files."""
    units = read_units(data / UNITS)
    qualifiers, qualifier_problems = read_qualifiers(data / QUALIFIERS)
    entity_rows = read_text(data / ENTITIES, ENTITY_COLUMNS)
    metric_rows = read_text(data / METRICS, METRIC_COLUMNS)
    problems = duplicate_problems(entity_rows, "entity") + duplicate_problems(metric_rows, "metric")
    problems += qualifier_problems
    entities = {
        name: Entity(name, kind, parent, country, split_list(aliases), note)
        for name, kind, parent, country, aliases, note in entity_rows.select(ENTITY_COLUMNS).rows()
    }
    metrics: dict[str, Metric] = {}
    for row in metric_rows.rows(named=True):
        metric = Metric(
            row["metric"],
            row["label"],
            split_list(row["units"]),
            split_list(row["qualifiers"]),
            row["definition"],
            row["nature"],
        )
        metrics[metric.metric] = metric
        for unit in metric.units:
            if unit not in units:
                where = (row["file"], row["row"], "units", unit)
                problems.append(BadWord(*where, "is not in units.txt", units))
        for key in metric.qualifiers if qualifiers else ():
            if key not in qualifiers:
                where = (row["file"], row["row"], "qualifiers", key)
                problems.append(BadWord(*where, "is not in qualifiers.csv", qualifiers))
        if metric.nature and metric.nature not in NATURES:
            where = (row["file"], row["row"], "nature", metric.nature)
            problems.append(BadWord(*where, "is not a nature", NATURES))
    aliases: dict[str, str] = {}
    for row in entity_rows.rows(named=True):
        if row["parent"] and row["parent"] not in entities:
            where = (row["file"], row["row"], "parent", row["parent"])
            problems.append(BadWord(*where, "is not an entity", entities))
        for alias in split_list(row["aliases"]):
            taken = alias in entities or aliases.get(alias, row["entity"]) != row["entity"]
            if taken:
                where = (row["file"], row["row"], "aliases", alias)
                problems.append(BadWord(*where, "already names another entity"))
            aliases[alias] = row["entity"]
    return Vocabulary(metrics, entities, aliases, units, qualifiers), problems
