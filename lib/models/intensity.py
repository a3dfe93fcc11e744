"""What work costs at an arithmetic intensity, and where two chips' curves cross.

A chip that sells bytes cheaply is cheaper for work that moves much and computes little, such as
writing text one token at a time; one that sells operations cheaply is cheaper for training.
"""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive
from lib.models.ops import maximum, where
from lib.models.quantity import Quantity
from lib.models.roofline import compute_time_s, memory_time_s, step_time_s


def roofline_cost_usd_per_pflop(
    cost_usd_per_chip_hour: Quantity,
    intensity_flop_per_byte: Quantity,
    peak_flop_per_s: Quantity,
    bandwidth_bytes_per_s: Quantity,
    *,
    mfu: Quantity = 1.0,
    bandwidth_utilisation: Quantity = 1.0,
    saturation: str = "hard",
) -> Quantity:
    """Return the cost of 10^15 operations at an arithmetic intensity.

    Two chips' curves cross where the work turns from memory-bound to compute-bound.

    Args:
        cost_usd_per_chip_hour: cost or price of a chip-hour, USD.
        intensity_flop_per_byte: operations per byte moved.
        peak_flop_per_s: dense peak of the chip.
        bandwidth_bytes_per_s: memory bandwidth of the chip.
        mfu: share of the peak achieved when compute-bound.
        bandwidth_utilisation: share of the bandwidth achieved when memory-bound.
        saturation: see ``step_time_s``.

    Returns:
        USD per 10^15 operations.

    Raises:
        ValueError: for a negative cost, a missing specification or an unknown saturation.
    """
    _fail_if_negative(cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    _fail_if_not_positive(intensity_flop_per_byte=intensity_flop_per_byte)
    seconds = step_time_s(
        compute_time_s(1e15, peak_flop_per_s, mfu=mfu),
        memory_time_s(
            1e15 / intensity_flop_per_byte,
            bandwidth_bytes_per_s,
            bandwidth_utilisation=bandwidth_utilisation,
        ),
        saturation=saturation,
    )
    return cost_usd_per_chip_hour * seconds / 3600.0


def cost_usd_per_byte(
    cost_usd_per_chip_hour: Quantity,
    bandwidth_bytes_per_s: Quantity,
    *,
    bandwidth_utilisation: Quantity = 1.0,
) -> Quantity:
    """Return the cost of moving one byte when memory is the limit, USD."""
    _fail_if_negative(cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    seconds = memory_time_s(1.0, bandwidth_bytes_per_s, bandwidth_utilisation=bandwidth_utilisation)
    return cost_usd_per_chip_hour * seconds / 3600.0


def cost_usd_per_flop(
    cost_usd_per_chip_hour: Quantity, peak_flop_per_s: Quantity, *, mfu: Quantity = 1.0
) -> Quantity:
    """Return the cost of one operation when arithmetic is the limit, USD."""
    _fail_if_negative(cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    return cost_usd_per_chip_hour * compute_time_s(1.0, peak_flop_per_s, mfu=mfu) / 3600.0


def crossover_intensity_flop_per_byte(
    a_usd_per_byte: Quantity,
    a_usd_per_flop: Quantity,
    b_usd_per_byte: Quantity,
    b_usd_per_flop: Quantity,
) -> Quantity:
    """Return the arithmetic intensity at which two chips cost the same on a hard roofline.

    Below it the chip with the cheaper byte is cheaper, above it the one with the cheaper
    operation. At the crossing the first is bound by arithmetic and the second by memory, so it
    is the dearer byte over the dearer operation.

    Args:
        a_usd_per_byte: see ``cost_usd_per_byte``, chip A.
        a_usd_per_flop: see ``cost_usd_per_flop``, chip A.
        b_usd_per_byte: the same for chip B.
        b_usd_per_flop: the same for chip B.

    Returns:
        FLOP per byte; not a number where one chip is cheaper in both and nothing crosses.

    Raises:
        ValueError: for a cost of zero or below.
    """
    _fail_if_not_positive(
        a_usd_per_byte=a_usd_per_byte,
        a_usd_per_flop=a_usd_per_flop,
        b_usd_per_byte=b_usd_per_byte,
        b_usd_per_flop=b_usd_per_flop,
    )
    crosses = (a_usd_per_byte - b_usd_per_byte) * (a_usd_per_flop - b_usd_per_flop) < 0
    dearer_byte = maximum(a_usd_per_byte, b_usd_per_byte)
    dearer_flop = maximum(a_usd_per_flop, b_usd_per_flop)
    return where(crosses, dearer_byte / dearer_flop, float("nan"))
