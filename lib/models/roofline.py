"""The time of a step from what limits it: arithmetic, memory, network.

A hard roofline takes the longest of the three; published tables use it. Real chips bend near
the ridge, so a smooth p-norm is offered too (it lies up to 19 % above the hard one there), and
a plain sum where nothing overlaps.
"""

from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_usable_share,
    _fail_if_unknown,
)
from lib.models.ops import maximum, power
from lib.models.quantity import Quantity

SATURATIONS = ("hard", "smooth", "sum")


def compute_time_s(flop: Quantity, peak_flop_per_s: Quantity, *, mfu: Quantity = 1.0) -> Quantity:
    """Return the time of arithmetic alone.

    Args:
        flop: floating-point operations.
        peak_flop_per_s: dense peak of all chips together, at the precision used.
        mfu: share of the peak achieved.

    Returns:
        Seconds.

    Raises:
        ValueError: for negative work, no peak or a share outside 0 to 1.
    """
    _fail_if_negative(flop=flop)
    _fail_if_not_positive(peak_flop_per_s=peak_flop_per_s)
    _fail_if_not_usable_share(mfu=mfu)
    return flop / (peak_flop_per_s * mfu)


def memory_time_s(
    bytes_moved: Quantity,
    bandwidth_bytes_per_s: Quantity,
    *,
    bandwidth_utilisation: Quantity = 1.0,
) -> Quantity:
    """Return the time of reading memory alone.

    Args:
        bytes_moved: bytes read and written.
        bandwidth_bytes_per_s: peak memory bandwidth of all chips together.
        bandwidth_utilisation: share of the peak achieved.

    Returns:
        Seconds.

    Raises:
        ValueError: for negative bytes, no bandwidth or a share outside 0 to 1.
    """
    _fail_if_negative(bytes_moved=bytes_moved)
    _fail_if_not_positive(bandwidth_bytes_per_s=bandwidth_bytes_per_s)
    _fail_if_not_usable_share(bandwidth_utilisation=bandwidth_utilisation)
    return bytes_moved / (bandwidth_bytes_per_s * bandwidth_utilisation)


def network_time_s(
    bytes_sent: Quantity,
    network_bytes_per_s: Quantity,
    *,
    network_utilisation: Quantity = 1.0,
    latency_s: Quantity = 0.0,
) -> Quantity:
    """Return the time of communication alone.

    Args:
        bytes_sent: bytes over the link that the caller counts.
        network_bytes_per_s: peak of that link.
        network_utilisation: share of the peak achieved.
        latency_s: fixed time of the messages, seconds.

    Returns:
        Seconds.

    Raises:
        ValueError: for negative bytes or latency, no link or a share outside 0 to 1.
    """
    _fail_if_negative(bytes_sent=bytes_sent, latency_s=latency_s)
    _fail_if_not_positive(network_bytes_per_s=network_bytes_per_s)
    _fail_if_not_usable_share(network_utilisation=network_utilisation)
    return latency_s + bytes_sent / (network_bytes_per_s * network_utilisation)


def step_time_s(
    *times_s: Quantity, saturation: str = "hard", sharpness: Quantity = 8.0
) -> Quantity:
    """Join the times of limits that run at once into the time of the step.

    Args:
        times_s: time of each limit alone, seconds.
        saturation: ``hard`` is the longest, ``smooth`` a p-norm, ``sum`` one after the other.
        sharpness: exponent of the p-norm; larger is nearer to the hard maximum.

    Returns:
        Seconds, never less than the longest of the times.

    Raises:
        ValueError: for a negative time, no times or an unknown saturation.
    """
    _fail_if_unknown("saturation", saturation, SATURATIONS)
    if not times_s:
        raise ValueError("times_s must hold at least one time; got none")
    for time_s in times_s:
        _fail_if_negative(times_s=time_s)
    if saturation == "sum":
        return sum(times_s)
    if saturation == "hard":
        return maximum(*times_s)
    _fail_if_not_positive(sharpness=sharpness)
    return power(sum(power(time_s, sharpness) for time_s in times_s), 1 / sharpness)


def ridge_flop_per_byte(peak_flop_per_s: Quantity, bandwidth_bytes_per_s: Quantity) -> Quantity:
    """Return the intensity above which arithmetic, not memory, is the limit, FLOP per byte."""
    _fail_if_not_positive(
        peak_flop_per_s=peak_flop_per_s, bandwidth_bytes_per_s=bandwidth_bytes_per_s
    )
    return peak_flop_per_s / bandwidth_bytes_per_s


def critical_batch(
    peak_flop_per_s: Quantity,
    bandwidth_bytes_per_s: Quantity,
    *,
    bytes_per_weight: Quantity = 2.0,
    flop_per_weight: Quantity = 2.0,
) -> Quantity:
    """Return the tokens per step above which weights are read often enough.

    Args:
        peak_flop_per_s: dense peak at the precision of the arithmetic.
        bandwidth_bytes_per_s: memory bandwidth.
        bytes_per_weight: 2 for bf16 weights, 1 for int8 or fp8.
        flop_per_weight: operations per weight and token, 2 for a multiply and an add.

    Returns:
        Tokens per step.

    Raises:
        ValueError: for a missing peak, bandwidth or size.

    Source:
        Austin et al. 2025, How to Scale Your Model, chapters on rooflines and inference.
    """
    _fail_if_not_positive(bytes_per_weight=bytes_per_weight, flop_per_weight=flop_per_weight)
    ridge = ridge_flop_per_byte(peak_flop_per_s, bandwidth_bytes_per_s)
    return ridge * bytes_per_weight / flop_per_weight
