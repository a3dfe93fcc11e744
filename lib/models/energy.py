"""From a chip's watts to a site's bill, with each factor where the caller puts it.

Sources disagree on what PUE multiplies (energy, capacity or both), on whether a chip draws its
rated power, and on the hours in a month or a year. Nothing here picks one silently.
"""

from lib.models.guards import (
    _fail_if_below_one,
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_share,
)
from lib.models.quantity import Quantity

HOURS_PER_YEAR = 8760.0
HOURS_PER_JULIAN_YEAR = 8766.0
HOURS_PER_MONTH = 730.0
HOURS_PER_THIRTY_DAYS = 720.0


def it_power_kw(
    chips: Quantity, chip_power_kw: Quantity, *, server_overhead: Quantity = 1.0
) -> Quantity:
    """Return the power of chips with their servers.

    Args:
        chips: number of chips.
        chip_power_kw: rated power of one chip, kW.
        server_overhead: power of the whole server over power of its chips, 1 or more.

    Returns:
        kW.

    Raises:
        ValueError: for negative inputs or an overhead below 1.
    """
    _fail_if_negative(chips=chips, chip_power_kw=chip_power_kw)
    _fail_if_below_one(server_overhead=server_overhead)
    return chips * chip_power_kw * server_overhead


def site_power_kw(it_kw: Quantity, pue: Quantity = 1.0, *, redundancy: Quantity = 1.0) -> Quantity:
    """Return the power a site draws, or must be built for, at full IT load.

    Args:
        it_kw: power of the IT equipment, kW.
        pue: power usage effectiveness, site power over IT power.
        redundancy: capacity built over capacity used; 1 for the power drawn.

    Returns:
        kW.

    Raises:
        ValueError: for a negative power, or a PUE or redundancy below 1.
    """
    _fail_if_negative(it_kw=it_kw)
    _fail_if_below_one(pue=pue, redundancy=redundancy)
    return it_kw * pue * redundancy


def energy_kwh(
    it_kw: Quantity,
    hours: Quantity,
    *,
    pue: Quantity = 1.0,
    load_factor: Quantity = 1.0,
    utilisation: Quantity = 1.0,
    idle_share: Quantity = 0.0,
) -> Quantity:
    """Return the energy used over some hours.

    Args:
        it_kw: rated power of the IT equipment, kW.
        hours: hours that pass.
        pue: site energy over IT energy.
        load_factor: average over rated power while working.
        utilisation: share of hours at work; 1 where the source keeps the bill at full load.
        idle_share: power when idle over power when working.

    Returns:
        kWh.

    Raises:
        ValueError: for negative inputs, a PUE below 1 or a share outside 0 to 1.
    """
    _fail_if_negative(it_kw=it_kw, hours=hours)
    _fail_if_below_one(pue=pue)
    _fail_if_not_share(load_factor=load_factor, utilisation=utilisation, idle_share=idle_share)
    working_hours = hours * (utilisation + (1 - utilisation) * idle_share)
    return it_kw * load_factor * pue * working_hours


def electricity_usd(
    it_kw: Quantity,
    hours: Quantity,
    electricity_usd_per_kwh: Quantity,
    *,
    pue: Quantity = 1.0,
    load_factor: Quantity = 1.0,
    utilisation: Quantity = 1.0,
    idle_share: Quantity = 0.0,
) -> Quantity:
    """Return the electricity bill over some hours.

    Args:
        it_kw: rated power of the IT equipment, kW.
        hours: hours that pass: 8,760 or 8,766 for a year, 720 or 730 for a month.
        electricity_usd_per_kwh: price of electricity, USD per kWh.
        pue: site energy over IT energy; 1 where the price is on IT energy.
        load_factor: average over rated power while working.
        utilisation: share of hours at work.
        idle_share: power when idle over power when working.

    Returns:
        USD.

    Raises:
        ValueError: as ``energy_kwh``, and for a negative price.
    """
    _fail_if_negative(electricity_usd_per_kwh=electricity_usd_per_kwh)
    used_kwh = energy_kwh(
        it_kw,
        hours,
        pue=pue,
        load_factor=load_factor,
        utilisation=utilisation,
        idle_share=idle_share,
    )
    return used_kwh * electricity_usd_per_kwh


def energy_per_work_j(power_kw: Quantity, work_per_s: Quantity) -> Quantity:
    """Return joules per unit of work, such as per token.

    Args:
        power_kw: power that the source counts (chip, server or site), kW.
        work_per_s: units of work per second.

    Returns:
        Joules per unit.

    Raises:
        ValueError: for a negative power or no work.
    """
    _fail_if_negative(power_kw=power_kw)
    _fail_if_not_positive(work_per_s=work_per_s)
    return power_kw * 1000.0 / work_per_s
