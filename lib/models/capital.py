"""What money tied up in equipment costs per year, in every convention that sources use.

Published bills differ here more than anywhere else: level payments or straight line, months or
years, payment at the start or the end, a nominal rate divided by twelve or an effective one,
interest on all of the price or on half of it. Each is a named method of one function.
What equipment is worth at a later date is in ``depreciation.py``.
"""

from lib.models.guards import (
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_share,
    _fail_if_unknown,
)
from lib.models.ops import annuity_factor, exp, expm1, log1p
from lib.models.quantity import Quantity

COMPOUNDING = ("nominal", "effective", "continuous")
TIMING = ("end", "start")
MEAN_BALANCE = ("half", "full", "year_start", "month_start")
CAPITAL_METHODS = (
    "straight_line",
    "straight_line_half_interest",
    "straight_line_full_interest",
    "annuity_month_end",
    "annuity_month_start",
    "annuity_month_end_effective",
    "annuity_month_start_effective",
    "annuity_year_end",
    "annuity_year_start",
)


def rate_per_period(
    rate_per_year: Quantity, periods_per_year: Quantity = 12, compounding: str = "nominal"
) -> Quantity:
    """Turn a yearly rate into the rate of one payment period.

    Args:
        rate_per_year: yearly rate, as a fraction.
        periods_per_year: payments in a year; 12 for months, 1 for years.
        compounding: ``nominal`` divides the yearly rate, ``effective`` takes the root of
            ``1 + rate``, ``continuous`` grows at that rate at every instant.

    Returns:
        Rate per period, as a fraction.

    Raises:
        ValueError: for a negative rate, no periods or an unknown compounding.
    """
    _fail_if_unknown("compounding", compounding, COMPOUNDING)
    _fail_if_negative(rate_per_year=rate_per_year)
    _fail_if_not_positive(periods_per_year=periods_per_year)
    if compounding == "effective":
        return expm1(log1p(rate_per_year) / periods_per_year)
    if compounding == "continuous":
        return expm1(rate_per_year / periods_per_year)
    return rate_per_year / periods_per_year


def annuity_usd_per_period(
    principal_usd: Quantity,
    rate: Quantity,
    periods: Quantity,
    *,
    timing: str = "end",
    residual_usd: Quantity = 0.0,
) -> Quantity:
    """Return the level payment per period that repays a principal down to a residual value.

    Args:
        principal_usd: price paid at the start, USD.
        rate: interest per period, as a fraction.
        periods: number of payments.
        timing: ``end`` or ``start`` of each period.
        residual_usd: what the asset is sold for after the last period, USD.

    Returns:
        Payment per period, USD.

    Raises:
        ValueError: for a negative price or rate, no periods or an unknown timing.

    Source:
        Standard annuity; the residual is discounted over all periods.
    """
    _fail_if_unknown("timing", timing, TIMING)
    _fail_if_negative(principal_usd=principal_usd, rate=rate, residual_usd=residual_usd)
    discounted_residual_usd = residual_usd * exp(-periods * log1p(rate))
    payment_usd = (principal_usd - discounted_residual_usd) * annuity_factor(rate, periods)
    return payment_usd / (1 + rate) if timing == "start" else payment_usd


def annuity_usd_per_year(
    principal_usd: Quantity,
    life_years: Quantity,
    rate_per_year: Quantity,
    *,
    payments_per_year: Quantity = 12,
    compounding: str = "nominal",
    timing: str = "end",
    residual_usd: Quantity = 0.0,
) -> Quantity:
    """Return the sum of a year's level payments on a principal.

    Args:
        principal_usd: price paid at the start, USD.
        life_years: years over which it is repaid.
        rate_per_year: yearly cost of capital, as a fraction.
        payments_per_year: 12 for a monthly annuity, 1 for a yearly one.
        compounding: see ``rate_per_period``.
        timing: payment at the ``start`` or the ``end`` of each period.
        residual_usd: sale value at the end of life, USD.

    Returns:
        USD per year.

    Raises:
        ValueError: for a negative price or rate, a life of zero or an unknown convention.
    """
    _fail_if_not_positive(life_years=life_years)
    rate = rate_per_period(rate_per_year, payments_per_year, compounding)
    payment_usd = annuity_usd_per_period(
        principal_usd,
        rate,
        life_years * payments_per_year,
        timing=timing,
        residual_usd=residual_usd,
    )
    return payment_usd * payments_per_year


