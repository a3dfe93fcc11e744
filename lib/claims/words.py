"""Calibrated words and short numbers for computed sentences.

The likelihood words are those of the IPCC's guidance note (Mastrandrea and others 2010). Its ranges
overlap (what is very likely is likely, too); the narrowest word that holds is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

LIKELIHOOD_WORDS = (
    (0.99, "virtually certain", "99 to 100%"),
    (0.90, "very likely", "90 to 100%"),
    (0.66, "likely", "66 to 100%"),
    (0.33, "about as likely as not", "33 to 66%"),
    (0.10, "unlikely", "0 to 33%"),
    (0.01, "very unlikely", "0 to 10%"),
    (0.00, "exceptionally unlikely", "0 to 1%"),
)
"""Least probability of a word, the word, and the range that the guidance note gives it."""

_MAGNITUDES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_MONEY = {"USD": "$", "RMB": "RMB "}
_BARE = ("", "ratio", "count")
_TIMES = ("points", "percentage points", "days", "months", "years")
_PLURALS = (*_TIMES, "programmes", "chips")


def likelihood_step(probability: float) -> int:
    """Which word of the scale a probability takes: 0 is virtually certain, 6 the other end."""
    if not 0 <= probability <= 1:
        raise ValueError(f"probability {probability} is outside 0 to 1")
    return next(n for n, (least, _, _) in enumerate(LIKELIHOOD_WORDS) if probability >= least)


def likelihood(probability: float) -> str:
    """The calibrated word of a probability (0 to 1)."""
    return LIKELIHOOD_WORDS[likelihood_step(probability)][1]


def likelihood_range(probabilities: Iterable[float]) -> str:
    """The words that several probabilities span, from the lowest to the highest."""
    ordered = sorted(probabilities)
    lowest, highest = likelihood(ordered[0]), likelihood(ordered[-1])
    return lowest if lowest == highest else f"{lowest} to {highest}"


def percent(probability: float) -> str:
    """A probability as a whole percentage, never a false 0 or 100."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{probability * 100:.0f}%"


def percent_range(probabilities: Iterable[float]) -> str:
    """Several probabilities as a range of percentages."""
    ordered = sorted(probabilities)
    first, last = percent(ordered[0]), percent(ordered[-1])
    if first == last:
        return first
    return f"{first.removesuffix('%')} to {last}" if first[0].isdigit() else f"{first} to {last}"


def number(value: float, unit: str = "", figures: int = 3) -> str:
    """A value with its unit, three significant figures: '$5.2bn', '17.5%', '12 days'."""
    if not math.isfinite(value):
        return "no finite value"
    if unit == "fraction":
        return f"{_one_decimal(value * 100, figures)}%"
    if unit == "share points":  # a share less a share, kept as a fraction
        return f"{_one_decimal(value * 100, figures)} percentage points"
    if unit == "rung":
        return f"{_digits(value, figures)} of 3 steps"
    money, _, per = unit.partition("/")
    if money in _MONEY:
        size, suffix = next(((s, n) for s, n in _MAGNITUDES if abs(value) >= s), (1.0, ""))
        sign = "−" if value < 0 else ""
        after = f" per {per.replace('/', '-')}" if per else ""
        return f"{sign}{_MONEY[money]}{_digits(abs(value) / size, figures)}{suffix}{after}"
    digits = _one_decimal(value, figures) if unit in _TIMES else _digits(value, figures)
    if value == 1 and unit in _PLURALS:
        unit = unit.removesuffix("s")
    return digits if unit in _BARE else f"{digits} {unit}"


def _one_decimal(value: float, figures: int) -> str:
    """Digits of a share, a point or a time: nobody reads a second decimal from 1 upwards."""
    return _digits(round(value, 1) if abs(value) >= 1 else value, figures)


def between(low: float, high: float, unit: str = "", figures: int = 3) -> str:
    """A range with its unit once where that reads well."""
    worded = unit not in ("fraction", *_BARE) and unit.partition("/")[0] not in _MONEY
    first = number(low, unit, figures)
    return f"{first.partition(' ')[0] if worded else first} to {number(high, unit, figures)}"


def day(value: date) -> str:
    """A day as '7 September 2025'."""
    return f"{value.day} {value:%B} {value.year}"


def _digits(value: float, figures: int = 3) -> str:
    if value == 0:
        return "0"
    places = figures - 1 - math.floor(math.log10(abs(value)))
    text = f"{round(value, places):,.{max(0, places)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")
