"""How every number, unit, range and date is printed. One place, so that no page disagrees.

Money: ``$5.2bn``, ``$420m``, ``$13,500``, ``$1.20``. Shares: a fraction prints as a percentage.
Rates: ``$1.20 per chip-hour``. Ranges: ``low to high`` with the unit once. Dates: ``7 September
2025``. Shares, points and times: one decimal. Everything else: three significant figures and the
unit's name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

MINUS: Final = "\N{MINUS SIGN}"
NO_VALUE: Final = "not known"
SIGNIFICANT: Final = 3

_MONEY_SIGNS: Final = {"USD": "$", "RMB": "RMB ", "EUR": "EUR "}
_MAGNITUDES: Final = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_PER_NAMES: Final = {
    "Mtoken": "million tokens",
    "hour": "hour",
    "chip-hour": "chip-hour",
    "(TB/s)": "TB/s",
    "PFLOP/s": "PFLOP/s",
}
_BARE_UNITS: Final = frozenset({"", "count", "ratio", "index", "1", "number", "dimensionless"})
_UNIT_WORDS: Final = {
    "ratio/year": "times a year",
    "Elo": "Elo points",
    "points": "points",
    "share points": "percentage points",
    "rung": "of 3 steps",
}
_COUNTED: Final = frozenset({"days", "months", "years", "programmes", "chips", "tokens", "points"})
# Nobody reads the second decimal of these: one is enough from 1 upwards.
_ONE_DECIMAL: Final = frozenset(
    {"fraction", "share points", "percentage points", "points", "days", "months", "years"}
)


class FormatError(ValueError):
    """A format name that is not one of the allowed ones."""


def number(value: float | None, unit: str = "", fmt: str | None = None) -> str:
    """Print one value with its unit.

    Arguments: ``value`` in ``unit`` (a fraction for shares); ``fmt`` is ``None`` for the house
    rule, ``"2d"`` for two decimals, ``"4s"`` for four significant figures, ``"year"`` for a year,
    ``"probability"`` for a share that is never printed as 0 or 100.
    Returns: text such as ``$5.2bn`` or ``17.5%``; ``not known`` for a missing value.
    Raises: FormatError for an unknown ``fmt``.
    """
    if value is None or math.isnan(value):
        return NO_VALUE
    if fmt == "probability":
        return probability(value)
    before, after, scale = _frame(value, unit)
    cents = before != "" and scale == 1
    sign = MINUS if _digits(value / scale, unit, fmt, cents).startswith(MINUS) else ""
    return f"{sign}{before}{_digits(abs(value) / scale, unit, fmt, cents)}{after}"


def column(values: Sequence[float | None], unit: str = "") -> list[str]:
    """Print values that stand under one another: cents with equally many decimals."""
    cents = [v for v in values if v is not None and 0.1 <= abs(v) < 1]
    if unit.partition("/")[0] not in _MONEY_SIGNS or len(cents) < 2:
        return [number(value, unit) for value in values]
    decimals = max(len(_house_digits(abs(v), unit, cents=True).partition(".")[2]) for v in cents)
    return [number(v, unit, f"{decimals}d" if v in cents else None) for v in values]


def interval(low: float | None, high: float | None, unit: str = "", fmt: str | None = None) -> str:
    """Print a range as ``low to high``; a missing end prints as ``at least`` or ``at most``."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {number(low, unit, fmt)}"
    if low is None:
        return f"at most {number(high, unit, fmt)}"
    _, after_low, scale_low = _frame(low, unit)
    _, after_high, scale_high = _frame(high, unit)
    if after_low == after_high and scale_low == scale_high and after_low:
        return f"{number(low, unit, fmt).removesuffix(after_low)} to {number(high, unit, fmt)}"
    return f"{number(low, unit, fmt)} to {number(high, unit, fmt)}"


def with_interval(
    value: float | None, low: float | None, high: float | None, unit: str = ""
) -> str:
    """Print a value followed by its range in brackets, when there is one."""
    spread = interval(low, high, unit)
    return f"{number(value, unit)} ({spread})" if spread else number(value, unit)


def probability(value: float | None) -> str:
    """Print a probability as a whole percentage, never as a false 0 or 100."""
    if value is None or math.isnan(value):
        return NO_VALUE
    if not 0 <= value <= 1:
        raise FormatError(f"probability {value} lies outside 0 to 1")
    if value < 0.01:
        return "under 1%"
    if value > 0.99:
        return "over 99%"
    return f"{value * 100:.0f}%"


