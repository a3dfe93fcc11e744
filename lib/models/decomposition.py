"""How growth of effective compute splits into more hardware and better algorithms."""

from collections.abc import Mapping

from lib.models.guards import _fail_if_not_positive
from lib.models.ops import log
from lib.models.quantity import Quantity


def effective_compute_factor(factors_per_year: Mapping[str, Quantity]) -> Quantity:
    """Return the yearly factor of effective compute: the product of its sources' factors.

    Args:
        factors_per_year: factor per year by source, such as compute 4.5 and algorithms 3.

    Returns:
        Factor per year.

    Raises:
        ValueError: for no sources or a factor of zero or below.
    """
    _fail_if_empty(factors_per_year)
    product: Quantity = 1.0
    for factor in factors_per_year.values():
        product = product * factor
    return product


def growth_shares(factors_per_year: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Return each source's share of the growth of effective compute, in logarithms.

    Args:
        factors_per_year: factor per year by source.

    Returns:
        Shares by source, which add to 1; a factor below 1 has a negative share.

    Raises:
        ValueError: for no sources, a factor of zero or below, or no growth in all.
    """
    _fail_if_empty(factors_per_year)
    logs = {name: log(factor) for name, factor in factors_per_year.items()}
    total = sum(logs.values())
    if isinstance(total, float) and total == 0:
        raise ValueError("factors_per_year must grow in all; their product is 1")
    return {name: value / total for name, value in logs.items()}


def _fail_if_empty(factors_per_year: Mapping[str, Quantity]) -> None:
    if not factors_per_year:
        raise ValueError("factors_per_year must name at least one source; got none")
    _fail_if_not_positive(**factors_per_year)
