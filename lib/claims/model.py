"""A quantity bound to its inputs, as a view sees them: what the engine and the figures share.

A quantity comes in three forms:

    model(view, relief_days)
        a function whose arguments are named like assumptions (arguments with a default are not
        inputs);
    model(view, relief_days, {"freed_mw": "china_freed_mw", ...})
        a function whose arguments are bound to assumptions (or priors) of other names;
    model(view, lambda x: x["a"] / x["b"], ["a", "b"])
        a function of one mapping of named values.

Values are numbers (break-even, flips) or columns (draws): a quantity must take both.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.claims.finding import Finding, FindingError
from lib.claims.propositions import Proposition
from lib.evidence.view import View
from lib.inference.breakeven import Margin, breakevens, point_values
from lib.inference.curves import Summary, margin, summary
from lib.inference.draws import Draws
from lib.inference.priors import BASE
from lib.inference.sensitivity import flip_points, outcome
from lib.inference.uncertain import Column, Uncertain

Inputs = Sequence[str | Uncertain] | Mapping[str, str | Uncertain]


@dataclass(frozen=True)
class Model:
    """A quantity with its inputs as a view sees them: what the engine and the figures share."""

    quantity: Margin
    priors: Mapping[str, Uncertain]

    def point(self) -> float:
        """The quantity with every input at its point value."""
        return float(self.quantity(point_values(self.priors)))

    def columns(self, draws: Draws, width: float = BASE) -> dict[str, Column]:
        """The draws of every input, by name."""
        return draws.sample_all(self.priors.values(), width)

    def values(self, draws: Draws, width: float = BASE) -> Column:
        """The quantity in every draw."""
        return outcome(self.quantity, self.columns(draws, width))


def model(view: View, quantity: Callable[..., Any], inputs: Inputs | None = None) -> Model:
    """Bind a quantity to its inputs in a view (forms: see above); reading them is logged.

    Raises `FindingError` for arguments without an input, UnknownAssumption for unknown names.
    """
    if inputs is None:
        names = _argument_names(quantity)
        return Model(lambda x: quantity(**{name: x[name] for name in names}), _priors(view, names))
    if isinstance(inputs, Mapping):
        bound = dict(inputs)
        priors = _priors(view, list(bound.values()))
        to = {name: _name(given) for name, given in bound.items()}
        return Model(lambda x: quantity(**{k: x[name] for k, name in to.items()}), priors)
    return Model(quantity, _priors(view, inputs))


def with_turns(finding: Finding, bound: Model, decisive: str | None = None) -> Finding:
    """The finding with the flip points of every input and the break-even of the decisive one."""
    assert finding.threshold is not None
    at, direction = finding.threshold, finding.direction

    def distance(x: Mapping[str, Any]) -> Any:
        return margin(bound.quantity(x), at, direction)

    if decisive is not None and decisive not in bound.priors:
        allowed = ", ".join(sorted(bound.priors))
        raise FindingError(
            f"{finding.proposition}: decisive input {decisive!r} is no input; allowed: {allowed}"
        )
    turns = breakevens(distance, bound.priors)
    flips = flip_points(distance, bound.priors, turns)
    turning = decisive or next((flip.name for flip in flips if flip.value is not None), None)
    turn = None if turning is None else turns[turning]
    return replace(finding, flips=flips, breakeven=turn)


def summarise(
    proposed: Proposition, values: Column, point: float, label: str | None, unit: str | None
) -> Summary:
    """The quantity over the draws; label and unit come from the register where none is given."""
    return summary(
        values,
        label=proposed.title if label is None else label,
        unit=proposed.unit if unit is None else unit,
        point=point,
    )


def _priors(view: View, inputs: Sequence[str | Uncertain]) -> dict[str, Uncertain]:
    found: list[Uncertain] = [
        view.assumption(given) if isinstance(given, str) else given for given in inputs
    ]
    return {prior.name: prior for prior in found}


def _name(given: str | Uncertain) -> str:
    return given if isinstance(given, str) else given.name


def _argument_names(quantity: Callable[..., Any]) -> list[str]:
    """The arguments without a default, which must all be named like an input."""
    arguments = inspect.signature(quantity).parameters.values()
    loose = [a.name for a in arguments if a.kind in (a.VAR_POSITIONAL, a.VAR_KEYWORD)]
    if loose:
        raise FindingError(f"{quantity}: arguments {', '.join(loose)} have no names; give inputs")
    return [a.name for a in arguments if a.default is a.empty]
