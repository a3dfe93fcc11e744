"""Sizes of a transformer: parameters, key-value cache, and work per token."""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive
from lib.models.quantity import Quantity

FLOP_PER_PARAMETER_FORWARD = 2.0


def attention_parameters(
    layers: Quantity,
    width: Quantity,
    query_heads: Quantity,
    kv_heads: Quantity,
    head_width: Quantity,
) -> Quantity:
    """Return the parameters of all attention layers (query, key, value, output projections).

    Args:
        layers: number of layers (L).
        width: width of the residual stream (D).
        query_heads: query heads (N).
        kv_heads: key-value heads (K); equal to ``query_heads`` without grouping.
        head_width: width of a head (H).

    Returns:
        Number of parameters.

    Raises:
        ValueError: for negative sizes.
    """
    _fail_if_negative(
        layers=layers,
        width=width,
        query_heads=query_heads,
        kv_heads=kv_heads,
        head_width=head_width,
    )
    return layers * 2 * width * head_width * (query_heads + kv_heads)


def mlp_parameters(
    layers: Quantity,
    width: Quantity,
    hidden: Quantity,
    *,
    matrices: Quantity = 3,
    experts: Quantity = 1,
) -> Quantity:
    """Return the parameters of all feed-forward layers.

    Args:
        layers: number of layers (L).
        width: width of the residual stream (D).
        hidden: hidden width (F), of one expert if there are several.
        matrices: 3 for a gated layer, 2 for a plain one.
        experts: experts per layer: all for the total, those used per token for the active count.

    Returns:
        Number of parameters.

    Raises:
        ValueError: for negative sizes.
    """
    _fail_if_negative(layers=layers, width=width, hidden=hidden, experts=experts)
    return layers * matrices * width * hidden * experts


def embedding_parameters(
    vocabulary: Quantity, width: Quantity, *, matrices: Quantity = 2
) -> Quantity:
    """Return the parameters of embeddings; 2 matrices for separate input and output, 1 if tied."""
    _fail_if_negative(vocabulary=vocabulary, width=width)
    return matrices * vocabulary * width


def kv_bytes_per_token(
    layers: Quantity, kv_heads: Quantity, head_width: Quantity, bytes_per_value: Quantity
) -> Quantity:
    """Return the key-value cache of one token, for multi-head or grouped attention.

    Args:
        layers: number of layers (L).
        kv_heads: key-value heads (K).
        head_width: width of a head (H).
        bytes_per_value: 2 for bf16, 1 for int8 or fp8, 0.5 for four bits.

    Returns:
        Bytes per token.

    Raises:
        ValueError: for negative sizes.

    Source:
        A key and a value for each head of each layer: 2 K H L bytes.
    """
    _fail_if_negative(
        layers=layers, kv_heads=kv_heads, head_width=head_width, bytes_per_value=bytes_per_value
    )
    return 2 * kv_heads * head_width * layers * bytes_per_value


def latent_kv_bytes_per_token(
    layers: Quantity, latent_width: Quantity, rope_width: Quantity, bytes_per_value: Quantity
) -> Quantity:
    """Return the cache of one token for latent attention, which stores one shared vector."""
    _fail_if_negative(
        layers=layers,
        latent_width=latent_width,
        rope_width=rope_width,
        bytes_per_value=bytes_per_value,
    )
    return (latent_width + rope_width) * layers * bytes_per_value


def kv_bytes_per_sequence(kv_bytes_of_token: Quantity, context_tokens: Quantity) -> Quantity:
    """Return the cache of one sequence of so many tokens, bytes."""
    _fail_if_negative(kv_bytes_of_token=kv_bytes_of_token, context_tokens=context_tokens)
    return kv_bytes_of_token * context_tokens


def weight_bytes(parameters: Quantity, bytes_per_parameter: Quantity) -> Quantity:
    """Return the bytes of weights; 2 per parameter for bf16, 1 for fp8, 0.5 for four bits."""
    _fail_if_negative(parameters=parameters, bytes_per_parameter=bytes_per_parameter)
    return parameters * bytes_per_parameter


def forward_flop_per_token(active_parameters: Quantity) -> Quantity:
    """Return the work of one token's forward pass through the weights: 2 FLOP per parameter."""
    _fail_if_negative(active_parameters=active_parameters)
    return FLOP_PER_PARAMETER_FORWARD * active_parameters


def attention_flop_per_token(
    context_tokens: Quantity, layers: Quantity, query_heads: Quantity, head_width: Quantity
) -> Quantity:
    """Return the work of one new token's attention over its context, beside the weights.

    Args:
        context_tokens: tokens attended to.
        layers: number of layers (L).
        query_heads: query heads (N).
        head_width: width of a head (H).

    Returns:
        FLOP per token: 2 for the scores and 2 for the values, per context token and value.

    Raises:
        ValueError: for negative sizes.
    """
    _fail_if_negative(context_tokens=context_tokens)
    _fail_if_not_positive(layers=layers, query_heads=query_heads, head_width=head_width)
    return 4 * context_tokens * layers * query_heads * head_width
