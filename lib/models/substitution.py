"""What replacing a model costs a product built on it, as a share of the product's revenue."""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive, _fail_if_not_share
from lib.models.quantity import Quantity


def replacement_cost_share(
    model_cost_share: Quantity,
    price_ratio: Quantity,
    migration_usd: Quantity,
    revenue_usd_per_year: Quantity,
    churn: Quantity,
    contribution_margin: Quantity,
    *,
    migration_years: Quantity = 1.0,
) -> Quantity:
    """Return the yearly cost of replacing a model over the product's revenue.

    Args:
        model_cost_share: spending on the model before, as a share of revenue.
        price_ratio: spending on the replacement for the same work over spending before.
        migration_usd: one-off cost of the change, USD.
        revenue_usd_per_year: the product's revenue, USD per year.
        churn: share of revenue that leaves because of the change.
        contribution_margin: share of lost revenue that is lost profit.
        migration_years: years over which the one-off cost is spread.

    Returns:
        Share of revenue; negative if the replacement saves more than it costs.

    Raises:
        ValueError: for negative inputs, no revenue, or a share outside 0 to 1.
    """
    _fail_if_negative(
        model_cost_share=model_cost_share, price_ratio=price_ratio, migration_usd=migration_usd
    )
    _fail_if_not_positive(
        revenue_usd_per_year=revenue_usd_per_year, migration_years=migration_years
    )
    _fail_if_not_share(churn=churn, contribution_margin=contribution_margin)
    price_share = model_cost_share * (price_ratio - 1)
    migration_share = migration_usd / (revenue_usd_per_year * migration_years)
    return price_share + migration_share + churn * contribution_margin


def breakeven_churn(
    threshold_share: Quantity,
    model_cost_share: Quantity,
    price_ratio: Quantity,
    migration_usd: Quantity,
    revenue_usd_per_year: Quantity,
    contribution_margin: Quantity,
    *,
    migration_years: Quantity = 1.0,
) -> Quantity:
    """Return the churn at which replacement costs a threshold share of revenue.

    Args:
        threshold_share: share of revenue that counts as significant.
        model_cost_share: see ``replacement_cost_share``.
        price_ratio: see ``replacement_cost_share``.
        migration_usd: one-off cost of the change, USD.
        revenue_usd_per_year: the product's revenue, USD per year.
        contribution_margin: share of lost revenue that is lost profit.
        migration_years: years over which the one-off cost is spread.

    Returns:
        Share of revenue that must leave; 0 or less if the threshold is passed without churn.

    Raises:
        ValueError: as ``replacement_cost_share``, and for a margin of zero.
    """
    _fail_if_negative(threshold_share=threshold_share)
    _fail_if_not_positive(contribution_margin=contribution_margin)
    without_churn = replacement_cost_share(
        model_cost_share,
        price_ratio,
        migration_usd,
        revenue_usd_per_year,
        0.0,
        contribution_margin,
        migration_years=migration_years,
    )
    return (threshold_share - without_churn) / contribution_margin
