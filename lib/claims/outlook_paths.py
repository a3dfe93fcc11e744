"""AWS and Anthropic to 2028: what plans of power imply in dollars, by scenario.

Not a forecast: arithmetic on a plan. Revenue follows power and revenue per megawatt; what
Anthropic pays follows the power that AWS runs for it and the price of a large tenant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from lib.claims import sites
from lib.claims.cloud_series import Quarter, distance, name, revenue_series
from lib.claims.model import model
from lib.evidence.scenarios import scenario_values
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.models.capacity import power_gw_of_chips
from lib.models.growth import grown

SCENARIOS = ("base", "bull", "bear")
YEARS = (2026, 2027, 2028)
AWS_INPUTS = ("aws_power_growth_per_year", "aws_revenue_per_mw_change_per_year")
TENANT_INPUTS = (
    "codesign_chips",
    "anthropic_aws_mw_end_2026",
    "anthropic_aws_mw_end_2028",
    *sites.PRICE_INPUTS,
)
CHIPS = "codesign_chips"


def aws_revenue_usd(x: Mapping[str, Any], start_usd: float, years: float) -> Any:
    """Quarterly revenue (USD) so many years later: power grows, and so does what a MW earns."""
    by_power = grown(start_usd, x["aws_power_growth_per_year"], years)
    return grown(by_power, x["aws_revenue_per_mw_change_per_year"], years)


def tenant_mw(x: Mapping[str, Any], year: int) -> Any:
    """IT power that AWS runs for Anthropic at the end of a year (MW), from 2025 to 2028."""
    power_kw = x["trainium2_system_power_w"] / sites.W_PER_KW
    start = power_gw_of_chips(x[CHIPS], power_kw) * sites.MW_PER_GW
    middle, end = x["anthropic_aws_mw_end_2026"], x["anthropic_aws_mw_end_2028"]
    return {2025: start, 2026: middle, 2027: (middle * end) ** 0.5, 2028: end}[year]


def tenant_usd(x: Mapping[str, Any], year: int) -> Any:
    """What Anthropic pays AWS for this power in a year (USD): mean power times price."""
    mean_mw = (tenant_mw(x, year - 1) + tenant_mw(x, year)) / 2.0
    return mean_mw * sites.usd_per_mw_year(x)


def aws_path(view: View, draws: Draws, names: Sequence[str] = SCENARIOS) -> pl.DataFrame:
    """AWS quarterly revenue at year ends by scenario, from the last known quarter.

    Columns: scenario, year, quarter, value, low, high (USD a quarter; p5 and p95 in base only).
    """
    series = revenue_series(view, "AWS")
    start, last = series.levels[-1], series.last
    rows = []
    for scenario in names:
        model(view, lambda x: 0.0, AWS_INPUTS)  # logs the inputs in this view, too
        chosen = in_scenario(view, scenario)
        bound = model(chosen, lambda x: x["aws_power_growth_per_year"], AWS_INPUTS)
        rows.append(_path_row(scenario, last, start, None, None))
        for year in YEARS:
            years = distance(last, (year, 4)) / 4.0
            if years <= 0:
                continue
            point = {k: float(p.default) for k, p in bound.priors.items()}
            value = float(aws_revenue_usd(point, start, years))
            low = high = None
            if scenario == "base":
                drawn = aws_revenue_usd(bound.columns(draws), start, years)
                low, high = (float(v) for v in np.quantile(drawn, [0.05, 0.95]))
            rows.append(_path_row(scenario, (year, 4), value, low, high))
    return pl.DataFrame(rows, schema_overrides={"low": pl.Float64, "high": pl.Float64})


def tenant_path(view: View, draws: Draws, names: Sequence[str] = SCENARIOS) -> pl.DataFrame:
    """What Anthropic pays AWS a year by scenario: scenario, year, value, low, high (USD), mw."""
    rows = []
    for scenario in names:
        bound = model(in_scenario(view, scenario), lambda x: x[CHIPS], TENANT_INPUTS)
        columns = bound.columns(draws)
        point = {k: float(p.default) for k, p in bound.priors.items()}
        for year in YEARS:
            low, high = (float(v) for v in np.quantile(tenant_usd(columns, year), [0.05, 0.95]))
            rows.append(
                {
                    "scenario": scenario, "year": year, "value": float(tenant_usd(point, year)),
                    "low": low, "high": high, "mw": float(tenant_mw(point, year)),
                }
            )  # fmt: skip
    return pl.DataFrame(rows)


def in_scenario(view: View, scenario: str) -> View:
    """The view with a scenario's values laid over its own."""
    return view.derive(values={**view.values, **scenario_values(scenario)})


def label(view: View, scenario: str) -> str:
    """The name of a path: 'This run' where a run's own values stand in place of the base."""
    apart = view.derive()  # has a log of its own: naming a path is not reading its inputs
    given = any(apart.assumption(name).overridden for name in (*AWS_INPUTS, *TENANT_INPUTS))
    return "This run" if scenario == "base" and given else scenario.capitalize()


def _path_row(
    scenario: str, quarter: Quarter, value: float, low: float | None, high: float | None
) -> dict[str, Any]:
    return {
        "scenario": scenario, "year": quarter[0], "quarter": name(quarter), "value": value,
        "low": low, "high": high,
    }  # fmt: skip
