"""From gigawatts to chips, chip-hours, dollars, and points of a cloud's growth."""

from lib.models.growth import contribution_to_growth
from lib.models.guards import (
    _fail_if_below_one,
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_share,
)
from lib.models.quantity import Quantity

KW_PER_GW = 1e6


def chips_from_power(
    power_gw: Quantity, power_kw_per_chip: Quantity, *, pue: Quantity = 1.0
) -> Quantity:
    """Return the chips that a power feeds.

    Args:
        power_gw: power, GW.
        power_kw_per_chip: IT power per chip with its share of server and network, kW.
        pue: 1 if ``power_gw`` is IT power; the PUE if it is drawn by the site.

    Returns:
        Chips, not rounded.

    Raises:
        ValueError: for a negative power, chips without power or a PUE below 1.
    """
    _fail_if_negative(power_gw=power_gw)
    _fail_if_not_positive(power_kw_per_chip=power_kw_per_chip)
    _fail_if_below_one(pue=pue)
    return power_gw * KW_PER_GW / (power_kw_per_chip * pue)


def power_gw_of_chips(
    chips: Quantity, power_kw_per_chip: Quantity, *, pue: Quantity = 1.0
) -> Quantity:
    """Return the power that chips draw, GW, the inverse of ``chips_from_power``."""
    _fail_if_negative(chips=chips, power_kw_per_chip=power_kw_per_chip)
    _fail_if_below_one(pue=pue)
    return chips * power_kw_per_chip * pue / KW_PER_GW


def sold_chip_hours(chips: Quantity, hours: Quantity, *, sold_share: Quantity = 1.0) -> Quantity:
    """Return the chip-hours sold over some hours."""
    _fail_if_negative(chips=chips, hours=hours)
    _fail_if_not_share(sold_share=sold_share)
    return chips * hours * sold_share


def revenue_usd(chip_hours: Quantity, price_usd_per_chip_hour: Quantity) -> Quantity:
    """Return the revenue from so many chip-hours, USD."""
    _fail_if_negative(chip_hours=chip_hours, price_usd_per_chip_hour=price_usd_per_chip_hour)
    return chip_hours * price_usd_per_chip_hour


def growth_points_from_power(
    power_gw: Quantity,
    power_kw_per_chip: Quantity,
    hours: Quantity,
    price_usd_per_chip_hour: Quantity,
    revenue_before_usd: Quantity,
    *,
    pue: Quantity = 1.0,
    sold_share: Quantity = 1.0,
) -> Quantity:
    """Return what new capacity can add to a cloud's growth: a ceiling if all of it is sold.

    Args:
        power_gw: new power, GW.
        power_kw_per_chip: IT power per chip, kW.
        hours: hours of the period compared, 2,190 for a quarter.
        price_usd_per_chip_hour: price, USD.
        revenue_before_usd: the cloud's revenue in the same period a year before, USD.
        pue: 1 if ``power_gw`` is IT power; the PUE if it is drawn by the site.
        sold_share: share of chip-hours sold in the period.

    Returns:
        Fraction of revenue before; 0.02 is two percentage points.

    Raises:
        ValueError: for negative inputs, a PUE below 1 or a share outside 0 to 1.
    """
    chips = chips_from_power(power_gw, power_kw_per_chip, pue=pue)
    hours_sold = sold_chip_hours(chips, hours, sold_share=sold_share)
    return contribution_to_growth(
        revenue_usd(hours_sold, price_usd_per_chip_hour), revenue_before_usd
    )
