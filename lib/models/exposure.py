"""The risk of losing a supplier, and what a second one is worth.

Each provider can fail on its own, and one shock can take all of them at once (Marshall and
Olkin 1967). A second provider helps against the first kind only.
"""

from lib.models.guards import _fail_if_negative, _fail_if_not_positive, _fail_if_not_share
from lib.models.ops import exp, expm1, power
from lib.models.quantity import Quantity


def probability_of_event(hazard_per_year: Quantity, years: Quantity) -> Quantity:
    """Return the probability of at least one event at a constant hazard.

    Args:
        hazard_per_year: events per year.
        years: horizon.

    Returns:
        Probability.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(hazard_per_year=hazard_per_year, years=years)
    return -expm1(-hazard_per_year * years)


def probability_of_losing_all(
    own_hazard_per_year: Quantity,
    common_hazard_per_year: Quantity,
    providers: Quantity,
    years: Quantity = 1.0,
) -> Quantity:
    """Return the probability that every provider is lost within the horizon.

    Args:
        own_hazard_per_year: hazard of each provider alone, events per year.
        common_hazard_per_year: hazard of a shock that takes all at once, events per year.
        providers: number of providers.
        years: horizon.

    Returns:
        Probability; adding a provider never raises it.

    Raises:
        ValueError: for negative inputs or no providers.

    Source:
        Marshall and Olkin 1967: no common shock and all own losses, or a common shock.
    """
    _fail_if_negative(common_hazard_per_year=common_hazard_per_year)
    _fail_if_not_positive(providers=providers)
    all_own = power(probability_of_event(own_hazard_per_year, years), providers)
    no_shock = exp(-common_hazard_per_year * years)
    return 1 - no_shock * (1 - all_own)


def probability_of_losing_all_with_correlation(
    loss_probability: Quantity, providers: Quantity, correlation: Quantity
) -> Quantity:
    """Return the probability that all are lost when losses are correlated.

    Args:
        loss_probability: probability of losing any one provider.
        providers: number of providers.
        correlation: probability that one draw decides for all; otherwise each has its own.

    Returns:
        Probability: p^k without correlation, p for every k with full correlation.

    Raises:
        ValueError: for a probability outside 0 to 1 or no providers.
    """
    _fail_if_not_share(loss_probability=loss_probability, correlation=correlation)
    _fail_if_not_positive(providers=providers)
    independent = power(loss_probability, providers)
    return correlation * loss_probability + (1 - correlation) * independent


def expected_share_lost(
    loss_probabilities: list[Quantity], provider_shares: list[Quantity]
) -> Quantity:
    """Return the expected share of work lost, whatever the correlation.

    Args:
        loss_probabilities: probability of losing each provider.
        provider_shares: share of work on each provider, adding to 1.

    Returns:
        Share; with equal probabilities it is that probability, however many providers.

    Raises:
        ValueError: for unequal lengths or a value outside 0 to 1.
    """
    if len(loss_probabilities) != len(provider_shares):
        raise ValueError(
            "loss_probabilities and provider_shares must be equally long; "
            f"got {len(loss_probabilities)} and {len(provider_shares)}"
        )
    for probability, share in zip(loss_probabilities, provider_shares, strict=True):
        _fail_if_not_share(loss_probabilities=probability, provider_shares=share)
    pairs = zip(loss_probabilities, provider_shares, strict=True)
    return sum(probability * share for probability, share in pairs)


def expected_loss_usd(
    loss_probability: Quantity,
    outage_months: Quantity,
    gross_profit_usd_per_month: Quantity,
    lost_share: Quantity = 1.0,
    *,
    switching_usd: Quantity = 0.0,
) -> Quantity:
    """Return the expected loss from an interruption.

    Args:
        loss_probability: probability that it happens within the horizon.
        outage_months: months until work is back to normal.
        gross_profit_usd_per_month: profit that the work earns, USD per month.
        lost_share: share of that profit lost meanwhile.
        switching_usd: one-off cost of moving in a hurry, USD.

    Returns:
        USD.

    Raises:
        ValueError: for negative inputs or a share outside 0 to 1.
    """
    _fail_if_not_share(loss_probability=loss_probability, lost_share=lost_share)
    _fail_if_negative(
        outage_months=outage_months,
        gross_profit_usd_per_month=gross_profit_usd_per_month,
        switching_usd=switching_usd,
    )
    damage_usd = outage_months * gross_profit_usd_per_month * lost_share + switching_usd
    return loss_probability * damage_usd


def breakeven_hazard_per_year(
    cost_of_second_usd_per_year: Quantity,
    damage_without_usd: Quantity,
    damage_with_usd: Quantity = 0.0,
) -> Quantity:
    """Return the own hazard above which keeping a second provider pays.

    A common shock takes both and cannot be insured this way, so only the own hazard counts.

    Args:
        cost_of_second_usd_per_year: yearly cost of keeping a second provider ready, USD.
        damage_without_usd: damage of an event with one provider, USD.
        damage_with_usd: damage of the same event with a second one ready, USD.

    Returns:
        Events per year.

    Raises:
        ValueError: for negative inputs, or a second provider that avoids no damage.
    """
    _fail_if_negative(
        cost_of_second_usd_per_year=cost_of_second_usd_per_year, damage_with_usd=damage_with_usd
    )
    _fail_if_not_positive(damage_avoided_usd=damage_without_usd - damage_with_usd)
    return cost_of_second_usd_per_year / (damage_without_usd - damage_with_usd)
