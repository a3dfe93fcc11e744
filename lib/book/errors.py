"""One class per human mistake; the command line prints the message as one line and exits with 2."""

from __future__ import annotations


class BookError(Exception):
    """A mistake that a person can mend: the message names what, where and what is allowed."""


class ParameterError(BookError, ValueError):
    """A parameter with an unknown name, a wrong type, or a value outside its bounds."""


class ChapterMissing(BookError):
    """A chapter that does not exist."""


class ExecutionFailed(BookError):
    """A cell of a chapter raised; the message is the last line of its traceback."""


class PairOutOfStep(BookError):
    """A chapter's text and its notebook say different things."""


class BuildFailed(BookError):
    """Sphinx warned, a page is missing, or the site broke one of its rules."""
