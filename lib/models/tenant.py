"""The tenant's side: what a renter pays, and when owning is cheaper than renting."""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive, _fail_if_not_share
from lib.models.ops import divide, power
from lib.models.quantity import Quantity


def tenant_price_usd_per_chip_hour(
    owner_cost_usd_per_chip_hour: Quantity, markup: Quantity, *, discount_share: Quantity = 0.0
) -> Quantity:
    """Return what a tenant pays when the owner adds a markup to cost.

    Args:
        owner_cost_usd_per_chip_hour: owner's cost per sold chip-hour, USD.
        markup: price over cost minus 1; 0.5 means half as much again.
        discount_share: share taken off for volume or term.

    Returns:
        USD per chip-hour.

    Raises:
        ValueError: for a negative cost, a markup of -1 or less, or a discount outside 0 to 1.
    """
    _fail_if_negative(owner_cost_usd_per_chip_hour=owner_cost_usd_per_chip_hour)
    _fail_if_not_positive(one_plus_markup=1 + markup)
    _fail_if_not_share(discount_share=discount_share)
    return owner_cost_usd_per_chip_hour * (1 + markup) * (1 - discount_share)


def implied_markup(
    price_usd_per_chip_hour: Quantity, owner_cost_usd_per_chip_hour: Quantity
) -> Quantity:
    """Return the markup that a rental price implies over the owner's cost.

    Args:
        price_usd_per_chip_hour: rental price, USD.
        owner_cost_usd_per_chip_hour: owner's cost, USD.

    Returns:
        Price over cost minus 1, as a fraction.

    Raises:
        ValueError: for a negative price or a cost of zero.
    """
    _fail_if_negative(price_usd_per_chip_hour=price_usd_per_chip_hour)
    _fail_if_not_positive(owner_cost_usd_per_chip_hour=owner_cost_usd_per_chip_hour)
    return price_usd_per_chip_hour / owner_cost_usd_per_chip_hour - 1


def breakeven_utilisation(
    owned_usd_per_year: Quantity, rent_usd_per_year_at_full_use: Quantity
) -> Quantity:
    """Return the share of hours in use above which owning is cheaper than renting.

    Owning costs the same whether used or not; renting is paid by the hour used. A result above
    1 means that renting is cheaper at any use.

    Args:
        owned_usd_per_year: yearly bill of the owner, USD.
        rent_usd_per_year_at_full_use: rent of the same capacity for every hour, USD.

    Returns:
        Fraction of hours.

    Raises:
        ValueError: for a negative bill or no rent.
    """
    _fail_if_negative(owned_usd_per_year=owned_usd_per_year)
    _fail_if_not_positive(rent_usd_per_year_at_full_use=rent_usd_per_year_at_full_use)
    return owned_usd_per_year / rent_usd_per_year_at_full_use


def breakeven_months(
    upfront_usd: Quantity, rent_usd_per_month: Quantity, owned_running_usd_per_month: Quantity
) -> Quantity:
    """Return the months after which a purchase has paid for itself in saved rent.

    Args:
        upfront_usd: money spent on the first day, USD.
        rent_usd_per_month: rent saved, USD per month.
        owned_running_usd_per_month: running cost of the owner, USD per month.

    Returns:
        Months; negative or infinite when rent never catches up.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(
        upfront_usd=upfront_usd,
        rent_usd_per_month=rent_usd_per_month,
        owned_running_usd_per_month=owned_running_usd_per_month,
    )
    return divide(upfront_usd, rent_usd_per_month - owned_running_usd_per_month)


def forward_price_usd_per_hour(
    short_price_usd_per_hour: Quantity,
    short_years: Quantity,
    long_price_usd_per_hour: Quantity,
    long_years: Quantity,
) -> Quantity:
    """Return the mean price of the years that a long contract adds to a short one.

    Args:
        short_price_usd_per_hour: price of the short term, USD per chip-hour.
        short_years: length of the short term, years.
        long_price_usd_per_hour: price of the long term, USD per chip-hour.
        long_years: length of the long term, years.

    Returns:
        USD per chip-hour over the added years, without discounting.

    Raises:
        ValueError: for a negative price or a long term that is not longer.
    """
    _fail_if_negative(
        short_price_usd_per_hour=short_price_usd_per_hour,
        long_price_usd_per_hour=long_price_usd_per_hour,
    )
    _fail_if_not_positive(long_years_minus_short_years=long_years - short_years)
    paid = long_price_usd_per_hour * long_years - short_price_usd_per_hour * short_years
    return paid / (long_years - short_years)


def yearly_price_ratio(
    first_price_usd_per_hour: Quantity, mean_of_next_two_usd_per_hour: Quantity
) -> Quantity:
    """Return the yearly ratio of prices that fall geometrically, from one year and the next two.

    Args:
        first_price_usd_per_hour: price of the first year, USD per chip-hour.
        mean_of_next_two_usd_per_hour: mean price of the second and third year.

    Returns:
        Price of a year over that of the year before.

    Raises:
        ValueError: for a negative mean or no first price.

    Source:
        The positive root of ``x + x^2 = 2 * mean / first``.
    """
    _fail_if_negative(mean_of_next_two_usd_per_hour=mean_of_next_two_usd_per_hour)
    _fail_if_not_positive(first_price_usd_per_hour=first_price_usd_per_hour)
    double_mean = 2 * mean_of_next_two_usd_per_hour / first_price_usd_per_hour
    return (power(1 + 4 * double_mean, 0.5) - 1) / 2
