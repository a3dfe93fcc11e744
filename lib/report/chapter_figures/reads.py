"""What chapters share: a figure's sources from its views, and words where a view knows nothing."""

from __future__ import annotations

import functools
import html
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, ParamSpec, Protocol, TypeVar

from lib.claims.cloud_series import MissingQuarter
from lib.claims.finding import Finding
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.forecasting import SeriesTooShort
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


class ChapterRun(Protocol):
    """What publishing from a chapter needs of its run."""

    def publish(self, figure: Figure) -> None:
        """Write a figure and show its card."""

    def show(self, html_text: str, plain: str = "") -> None:
        """Show a piece of HTML."""

    def number(self, name: str, value: float, unit: str, **more: Any) -> None:
        """Name a number."""

    def phrase(self, name: str, text: str) -> None:
        """Name a phrase."""


def publish_known(run: ChapterRun, make: Callable[..., Figure | None], *args: Any) -> None:
    """Publish a figure, or say in its place which fact its view does not know yet."""
    try:
        figure = make(*args)
        reason = "nothing to draw is known on this day"
    except (NotKnownYet, SeriesTooShort, MissingQuarter) as hidden:
        figure, reason = None, str(hidden)
    if figure is not None:
        run.publish(figure)
        return
    text = f"A figure is missing here: {reason}."
    run.show(f'<p class="cuc-missing">{html.escape(text)}</p>', text)


def name_quantity(run: ChapterRun, name: str, finding: Finding) -> None:
    """Name a finding's quantity with its range, or the words 'not known' where it has none."""
    quantity = finding.quantity
    if quantity is None:
        run.phrase(name, "not known")
        return
    points = quantity.unit == "share points"  # a fraction of a whole, said in points
    unit, scale = ("percentage points", 100.0) if points else (quantity.unit, 1.0)
    run.number(
        name,
        quantity.p50 * scale,
        unit,
        low=quantity.p5 * scale,
        high=quantity.p95 * scale,
        label=quantity.label,
        claim=finding.proposition,
    )


def name_turn(run: ChapterRun, name: str, finding: Finding) -> None:
    """Name the break-even of a finding and our value of the input (with `_ours` at its end)."""
    turn = finding.breakeven
    if turn is None:
        run.phrase(name, "not known")
        run.phrase(f"{name}_ours", "not known")
        return
    for end, value in (("", turn.value), ("_ours", turn.default)):
        run.number(f"{name}{end}", value, turn.unit, label=turn.label, claim=finding.proposition)
