"""Words that follow from numbers: comparatives and likelihood, nothing longer.

A book whose sentences are assembled reads like a form letter. Only these few words are computed;
the rest of a sentence is written by a person and guarded by a premise.
"""

from __future__ import annotations

from typing import Final

from lib.report import formats

ABOUT_EQUAL: Final = 0.02

# Calibrated words of the IPCC guidance note (Mastrandrea and others, 2010), table 1.
LIKELIHOOD_STEPS: Final = (
    (0.99, "virtually certain"),
    (0.90, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.10, "unlikely"),
    (0.01, "very unlikely"),
    (0.0, "exceptionally unlikely"),
)


def likelihood(probability: float) -> str:
    """Name a probability (0 to 1) with the IPCC's words. Raises ValueError outside 0 to 1."""
    if not 0 <= probability <= 1:
        raise ValueError(f"probability {probability} lies outside 0 to 1")
    return next(word for least, word in LIKELIHOOD_STEPS if probability >= least)


def compare(value: float, other: float, more: str = "higher", less: str = "lower") -> str:
    """Say how ``value`` stands to ``other``: ``37% lower``, ``2.4 times``, ``about the same``.

    Both are in one unit and positive. Raises ValueError when ``other`` is not positive.
    """
    if other <= 0 or value < 0:
        raise ValueError(f"cannot compare {value} with {other}: a ratio needs positive numbers")
    ratio = value / other
    if abs(ratio - 1) <= ABOUT_EQUAL:
        return "about the same"
    if ratio >= 2:
        return f"{formats.number(ratio, '', '2s')} times"
    share = formats.number(abs(ratio - 1), "fraction", "2s")
    return f"{share} {more if ratio > 1 else less}"


def direction(change: float, up: str = "rises", down: str = "falls", flat: str = "holds") -> str:
    """Pick the verb for a change; zero is flat."""
    return up if change > 0 else down if change < 0 else flat


def either(condition: bool, when_true: str, when_false: str) -> str:
    """Pick one of two wordings."""
    return when_true if condition else when_false
