"""Reads one line such as ``capital.straight_line_usd_per_year(capex_usd, life_years)``.

A worked example names the formulas that it uses in data, so that a published number can be
recomputed without writing Python. A line may use ``+ - * / **``, numbers, words in quotes, the
names of inputs and earlier steps, ``parts["energy"]``, lists and tables ``{"a": 1}``, and public
functions of this package by ``module.function``. Anything else is refused by name.
"""

import ast
import importlib
import operator
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

import lib.models

OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
NOT_FORMULAS = ("guards", "quantity", "cases", "expressions")


class ExpressionError(ValueError):
    """A line of a worked example that cannot be computed; the message says which and why."""


def formula_modules() -> tuple[str, ...]:
    """Return the names of the modules whose public functions a line may call."""
    found = (module.name for module in pkgutil.iter_modules(lib.models.__path__))
    return tuple(sorted(name for name in found if name not in NOT_FORMULAS))


def evaluate(line: str, names: Mapping[str, Any]) -> Any:
    """Compute one line.

    Args:
        line: the expression.
        names: values of inputs and earlier steps.

    Returns:
        Whatever the expression gives, usually a number.

    Raises:
        ExpressionError: for what is no expression, an unknown name or function, or a construct
            that is not allowed; a formula's own ValueError passes through.
    """
    try:
        tree = ast.parse(line, mode="eval")
    except SyntaxError as error:
        raise ExpressionError(f"{line!r} is not an expression: {error.msg}") from error
    return _value(tree.body, names, line)


def _value(node: ast.AST, names: Mapping[str, Any], line: str) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
        return node.value
    if isinstance(node, ast.Name):
        return _named(node.id, names, line)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        left, right = _value(node.left, names, line), _value(node.right, names, line)
        return OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_value(node.operand, names, line))
    if isinstance(node, ast.Dict):
        return {
            _value(key, names, line): _value(value, names, line)
            for key, value in zip(node.keys, node.values, strict=True)
            if key is not None
        }
    if isinstance(node, ast.List):
        return [_value(item, names, line) for item in node.elts]
    if isinstance(node, ast.Subscript):
        return _part(_value(node.value, names, line), _value(node.slice, names, line), line)
    if isinstance(node, ast.Call):
        function = _function(node.func, line)
        positional = [_value(argument, names, line) for argument in node.args]
        named = {
            keyword.arg: _value(keyword.value, names, line)
            for keyword in node.keywords
            if keyword.arg is not None
        }
        return function(*positional, **named)
    raise ExpressionError(f"{line!r}: {ast.unparse(node)!r} is not allowed in a worked example")


def _named(name: str, names: Mapping[str, Any], line: str) -> Any:
    if name not in names:
        known = ", ".join(sorted(names)) or "none"
        raise ExpressionError(f"{line!r}: {name!r} is no input or earlier step; known: {known}")
    return names[name]


def _part(whole: Any, key: Any, line: str) -> Any:
    if not isinstance(whole, Mapping) or key not in whole:
        known = ", ".join(map(str, whole)) if isinstance(whole, Mapping) else "none"
        raise ExpressionError(f"{line!r}: no part {key!r}; known: {known}")
    return whole[key]


def _function(node: ast.AST, line: str) -> Callable[..., Any]:
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        raise ExpressionError(f"{line!r}: call a formula as module.function(...)")
    module_name, name = node.value.id, node.attr
    if module_name not in formula_modules():
        allowed = ", ".join(formula_modules())
        raise ExpressionError(f"{line!r}: no module {module_name!r}; allowed: {allowed}")
    module = importlib.import_module(f"lib.models.{module_name}")
    function = getattr(module, name, None)
    public = sorted(
        key
        for key, value in vars(module).items()
        if callable(value)
        and not key.startswith("_")
        and getattr(value, "__module__", "") == module.__name__
    )
    if name not in public or function is None:
        raise ExpressionError(
            f"{line!r}: no formula {module_name}.{name}; allowed: {', '.join(public)}"
        )
    found: Callable[..., Any] = function
    return found
