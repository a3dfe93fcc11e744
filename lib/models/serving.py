"""From speed and dollars per hour to dollars per million tokens, and a service's day."""

from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_share,
    _fail_if_not_usable_share,
)
from lib.models.quantity import Quantity

SECONDS_PER_HOUR = 3600.0
TOKENS_PER_MTOKEN = 1e6


def cost_usd_per_mtoken(
    cost_usd_per_hour: Quantity, tokens_per_s: Quantity, *, utilisation: Quantity = 1.0
) -> Quantity:
    """Return the cost of a million tokens at a speed.

    Args:
        cost_usd_per_hour: cost of the chips that reach that speed, USD per hour.
        tokens_per_s: tokens per second of the same chips, input or output.
        utilisation: share of hours at that speed.

    Returns:
        USD per million tokens.

    Raises:
        ValueError: for a negative cost, no speed or a utilisation outside 0 to 1.
    """
    _fail_if_negative(cost_usd_per_hour=cost_usd_per_hour)
    _fail_if_not_positive(tokens_per_s=tokens_per_s)
    _fail_if_not_usable_share(utilisation=utilisation)
    return cost_usd_per_hour / (tokens_per_s * utilisation * SECONDS_PER_HOUR) * TOKENS_PER_MTOKEN


def cached_cost_usd_per_mtoken(
    cost_usd_per_hour: Quantity,
    kv_bytes_per_token: Quantity,
    load_bytes_per_s: Quantity,
    *,
    storage_usd_per_mtoken: Quantity = 0.0,
) -> Quantity:
    """Return the cost of a million prompt tokens whose cache is loaded, not computed.

    Args:
        cost_usd_per_hour: cost of the chips that wait for the load, USD per hour.
        kv_bytes_per_token: cache of one token, bytes.
        load_bytes_per_s: speed of loading.
        storage_usd_per_mtoken: cost of keeping the cache, USD per million tokens.

    Returns:
        USD per million tokens.

    Raises:
        ValueError: for negative costs or sizes, or no speed.
    """
    _fail_if_negative(
        kv_bytes_per_token=kv_bytes_per_token, storage_usd_per_mtoken=storage_usd_per_mtoken
    )
    _fail_if_not_positive(load_bytes_per_s=load_bytes_per_s)
    wait_h = kv_bytes_per_token / load_bytes_per_s / SECONDS_PER_HOUR
    _fail_if_negative(cost_usd_per_hour=cost_usd_per_hour)
    return cost_usd_per_hour * wait_h * TOKENS_PER_MTOKEN + storage_usd_per_mtoken


def request_usd(
    tokens_in: Quantity,
    tokens_out: Quantity,
    input_usd_per_mtoken: Quantity,
    output_usd_per_mtoken: Quantity,
    *,
    cached_share: Quantity = 0.0,
    cached_usd_per_mtoken: Quantity = 0.0,
) -> Quantity:
    """Return the price or cost of tokens, by request, by day or by any other amount.

    Args:
        tokens_in: input tokens, cached ones included.
        tokens_out: output tokens.
        input_usd_per_mtoken: price of input that is not cached, USD per million.
        output_usd_per_mtoken: price of output, USD per million.
        cached_share: share of input tokens found in the cache.
        cached_usd_per_mtoken: price of cached input, USD per million.

    Returns:
        USD.

    Raises:
        ValueError: for negative amounts or prices, or a share outside 0 to 1.
    """
    _fail_if_negative(
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        input_usd_per_mtoken=input_usd_per_mtoken,
        output_usd_per_mtoken=output_usd_per_mtoken,
        cached_usd_per_mtoken=cached_usd_per_mtoken,
    )
    _fail_if_not_share(cached_share=cached_share)
    input_usd_per_mtoken_mixed = (
        input_usd_per_mtoken * (1 - cached_share) + cached_usd_per_mtoken * cached_share
    )
    return (
        tokens_in * input_usd_per_mtoken_mixed + tokens_out * output_usd_per_mtoken
    ) / TOKENS_PER_MTOKEN


def chips_cost_usd(chips: Quantity, hours: Quantity, cost_usd_per_chip_hour: Quantity) -> Quantity:
    """Return the cost of chips over some hours, USD; chips may be an average over the day."""
    _fail_if_negative(chips=chips, hours=hours, cost_usd_per_chip_hour=cost_usd_per_chip_hour)
    return chips * hours * cost_usd_per_chip_hour


def profit_over_revenue(revenue_usd: Quantity, cost_usd: Quantity) -> Quantity:
    """Return the margin: profit as a share of revenue."""
    _fail_if_negative(cost_usd=cost_usd)
    _fail_if_not_positive(revenue_usd=revenue_usd)
    return 1 - cost_usd / revenue_usd


def profit_over_cost(revenue_usd: Quantity, cost_usd: Quantity) -> Quantity:
    """Return profit as a share of cost, which some services print as their margin."""
    _fail_if_negative(revenue_usd=revenue_usd)
    _fail_if_not_positive(cost_usd=cost_usd)
    return revenue_usd / cost_usd - 1


def breakeven_output_usd_per_mtoken(
    cost_usd: Quantity,
    tokens_in: Quantity,
    tokens_out: Quantity,
    *,
    input_over_output_price: Quantity = 0.0,
    cached_share: Quantity = 0.0,
    cached_over_input_price: Quantity = 0.0,
) -> Quantity:
    """Return the price of output at which revenue equals cost.

    Args:
        cost_usd: cost of the same tokens, USD.
        tokens_in: input tokens, cached ones included.
        tokens_out: output tokens.
        input_over_output_price: price of input over price of output; 0 charges output alone.
        cached_share: share of input tokens found in the cache.
        cached_over_input_price: price of cached over price of other input.

    Returns:
        USD per million output tokens.

    Raises:
        ValueError: for negative amounts, a share outside 0 to 1 or no output.
    """
    _fail_if_negative(
        cost_usd=cost_usd,
        tokens_in=tokens_in,
        input_over_output_price=input_over_output_price,
        cached_over_input_price=cached_over_input_price,
    )
    _fail_if_not_positive(tokens_out=tokens_out)
    _fail_if_not_share(cached_share=cached_share)
    mixed_input = 1 - cached_share + cached_share * cached_over_input_price
    output_equivalents = tokens_out + tokens_in * input_over_output_price * mixed_input
    return cost_usd / output_equivalents * TOKENS_PER_MTOKEN
