"""What is known: facts, sources, events, assumptions, and the one door to them, `View`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lib.evidence.assumptions import Assumption
from lib.evidence.clocks import THEN
from lib.evidence.conflicts import Conflict, Reading
from lib.evidence.errors import EvidenceError, NotKnownYet, UnknownFact
from lib.evidence.facts import Fact
from lib.evidence.grades import Strength
from lib.evidence.readlog import ReadLog
from lib.evidence.standard import change_days, reconstructed, standard_views
from lib.evidence.store import Evidence, evidence
from lib.evidence.view import View

if TYPE_CHECKING:
    LATEST: date

__all__ = [
    "THEN", "Assumption", "Conflict", "Evidence", "EvidenceError", "Fact", "NotKnownYet",
    "ReadLog", "Reading", "Strength", "UnknownFact", "View", "change_days", "evidence",
    "reconstructed", "standard_views",
]  # fmt: skip


def __getattr__(name: str) -> date:
    """LATEST is read from the data on first use: the newest day in it."""
    if name == "LATEST":
        return evidence().latest
    raise AttributeError(f"module 'lib.evidence' has no attribute {name!r}")
