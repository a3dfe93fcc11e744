"""Process and path: commands, execution, assembly, checks."""

from lib.book.parameters import begin

__all__ = ["begin"]