def day(value: date | str | None) -> str:
    """Print a date as ``7 September 2025``; a text is read as an ISO date."""
    if value is None or value == "":
        return NO_VALUE
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment.day} {moment:%B} {moment.year}"


def unit_label(unit: str) -> str:
    """Name a unit for an axis or a table head: ``USD/chip-hour`` gives ``$ per chip-hour``."""
    if unit in _BARE_UNITS:
        return ""
    if unit == "fraction":
        return "%"
    if unit == "rung":
        return "steps"
    head, _, per = unit.partition("/")
    if head in _MONEY_SIGNS:
        return _MONEY_SIGNS[head].strip() + (_per(per) if per else "")
    return _UNIT_WORDS.get(unit, unit)


def has_one_decimal(unit: str) -> bool:
    """Whether numbers of that unit print with at most one decimal from 1 upwards."""
    return unit in _ONE_DECIMAL


def count_of(n: int, noun: str, plural: str | None = None) -> str:
    """Print a count with its noun: ``1 source``, ``3 sources``."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def _frame(value: float, unit: str) -> tuple[str, str, float]:
    """What stands before and after the digits, and the divisor of the value."""
    if unit == "fraction":
        return "", "%", 0.01
    if unit == "share points":  # a share less a share, kept as a fraction
        return "", f" {_UNIT_WORDS[unit]}", 0.01
    head, _, per = unit.partition("/")
    if head in _MONEY_SIGNS:
        scale, suffix = _magnitude(value)
        return _MONEY_SIGNS[head], suffix + (_per(per) if per else ""), scale
    if unit in _BARE_UNITS:
        scale, suffix = _magnitude(value) if abs(value) >= 1e7 else (1.0, "")
        return "", suffix, scale
    if unit == "yyyymmdd" or unit == "year":
        return "", "", 1.0
    words = _UNIT_WORDS.get(unit, unit)
    return "", f" {words.removesuffix('s') if value == 1 and unit in _COUNTED else words}", 1.0


def _magnitude(value: float) -> tuple[float, str]:
    for scale, suffix in _MAGNITUDES:
        if abs(value) >= scale * 0.9995:
            return scale, suffix
    return 1.0, ""


def _per(per: str) -> str:
    """``(TB/s)/hour`` reads `` per TB/s per hour``; ``chip-hour`` reads `` per chip-hour``."""
    parts, depth, start = [], 0, 0
    for i, char in enumerate(per):
        depth += (char == "(") - (char == ")")
        rate = per[i + 1 : i + 3] in ("s", "s/")  # the ``/s`` of PFLOP/s belongs to its name
        if char == "/" and depth == 0 and not rate:
            parts.append(per[start:i])
            start = i + 1
    parts.append(per[start:])
    return "".join(f" per {_PER_NAMES.get(p, p.strip('()'))}" for p in parts)


def _digits(value: float, unit: str, fmt: str | None, cents: bool) -> str:
    if fmt is None:
        text = _house_digits(value, unit, cents)
    elif fmt == "year":
        text = f"{value:.0f}"
    elif len(fmt) >= 2 and fmt[-1] in "ds" and fmt[:-1].isdigit():
        places = int(fmt[:-1])
        text = f"{value:,.{places}f}" if fmt[-1] == "d" else _significant(value, places)
    else:
        raise FormatError(
            f"format {fmt!r} is unknown; allowed: None, 'year', 'probability', '<n>d', '<n>s'"
        )
    if not text.lstrip("-").strip("0.,"):
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def _house_digits(value: float, unit: str, cents: bool) -> str:
    if unit in ("year", "yyyymmdd"):
        return f"{value:.0f}"
    if cents and 0.1 <= abs(value) < 100 and value != round(value):
        text = _strip_zeros(_significant(value, SIGNIFICANT))
        return text if abs(value) < 1 and len(text.partition(".")[2]) >= 2 else f"{value:.2f}"
    if unit in _ONE_DECIMAL and 0 < abs(value) < 100:
        return _strip_zeros(f"{value:.1f}" if abs(value) >= 1 else _significant(value, 2))
    return _strip_zeros(_significant(value, SIGNIFICANT))


def _significant(value: float, figures: int) -> str:
    if value == 0:
        return "0"
    places = figures - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    if rounded != 0:
        places = figures - 1 - math.floor(math.log10(abs(rounded)))
    if abs(rounded) >= 1000:
        return f"{round(value):,}" if abs(value) < 1e6 else f"{rounded:,.0f}"
    if abs(rounded) < 1e-6:
        return f"{value:.{figures - 1}e}"
    return f"{rounded:,.{max(places, 0)}f}"


def _strip_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
