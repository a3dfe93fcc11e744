"""Which formulas the page on methods shows, by subject: every one that accepts symbols."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

from lib.report.pages import Equation, equation_of

SUBJECTS = {
    "capital": "Capital",
    "facility": "Buildings and cooling",
    "energy": "Power and energy",
    "operations": "Staff, spares and failures",
    "chip_hour": "The chip-hour",
    "unit_cost": "Cost per unit of work",
    "tenant": "The tenant's price",
    "roofline": "Time of a step",
    "rl_step": "A step of reinforcement learning",
    "relief": "Capacity that a market frees",
    "exposure": "Dependence on one provider",
    "growth": "Growth",
}


def groups() -> list[tuple[str, str, list[Equation]]]:
    """Anchor, title and equations of each subject."""
    made = [(f"about-{name}", title, _equations(name)) for name, title in SUBJECTS.items()]
    return [group for group in made if group[2]]


def _equations(subject: str) -> list[Equation]:
    module = importlib.import_module(f"lib.models.{subject}")
    found = []
    for name, formula in inspect.getmembers(module, inspect.isfunction):
        if formula.__module__ == module.__name__ and not name.startswith("_"):
            equation = _equation(formula)
            found += [equation] if equation else []
    return found


def _equation(formula: Callable[..., Any]) -> Equation | None:
    """The formula as an equation; None for one that works on tables or words alone."""
    try:
        return equation_of(formula)
    except (TypeError, ValueError, AttributeError, NotImplementedError):
        return None
