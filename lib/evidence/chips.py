"""The chips that are compared: who sells them, who may buy or rent them, since when.

A chip's key is the prefix of its assumptions (`gb200_capital_usd`); its entity is the name under
which its specifications stand in the facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from lib.evidence import paths
from lib.evidence.errors import UnknownChip, allowed_words
from lib.evidence.tables import duplicate_problems, read_text

COLUMNS = (
    "chip", "label", "entity", "vendor", "merchant", "rentable", "on_sale_event", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Chip:
    """A chip. merchant: 'yes' if anyone may buy it, 'export' if made for export rules, or 'no'."""

    key: str
    label: str
    entity: str
    vendor: str
    merchant: str
    rentable: bool
    on_sale_event: str
    note: str


@lru_cache(maxsize=4)
def load_chips(data: Path = paths.DATA) -> Mapping[str, Chip]:
    """The chips by key, in the order of the table. Raises BadFile or DuplicateId."""
    table = read_text(data / "chips.csv", COLUMNS)
    for problem in duplicate_problems(table, "chip"):
        raise problem
    chips = {
        row["chip"]: Chip(
            key=row["chip"],
            label=row["label"],
            entity=row["entity"],
            vendor=row["vendor"],
            merchant=row["merchant"],
            rentable=row["rentable"] == "yes",
            on_sale_event=row["on_sale_event"],
            note=row["note"],
        )
        for row in table.iter_rows(named=True)
    }
    return MappingProxyType(chips)


def chip(key: str) -> Chip:
    """The chip of a key. Raises UnknownChip, which names the chips that there are."""
    known = load_chips()
    if key not in known:
        raise UnknownChip(f"chip {key!r} is not in data/chips.csv{allowed_words(key, known)}")
    return known[key]
