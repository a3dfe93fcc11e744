"""The live component: sliders over the book's own formulas, in the page, without a server.

It shows one quantity for several things side by side, where the answer turns along the decisive
input, and, when a table of draws is shipped, the probability. It reads without JavaScript as a
table at the values of the book.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from lib.report import formats
from lib.report.packed import pack, unpack
from lib.report.syntax import evaluate, tree_of

SCHEMA: Final = "live/1"
_SCAN: Final = 400
_HALVINGS: Final = 200
Formula = Callable[[Mapping[str, Any]], Any]


class LiveError(ValueError):
    """A live component whose parts do not fit together."""


@dataclass(frozen=True)
class Slider:
    """One input: ``default``, ``low`` and ``high`` in ``unit``. Hidden ones only vary in draws."""

    name: str
    label: str
    unit: str
    default: float
    low: float
    high: float
    shown: bool = True


@dataclass(frozen=True)
class Live:
    """A comparison that a reader can move.

    ``rows``: label and formula of each thing compared, in ``unit``; ``subject``: the label of the
    one that the statement is about; it holds when the subject is better (``lower`` or ``higher``)
    than every other row. ``decisive``: the input along which the answer turns. ``draws``: columns
    by input; inputs that the reader has moved are held, the others keep their draws.
    """

    id: str
    title: str
    inputs: Sequence[Slider]
    rows: Sequence[tuple[str, Formula]]
    unit: str
    subject: str
    decisive: str
    statement: str
    better: Literal["lower", "higher"] = "lower"
    draws: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise LiveError when a name does not exist or a default lies outside its bounds."""
        names = [i.name for i in self.inputs]
        if self.decisive not in names:
            raise LiveError(f"{self.id}: decisive input {self.decisive!r}; inputs: {names}")
        if self.subject not in [label for label, _ in self.rows] or len(self.rows) < 2:
            raise LiveError(f"{self.id}: subject {self.subject!r} needs a row and one to compare")
        for i in self.inputs:
            if not i.low <= i.default <= i.high:
                raise LiveError(f"{self.id}: {i.name} {i.default} is outside {i.low} to {i.high}")
        strangers = sorted(set(self.draws) - set(names))
        if strangers:
            raise LiveError(f"{self.id}: draws of unknown inputs {strangers}")
        if len({len(column) for column in self.draws.values()}) > 1:
            raise LiveError(f"{self.id}: the columns of draws have different lengths")


def compiled(live: Live) -> dict[str, Any]:
    """The component as data for the browser (``live.json``)."""
    names = [i.name for i in live.inputs]
    return {
        "schema": SCHEMA,
        "id": live.id,
        "inputs": [
            {
                "name": i.name,
                "label": i.label,
                "unit": browser_unit(i.unit),
                "default": i.default,
                "low": i.low,
                "high": i.high,
                "shown": i.shown,
            }
            for i in live.inputs
        ],
        "rows": [{"label": label, "tree": tree_of(f, names)} for label, f in live.rows],
        "unit": browser_unit(live.unit),
        "subject": live.subject,
        "decisive": live.decisive,
        "better": live.better,
        "statement": live.statement.rstrip("."),
        "draws": {name: pack(column) for name, column in live.draws.items()},
    }


def browser_unit(unit: str) -> dict[str, str]:
    """How the browser prints a unit: what stands before and after the digits."""
    probe = formats.number(2.0, unit)
    before, _, after = probe.partition("200" if unit == "fraction" else "2")
    other = "brief" if formats.has_one_decimal(unit) else "plain"
    kind = "share" if unit == "fraction" else "money" if before else other
    one = formats.number(1.0, unit).removeprefix(f"{before}1")
    told = {"kind": kind, "before": before, "after": after}
    return told if kind != "brief" or one == after else told | {"one": one}


def margin(content: Mapping[str, Any], values: Mapping[str, float]) -> float:
    """By how much the subject is better than the best of the others, in the unit; above 0 holds."""
    found = {row["label"]: float(evaluate(row["tree"], values)) for row in content["rows"]}
    subject = found.pop(content["subject"])
    lower = content["better"] == "lower"
    return min(found.values()) - subject if lower else subject - max(found.values())


def break_even(content: Mapping[str, Any], values: Mapping[str, float]) -> float | None:
    """Where the answer turns along the decisive input within its bounds; the first from below.

    The browser does the same: a scan of equal steps, then halving.
    """
    name = content["decisive"]
    bounds = next(i for i in content["inputs"] if i["name"] == name)
    low, high = float(bounds["low"]), float(bounds["high"])

    def at(x: float) -> bool:
        return margin(content, {**values, name: x}) > 0

    left, holds = low, at(low)
    for step in range(1, _SCAN + 1):
        right = low + (high - low) * step / _SCAN
        if at(right) != holds:
            return _halved(at, left, right, holds)
        left = right
    return None


def _halved(at: Callable[[float], bool], left: float, right: float, holds: bool) -> float:
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        if middle in (left, right):
            break
        left, right = (middle, right) if at(middle) == holds else (left, middle)
    return (left + right) / 2


def probability(content: Mapping[str, Any], moved: Mapping[str, float]) -> float | None:
    """The share of draws in which the statement holds, moved inputs held; None without draws."""
    draws = {name: unpack(column) for name, column in content["draws"].items()}
    if not draws:
        return None
    count = len(next(iter(draws.values())))
    base = {i["name"]: i["default"] for i in content["inputs"]}
    won = 0
    for k in range(count):
        values = {**base, **{name: column[k] for name, column in draws.items()}, **moved}
        won += margin(content, values) > 0
    return won / count
