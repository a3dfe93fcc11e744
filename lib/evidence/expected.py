"""Expected results: what others computed from facts, recomputed here from the same facts.

`data/expected/*.json` holds entries {id, expression, published, unit, tolerance, note}. The
expression is plain arithmetic over fact ids, such as `aws_revenue_2025q1 / aws_revenue_2024q1 - 1`;
`tolerance` is relative. An entry without an expression is listed as not reproduced, never as right.
"""

from __future__ import annotations

import ast
import json
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lib.evidence.errors import BadExpression, BadFile
from lib.evidence.paths import EXPECTED, shown

DEFAULT_TOLERANCE: Final = 0.005
OPERATORS: Final[dict[type[ast.AST], Callable[..., float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
FUNCTIONS: Final[dict[str, Callable[..., float]]] = {
    "min": min,
    "max": max,
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
    "abs": abs,
    "mean": lambda *values: math.fsum(values) / len(values),
    "sum": lambda *values: math.fsum(values),
}


@dataclass(frozen=True)
class Expected:
    """A published result and the expression over facts that should give it."""

    id: str
    expression: str
    published: float
    unit: str
    tolerance: float
    note: str
    file: str

    def agrees(self, computed: float) -> bool:
        """Whether the computed value lies within the relative tolerance of the published one."""
        return abs(computed - self.published) <= self.tolerance * max(abs(self.published), 1e-12)


def load_expected(data: Path) -> list[Expected]:
    """Every expected result of a data folder. Raises BadFile when an entry lacks a key."""
    found: list[Expected] = []
    for path in sorted((data / EXPECTED).glob("*.json")):
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError as problem:
            raise BadFile(f"{shown(path)} cannot be read as JSON: {problem}") from problem
        found += [_expected(entry, shown(path)) for entry in entries]
    return found


def _expected(entry: dict[str, Any], file: str) -> Expected:
    absent = [key for key in ("id", "published") if key not in entry]
    if absent:
        raise BadFile(f"{file}: an expected result lacks {', '.join(absent)}: {entry}")
    return Expected(
        id=str(entry["id"]),
        expression=str(entry.get("expression") or ""),
        published=float(entry["published"]),
        unit=str(entry.get("unit") or ""),
        tolerance=float(entry.get("tolerance") or DEFAULT_TOLERANCE),
        note=str(entry.get("note") or ""),
        file=file,
    )


def names_in(expression: str) -> tuple[str, ...]:
    """The fact ids that an expression names, sorted. Raises BadExpression on a syntax error."""
    nodes = ast.walk(_parse(expression))
    return tuple(sorted({n.id for n in nodes if isinstance(n, ast.Name)} - set(FUNCTIONS)))


def evaluate(expression: str, values: Mapping[str, float]) -> float:
    """The value of plain arithmetic over named values.

    Only numbers, names, + - * / **, brackets and min, max, mean, sum, sqrt, log, exp, abs are
    understood. Raises BadExpression for anything else, an unknown name, or an undefined result.
    """
    tree = _parse(expression)
    try:
        result = _value(tree, values, expression)
    except (ZeroDivisionError, OverflowError, ValueError, TypeError) as problem:
        if isinstance(problem, BadExpression):
            raise
        raise BadExpression(f"expression {expression!r} has no value: {problem}") from problem
    if isinstance(result, complex) or not math.isfinite(result):
        raise BadExpression(f"expression {expression!r} has no finite value")
    return float(result)


def _parse(expression: str) -> ast.expr:
    try:
        return ast.parse(expression, mode="eval").body
    except (SyntaxError, ValueError) as problem:
        raise BadExpression(f"expression {expression!r} is not arithmetic: {problem}") from problem


def _value(node: ast.expr, values: Mapping[str, float], expression: str) -> float:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        if node.id not in values:
            raise BadExpression(f"expression {expression!r} names {node.id!r}, which is no fact")
        return values[node.id]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        left, right = (_value(side, values, expression) for side in (node.left, node.right))
        return OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_value(node.operand, values, expression))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        function = FUNCTIONS.get(node.func.id)
        if function is not None and node.args:
            return function(*(_value(item, values, expression) for item in node.args))
    raise BadExpression(
        f"expression {expression!r} holds {ast.unparse(node)!r}; allowed: numbers, fact ids, "
        f"+ - * / **, {', '.join(FUNCTIONS)}"
    )
