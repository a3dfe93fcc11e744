"""The owner's cost of one chip-hour, as four parts that add up.

``owner_parts_usd_per_chip_hour`` joins parts from any convention. The two ready-made bills below
it cover the usual cases: a building of one's own, and colocation.
"""

import functools
import operator

from lib.models.capital import capital_share_per_year, capital_usd_per_year
from lib.models.energy import HOURS_PER_YEAR, electricity_usd
from lib.models.facility import colocation_usd_per_year, facility_capital_usd
from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_usable_share,
)
from lib.models.operations import maintenance_usd_per_year
from lib.models.quantity import Quantity

PARTS = ("capital", "facility", "electricity", "operations")


def owner_parts_usd_per_chip_hour(
    *,
    capital_usd_per_year: Quantity,
    facility_usd_per_year: Quantity = 0.0,
    electricity_usd_per_year: Quantity = 0.0,
    operations_usd_per_year: Quantity = 0.0,
    chips: Quantity = 1.0,
    utilisation: Quantity = 1.0,
    hours_per_year: Quantity = HOURS_PER_YEAR,
) -> dict[str, Quantity]:
    """Turn yearly bills into parts of the cost of a used chip-hour.

    Args:
        capital_usd_per_year: cost of the equipment, USD per year.
        facility_usd_per_year: cost of building or colocation, USD per year.
        electricity_usd_per_year: electricity bill, USD per year.
        operations_usd_per_year: maintenance, spares, staff, other, USD per year.
        chips: chips that the bills are for.
        utilisation: share of chip-hours used or sold; every part is divided by it.
        hours_per_year: 8,760 or 8,766.

    Returns:
        USD per used chip-hour by part: capital, facility, electricity, operations.

    Raises:
        ValueError: for a negative bill, no chips, or a utilisation of 0 or above 1.
    """
    _fail_if_negative(
        capital_usd_per_year=capital_usd_per_year,
        facility_usd_per_year=facility_usd_per_year,
        electricity_usd_per_year=electricity_usd_per_year,
        operations_usd_per_year=operations_usd_per_year,
    )
    _fail_if_not_positive(chips=chips, hours_per_year=hours_per_year)
    _fail_if_not_usable_share(utilisation=utilisation)
    per_used_hour = 1 / (chips * hours_per_year * utilisation)
    return {
        "capital": capital_usd_per_year * per_used_hour,
        "facility": facility_usd_per_year * per_used_hour,
        "electricity": electricity_usd_per_year * per_used_hour,
        "operations": operations_usd_per_year * per_used_hour,
    }


def chip_hour_from_shares(
    capital_usd: Quantity,
    capital_share_per_year: Quantity,
    power_kw: Quantity,
    pue: Quantity,
    load_factor: Quantity,
    electricity_usd_per_kwh: Quantity,
    facility_usd_per_mw: Quantity,
    facility_share_per_year: Quantity,
    operations_share_per_year: Quantity,
    utilisation: Quantity,
    *,
    facility_pue: Quantity = 1.0,
    hours_per_year: Quantity = HOURS_PER_YEAR,
) -> dict[str, Quantity]:
    """Return the parts of the owner's cost from yearly shares that were computed before.

    The two shares (``capital.capital_share_per_year``) hold a power each, which costs more time
    than all the rest. They depend on rate and life alone, so many chips can share them.

    Args:
        capital_usd: price per chip with its share of server, network and racks, USD.
        capital_share_per_year: yearly cost of each dollar of it.
        power_kw: rated IT power per chip with its share of server and network, kW.
        pue: site energy over IT energy.
        load_factor: average over rated power.
        electricity_usd_per_kwh: price of electricity, USD per kWh.
        facility_usd_per_mw: price of the building, USD per MW.
        facility_share_per_year: yearly cost of each dollar of the building.
        operations_share_per_year: operations as a share of ``capital_usd`` per year.
        utilisation: share of chip-hours used or sold.
        facility_pue: 1 if ``facility_usd_per_mw`` is per MW of IT power, else the PUE.
        hours_per_year: 8,760 or 8,766.

    Returns:
        USD per used chip-hour by part: capital, facility, electricity, operations.

    Raises:
        ValueError: for a negative price or a share outside its bounds.
    """
    _fail_if_negative(
        capital_usd=capital_usd,
        capital_share_per_year=capital_share_per_year,
        facility_share_per_year=facility_share_per_year,
    )
    building_usd = facility_capital_usd(facility_usd_per_mw, power_kw, pue=facility_pue)
    return owner_parts_usd_per_chip_hour(
        capital_usd_per_year=capital_usd * capital_share_per_year,
        facility_usd_per_year=building_usd * facility_share_per_year,
        electricity_usd_per_year=electricity_usd(
            power_kw, hours_per_year, electricity_usd_per_kwh, pue=pue, load_factor=load_factor
        ),
        operations_usd_per_year=maintenance_usd_per_year(capital_usd, operations_share_per_year),
        utilisation=utilisation,
        hours_per_year=hours_per_year,
    )


