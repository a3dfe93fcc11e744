"""One step of reinforcement learning: a rollout that generates text, then an update that trains.

The rollout is decode, bound by memory bandwidth; the update is training, bound by arithmetic.
Which chip is cheaper therefore turns on the rollout's share of the step and on how much of its
bandwidth each chip achieves. The break-even of that ratio is the result; a probability is not.
"""

from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_share,
    _fail_if_unknown,
)
from lib.models.ops import divide, maximum, minimum
from lib.models.quantity import Quantity

ARRANGEMENTS = ("in_turn", "overlapped", "partial")


def rollout_time_s(
    sequences: Quantity, tokens_per_sequence: Quantity, tokens_per_s: Quantity
) -> Quantity:
    """Return the time to generate all samples of a step.

    Args:
        sequences: samples in the step.
        tokens_per_sequence: mean tokens written per sample.
        tokens_per_s: decode speed of all chips that generate.

    Returns:
        Seconds.

    Raises:
        ValueError: for negative amounts or no speed.
    """
    _fail_if_negative(sequences=sequences, tokens_per_sequence=tokens_per_sequence)
    _fail_if_not_positive(tokens_per_s=tokens_per_s)
    return sequences * tokens_per_sequence / tokens_per_s


def rl_step_time_s(
    rollout_s: Quantity,
    update_s: Quantity,
    *,
    sync_s: Quantity = 0.0,
    idle_s: Quantity = 0.0,
    arrangement: str = "in_turn",
    overlap_share: Quantity = 0.0,
) -> Quantity:
    """Return the time of a step from its two halves.

    Args:
        rollout_s: time of generation, seconds.
        update_s: time of training, seconds.
        sync_s: time to hand weights and samples over, seconds.
        idle_s: time in which nothing works, such as waiting for the longest sample, seconds.
        arrangement: ``in_turn`` adds the halves, ``overlapped`` takes the longer one,
            ``partial`` hides ``overlap_share`` of the shorter half.
        overlap_share: share of the shorter half hidden, for ``partial``.

    Returns:
        Seconds.

    Raises:
        ValueError: for a negative time, a share outside 0 to 1 or an unknown arrangement.
    """
    _fail_if_unknown("arrangement", arrangement, ARRANGEMENTS)
    _fail_if_negative(rollout_s=rollout_s, update_s=update_s, sync_s=sync_s, idle_s=idle_s)
    _fail_if_not_share(overlap_share=overlap_share)
    if arrangement == "overlapped":
        work_s = maximum(rollout_s, update_s)
    elif arrangement == "partial":
        work_s = rollout_s + update_s - overlap_share * minimum(rollout_s, update_s)
    else:
        work_s = rollout_s + update_s
    return work_s + sync_s + idle_s


def rollout_share(rollout_s: Quantity, update_s: Quantity) -> Quantity:
    """Return the rollout's share of working time."""
    _fail_if_negative(update_s=update_s)
    _fail_if_not_positive(rollout_s=rollout_s)
    return rollout_s / (rollout_s + update_s)


