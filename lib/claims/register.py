"""The register of propositions, and the functions that answer them.

`data/claims.yml` says what is tested; a function with `@proposition(id)` answers it. Every row
needs a function and every function a row: `missing_functions` and `fail_if_incomplete` compare.
Modules of claims are imported on first need: the one named like the proposition's chapter, then
all others beside it.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Hashable, Iterable, Mapping

from lib.claims.finding import Finding
from lib.claims.propositions import (
    Proposition,
    RegisterError,
    get,
    load_register,
    of_chapter,
)
from lib.claims.provenance import read_again, recorded
from lib.evidence.view import View
from lib.inference.draws import Draws

__all__ = [
    "Proposition",
    "RegisterError",
    "answer_to",
    "evaluate",
    "evaluate_one",
    "fail_if_incomplete",
    "get",
    "has_answer",
    "load_register",
    "missing_functions",
    "of_chapter",
    "proposition",
]

Answer = Callable[[View, Draws], Finding]
_ANSWERS: dict[str, Answer] = {}
_FINDINGS: dict[Hashable, Finding] = {}


def proposition(id: str) -> Callable[[Answer], Answer]:
    """Register a function as the answer to a proposition; it then records what it reads."""
    get(id)

    def register(answer: Answer) -> Answer:
        if id in _ANSWERS and _ANSWERS[id].__module__ != answer.__module__:
            raise RegisterError(f"{id} is answered in {_ANSWERS[id].__module__}, too")
        _ANSWERS[id] = functools.wraps(answer)(recorded(get(id), answer))
        return _ANSWERS[id]

    return register


def answer_to(id: str) -> Answer:
    """The function that answers a proposition. Raises `RegisterError` when there is none."""
    wanted = get(id)
    if id not in _ANSWERS:
        _import_if_there(f"lib.claims.{wanted.module}")
    if id not in _ANSWERS:
        import_all()
    if id not in _ANSWERS:
        raise RegisterError(f"no function answers {id}; add one to lib/claims/{wanted.module}.py")
    return _ANSWERS[id]


def has_answer(id: str) -> bool:
    """Whether a function answers the proposition (imports the claim modules)."""
    get(id)
    if id not in _ANSWERS:
        import_all()
    return id in _ANSWERS


def missing_functions() -> tuple[str, ...]:
    """The propositions that no function answers yet, in the register's order."""
    import_all()
    return tuple(id for id in load_register() if id not in _ANSWERS)


def fail_if_incomplete() -> None:
    """Raise `RegisterError` unless every proposition has a function.

    The other way round cannot happen: `@proposition` refuses an id that is not in the register.
    """
    missing = missing_functions()
    if missing:
        raise RegisterError(f"no function answers {', '.join(missing)}")


def import_all() -> None:
    """Import every module of lib.claims, so that all functions are registered."""
    import lib.claims

    for module in pkgutil.iter_modules(lib.claims.__path__, "lib.claims."):
        importlib.import_module(module.name)


def evaluate(
    ids: Iterable[str], views: Mapping[str, View] | Iterable[View], draws: Draws
) -> list[Finding]:
    """The findings of several propositions in several views, proposition by proposition.

    A finding is computed once per proposition, view and table of draws, and then kept: answers
    depend on nothing else. Raises `RegisterError` for an id without a row or a function.
    """
    chosen = list(views.values()) if isinstance(views, Mapping) else list(views)
    return [evaluate_one(id, view, draws) for id in ids for view in chosen]


def evaluate_one(id: str, view: View, draws: Draws) -> Finding:
    """The finding of one proposition in one view, from memory where it was computed before."""
    key = (id, view_key(view), draws.key)
    if key in _FINDINGS:
        read_again(view, _FINDINGS[key])
    else:
        _FINDINGS[key] = answer_to(id)(view, draws)
    return _FINDINGS[key]


def view_key(view: View) -> Hashable:
    """What identifies a view in a cache: all of its parameters."""
    readings, values = sorted(view.readings.items()), sorted(view.values.items())
    days = (view.name, view.known_on, view.about)
    return (*days, view.clock, view.min_grade, tuple(readings), tuple(values))


def _import_if_there(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name != name:
            raise
