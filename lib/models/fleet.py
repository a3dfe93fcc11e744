"""How many chips and whole servers a demand needs."""

from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_usable_share,
)
from lib.models.ops import ceil
from lib.models.quantity import Quantity


def chips_needed(
    demand_per_s: Quantity,
    throughput_per_chip_s: Quantity,
    *,
    utilisation: Quantity = 1.0,
    speed_factor: Quantity = 1.0,
) -> Quantity:
    """Return the chips that meet a demand, not rounded.

    Args:
        demand_per_s: work wanted per second, such as tokens.
        throughput_per_chip_s: work of one chip per second on the reference task.
        utilisation: share of that throughput planned for; the rest is headroom.
        speed_factor: speed on the actual task over speed on the reference task.

    Returns:
        Number of chips.

    Raises:
        ValueError: for a negative demand, no throughput or a utilisation outside 0 to 1.
    """
    _fail_if_negative(demand_per_s=demand_per_s)
    _fail_if_not_positive(throughput_per_chip_s=throughput_per_chip_s, speed_factor=speed_factor)
    _fail_if_not_usable_share(utilisation=utilisation)
    return demand_per_s / (throughput_per_chip_s * speed_factor * utilisation)


def servers_needed(
    chips: Quantity, chips_per_server: Quantity, *, spare_servers: Quantity = 0
) -> Quantity:
    """Return whole servers that hold so many chips.

    Args:
        chips: chips wanted, not rounded.
        chips_per_server: chips in one server or rack.
        spare_servers: servers kept ready beyond need.

    Returns:
        Whole number of servers.

    Raises:
        ValueError: for negative chips or spares, or empty servers.
    """
    _fail_if_negative(chips=chips, spare_servers=spare_servers)
    _fail_if_not_positive(chips_per_server=chips_per_server)
    return ceil(chips / chips_per_server) + spare_servers


def chips_for_memory(memory_bytes: Quantity, memory_bytes_per_chip: Quantity) -> Quantity:
    """Return the chips whose memory holds so many bytes, not rounded."""
    _fail_if_negative(memory_bytes=memory_bytes)
    _fail_if_not_positive(memory_bytes_per_chip=memory_bytes_per_chip)
    return memory_bytes / memory_bytes_per_chip


def owner_total_usd(
    capital_usd: Quantity, running_usd_per_year: Quantity, years: Quantity
) -> Quantity:
    """Return the cash an owner spends over some years, without discounting.

    Args:
        capital_usd: purchases on the first day, USD.
        running_usd_per_year: all yearly bills, USD.
        years: years counted.

    Returns:
        USD.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(
        capital_usd=capital_usd, running_usd_per_year=running_usd_per_year, years=years
    )
    return capital_usd + running_usd_per_year * years
