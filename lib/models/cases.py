"""Recomputes published calculations with the public formulas and compares the results.

A case is data: named inputs, steps (one line each, see ``expressions.py``), and the published
outputs with a tolerance that follows from their rounding. An output may change some inputs
(``with``), as a source's own table of sensitivities does. Where a source contradicts itself, the
case says so: its number must not come out, and its check of consistency must fail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.models.expressions import ExpressionError, evaluate

REPRODUCED, MISSED, FLAGGED = "reproduced", "missed", "flagged"
REQUIRED = ("id", "title", "source", "inputs", "steps", "outputs")


@dataclass(frozen=True)
class Comparison:
    """One published quantity beside ours, in the unit of the source."""

    case: str
    quantity: str
    unit: str
    published: float
    ours: float
    tolerance: float
    tolerance_basis: str
    line: str
    changed: Mapping[str, float]
    contradicts_itself: bool
    consistent: bool

    @property
    def residual(self) -> float:
        """Ours less the published value."""
        return self.ours - self.published

    @property
    def within(self) -> bool:
        """Whether the residual is inside the tolerance; rounding of our own sum is allowed for."""
        return abs(self.residual) <= self.tolerance + 1e-12 * abs(self.published)

    @property
    def status(self) -> str:
        """``reproduced``, ``missed``, or ``flagged`` for a source that contradicts itself."""
        if self.contradicts_itself:
            return MISSED if self.within or self.consistent else FLAGGED
        return REPRODUCED if self.within and self.consistent else MISSED


def run_steps(
    case: Mapping[str, Any], changed: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Compute every step of a case, with some inputs changed if given.

    Args:
        case: the case, as its file holds it.
        changed: values that replace inputs, by name.

    Returns:
        Inputs and steps by name.

    Raises:
        ExpressionError: for a missing key, an unknown input, or a step that cannot be computed.
    """
    _fail_if_incomplete(case)
    values: dict[str, Any] = {name: given["value"] for name, given in case["inputs"].items()}
    for name, value in (changed or {}).items():
        if name not in values:
            known = ", ".join(values)
            raise ExpressionError(f"{case['id']}: no input {name!r} to change; known: {known}")
        values[name] = value
    for name, line in case["steps"].items():
        if name in values:
            raise ExpressionError(f"{case['id']}: step {name!r} has the name of an earlier value")
        try:
            values[name] = evaluate(line, values)
        except (ValueError, TypeError) as error:
            raise ExpressionError(f"{case['id']}, step {name}: {error}") from error
    return values


def compare(case: Mapping[str, Any]) -> list[Comparison]:
    """Recompute a case and set each published output beside ours.

    Args:
        case: the case, as its file holds it.

    Returns:
        One comparison for each output, in the order of the file.

    Raises:
        ExpressionError: as ``run_steps``, and for an output of no step.
    """
    _fail_if_incomplete(case)
    return [_comparison(case, name, output) for name, output in case["outputs"].items()]


def compare_all(cases: Sequence[Mapping[str, Any]]) -> list[Comparison]:
    """Recompute several cases, in their order."""
    return [comparison for case in cases for comparison in compare(case)]


def _comparison(case: Mapping[str, Any], name: str, output: Mapping[str, Any]) -> Comparison:
    step = output.get("step", name)
    if step not in case["steps"]:
        known = ", ".join(case["steps"])
        raise ExpressionError(f"{case['id']}: output {name!r} has no step {step!r}; known: {known}")
    changed = output.get("with", {})
    values = run_steps(case, changed)
    check = case.get("consistency")
    return Comparison(
        case=case["id"],
        quantity=name,
        unit=output["unit"],
        published=float(output["published"]),
        ours=float(values[step]),
        tolerance=float(output["tolerance"]),
        tolerance_basis=output["tolerance_basis"],
        line=case["steps"][step],
        changed=changed,
        contradicts_itself=bool(case.get("contradicts_itself", False)),
        consistent=True if check is None else bool(values[check]),
    )


def _fail_if_incomplete(case: Mapping[str, Any]) -> None:
    missing = [key for key in REQUIRED if key not in case]
    if missing:
        raise ExpressionError(f"{case.get('id', 'case')}: lacks {', '.join(missing)}")
