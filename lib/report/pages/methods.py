"""Equations from the formulas themselves: a function called with symbols, set as LaTeX and MathML.

MathML is written at build, so that an equation reads without JavaScript. What a symbol means
comes from the function's docstring, which is also what its caller reads.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from lib.report.pages.blocks import rendered

_WORDS: Final = (str, bool, type(None))
_UNITS: Final = {
    "usd": r"\$",
    "kw": "kW",
    "kwh": "kWh",
    "mw": "MW",
    "gw": "GW",
    "gb": "GB",
    "tb": "TB",
    "years": "years",
    "months": "months",
    "days": "days",
    "hours": "hours",
    "s": "s",
}


@dataclass(frozen=True)
class Equation:
    """One formula as it is shown."""

    name: str
    says: str
    latex: str
    mathml: Markup
    symbols: tuple[dict[str, Any], ...]


def equation_of(formula: Callable[..., Any], **fixed: Any) -> Equation:
    """Set a formula as an equation.

    Arguments: ``formula``, a function of named quantities; ``fixed`` for arguments that choose a
    convention; those with a word as default keep it. A formula that
    returns a mapping is set as the sum of its parts.
    Raises: TypeError when the formula does not accept symbols.
    """
    import sympy

    names = [
        n
        for n, p in inspect.signature(formula).parameters.items()
        if n not in fixed and not isinstance(p.default, _WORDS)
    ]
    symbols = {n: sympy.Symbol(n, positive=True) for n in names}
    value = formula(**symbols, **fixed)
    if isinstance(value, Mapping):
        value = sum(value.values())
    if not isinstance(value, sympy.Basic):
        raise TypeError(f"{formula.__name__} returned {type(value).__name__}, not an expression")
    whole = {f: sympy.Integer(int(f)) for f in value.atoms(sympy.Float) if f == int(f)}
    value = value.xreplace(whole)
    used = [n for n in names if symbols[n] in value.free_symbols]
    spelled = {symbols[n]: symbol_latex(n) for n in used}
    body = sympy.latex(value, symbol_names=spelled, mul_symbol="dot")
    latex = f"{symbol_latex(formula.__name__)} = {body}"
    told = _arguments(formula)
    return Equation(
        name=formula.__name__,
        says=_first_line(formula),
        latex=latex,
        mathml=mathml(latex, block=True),
        symbols=tuple(
            {"mathml": mathml(symbol_latex(n)), "words": told.get(n, n.replace("_", " "))}
            for n in used
        ),
    )


def methods_page(groups: Sequence[tuple[str, str, Sequence[Equation]]]) -> str:
    """The equations by subject: groups of an anchor, a title and equations."""
    return rendered(
        "methods.html", groups=[{"name": n, "title": t, "equations": e} for n, t, e in groups]
    )


def symbol_latex(name: str) -> str:
    """A name as an upright word with its unit as an index."""
    words, _, per = name.partition("_per_")
    parts = words.split("_")
    unit = [parts.pop()] if len(parts) > 1 and parts[-1] in _UNITS else []
    below = "".join(_UNITS[u] for u in unit) + ("/" + per.replace("_", " ") if per else "")
    word = r"\text{" + " ".join(parts) + "}"
    return word + (r"_{\text{" + below.replace(r"\$", "USD") + "}}" if below else "")


def mathml(latex: str, *, block: bool = False) -> Markup:
    """LaTeX as MathML."""
    from latex2mathml.converter import convert

    return Markup(convert(latex, display="block" if block else "inline"))


def _first_line(formula: Callable[..., Any]) -> str:
    return (inspect.getdoc(formula) or "").split("\n", 1)[0]


def _arguments(formula: Callable[..., Any]) -> dict[str, str]:
    text = inspect.getdoc(formula) or ""
    block = re.search(r"^Args:\n(.*?)(?=^\S|\Z)", text, re.DOTALL | re.MULTILINE)
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {6,}.*)*)", block.group(1), re.M) if block else []
    return {name: " ".join(words.split()) for name, words in found}
