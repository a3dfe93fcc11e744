"""What equipment is worth as it ages when prices of computing fall at a steady pace.

Sources state the same fall in three ways: orders of magnitude a year (Epoch AI), a continuous
rate, or a fraction lost each year. The charge for using it is the fall in value.
"""

import math

from lib.models.guards import _fail_if_negative, _fail_if_not_positive, _fail_if_unknown
from lib.models.ops import exp, expm1, log1p
from lib.models.quantity import Quantity, is_number

DECAY_FORMS = ("orders_of_magnitude", "continuous", "fraction")


def decay_rate_per_year(decay_per_year: Quantity, form: str = "orders_of_magnitude") -> Quantity:
    """Turn a stated pace of decay into a continuous rate per year.

    Args:
        decay_per_year: the pace in the stated form.
        form: ``orders_of_magnitude`` (0.14 means a factor 10^0.14 a year), ``continuous``
            (value is exp(-rate * years)), ``fraction`` (share of the value lost each year).

    Returns:
        Continuous rate per year.

    Raises:
        ValueError: for a negative pace, a fraction of 1 or more, or an unknown form.
    """
    _fail_if_unknown("form", form, DECAY_FORMS)
    _fail_if_negative(decay_per_year=decay_per_year)
    if form == "orders_of_magnitude":
        return decay_per_year * math.log(10.0)
    if form == "fraction":
        _fail_if_not_positive(one_minus_decay_per_year=1 - decay_per_year)
        return -log1p(-decay_per_year)
    return decay_per_year


def value_usd(
    price_usd: Quantity,
    age_years: Quantity,
    decay_per_year: Quantity,
    *,
    form: str = "orders_of_magnitude",
) -> Quantity:
    """Return the value of equipment at an age.

    Args:
        price_usd: price when it became available, USD.
        age_years: years since then.
        decay_per_year: pace of decay in the stated form.
        form: see ``decay_rate_per_year``.

    Returns:
        USD.

    Raises:
        ValueError: for a negative price, pace or an unknown form.
    """
    _fail_if_negative(price_usd=price_usd)
    return price_usd * exp(-decay_rate_per_year(decay_per_year, form) * age_years)


def decay_charge_usd_per_year(
    present_value_usd: Quantity, decay_per_year: Quantity, *, form: str = "orders_of_magnitude"
) -> Quantity:
    """Return the fall in value per year at this instant.

    Args:
        present_value_usd: value at the time of use, USD.
        decay_per_year: pace of decay in the stated form.
        form: see ``decay_rate_per_year``.

    Returns:
        USD per year.

    Source:
        Cottier et al. 2024, arXiv 2405.21015: value at the start of training times 0.14 ln 10.
    """
    _fail_if_negative(present_value_usd=present_value_usd)
    return present_value_usd * decay_rate_per_year(decay_per_year, form)


def decay_cost_usd(
    price_usd: Quantity,
    from_age_years: Quantity,
    to_age_years: Quantity,
    decay_per_year: Quantity,
    *,
    form: str = "orders_of_magnitude",
) -> Quantity:
    """Return the value lost between two ages, exactly rather than at the first instant's pace.

    Args:
        price_usd: price when it became available, USD.
        from_age_years: age when the use begins, years.
        to_age_years: age when it ends, years.
        decay_per_year: pace of decay in the stated form.
        form: see ``decay_rate_per_year``.

    Returns:
        USD.

    Raises:
        ValueError: if the use ends before it begins, or for a negative price or pace.
    """
    years = to_age_years - from_age_years
    if is_number(years):
        _fail_if_negative(to_age_years_minus_from_age_years=years)
    rate = decay_rate_per_year(decay_per_year, form)
    start_usd = value_usd(price_usd, from_age_years, decay_per_year, form=form)
    return start_usd * -expm1(-rate * years)
