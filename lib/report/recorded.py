"""A figure's sources are what its own function read, not all that the view has read so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import wraps
from typing import Any

from lib.claims.finding import Finding
from lib.evidence.view import View
from lib.report.figure import Figure
from lib.report.provenance import Reads, merged


def recorded(make: Callable[..., Figure]) -> Callable[..., Figure]:
    """Record what a figure rests on: what its function reads of views, and what findings read.

    Views and findings (also mappings of findings) are looked for among the arguments. A figure that
    names its own reads keeps them.
    """

    @wraps(make)
    def make_and_record(*arguments: Any, **named: Any) -> Figure:
        given = [*arguments, *named.values()]
        views = [a for a in given if isinstance(a, View)]
        with ExitStack() as stack:
            logs = [stack.enter_context(view.recording()) for view in views]
            figure = make(*arguments, **named)
        known: list[Reads] = [*logs, *_findings(given)]
        if figure.reads is not None or not known:
            return figure
        return replace(figure, reads=merged(known))

    return make_and_record


def _findings(given: list[Any]) -> list[Finding]:
    groups = [list(a.values()) for a in given if isinstance(a, Mapping)]
    groups += [list(a) for a in given if isinstance(a, list | tuple)]
    loose = [a for a in given if isinstance(a, Finding)]
    return loose + [item for group in groups for item in group if isinstance(item, Finding)]