def chip_hour_in_owned_facility(
    capital_usd: Quantity,
    life_years: Quantity,
    capital_rate_per_year: Quantity,
    power_kw: Quantity,
    pue: Quantity,
    load_factor: Quantity,
    electricity_usd_per_kwh: Quantity,
    facility_usd_per_mw: Quantity,
    facility_life_years: Quantity,
    operations_share_per_year: Quantity,
    utilisation: Quantity,
    *,
    facility_rate_per_year: Quantity | None = None,
    facility_pue: Quantity = 1.0,
    residual_share: Quantity = 0.0,
    method: str = "annuity_month_end",
    facility_method: str | None = None,
    hours_per_year: Quantity = HOURS_PER_YEAR,
) -> dict[str, Quantity]:
    """Return the parts of the owner's cost of a used chip-hour in a building of one's own.

    Args:
        capital_usd: price per chip with its share of server, network and racks, USD.
        life_years: years in use.
        capital_rate_per_year: cost of capital, as a fraction.
        power_kw: rated IT power per chip with its share of server and network, kW.
        pue: site energy over IT energy.
        load_factor: average over rated power.
        electricity_usd_per_kwh: price of electricity, USD per kWh.
        facility_usd_per_mw: price of the building, USD per MW.
        facility_life_years: life of the building, years.
        operations_share_per_year: operations as a share of ``capital_usd`` per year.
        utilisation: share of chip-hours used or sold.
        facility_rate_per_year: cost of capital of the building; the equipment's if not given.
        facility_pue: 1 if ``facility_usd_per_mw`` is per MW of IT power, else the PUE.
        residual_share: sale value of the equipment as a share of its price.
        method: one of ``capital.CAPITAL_METHODS``.
        facility_method: the same for the building; the equipment's if not given.
        hours_per_year: 8,760 or 8,766.

    Returns:
        USD per used chip-hour by part: capital, facility, electricity, operations.

    Raises:
        ValueError: for a negative price, a share outside its bounds or an unknown method.
    """
    rate = capital_rate_per_year if facility_rate_per_year is None else facility_rate_per_year
    return chip_hour_from_shares(
        capital_usd,
        capital_share_per_year(
            life_years, capital_rate_per_year, method=method, residual_share=residual_share
        ),
        power_kw,
        pue,
        load_factor,
        electricity_usd_per_kwh,
        facility_usd_per_mw,
        capital_share_per_year(facility_life_years, rate, method=facility_method or method),
        operations_share_per_year,
        utilisation,
        facility_pue=facility_pue,
        hours_per_year=hours_per_year,
    )


def chip_hour_in_colocation(
    capital_usd: Quantity,
    life_years: Quantity,
    capital_rate_per_year: Quantity,
    power_kw: Quantity,
    pue: Quantity,
    load_factor: Quantity,
    electricity_usd_per_kwh: Quantity,
    colocation_usd_per_kw_month: Quantity,
    operations_share_per_year: Quantity,
    utilisation: Quantity,
    *,
    colocation_pue: Quantity = 1.0,
    residual_share: Quantity = 0.0,
    method: str = "annuity_month_end",
    hours_per_year: Quantity = HOURS_PER_YEAR,
) -> dict[str, Quantity]:
    """Return the parts of the owner's cost of a used chip-hour in a rented place.

    Args:
        capital_usd: price per chip with its share of server, network and racks, USD.
        life_years: years in use.
        capital_rate_per_year: cost of capital, as a fraction.
        power_kw: rated IT power per chip with its share of server and network, kW.
        pue: site energy over IT energy.
        load_factor: average over rated power.
        electricity_usd_per_kwh: price of electricity, USD per kWh; 0 if the rent includes it.
        colocation_usd_per_kw_month: rent per kW and month, USD.
        operations_share_per_year: operations as a share of ``capital_usd`` per year.
        utilisation: share of chip-hours used or sold.
        colocation_pue: 1 if rent is charged on IT power, else the PUE.
        residual_share: sale value of the equipment as a share of its price.
        method: one of ``capital.CAPITAL_METHODS``.
        hours_per_year: 8,760 or 8,766.

    Returns:
        USD per used chip-hour by part: capital, facility, electricity, operations.

    Raises:
        ValueError: for a negative price, a share outside its bounds or an unknown method.
    """
    return owner_parts_usd_per_chip_hour(
        capital_usd_per_year=capital_usd_per_year(
            capital_usd,
            life_years,
            capital_rate_per_year,
            method=method,
            residual_share=residual_share,
        ),
        facility_usd_per_year=colocation_usd_per_year(
            colocation_usd_per_kw_month, power_kw, pue=colocation_pue
        ),
        electricity_usd_per_year=electricity_usd(
            power_kw, hours_per_year, electricity_usd_per_kwh, pue=pue, load_factor=load_factor
        ),
        operations_usd_per_year=maintenance_usd_per_year(capital_usd, operations_share_per_year),
        utilisation=utilisation,
        hours_per_year=hours_per_year,
    )


def total_usd_per_chip_hour(parts: dict[str, Quantity]) -> Quantity:
    """Add up the parts of a chip-hour's cost, USD per chip-hour."""
    first, *others = parts.values()
    return functools.reduce(operator.add, others, first)
