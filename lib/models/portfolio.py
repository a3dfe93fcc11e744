"""Shares of a whole, and how concentrated they are."""

from collections.abc import Mapping

from lib.models.guards import _fail_if_negative, _fail_if_not_positive
from lib.models.quantity import Quantity


def shares(amounts: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Return each amount's share of the sum.

    Args:
        amounts: amounts by name, all in one unit.

    Returns:
        Shares by name, which add to 1.

    Raises:
        ValueError: for a negative amount or a sum of zero.
    """
    _fail_if_negative(**amounts)
    total = sum(amounts.values())
    _fail_if_not_positive(sum_of_amounts=total)
    return {name: amount / total for name, amount in amounts.items()}


def herfindahl(share_of: Mapping[str, Quantity]) -> Quantity:
    """Return the sum of squared shares: 1 for a single holder, 1/n for n equal ones."""
    _fail_if_negative(**share_of)
    return sum(share * share for share in share_of.values())


def effective_number(share_of: Mapping[str, Quantity]) -> Quantity:
    """Return how many equal holders would be as concentrated: 1 over the Herfindahl index."""
    index = herfindahl(share_of)
    _fail_if_not_positive(herfindahl_index=index)
    return 1 / index


def lead_over_next(amounts: Mapping[str, float], name: str) -> float:
    """Return one amount over the largest of the others.

    Args:
        amounts: amounts by name, all in one unit.
        name: the one to compare.

    Returns:
        Ratio; above 1 the named one is the largest.

    Raises:
        ValueError: for an unknown name, no other amount, or others of zero.
    """
    if name not in amounts:
        raise ValueError(f"name must be one of {', '.join(amounts)}; got {name!r}")
    others = [amount for other, amount in amounts.items() if other != name]
    if not others:
        raise ValueError("amounts must hold at least two entries; got one")
    _fail_if_not_positive(largest_of_the_others=max(others))
    return amounts[name] / max(others)
