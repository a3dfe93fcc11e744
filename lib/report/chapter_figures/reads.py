"""What a figure read, taken from its views while it is made: its sources are never typed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import ParamSpec, TypeVar

from lib.evidence.view import View
from lib.report.figure import Figure
from lib.report.provenance import merged

P = ParamSpec("P")
Made = TypeVar("Made", Figure, Figure | None)


def reading(make: Callable[P, Made]) -> Callable[P, Made]:
    """Record what the views among the arguments are asked while a figure is made."""

    @functools.wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Made:
        views = {id(a): a for a in (*args, *kwargs.values()) if isinstance(a, View)}
        with ExitStack() as stack:
            logs = [stack.enter_context(view.recording()) for view in views.values()]
            figure = make(*args, **kwargs)
        return figure if figure is None else replace(figure, reads=merged(logs))

    return made
