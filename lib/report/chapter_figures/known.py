"""A figure only where its view can see what it shows, and a sentence in its place otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from html import escape
from typing import Any, ParamSpec

import polars as pl

from lib.evidence.errors import NotInView, NotKnownYet
from lib.report.chapter_figures.reads import reading
from lib.report.figure import Figure

P = ParamSpec("P")


def when_known(make: Callable[P, Figure]) -> Callable[P, Figure | None]:
    """Make no figure where its view cannot see what the figure shows."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Figure | None:
        try:
            return reading(make)(*args, **kwargs)
        except (NotKnownYet, NotInView):
            return None

    return made


def fail_if_empty(table: pl.DataFrame, subject: str) -> pl.DataFrame:
    """The table, if it has rows; otherwise NotKnownYet, which ends a figure without drawing it."""
    if table.is_empty():
        raise NotKnownYet(f"{subject} is not known on this day or grade of sources")
    return table


def show(run: Any, figure: Figure | None, subject: str) -> None:
    """Publish a figure, or say in its place that the run's sources do not hold it."""
    if figure is not None:
        run.publish(figure)
    else:
        told = f"Not drawn: {subject} is not known on this run's day or grade of sources."
        run.show(f"<p>{escape(told)}</p>", told)


def overlap(low: float, high: float, other_low: float, other_high: float) -> str:
    """Whether two ranges overlap, as words of a sentence."""
    return "overlap" if low <= other_high and other_low <= high else "do not overlap"
