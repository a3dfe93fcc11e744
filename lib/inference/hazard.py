"""Rates of rare events from few counts, and two providers that can fail together.

A Gamma prior on a yearly rate is updated by a count over an exposure (conjugate to the Poisson).
Two providers follow Marshall and Olkin (1967): each has its own shocks and both share a common
one, so a second provider removes the own shocks only. Rates are per year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammainccinv, gammaincinv


@dataclass(frozen=True)
class Rate:
    """A Gamma distribution of a yearly rate: shape, and exposure in years (the rate parameter)."""

    shape: float
    years: float

    def __post_init__(self) -> None:
        if self.shape <= 0.0 or self.years <= 0.0:
            raise ValueError(f"a rate needs shape and years above 0, got {self}")

    @property
    def mean(self) -> float:
        """Events a year."""
        return self.shape / self.years

    def quantile(self, p: Any) -> Any:
        """Rate below which the probability is p (events a year); p a float or draws."""
        probability = np.asarray(p, dtype=float)
        low = gammaincinv(self.shape, probability)
        high = gammainccinv(self.shape, 1.0 - probability)
        value = np.where(probability < 0.5, low, high) / self.years
        return float(value) if value.ndim == 0 else value


JEFFREYS_SHAPE = 0.5


def posterior(events: int, exposure_years: float, prior: Rate | None = None) -> Rate:
    """The rate after `events` in `exposure_years`; without a prior, Jeffreys' half event.

    Raises ValueError for a negative count, or no exposure and no prior.
    """
    if events < 0 or exposure_years < 0.0:
        raise ValueError(f"events and exposure cannot be negative: {events}, {exposure_years}")
    shape, years = (prior.shape, prior.years) if prior else (JEFFREYS_SHAPE, 0.0)
    return Rate(shape + events, years + exposure_years)


def probability_within(rate_per_year: Any, years: float) -> Any:
    """Probability of at least one event within a span."""
    return -np.expm1(-np.asarray(rate_per_year) * years)


def both_down_rate(own: Any, other: Any, common: Any, outage_years: Any) -> Any:
    """Yearly rate at which both providers are down at once.

    The common shock strikes both; own shocks coincide when one falls during the other's outage
    (small-probability approximation). own, other, common per year; outage_years its duration.
    """
    return common + 2.0 * own * other * outage_years


def loss_avoided_rate(own: Any, common: Any) -> Any:
    """Share of a single provider's interruptions that a second provider removes (a fraction)."""
    total = np.asarray(own + common)
    return np.where(total > 0.0, own / np.where(total > 0.0, total, 1.0), 0.0)
