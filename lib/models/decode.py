"""Generating text: prefill reads the prompt, decode writes one token per sequence and step.

Prefill is bound by arithmetic. Decode reads all weights and every sequence's cache for each
token, so it is bound by memory until the batch is large, and the batch is bound by capacity.
"""

from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_unknown,
)
from lib.models.ops import floor, maximum, minimum
from lib.models.quantity import Quantity
from lib.models.roofline import compute_time_s, memory_time_s, step_time_s
from lib.models.transformer import forward_flop_per_token

ATTENTION_OVERLAP = ("whole", "apart")


def prefill_time_s(
    active_parameters: Quantity,
    prompt_tokens: Quantity,
    peak_flop_per_s: Quantity,
    *,
    mfu: Quantity = 1.0,
    attention_flop: Quantity = 0.0,
) -> Quantity:
    """Return the time to read a prompt.

    Args:
        active_parameters: parameters used per token.
        prompt_tokens: tokens in the prompt that are not in a cache.
        peak_flop_per_s: dense peak of all chips together.
        mfu: share of the peak achieved.
        attention_flop: operations of attention over the prompt, if the source counts them.

    Returns:
        Seconds.

    Raises:
        ValueError: for negative sizes, no peak or a share outside 0 to 1.
    """
    _fail_if_negative(prompt_tokens=prompt_tokens, attention_flop=attention_flop)
    flop = forward_flop_per_token(active_parameters) * prompt_tokens + attention_flop
    return compute_time_s(flop, peak_flop_per_s, mfu=mfu)


def decode_step_time_s(
    weight_bytes_read: Quantity,
    kv_bytes_of_sequence: Quantity,
    batch: Quantity,
    bandwidth_bytes_per_s: Quantity,
    *,
    flop_per_token: Quantity = 0.0,
    peak_flop_per_s: Quantity = 1.0,
    mfu: Quantity = 1.0,
    bandwidth_utilisation: Quantity = 1.0,
    network_s: Quantity = 0.0,
    saturation: str = "hard",
    attention: str = "whole",
) -> Quantity:
    """Return the time of one decode step for a batch of sequences.

    Args:
        weight_bytes_read: bytes of weights read in the step (all experts hit by the batch).
        kv_bytes_of_sequence: cache read for each sequence, bytes.
        batch: sequences that advance by one token.
        bandwidth_bytes_per_s: memory bandwidth of all chips together.
        flop_per_token: operations per token; 0 leaves arithmetic out.
        peak_flop_per_s: dense peak of all chips together.
        mfu: share of the peak achieved.
        bandwidth_utilisation: share of the bandwidth achieved.
        network_s: time of communication in the step, seconds.
        saturation: see ``roofline.step_time_s``.
        attention: ``whole`` sets all bytes against all operations; ``apart`` adds the reading
            of the cache, which is always memory-bound, to the roofline of the weights.

    Returns:
        Seconds; with the hard maximum never below any of its bounds.

    Raises:
        ValueError: for negative sizes, a missing specification or an unknown convention.

    Source:
        Austin et al. 2025, How to Scale Your Model, inference chapter (``apart``).
    """
    _fail_if_unknown("attention", attention, ATTENTION_OVERLAP)
    _fail_if_negative(
        weight_bytes_read=weight_bytes_read,
        kv_bytes_of_sequence=kv_bytes_of_sequence,
        network_s=network_s,
        flop_per_token=flop_per_token,
    )
    _fail_if_not_positive(batch=batch)
    compute_s = compute_time_s(batch * flop_per_token, peak_flop_per_s, mfu=mfu)
    weights_s = memory_time_s(
        weight_bytes_read, bandwidth_bytes_per_s, bandwidth_utilisation=bandwidth_utilisation
    )
    cache_s = memory_time_s(
        batch * kv_bytes_of_sequence,
        bandwidth_bytes_per_s,
        bandwidth_utilisation=bandwidth_utilisation,
    )
    if attention == "apart":
        return cache_s + step_time_s(compute_s, weights_s, network_s, saturation=saturation)
    return step_time_s(compute_s, weights_s + cache_s, network_s, saturation=saturation)


def largest_batch(
    memory_bytes: Quantity,
    weight_bytes: Quantity,
    kv_bytes_of_sequence: Quantity,
    *,
    usable_share: Quantity = 1.0,
) -> Quantity:
    """Return the sequences whose caches fit beside the weights.

    Args:
        memory_bytes: memory of all chips together.
        weight_bytes: bytes of all weights held, not only those read.
        kv_bytes_of_sequence: cache of one sequence at its full length, bytes.
        usable_share: share of memory free for weights and cache.

    Returns:
        Whole number of sequences; 0 if the weights do not fit.

    Raises:
        ValueError: for negative sizes or no cache.
    """
    _fail_if_negative(memory_bytes=memory_bytes, weight_bytes=weight_bytes)
    _fail_if_not_positive(kv_bytes_of_sequence=kv_bytes_of_sequence)
    free_bytes = maximum(memory_bytes * usable_share - weight_bytes, 0.0)
    return floor(free_bytes / kv_bytes_of_sequence)


def feasible_batch(batch_wanted: Quantity, batch_that_fits: Quantity) -> Quantity:
    """Return the wanted batch or, if memory holds fewer, what fits."""
    _fail_if_negative(batch_wanted=batch_wanted, batch_that_fits=batch_that_fits)
    return minimum(batch_wanted, batch_that_fits)


def decode_tokens_per_s(
    batch: Quantity, step_s: Quantity, *, tokens_per_step: Quantity = 1.0
) -> Quantity:
    """Return the tokens written per second by the whole batch.

    Args:
        batch: sequences that advance together.
        step_s: time of a step, seconds.
        tokens_per_step: tokens accepted per sequence and step; above 1 with speculation.

    Returns:
        Tokens per second.

    Raises:
        ValueError: for a negative batch or no time.
    """
    _fail_if_negative(batch=batch, tokens_per_step=tokens_per_step)
    _fail_if_not_positive(step_s=step_s)
    return batch * tokens_per_step / step_s


def achieved_bandwidth_utilisation(
    bytes_read_per_step: Quantity, step_s: Quantity, bandwidth_bytes_per_s: Quantity
) -> Quantity:
    """Return the share of peak bandwidth that a measured step time implies."""
    _fail_if_negative(bytes_read_per_step=bytes_read_per_step)
    _fail_if_not_positive(step_s=step_s, bandwidth_bytes_per_s=bandwidth_bytes_per_s)
    return bytes_read_per_step / (step_s * bandwidth_bytes_per_s)


def requests_per_s(tokens_per_s: Quantity, tokens_per_request: Quantity) -> Quantity:
    """Return requests finished per second at so many tokens each."""
    _fail_if_negative(tokens_per_s=tokens_per_s)
    _fail_if_not_positive(tokens_per_request=tokens_per_request)
    return tokens_per_s / tokens_per_request


def prefill_servers_per_decode_server(
    prefill_s: Quantity, decode_step_s: Quantity, tokens_out: Quantity, batch: Quantity
) -> Quantity:
    """Return how many prefill servers keep one decode server busy.

    Args:
        prefill_s: time to read one prompt, seconds.
        decode_step_s: time of a decode step, seconds.
        tokens_out: tokens written per request.
        batch: sequences decoded together.

    Returns:
        Ratio of servers, not rounded.

    Raises:
        ValueError: for no time, no tokens or no batch.
    """
    _fail_if_not_positive(
        prefill_s=prefill_s, decode_step_s=decode_step_s, tokens_out=tokens_out, batch=batch
    )
    return prefill_s * batch / (decode_step_s * tokens_out)