def rl_step_usd(step_s: Quantity, chips: Quantity, cost_usd_per_chip_hour: Quantity) -> Quantity:
    """Return the cost of a step on so many chips, USD; idle chips cost as much as busy ones."""
    _fail_if_negative(step_s=step_s, chips=chips, cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    return step_s * chips * cost_usd_per_chip_hour / 3600.0


def idle_share(rollout_s: Quantity, update_s: Quantity, step_s: Quantity) -> Quantity:
    """Return the mean idle share of two equal pools, one for each half of a step."""
    _fail_if_negative(rollout_s=rollout_s, update_s=update_s)
    _fail_if_not_positive(step_s=step_s)
    return 1 - (rollout_s + update_s) / (2 * step_s)


def relative_step_cost(
    rollout_share_on_rival: Quantity,
    price_ratio: Quantity,
    bandwidth_ratio: Quantity,
    compute_ratio: Quantity,
    *,
    bandwidth_utilisation_ratio: Quantity = 1.0,
    mfu_ratio: Quantity = 1.0,
) -> Quantity:
    """Return a chip's cost of a step over its rival's, when the halves run in turn.

    Every ratio is this chip over the rival.

    Args:
        rollout_share_on_rival: rollout's share of the step's time on the rival.
        price_ratio: cost of a chip-hour.
        bandwidth_ratio: peak memory bandwidth.
        compute_ratio: peak arithmetic at the precision of the update.
        bandwidth_utilisation_ratio: share of bandwidth achieved in decode.
        mfu_ratio: share of peak arithmetic achieved in training.

    Returns:
        Ratio; below 1 this chip is cheaper.

    Raises:
        ValueError: for a share outside 0 to 1 or a ratio of zero.
    """
    _fail_if_not_share(rollout_share_on_rival=rollout_share_on_rival)
    _fail_if_not_positive(
        price_ratio=price_ratio,
        bandwidth_ratio=bandwidth_ratio,
        compute_ratio=compute_ratio,
        bandwidth_utilisation_ratio=bandwidth_utilisation_ratio,
        mfu_ratio=mfu_ratio,
    )
    rollout = rollout_share_on_rival / (bandwidth_ratio * bandwidth_utilisation_ratio)
    update = (1 - rollout_share_on_rival) / (compute_ratio * mfu_ratio)
    return price_ratio * (rollout + update)


def breakeven_bandwidth_utilisation_ratio(
    rollout_share_on_rival: Quantity,
    price_ratio: Quantity,
    bandwidth_ratio: Quantity,
    compute_ratio: Quantity,
    *,
    mfu_ratio: Quantity = 1.0,
) -> Quantity:
    """Return the ratio of achieved bandwidth shares at which a step costs the same on both.

    Above it this chip is cheaper. A negative or infinite result means that the update alone
    already costs as much as the rival's whole step: no bandwidth can mend that.

    Args:
        rollout_share_on_rival: rollout's share of the step's time on the rival.
        price_ratio: cost of a chip-hour, this chip over the rival.
        bandwidth_ratio: peak memory bandwidth, this chip over the rival.
        compute_ratio: peak arithmetic, this chip over the rival.
        mfu_ratio: share of peak achieved in training, this chip over the rival.

    Returns:
        Ratio of bandwidth utilisation, this chip over the rival.

    Raises:
        ValueError: for a share outside 0 to 1 or a ratio of zero.
    """
    _fail_if_not_share(rollout_share_on_rival=rollout_share_on_rival)
    _fail_if_not_positive(
        price_ratio=price_ratio,
        bandwidth_ratio=bandwidth_ratio,
        compute_ratio=compute_ratio,
        mfu_ratio=mfu_ratio,
    )
    left_for_rollout = 1 / price_ratio - (1 - rollout_share_on_rival) / (compute_ratio * mfu_ratio)
    return divide(rollout_share_on_rival / bandwidth_ratio, left_for_rollout)


def breakeven_rollout_share(
    price_ratio: Quantity,
    bandwidth_ratio: Quantity,
    compute_ratio: Quantity,
    *,
    bandwidth_utilisation_ratio: Quantity = 1.0,
    mfu_ratio: Quantity = 1.0,
) -> Quantity:
    """Return the rollout share on the rival at which a step costs the same on both.

    Args:
        price_ratio: cost of a chip-hour, this chip over the rival.
        bandwidth_ratio: peak memory bandwidth, this chip over the rival.
        compute_ratio: peak arithmetic, this chip over the rival.
        bandwidth_utilisation_ratio: share of bandwidth achieved, this chip over the rival.
        mfu_ratio: share of peak achieved in training, this chip over the rival.

    Returns:
        Share; outside 0 to 1 the same chip is cheaper at any share.

    Raises:
        ValueError: for a ratio of zero.
    """
    _fail_if_not_positive(
        price_ratio=price_ratio,
        bandwidth_ratio=bandwidth_ratio,
        compute_ratio=compute_ratio,
        bandwidth_utilisation_ratio=bandwidth_utilisation_ratio,
        mfu_ratio=mfu_ratio,
    )
    rollout_slowness = 1 / (bandwidth_ratio * bandwidth_utilisation_ratio)
    update_slowness = 1 / (compute_ratio * mfu_ratio)
    return divide(1 / price_ratio - update_slowness, rollout_slowness - update_slowness)
