"""The yearly cost of keeping equipment running: maintenance, spares, staff, and the rest."""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive
from lib.models.quantity import Quantity


def maintenance_usd_per_year(
    capital_usd: Quantity, maintenance_share_per_year: Quantity
) -> Quantity:
    """Return a yearly cost stated as a share of the purchase price.

    Args:
        capital_usd: purchase price on which the source counts the share, USD.
        maintenance_share_per_year: share of that price per year; also for insurance and tax.

    Returns:
        USD per year.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(
        capital_usd=capital_usd, maintenance_share_per_year=maintenance_share_per_year
    )
    return capital_usd * maintenance_share_per_year


def spares_usd_per_year(spares_usd: Quantity, life_years: Quantity) -> Quantity:
    """Spread a stock of spares that is bought once over the years of use.

    Args:
        spares_usd: price of the stock, USD.
        life_years: years of use.

    Returns:
        USD per year.

    Raises:
        ValueError: for a negative price or a life of zero.
    """
    _fail_if_negative(spares_usd=spares_usd)
    _fail_if_not_positive(life_years=life_years)
    return spares_usd / life_years


def staff_usd_per_year(staff: Quantity, staff_usd_per_person_year: Quantity) -> Quantity:
    """Return the wage bill.

    Args:
        staff: full-time persons.
        staff_usd_per_person_year: cost of one person per year, USD.

    Returns:
        USD per year.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(staff=staff, staff_usd_per_person_year=staff_usd_per_person_year)
    return staff * staff_usd_per_person_year


def chips_needed_with_failures(
    chips: Quantity, failure_share_per_year: Quantity, repair_years: Quantity
) -> Quantity:
    """Return how many chips to own so that the wanted number works on average.

    Args:
        chips: chips that must work.
        failure_share_per_year: share of chips that fail in a year.
        repair_years: years until a failed chip works again.

    Returns:
        Number of chips, not rounded.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(
        chips=chips, failure_share_per_year=failure_share_per_year, repair_years=repair_years
    )
    return chips * (1 + failure_share_per_year * repair_years)