def straight_line_usd_per_year(
    principal_usd: Quantity,
    life_years: Quantity,
    *,
    rate_per_year: Quantity = 0.0,
    mean_balance: str = "half",
    residual_usd: Quantity = 0.0,
) -> Quantity:
    """Return straight-line depreciation per year, with interest on the mean balance if any.

    Args:
        principal_usd: price paid at the start, USD.
        life_years: years over which the price falls to the residual value.
        rate_per_year: cost of capital on the mean balance, as a fraction; 0 for none.
        mean_balance: ``half`` is the mean of price and residual, ``full`` is the whole price,
            ``year_start`` and ``month_start`` average the balances at the start of each period.
        residual_usd: sale value at the end of life, USD.

    Returns:
        USD per year.

    Raises:
        ValueError: for a negative price or rate, a life of zero or an unknown mean balance.
    """
    _fail_if_unknown("mean_balance", mean_balance, MEAN_BALANCE)
    _fail_if_negative(
        principal_usd=principal_usd, rate_per_year=rate_per_year, residual_usd=residual_usd
    )
    _fail_if_not_positive(life_years=life_years)
    written_off_usd = principal_usd - residual_usd
    if mean_balance == "full":
        balance_usd = principal_usd
    else:
        step_years = {"half": 0.0, "year_start": 1.0, "month_start": 1.0 / 12.0}[mean_balance]
        balance_usd = residual_usd + written_off_usd * (1 + step_years / life_years) / 2
    return written_off_usd / life_years + rate_per_year * balance_usd


def capital_usd_per_year(
    principal_usd: Quantity,
    life_years: Quantity,
    rate_per_year: Quantity = 0.0,
    *,
    method: str = "annuity_month_end",
    residual_share: Quantity = 0.0,
) -> Quantity:
    """Return the yearly cost of a purchase by a named convention.

    Args:
        principal_usd: price paid at the start, USD.
        life_years: years in use.
        rate_per_year: yearly cost of capital, as a fraction.
        method: one of ``CAPITAL_METHODS``; plain ``straight_line`` ignores the rate.
        residual_share: sale value at the end of life as a share of the price.

    Returns:
        USD per year.

    Raises:
        ValueError: for a negative price or rate, a life of zero, a share outside 0 to 1 or an
            unknown method.
    """
    _fail_if_unknown("method", method, CAPITAL_METHODS)
    _fail_if_not_share(residual_share=residual_share)
    residual_usd = principal_usd * residual_share
    if method.startswith("straight_line"):
        interest = 0.0 if method == "straight_line" else rate_per_year
        return straight_line_usd_per_year(
            principal_usd,
            life_years,
            rate_per_year=interest,
            mean_balance="full" if method.endswith("full_interest") else "half",
            residual_usd=residual_usd,
        )
    return annuity_usd_per_year(
        principal_usd,
        life_years,
        rate_per_year,
        payments_per_year=12 if "month" in method else 1,
        compounding="effective" if method.endswith("effective") else "nominal",
        timing="start" if "start" in method else "end",
        residual_usd=residual_usd,
    )


def capital_share_per_year(
    life_years: Quantity,
    rate_per_year: Quantity = 0.0,
    *,
    method: str = "annuity_month_end",
    residual_share: Quantity = 0.0,
) -> Quantity:
    """Return the yearly cost of each dollar of a purchase, by a named convention.

    It depends on life and rate alone: over many chips or prices, compute it once.

    Args:
        life_years: years in use.
        rate_per_year: yearly cost of capital, as a fraction.
        method: one of ``CAPITAL_METHODS``.
        residual_share: sale value at the end of life as a share of the price.

    Returns:
        USD per year for each USD paid.

    Raises:
        ValueError: as ``capital_usd_per_year``.
    """
    return capital_usd_per_year(
        1.0, life_years, rate_per_year, method=method, residual_share=residual_share
    )
