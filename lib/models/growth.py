"""Growth: year on year, compound, in points of a whole; and a check of statements about it."""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive
from lib.models.ops import exp, log, power
from lib.models.quantity import Quantity

QUARTERS_PER_YEAR = 4.0


def growth(now: Quantity, before: Quantity) -> Quantity:
    """Return growth from one period to another, as a fraction of the first."""
    _fail_if_not_positive(before=before)
    return now / before - 1


def compound_growth_per_year(start: Quantity, end: Quantity, years: Quantity) -> Quantity:
    """Return the steady yearly growth that leads from start to end.

    Args:
        start: first level.
        end: last level.
        years: years between them.

    Returns:
        Fraction per year.

    Raises:
        ValueError: for a level or a span of zero or below.
    """
    _fail_if_not_positive(start=start, end=end, years=years)
    return power(end / start, 1.0 / years) - 1


def grown(start: Quantity, growth_per_year: Quantity, years: Quantity) -> Quantity:
    """Return a level after some years of steady growth; the growth is a fraction per year."""
    _fail_if_not_positive(one_plus_growth_per_year=1 + growth_per_year)
    return start * power(1 + growth_per_year, years)


def level_before(now: Quantity, growth_fraction: Quantity) -> Quantity:
    """Return the earlier level that a level and its growth imply."""
    _fail_if_not_positive(one_plus_growth_fraction=1 + growth_fraction)
    return now / (1 + growth_fraction)


def run_rate_usd_per_year(
    period_usd: Quantity, *, periods_per_year: Quantity = QUARTERS_PER_YEAR
) -> Quantity:
    """Return a year at the pace of one period; 4 for quarters, 12 for months."""
    _fail_if_not_positive(periods_per_year=periods_per_year)
    return period_usd * periods_per_year


def contribution_to_growth(increment: Quantity, whole_before: Quantity) -> Quantity:
    """Return what an increment adds to the growth of a whole, as a fraction of the whole before.

    A customer's extra spending of 2 on a base of 100 adds 0.02: two percentage points.
    """
    _fail_if_not_positive(whole_before=whole_before)
    return increment / whole_before


def increment_from_contribution(contribution: Quantity, whole_before: Quantity) -> Quantity:
    """Return the increment behind a contribution to growth, the inverse of the above."""
    _fail_if_negative(whole_before=whole_before)
    return contribution * whole_before


def doubling_time_years(growth_per_year: Quantity) -> Quantity:
    """Return the years in which a level doubles at a steady yearly growth."""
    _fail_if_not_positive(growth_per_year=growth_per_year)
    return log(2.0) / log(1 + growth_per_year)


def mean_level_over_period(start: Quantity, end: Quantity) -> Quantity:
    """Return the mean of a level that grows steadily from start to end.

    Run-rates at two ends of a year become the revenue booked in it. Start and end must differ.
    """
    _fail_if_not_positive(start=start, end=end)
    return (end - start) / log(end / start)


def at_prices_of(
    amount_usd: Quantity, price_index_then: Quantity, price_index_target: Quantity
) -> Quantity:
    """Return an amount in the money of another month, by a price index."""
    _fail_if_not_positive(price_index_then=price_index_then, price_index_target=price_index_target)
    return amount_usd * price_index_target / price_index_then


def growth_readings(start: float, end: float, years: float) -> dict[str, float]:
    """Return every usual meaning of 'growth' between two levels, as fractions.

    Args:
        start: first level.
        end: last level.
        years: years between them.

    Returns:
        ``total``, ``per_year`` (compound), ``continuous_per_year`` and ``simple_per_year``.

    Raises:
        ValueError: for a level or a span of zero or below.
    """
    total = growth(end, start)
    return {
        "total": total,
        "per_year": compound_growth_per_year(start, end, years),
        "continuous_per_year": log(end / start) / years,
        "simple_per_year": total / years,
    }


def growth_statement_agrees(
    start: float, end: float, years: float, stated: float, tolerance: float
) -> bool:
    """Say whether a stated growth agrees with any usual meaning between its own two levels.

    Args:
        start: first level that the statement gives.
        end: last level that it gives.
        years: years between them.
        stated: growth that it prints, as a fraction.
        tolerance: half of the last printed digit, as a fraction.

    Returns:
        False if the statement contradicts itself under every meaning.

    Raises:
        ValueError: for a level or a span of zero or below, or a negative tolerance.
    """
    _fail_if_negative(tolerance=tolerance)
    readings = growth_readings(start, end, years)
    return any(abs(reading - stated) <= tolerance for reading in readings.values())


def levels_agree(level: float, other: float, relative_tolerance: float) -> bool:
    """Say whether two statements of one level agree within a relative tolerance."""
    _fail_if_negative(relative_tolerance=relative_tolerance)
    return abs(level - other) <= relative_tolerance * max(abs(level), abs(other))


def continuous_rate(growth_per_year: Quantity) -> Quantity:
    """Return the continuous rate of a yearly growth: log(1 + growth)."""
    _fail_if_not_positive(one_plus_growth_per_year=1 + growth_per_year)
    return log(1 + growth_per_year)


def grown_continuously(start: Quantity, rate_per_year: Quantity, years: Quantity) -> Quantity:
    """Return a level after some years at a continuous rate."""
    return start * exp(rate_per_year * years)
