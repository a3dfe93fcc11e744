"""Two small drawings made without the drawing engine: the curve of a claim, and its history.

Three dozen claim pages are assembled at each build; starting a drawing engine for each would cost
more than all the rest. Colours are the palette's, so dark mode works as for every other chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from lib.report import formats
from lib.report.theme import CATEGORIES, NARROW_PX, WIDE_PX, colour

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Box:
    """The plotting area in pixels."""

    width: int
    height: int
    left: int = 46
    right: int = 14
    top: int = 54
    bottom: int = 44

    def x(self, share: float) -> float:
        """A place along the width, 0 to 1."""
        return round(self.left + share * (self.width - self.left - self.right), 2)

    def y(self, share: float) -> float:
        """A place up the height, 0 (bottom) to 1."""
        return round(self.height - self.bottom - share * (self.height - self.bottom - self.top), 2)


_PERCENT_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def probability_curves(
    curves: Sequence[tuple[str, Points]],
    marks: Sequence[tuple[str, float]],
    unit: str,
    title: str,
    prefix: str,
) -> str:
    """Probability against threshold, one line per view, with the readings marked; both widths.

    Arguments: ``curves``: view name and (threshold, probability) points; ``marks``: name and
    threshold; ``prefix`` for ids, unique on the page.
    """
    return "".join(
        _curves(curves, marks, unit, title, f"{prefix}-{kind}", Box(width, 280), kind)
        for kind, width in (("wide", WIDE_PX), ("narrow", NARROW_PX))
    )


def history_line(points: Sequence[tuple[date, float]], title: str, prefix: str) -> str:
    """Probability along the day on which facts were known, as steps; both widths."""
    return "".join(
        _history(points, title, f"{prefix}-{kind}", Box(width, 200, top=14), kind)
        for kind, width in (("wide", WIDE_PX), ("narrow", NARROW_PX))
    )


def _curves(
    curves: Sequence[tuple[str, Points]],
    marks: Sequence[tuple[str, float]],
    unit: str,
    title: str,
    prefix: str,
    box: Box,
    kind: str,
) -> str:
    xs = [x for _, points in curves for x, _ in points] + [at for _, at in marks]
    least, most = min(xs), max(xs)
    span = (most - least) or 1.0
    parts = _grid(box)
    said_once = "" if unit == "fraction" else formats.unit_label(unit)
    title = f"{title}, {said_once}" if said_once and not said_once.startswith("$") else title
    for i in range(5 if kind == "wide" else 3):
        share = i / (4 if kind == "wide" else 2)
        label = formats.number(least + share * span, unit, "2s").split(" per ")[0].split(" ")[0]
        anchor = "start" if i == 0 else "end" if share == 1 else "middle"
        parts.append(_text(box.x(share), box.height - 24, label, "soft", anchor))
    parts.append(_text(box.x(0.5), box.height - 5, title, "soft", "middle"))
    for order, (name, at) in enumerate(sorted(marks, key=lambda m: m[1])):
        share = (at - least) / span
        parts.append(_rule(box.x(share), box.y(0), box.y(1)))
        side = "end" if share > 0.6 else "start"
        place = box.x(share) + (-5 if side == "end" else 5)
        parts.append(_text(place, box.top - 8 - 15 * (order % 3), name, "ink", side))
    high_at_the_end = sum(points[-1][1] for _, points in curves) / len(curves) > 0.5
    for order, ((name, points), ink) in enumerate(zip(curves, CATEGORIES, strict=False)):
        line = " ".join(f"{box.x((x - least) / span)},{box.y(p)}" for x, p in points)
        parts.append(_line(line, ink))
        # The names stand in the corner that the curves leave free, each in its line's colour.
        corner = 0.28 if high_at_the_end else 0.9
        parts.append(_text(box.x(0.985), box.y(corner) + 18 * order, name, ink, "end"))
    said = "; ".join(f"{name} at {formats.number(at, unit)}" for name, at in marks)
    alt = f"Probability that the statement holds, by threshold. Marked: {said}."
    return _svg("".join(parts), box, prefix, title, alt, kind)


def _history(
    points: Sequence[tuple[date, float]], title: str, prefix: str, box: Box, kind: str
) -> str:
    first, last = points[0][0], points[-1][0]
    days = max((last - first).days, 1)
    parts = _grid(box)
    steps: list[str] = []
    height = 0.0
    for order, (day, p) in enumerate(points):
        x = box.x((day - first).days / days)
        if order:
            steps.append(f"{x},{height}")
        height = box.y(p)
        steps.append(f"{x},{height}")
    parts.append(_line(" ".join(steps), "subject"))
    parts.append(_text(box.x(0), box.height - 24, f"{first:%b %Y}", "soft", "start"))
    parts.append(_text(box.x(1), box.height - 24, f"{last:%b %Y}", "soft", "end"))
    parts.append(_text(box.x(0.5), box.height - 5, "Facts known on", "soft", "middle"))
    low, high = min(p for _, p in points), max(p for _, p in points)
    alt = (
        f"Probability from {formats.day(first)} to {formats.day(last)}: between "
        f"{formats.probability(low)} and {formats.probability(high)}, "
        f"{formats.probability(points[-1][1])} at the end."
    )
    return _svg("".join(parts), box, prefix, title, alt, kind)


def _grid(box: Box) -> list[str]:
    parts = []
    for tick in _PERCENT_TICKS:
        y = box.y(tick)
        parts.append(
            f'<line x1="{box.x(0)}" x2="{box.x(1)}" y1="{y}" y2="{y}" stroke="{colour("grid")}"/>'
        )
        parts.append(_text(box.left - 6, y + 4, f"{tick * 100:.0f}%", "soft", "end"))
    return parts


def _text(x: float, y: float, words: str, ink: str, anchor: str) -> str:
    return (
        f'<text x="{round(x, 2)}" y="{round(y, 2)}" fill="{colour(ink)}" font-size="13"'
        f' text-anchor="{anchor}">{escape(words)}</text>'
    )


def _rule(x: float, low: float, high: float) -> str:
    return (
        f'<line x1="{x}" x2="{x}" y1="{low}" y2="{high}" stroke="{colour("rule")}"'
        ' stroke-dasharray="4 3"/>'
    )


def _line(points: str, ink: str) -> str:
    return f'<polyline points="{points}" fill="none" stroke="{colour(ink)}" stroke-width="2.5"/>'


def _svg(inner: str, box: Box, prefix: str, title: str, alt: str, kind: str) -> str:
    return (
        f'<svg class="cuc-{kind}" viewBox="0 0 {box.width} {box.height}" role="img"'
        f' aria-labelledby="{prefix}-t" aria-describedby="{prefix}-d">'
        f'<title id="{prefix}-t">{escape(title)}</title><desc id="{prefix}-d">{escape(alt)}</desc>'
        f"{inner}</svg>"
    )
