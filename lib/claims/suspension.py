"""Leaving a market: what it frees for others (C1.2), and what it costs those left out (C1.1c).

Freed capacity is a share of serving compute; whether that is much depends on the measure. Three
stand side by side: days of growing demand, days of building, days of the compute bill.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lib.claims.estimate import estimate
from lib.claims.finding import Finding, NotTestableYet
from lib.claims.register import proposition
from lib.claims.resolve import judged, needs, resolved
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.trend import log_trend
from lib.inference.uncertain import Prior
from lib.models import relief
from lib.models.ops import exp
from lib.models.substitution import replacement_cost_share

FOLLOWED_FOR = timedelta(days=120)
FITTED_OVER = timedelta(days=240)
DAYS_PER_YEAR = 365.25
CARRIED_FORWARD = (
    "The share of load is that of the decision, carried forward; growth, building and prices are "
    "those of the period that the view is about."
)
GIVEN_UP = "revenue_forgone_2025"
NO_REVENUE_YET = "No figure of the revenue given up was public."
IMMEDIACY = ("spacex_monthly_fee", "spacex_power_2026", "nscale_2026_value", "nscale_2026_power")
NO_PRICE_YET = (
    "No price of capacity that is available at once, and none of capacity contracted ahead, was "
    "public for this company."
)

SHARE_INPUTS = {
    "given_up_usd": "revenue_given_up_usd_per_year",
    "revenue_usd": "run_rate_at_decision_usd_per_year",
    "usage_ratio": "chinese_usage_to_revenue_ratio",
    "coincidence": "chinese_peak_coincidence",
}


@proposition("C1.2-weak")
def frees_something(view: View, draws: Draws) -> Finding:
    """Revenue was given up, so some load is gone."""
    return resolved(
        view,
        proposition="C1.2-weak",
        by=GIVEN_UP,
        answer=lambda given_up: given_up.value > 0,
        label="Revenue given up a year",
    )


@proposition("C1.2-demand")
def relief_in_days_of_demand(view: View, draws: Draws) -> Finding:
    """Days until growing demand has filled what was freed."""
    needs(view, GIVEN_UP, reason=NO_REVENUE_YET)

    def relief_days(growth_rate: Any, over_observed: Any, **share: Any) -> Any:
        growth_per_year = exp(growth_rate * over_observed) - 1
        return relief.days_of_demand_growth(_freed_share(**share), growth_per_year)

    return estimate(
        view,
        draws,
        proposition="C1.2-demand",
        quantity=relief_days,
        inputs={
            "growth_rate": growth_of_sales(view),
            "over_observed": "demand_over_observed_growth",
            **SHARE_INPUTS,
        },
        decisive="revenue_given_up_usd_per_year",
        label="Relief",
        reason=CARRIED_FORWARD,
    )


@proposition("C1.2-buildout")
def relief_in_days_of_building(view: View, draws: Draws) -> Finding:
    """Days of building that the freed megawatts replace."""
    needs(view, GIVEN_UP, reason=NO_REVENUE_YET)
    elapsed = _part_of_year(view.about)

    def relief_days(before_mw: Any, after_mw: Any, serving_share: Any, **share: Any) -> Any:
        power_mw = before_mw + elapsed * (after_mw - before_mw)
        freed_mw = relief.freed_power_mw(_freed_share(**share), power_mw, serving_share)
        return relief.days_of_building(freed_mw, (after_mw - before_mw) / DAYS_PER_YEAR)

    return estimate(
        view,
        draws,
        proposition="C1.2-buildout",
        quantity=relief_days,
        inputs=_power_inputs(view) | SHARE_INPUTS,
        decisive="revenue_given_up_usd_per_year",
        label="Relief",
        reason=CARRIED_FORWARD,
    )


@proposition("C1.2-money")
def relief_in_days_of_the_bill(view: View, draws: Draws) -> Finding:
    """What the freed power is worth beyond a contract, in days of the compute bill."""
    needs(view, *IMMEDIACY, reason=NO_PRICE_YET)
    elapsed = _part_of_year(view.about)

    def relief_days(
        before_mw: Any,
        after_mw: Any,
        serving_share: Any,
        immediate: Any,
        contracted: Any,
        bill: Any,
        **share: Any,
    ) -> Any:
        power_mw = before_mw + elapsed * (after_mw - before_mw)
        freed_mw = relief.freed_power_mw(_freed_share(**share), power_mw, serving_share)
        worth_usd = relief.value_of_immediacy_usd(
            freed_mw, DAYS_PER_YEAR, immediate / DAYS_PER_YEAR, contracted / DAYS_PER_YEAR
        )
        return worth_usd / bill * DAYS_PER_YEAR

    return estimate(
        view,
        draws,
        proposition="C1.2-money",
        quantity=relief_days,
        inputs={
            "immediate": "immediate_capacity_usd_per_mw_year",
            "contracted": "contracted_capacity_usd_per_mw_year",
            "bill": f"compute_bill_{view.about.year}_usd_per_year",
            **_power_inputs(view),
            **SHARE_INPUTS,
        },
        decisive="immediate_capacity_usd_per_mw_year",
        label="Worth of the freed power",
        reason=CARRIED_FORWARD,
    )


@proposition("C1.1c")
def cost_of_replacing_claude(view: View, draws: Draws) -> Finding:
    """Price, migration and lost customers of a reference coding product."""
    return judged(
        view,
        draws,
        proposition="C1.1c",
        quantity=replacement_cost_share,
        inputs={
            "model_cost_share": "product_model_cost_share",
            "price_ratio": "replacement_price_ratio",
            "migration_usd": "migration_usd",
            "revenue_usd_per_year": "product_revenue_usd_per_year",
            "churn": "replacement_churn",
            "contribution_margin": "product_contribution_margin",
        },
        decisive="replacement_churn",
        at_point_values=True,
        label="Cost of replacing Claude in the first year",
        reason="No churn after a change of model has been measured, so the side follows from our "
        "own point values and the break-even churn is the result.",
    )


def growth_of_sales(view: View) -> Prior:
    """The continuous yearly growth of run-rate revenue around the day the view is about.

    Fitted to the run-rates known to the view, of the eight months that end four months after that
    day (or with the last known one); its range is the standard error of the fit.
    """
    known = view.series("Anthropic", "run_rate_revenue", frequency="day", basis="any")
    rows = zip(known["period_end"], known["value"], strict=True)
    stated = [(day, usd) for day, usd in rows if day <= view.about + FOLLOWED_FOR]
    last = max((day for day, _ in stated), default=view.about)
    fitted = [(day, usd) for day, usd in stated if day >= last - FITTED_OVER]
    if len({day for day, _ in fitted}) < 2:
        raise NotTestableYet("Fewer than two run-rates of the company were public.")
    trend = log_trend([day for day, _ in fitted], [usd for _, usd in fitted])
    return Prior(
        name="derived:growth_of_sales",
        label="Growth of sales, continuous rate a year",
        unit="ratio/year",
        default=trend.rate_per_year,
        low=trend.rate_per_year - 1.645 * trend.standard_error,
        high=trend.rate_per_year + 1.645 * trend.standard_error,
        bound_low=0.05,
        bound_high=10.0,
        basis="fact",
    )


def _freed_share(given_up_usd: Any, revenue_usd: Any, usage_ratio: Any, coincidence: Any) -> Any:
    return relief.freed_share_of_serving(
        given_up_usd,
        revenue_usd,
        usage_to_revenue_ratio=usage_ratio,
        peak_coincidence=coincidence,
    )


def _power_inputs(view: View) -> dict[str, str]:
    """Power at the ends of the year that the view is about."""
    year = view.about.year
    return {
        "before_mw": f"anthropic_power_{year - 1}_mw",
        "after_mw": f"anthropic_power_{year}_mw",
        "serving_share": "serving_share_of_power",
    }


def _part_of_year(day: date) -> float:
    return (day - date(day.year - 1, 12, 31)).days / DAYS_PER_YEAR
