"""What designing a chip together may cost at most: the break-even of non-recurring engineering.

No engineering cost is public, so the result is 'at most so many dollars', for a pair of firms
that gains whatever a chip-hour saves against the best alternative that can be bought.
"""

from lib.models.capital import annuity_usd_per_period
from lib.models.guards import _fail_if_negative, _fail_if_not_positive, _fail_if_not_usable_share
from lib.models.quantity import Quantity


def saving_usd_per_chip_hour(
    alternative_usd_per_unit_hour: Quantity,
    own_usd_per_unit_hour: Quantity,
    units_per_chip: Quantity,
) -> Quantity:
    """Return what a chip-hour saves against doing its work on the alternative.

    Args:
        alternative_usd_per_unit_hour: the alternative's cost of a unit of work, USD.
        own_usd_per_unit_hour: the own chip's cost of the same unit without engineering, USD.
        units_per_chip: units of that work that the own chip does.

    Returns:
        USD per chip-hour; negative if the own chip is dearer.

    Raises:
        ValueError: for negative costs or no work.
    """
    _fail_if_negative(
        alternative_usd_per_unit_hour=alternative_usd_per_unit_hour,
        own_usd_per_unit_hour=own_usd_per_unit_hour,
    )
    _fail_if_not_positive(units_per_chip=units_per_chip)
    return (alternative_usd_per_unit_hour - own_usd_per_unit_hour) * units_per_chip


def breakeven_nre_usd_per_chip(
    saving_of_chip_hour_usd: Quantity,
    life_years: Quantity,
    *,
    hours_per_year: Quantity = 8760.0,
    utilisation: Quantity = 1.0,
    rate_per_year: Quantity = 0.0,
) -> Quantity:
    """Return the engineering cost per chip that its savings just repay.

    Args:
        saving_of_chip_hour_usd: saving per used chip-hour, USD.
        life_years: years in use.
        hours_per_year: 8,760 or 8,766.
        utilisation: share of hours used.
        rate_per_year: cost of capital by which later savings are discounted.

    Returns:
        USD per chip.

    Raises:
        ValueError: for no life, a negative rate or a utilisation outside 0 to 1.
    """
    _fail_if_not_positive(life_years=life_years, hours_per_year=hours_per_year)
    _fail_if_not_usable_share(utilisation=utilisation)
    saving_usd_per_year = saving_of_chip_hour_usd * hours_per_year * utilisation
    return saving_usd_per_year / annuity_usd_per_period(1.0, rate_per_year, life_years)


def breakeven_nre_usd(
    saving_usd_per_chip: Quantity, chips: Quantity, *, partner_share: Quantity = 1.0
) -> Quantity:
    """Return the engineering cost that a whole programme's savings just repay.

    Args:
        saving_usd_per_chip: discounted saving of one chip over its life, USD.
        chips: chips made.
        partner_share: share of the savings that goes to those who bear the cost.

    Returns:
        USD.

    Raises:
        ValueError: for negative chips or a share outside 0 to 1.
    """
    _fail_if_negative(chips=chips)
    _fail_if_not_usable_share(partner_share=partner_share)
    return saving_usd_per_chip * chips * partner_share


def breakeven_chips(nre_usd: Quantity, saving_usd_per_chip: Quantity) -> Quantity:
    """Return the chips over which an engineering cost is repaid."""
    _fail_if_negative(nre_usd=nre_usd)
    _fail_if_not_positive(saving_usd_per_chip=saving_usd_per_chip)
    return nre_usd / saving_usd_per_chip
