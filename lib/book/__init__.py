"""Process and path: commands, execution, assembly, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lib.book.parameters import begin

__all__ = ["begin"]


def __getattr__(name: str) -> Any:
    """`begin` is loaded when a chapter asks for it: a command that finds nothing to do is quick."""
    if name == "begin":
        from lib.book.parameters import begin

        return begin
    raise AttributeError(f"module 'lib.book' has no attribute {name!r}")
