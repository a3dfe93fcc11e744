"""From dollars per chip-hour to dollars per unit of what the chip does.

A unit is one of the things a chip is bought for: a TB/s of memory bandwidth for an hour, a
PFLOP/s for an hour at a stated precision, a GB of memory for an hour, a whole scale-up domain
for an hour, or a MW of the site's power for an hour.
"""

from lib.models.guards import (
    _fail_if_below_one,
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_usable_share,
)
from lib.models.quantity import Quantity

TFLOP_PER_PFLOP = 1000.0
KW_PER_MW = 1000.0


def cost_usd_per_unit_hour(
    cost_usd_per_chip_hour: Quantity, units_per_chip: Quantity, *, utilisation: Quantity = 1.0
) -> Quantity:
    """Return the cost of one unit of a specification for an hour.

    Args:
        cost_usd_per_chip_hour: cost or price of a chip-hour, USD.
        units_per_chip: what one chip has: TB/s, PFLOP/s at a precision, GB.
        utilisation: share of the specification that is achieved; 1 for the data sheet.

    Returns:
        USD per unit-hour.

    Raises:
        ValueError: for a negative cost, a missing specification (0) or a share outside 0 to 1.
    """
    _fail_if_negative(cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    _fail_if_not_positive(units_per_chip=units_per_chip)
    _fail_if_not_usable_share(utilisation=utilisation)
    return cost_usd_per_chip_hour / (units_per_chip * utilisation)


def capital_usd_per_unit(capital_usd: Quantity, units_per_chip: Quantity) -> Quantity:
    """Return the purchase price per unit of a specification, such as USD per PFLOP/s."""
    _fail_if_negative(capital_usd=capital_usd)
    _fail_if_not_positive(units_per_chip=units_per_chip)
    return capital_usd / units_per_chip


def cost_usd_per_tb_s_hour(
    cost_usd_per_chip_hour: Quantity,
    bandwidth_tb_per_s: Quantity,
    *,
    bandwidth_utilisation: Quantity = 1.0,
) -> Quantity:
    """Return USD per TB/s of memory bandwidth for an hour; arguments in USD and TB/s."""
    return cost_usd_per_unit_hour(
        cost_usd_per_chip_hour, bandwidth_tb_per_s, utilisation=bandwidth_utilisation
    )


def cost_usd_per_pflop_hour(
    cost_usd_per_chip_hour: Quantity, peak_tflop_per_s: Quantity, *, mfu: Quantity = 1.0
) -> Quantity:
    """Return USD per PFLOP/s for an hour at the precision of the peak given in TFLOP/s."""
    return cost_usd_per_unit_hour(
        cost_usd_per_chip_hour, peak_tflop_per_s / TFLOP_PER_PFLOP, utilisation=mfu
    )


def cost_usd_per_gb_hour(cost_usd_per_chip_hour: Quantity, memory_gb: Quantity) -> Quantity:
    """Return USD per GB of the chip's memory for an hour; memory in GB per chip."""
    return cost_usd_per_unit_hour(cost_usd_per_chip_hour, memory_gb)


def cost_usd_per_domain_hour(
    cost_usd_per_chip_hour: Quantity, chips_per_domain: Quantity
) -> Quantity:
    """Return USD per hour of a whole scale-up domain of so many chips."""
    _fail_if_negative(cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    _fail_if_not_positive(chips_per_domain=chips_per_domain)
    return cost_usd_per_chip_hour * chips_per_domain


def chips_per_mw(power_kw: Quantity, pue: Quantity = 1.0) -> Quantity:
    """Return how many chips a MW feeds.

    Args:
        power_kw: IT power per chip with its share of server and network, kW.
        pue: the PUE if the MW is drawn by the site; 1 if it is IT power.

    Returns:
        Chips per MW, not rounded.

    Raises:
        ValueError: for no power or a PUE below 1.
    """
    _fail_if_not_positive(power_kw=power_kw)
    _fail_if_below_one(pue=pue)
    return KW_PER_MW / (power_kw * pue)


def cost_usd_per_mw_hour(
    cost_usd_per_chip_hour: Quantity, power_kw: Quantity, pue: Quantity = 1.0
) -> Quantity:
    """Return USD per hour for the chips that a MW feeds; arguments as ``chips_per_mw``."""
    _fail_if_negative(cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    return cost_usd_per_chip_hour * chips_per_mw(power_kw, pue)


def units_per_mw(units_per_chip: Quantity, power_kw: Quantity, pue: Quantity = 1.0) -> Quantity:
    """Return how much of a specification a MW feeds, such as TB/s per MW."""
    _fail_if_not_positive(units_per_chip=units_per_chip)
    return units_per_chip * chips_per_mw(power_kw, pue)


def peak_flop_per_s_per_usd_per_hour(
    peak_flop_per_s: Quantity, price_usd_per_hour: Quantity
) -> Quantity:
    """Return peak FLOP/s bought by each USD per hour, the inverse of a unit cost."""
    _fail_if_negative(peak_flop_per_s=peak_flop_per_s)
    _fail_if_not_positive(price_usd_per_hour=price_usd_per_hour)
    return peak_flop_per_s / price_usd_per_hour
