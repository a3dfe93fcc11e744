"""How much serving compute a supplier frees by leaving a market, and how long it lasts.

The freed share is small or large only against something. Three measures stand side by side:
days of growing demand, days of building, and the money that the freed megawatts would cost.
"""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive, _fail_if_not_share
from lib.models.ops import log1p
from lib.models.quantity import Quantity

DAYS_PER_YEAR = 365.25


def freed_share_of_serving(
    revenue_given_up_usd: Quantity,
    revenue_usd: Quantity,
    *,
    usage_to_revenue_ratio: Quantity = 1.0,
    peak_coincidence: Quantity = 1.0,
) -> Quantity:
    """Return the share of serving compute that leaving a market frees at the peak.

    Args:
        revenue_given_up_usd: yearly revenue from the market, USD.
        revenue_usd: yearly revenue from all markets, the left one included, USD.
        usage_to_revenue_ratio: the market's compute per dollar over the mean of all markets.
        peak_coincidence: the market's load at the others' peak hour over its own mean load.

    Returns:
        Share of serving compute, 0 if no revenue is given up.

    Raises:
        ValueError: for negative inputs, no revenue, or more given up than there is.
    """
    _fail_if_negative(
        revenue_given_up_usd=revenue_given_up_usd,
        usage_to_revenue_ratio=usage_to_revenue_ratio,
        peak_coincidence=peak_coincidence,
    )
    _fail_if_not_positive(revenue_usd=revenue_usd)
    _fail_if_not_share(revenue_given_up_share=revenue_given_up_usd / revenue_usd)
    return revenue_given_up_usd / revenue_usd * usage_to_revenue_ratio * peak_coincidence


def freed_power_mw(
    freed_share: Quantity, total_power_mw: Quantity, serving_share: Quantity
) -> Quantity:
    """Return the megawatts freed.

    Args:
        freed_share: share of serving compute freed.
        total_power_mw: power in use for training and serving, MW.
        serving_share: share of it that serves customers.

    Returns:
        MW.

    Raises:
        ValueError: for a negative power or a share outside 0 to 1.
    """
    _fail_if_negative(freed_share=freed_share, total_power_mw=total_power_mw)
    _fail_if_not_share(serving_share=serving_share)
    return freed_share * total_power_mw * serving_share


def days_of_demand_growth(
    freed_share: Quantity, growth_per_year: Quantity, *, days_per_year: Quantity = DAYS_PER_YEAR
) -> Quantity:
    """Return the days until growing demand has filled what was freed.

    Args:
        freed_share: share of serving compute freed.
        growth_per_year: yearly growth of demand, as a fraction (2 means threefold).
        days_per_year: 365.25 or 365.

    Returns:
        Days: after them demand is what it was before the market was left.

    Raises:
        ValueError: for a share of 1 or more, or no growth.
    """
    _fail_if_negative(freed_share=freed_share)
    _fail_if_not_positive(one_minus_freed_share=1 - freed_share, growth_per_year=growth_per_year)
    return -log1p(-freed_share) / log1p(growth_per_year) * days_per_year


def days_of_building(freed_mw: Quantity, build_mw_per_day: Quantity) -> Quantity:
    """Return the days of building that the freed megawatts replace."""
    _fail_if_negative(freed_mw=freed_mw)
    _fail_if_not_positive(build_mw_per_day=build_mw_per_day)
    return freed_mw / build_mw_per_day


def value_of_immediacy_usd(
    freed_mw: Quantity,
    days: Quantity,
    immediate_usd_per_mw_day: Quantity,
    contracted_usd_per_mw_day: Quantity,
) -> Quantity:
    """Return what having the freed megawatts now is worth over buying them at once.

    Args:
        freed_mw: power freed, MW.
        days: days for which it is needed.
        immediate_usd_per_mw_day: market price of capacity at once, USD per MW-day.
        contracted_usd_per_mw_day: price under long contracts, USD per MW-day.

    Returns:
        USD; negative if capacity at once is the cheaper one.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(
        freed_mw=freed_mw,
        days=days,
        immediate_usd_per_mw_day=immediate_usd_per_mw_day,
        contracted_usd_per_mw_day=contracted_usd_per_mw_day,
    )
    return freed_mw * days * (immediate_usd_per_mw_day - contracted_usd_per_mw_day)


def breakeven_revenue_given_up_usd(
    days_wanted: Quantity,
    growth_per_year: Quantity,
    revenue_usd: Quantity,
    *,
    usage_to_revenue_ratio: Quantity = 1.0,
    peak_coincidence: Quantity = 1.0,
    days_per_year: Quantity = DAYS_PER_YEAR,
) -> Quantity:
    """Return the revenue to give up so that what is freed lasts the wanted days.

    Args:
        days_wanted: days of demand growth to cover.
        growth_per_year: yearly growth of demand, as a fraction.
        revenue_usd: yearly revenue from all markets, USD.
        usage_to_revenue_ratio: see ``freed_share_of_serving``.
        peak_coincidence: see ``freed_share_of_serving``.
        days_per_year: 365.25 or 365.

    Returns:
        USD per year; above ``revenue_usd`` it cannot be reached.

    Raises:
        ValueError: for negative days, no growth or no revenue.
    """
    _fail_if_negative(days_wanted=days_wanted)
    _fail_if_not_positive(
        growth_per_year=growth_per_year,
        revenue_usd=revenue_usd,
        usage_to_revenue_ratio=usage_to_revenue_ratio,
        peak_coincidence=peak_coincidence,
    )
    share = 1 - (1 + growth_per_year) ** (-days_wanted / days_per_year)
    return share * revenue_usd / (usage_to_revenue_ratio * peak_coincidence)
