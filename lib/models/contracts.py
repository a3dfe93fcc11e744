"""Large contracts: what they mean per year, per gigawatt, and in capital."""

from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_share,
)
from lib.models.quantity import Quantity

MW_PER_GW = 1000.0


def contract_usd_per_year(contract_usd: Quantity, term_years: Quantity) -> Quantity:
    """Return the average of a contract over its term, USD per year."""
    _fail_if_negative(contract_usd=contract_usd)
    _fail_if_not_positive(term_years=term_years)
    return contract_usd / term_years


def full_usd_per_year_after_ramp(
    contract_usd: Quantity, term_years: Quantity, ramp_years: Quantity
) -> Quantity:
    """Return the yearly spend once a contract that ramps up evenly has reached its height.

    Args:
        contract_usd: whole contract, USD.
        term_years: length, ramp included.
        ramp_years: years of even rise from nothing; 0 gives the average.

    Returns:
        USD per year.

    Raises:
        ValueError: for a negative contract or ramp, or a ramp longer than twice the term.
    """
    _fail_if_negative(contract_usd=contract_usd, ramp_years=ramp_years)
    _fail_if_not_positive(
        term_years=term_years, term_years_less_half_the_ramp=term_years - ramp_years / 2
    )
    return contract_usd / (term_years - ramp_years / 2)


def prepayment_usd(contract_usd: Quantity, prepaid_share: Quantity) -> Quantity:
    """Return the part of a contract that is paid in advance, USD."""
    _fail_if_negative(contract_usd=contract_usd)
    _fail_if_not_share(prepaid_share=prepaid_share)
    return contract_usd * prepaid_share


def usd_per_gw_year(usd_per_year: Quantity, power_gw: Quantity) -> Quantity:
    """Return dollars per gigawatt and year; the caller says whose gigawatts (IT or site)."""
    _fail_if_negative(usd_per_year=usd_per_year)
    _fail_if_not_positive(power_gw=power_gw)
    return usd_per_year / power_gw


def usd_per_mw_year(usd_per_year: Quantity, power_mw: Quantity) -> Quantity:
    """Return dollars per megawatt and year."""
    return usd_per_gw_year(usd_per_year, power_mw / MW_PER_GW) / MW_PER_GW


def power_gw_from_spend(usd_per_year: Quantity, price_usd_per_gw_year: Quantity) -> Quantity:
    """Return the gigawatts that a yearly spend pays for."""
    _fail_if_negative(usd_per_year=usd_per_year)
    _fail_if_not_positive(price_usd_per_gw_year=price_usd_per_gw_year)
    return usd_per_year / price_usd_per_gw_year


def spend_usd_per_year_from_power(power_gw: Quantity, price_usd_per_gw_year: Quantity) -> Quantity:
    """Return the yearly spend of so many gigawatts, the inverse of the above."""
    _fail_if_negative(power_gw=power_gw, price_usd_per_gw_year=price_usd_per_gw_year)
    return power_gw * price_usd_per_gw_year


def capital_usd_from_power(power_gw: Quantity, capital_usd_per_gw: Quantity) -> Quantity:
    """Return the capital that so many gigawatts take, USD."""
    _fail_if_negative(power_gw=power_gw, capital_usd_per_gw=capital_usd_per_gw)
    return power_gw * capital_usd_per_gw
