"""A formula as a tree that a browser can walk: no text is ever evaluated as code.

A function of ``lib.models`` is called with symbols; the expression becomes nested lists such as
``["+", "a", ["*", 2, "b"]]``. ``static/live.js`` and ``evaluate`` below walk the same tree, so the
slider and the book cannot disagree. Forms that lose digits near zero (``(1 + r)^n - 1``) are
rewritten with ``expm1`` and ``log1p``, as ``lib.models.ops`` does for numbers.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import sympy

Tree = float | int | str | bool | list[Any]
"""A number, the name of an input, or a list of an operation and its arguments."""


class SyntaxTreeError(ValueError):
    """A formula uses an operation that the browser does not know, or a name that is not given."""


_PLAIN: Final[dict[Any, str]] = {
    sympy.Max: "max",
    sympy.Min: "min",
    sympy.ceiling: "ceil",
    sympy.floor: "floor",
    sympy.Abs: "abs",
    sympy.And: "and",
    sympy.Or: "or",
    sympy.Not: "not",
    sympy.StrictLessThan: "<",
    sympy.LessThan: "<=",
    sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=",
    sympy.Equality: "==",
    sympy.Unequality: "!=",
}
_OPERATIONS: Final[dict[str, Callable[..., Any]]] = {
    "+": lambda *a: reduce(operator.add, a),
    "*": lambda *a: reduce(operator.mul, a),
    "/": operator.truediv,
    "^": lambda a, b: math.pow(a, b),
    "max": max,
    "min": min,
    "ceil": math.ceil,
    "floor": math.floor,
    "abs": abs,
    "exp": math.exp,
    "expm1": math.expm1,
    "log": math.log,
    "log1p": math.log1p,
    "sqrt": math.sqrt,
    "not": operator.not_,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def tree_of(formula: Callable[[Mapping[str, Any]], Any], names: Iterable[str]) -> Tree:
    """Compile a formula of named quantities.

    Arguments: ``formula`` takes a mapping from name to quantity and returns one quantity; it must
    use ``lib.models.ops`` for what operators cannot say. ``names`` of its inputs.
    Raises: SyntaxTreeError for an operation that the browser does not know.
    """
    symbols = {name: sympy.Symbol(name, real=True) for name in names}
    with sympy.evaluate(False):  # as the formula is written: a rearranged one loses digits
        return _tree(sympy.sympify(formula(symbols)))


def evaluate(tree: Tree, values: Mapping[str, float]) -> Any:
    """Walk a tree with numbers for its names; the browser does exactly this.

    Raises: SyntaxTreeError for a name without a value or an unknown operation.
    """
    if isinstance(tree, bool | int | float):
        return tree
    if isinstance(tree, str):
        if tree not in values:
            raise SyntaxTreeError(f"{tree!r} has no value; given: {', '.join(sorted(values))}")
        return values[tree]
    name, *arguments = tree
    if name == "where":
        return evaluate(arguments[1 if evaluate(arguments[0], values) else 2], values)
    if name == "and":
        return all(evaluate(a, values) for a in arguments)
    if name == "or":
        return any(evaluate(a, values) for a in arguments)
    if name not in _OPERATIONS:
        raise SyntaxTreeError(f"operation {name!r} is unknown; known: {', '.join(_OPERATIONS)}")
    return _OPERATIONS[name](*(evaluate(a, values) for a in arguments))


def _tree(e: Any) -> Tree:
    if e.is_Symbol:
        return str(e.name)
    if e.is_Integer:
        return int(e)
    if e.is_Number or e.is_NumberSymbol:
        return float(e)
    if e in (sympy.true, sympy.false):
        return bool(e)
    if e.is_Add:
        return _sum(e)
    if e.is_Mul:
        return _product(e)
    if e.is_Pow:
        return _power(e)
    if isinstance(e, sympy.exp):
        return _folded(["exp", _tree(e.args[0])])
    if isinstance(e, sympy.log):
        return _logarithm(e)
    if isinstance(e, sympy.Piecewise):
        return _choice(e.args)
    for kind, name in _PLAIN.items():
        if isinstance(e, kind):
            return _folded([name, *map(_tree, e.args)])
    raise SyntaxTreeError(f"a browser cannot compute {type(e).__name__} in {e}")


def _folded(tree: list[Any]) -> Tree:
    """A tree of numbers alone is a number, computed as Python computes it."""
    if all(isinstance(part, int | float) for part in tree[1:]):
        value: Tree = evaluate(tree, {})
        return value
    return tree


def _sum(e: Any) -> Tree:
    """A sum; a power or exponential less one keeps its digits near zero."""
    less_one = _less_one(e)
    return less_one if less_one is not None else _folded(["+", *map(_tree, e.args)])


def _less_one(e: Any) -> Tree | None:
    """``x^n - 1`` and ``1 - x^n`` by way of expm1, where the power has the form of a growth."""
    if len(e.args) != 2:
        return None
    for number, other in (e.args, e.args[::-1]):
        if number == 1 and (body := _negated(other)) is not None:
            exponent = _exponent(body)
            return None if exponent is None else ["*", -1, _folded(["expm1", exponent])]
        if number == -1 and (exponent := _exponent(other)) is not None:
            return _folded(["expm1", exponent])
    return None


def _negated(e: Any) -> Any:
    """The y of -y, or None."""
    if e.is_Mul and len(e.args) == 2 and -1 in e.args:
        return e.args[1] if e.args[0] == -1 else e.args[0]
    return None


def _exponent(body: Any) -> Tree | None:
    """The x of e^x, for exp(x) and for (1 + r)^n."""
    if isinstance(body, sympy.exp):
        return _tree(body.args[0])
    if body.is_Pow and (rate := _above_one(body.base)) is not None:
        return _folded(["*", _tree(body.exp), _folded(["log1p", _tree(rate)])])
    return None


def _above_one(e: Any) -> Any:
    """The r of 1 + r, or None."""
    if e.is_Add and len(e.args) == 2 and 1 in e.args:
        return e.args[1] if e.args[0] == 1 else e.args[0]
    return None


def _product(e: Any) -> Tree:
    """A product, as a quotient where it divides: the browser then rounds as Python does."""
    over = [a for a in e.args if not _divides(a)]
    under = [a.base for a in e.args if _divides(a)]
    top = _folded(["*", *map(_tree, over)]) if len(over) > 1 else _tree(over[0]) if over else 1
    if not under:
        return top
    bottom = _folded(["*", *map(_tree, under)]) if len(under) > 1 else _tree(under[0])
    return _folded(["/", top, bottom])


def _divides(e: Any) -> bool:
    return bool(e.is_Pow and e.exp == -1)


def _power(e: Any) -> Tree:
    if e.exp == -1:
        return _folded(["/", 1, _tree(e.base)])
    if e.exp == sympy.Rational(1, 2):
        return _folded(["sqrt", _tree(e.base)])
    return _folded(["^", _tree(e.base), _tree(e.exp)])


def _logarithm(e: Any) -> Tree:
    rate = _above_one(e.args[0])
    name, inner = ("log", e.args[0]) if rate is None else ("log1p", rate)
    return _folded([name, _tree(inner)])


def _choice(branches: Sequence[Any]) -> Tree:
    value, condition = branches[0]
    if condition == sympy.true:
        return _tree(value)
    if len(branches) == 1:
        raise SyntaxTreeError(f"no value is given where {condition} does not hold")
    return ["where", _tree(condition), _tree(value), _choice(branches[1:])]
