"""What the naming of a chapter's numbers needs of a run; `lib.book.session.Run` has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from lib.claims.finding import Finding
    from lib.evidence.view import View
    from lib.inference.draws import Draws


class Naming(Protocol):
    """A run that names numbers, phrases and premises, and knows its findings."""

    @property
    def draws(self) -> Draws:
        """The shared table of draws."""

    def view(self, name: str) -> View:
        """The view then, hindsight or today."""

    def findings(self, ids: Sequence[str] | None = None) -> dict[tuple[str, str], Finding]:
        """The findings by proposition and view."""

    def number(self, name: str, value: float, unit: str, **more: Any) -> None:
        """Name a number."""

    def phrase(self, name: str, text: str) -> None:
        """Name a computed phrase."""

    def premise(self, name: str, holds: bool, otherwise: str) -> None:
        """State whether the condition of a paragraph holds."""
