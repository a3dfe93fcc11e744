"""What housing costs: a building of one's own with its own life, or a rented place by the kW.

The two are kept apart because they end differently: a building outlives several generations of
chips, and colocation is quoted on IT power or on the power the site draws.
"""

from lib.models.capital import capital_usd_per_year
from lib.models.guards import _fail_if_below_one, _fail_if_negative
from lib.models.quantity import Quantity

KW_PER_MW = 1000.0
MONTHS_PER_YEAR = 12.0


def facility_capital_usd(
    facility_usd_per_mw: Quantity, it_power_kw: Quantity, *, pue: Quantity = 1.0
) -> Quantity:
    """Return the price of the building and its plant for a given IT power.

    Args:
        facility_usd_per_mw: price per MW of the power that the source counts, USD per MW.
        it_power_kw: power of the IT equipment, kW.
        pue: 1 if the price is per MW of IT power; the site's PUE if it is per MW drawn.

    Returns:
        USD.

    Raises:
        ValueError: for a negative price or power, or a PUE below 1.
    """
    _fail_if_negative(facility_usd_per_mw=facility_usd_per_mw, it_power_kw=it_power_kw)
    _fail_if_below_one(pue=pue)
    return facility_usd_per_mw * it_power_kw * (pue / KW_PER_MW)


def owned_facility_usd_per_year(
    facility_usd_per_mw: Quantity,
    it_power_kw: Quantity,
    facility_life_years: Quantity,
    rate_per_year: Quantity = 0.0,
    *,
    pue: Quantity = 1.0,
    method: str = "annuity_month_end",
    residual_share: Quantity = 0.0,
) -> Quantity:
    """Return the yearly capital cost of an owned building for a given IT power.

    Args:
        facility_usd_per_mw: price per MW, USD per MW.
        it_power_kw: power of the IT equipment, kW.
        facility_life_years: years over which the building is paid off.
        rate_per_year: cost of capital, as a fraction.
        pue: 1 if the price is per MW of IT power; the site's PUE if it is per MW drawn.
        method: one of ``capital.CAPITAL_METHODS``.
        residual_share: value at the end of the life as a share of the price.

    Returns:
        USD per year.

    Raises:
        ValueError: as ``facility_capital_usd`` and ``capital_usd_per_year``.
    """
    price_usd = facility_capital_usd(facility_usd_per_mw, it_power_kw, pue=pue)
    return capital_usd_per_year(
        price_usd,
        facility_life_years,
        rate_per_year,
        method=method,
        residual_share=residual_share,
    )


def colocation_usd_per_year(
    colocation_usd_per_kw_month: Quantity, it_power_kw: Quantity, *, pue: Quantity = 1.0
) -> Quantity:
    """Return a year's rent for a place in someone else's building.

    Args:
        colocation_usd_per_kw_month: rent per kW and month, USD.
        it_power_kw: contracted power of the IT equipment, kW.
        pue: 1 if rent is charged on IT power, as is usual; the site's PUE if on power drawn.

    Returns:
        USD per year.

    Raises:
        ValueError: for a negative rent or power, or a PUE below 1.
    """
    _fail_if_negative(
        colocation_usd_per_kw_month=colocation_usd_per_kw_month, it_power_kw=it_power_kw
    )
    _fail_if_below_one(pue=pue)
    return colocation_usd_per_kw_month * it_power_kw * pue * MONTHS_PER_YEAR
