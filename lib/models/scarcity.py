"""What changes when power or time, not money, is the thing in short supply.

With power short, a chip is judged by what it earns per MW-hour, and an extra MW-hour has a
shadow price. With time short, a cheaper chip that comes later costs the work not done meanwhile.
"""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive
from lib.models.ops import divide
from lib.models.quantity import Quantity


def shadow_price_usd_per_mw_hour(
    value_usd_per_unit: Quantity, cost_usd_per_unit: Quantity, units_per_mw_hour: Quantity
) -> Quantity:
    """Return what one more MW-hour would earn beyond its cost.

    Args:
        value_usd_per_unit: value of a unit of work, USD.
        cost_usd_per_unit: full cost of that unit, USD.
        units_per_mw_hour: units of work from a MW for an hour.

    Returns:
        USD per MW-hour; negative if the work costs more than it is worth.

    Raises:
        ValueError: for a negative value, cost or amount of work.
    """
    _fail_if_negative(
        value_usd_per_unit=value_usd_per_unit,
        cost_usd_per_unit=cost_usd_per_unit,
        units_per_mw_hour=units_per_mw_hour,
    )
    return (value_usd_per_unit - cost_usd_per_unit) * units_per_mw_hour


def cost_with_scarce_power_usd_per_unit(
    cost_usd_per_unit: Quantity,
    units_per_mw_hour: Quantity,
    shadow_usd_per_mw_hour: Quantity,
) -> Quantity:
    """Return the cost of a unit of work when power also has a shadow price.

    Args:
        cost_usd_per_unit: cost without scarcity, USD.
        units_per_mw_hour: units of work from a MW for an hour.
        shadow_usd_per_mw_hour: price of scarcity, USD per MW-hour.

    Returns:
        USD per unit.

    Raises:
        ValueError: for negative prices or no work.
    """
    _fail_if_negative(
        cost_usd_per_unit=cost_usd_per_unit, shadow_usd_per_mw_hour=shadow_usd_per_mw_hour
    )
    _fail_if_not_positive(units_per_mw_hour=units_per_mw_hour)
    return cost_usd_per_unit + shadow_usd_per_mw_hour / units_per_mw_hour


def breakeven_shadow_price_usd_per_mw_hour(
    cost_a_usd_per_unit: Quantity,
    units_a_per_mw_hour: Quantity,
    cost_b_usd_per_unit: Quantity,
    units_b_per_mw_hour: Quantity,
) -> Quantity:
    """Return the shadow price of power at which two chips cost the same per unit of work.

    Args:
        cost_a_usd_per_unit: cost of a unit on chip A, USD.
        units_a_per_mw_hour: units from a MW-hour on chip A.
        cost_b_usd_per_unit: cost of a unit on chip B, USD.
        units_b_per_mw_hour: units from a MW-hour on chip B.

    Returns:
        USD per MW-hour. Positive: the dearer chip wins above it. Negative: one chip is both
        cheaper and thriftier, and no scarcity of power turns the order. Infinite: equal work.

    Raises:
        ValueError: for negative costs or no work.
    """
    _fail_if_negative(
        cost_a_usd_per_unit=cost_a_usd_per_unit, cost_b_usd_per_unit=cost_b_usd_per_unit
    )
    _fail_if_not_positive(
        units_a_per_mw_hour=units_a_per_mw_hour, units_b_per_mw_hour=units_b_per_mw_hour
    )
    power_gap = 1 / units_a_per_mw_hour - 1 / units_b_per_mw_hour
    return divide(cost_b_usd_per_unit - cost_a_usd_per_unit, power_gap)


def time_to_capacity_days(
    capacity_mw: Quantity, build_mw_per_day: Quantity, *, lead_days: Quantity = 0.0
) -> Quantity:
    """Return the days until a capacity stands.

    Args:
        capacity_mw: capacity wanted, MW.
        build_mw_per_day: pace of building, MW per day.
        lead_days: days before the first MW.

    Returns:
        Days.

    Raises:
        ValueError: for a negative capacity or lead, or no building.
    """
    _fail_if_negative(capacity_mw=capacity_mw, lead_days=lead_days)
    _fail_if_not_positive(build_mw_per_day=build_mw_per_day)
    return lead_days + capacity_mw / build_mw_per_day


def delay_cost_usd(
    delay_days: Quantity, capacity_mw: Quantity, value_usd_per_mw_day: Quantity
) -> Quantity:
    """Return the value of work not done while capacity is late.

    Args:
        delay_days: days of delay.
        capacity_mw: capacity that is late, MW.
        value_usd_per_mw_day: what a MW earns in a day beyond its cost, USD.

    Returns:
        USD.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(
        delay_days=delay_days, capacity_mw=capacity_mw, value_usd_per_mw_day=value_usd_per_mw_day
    )
    return delay_days * capacity_mw * value_usd_per_mw_day
