"""C3.2b: how fast the price of renting an H100 falls, by contract, list or spot.

The three are different markets, so a reading chooses one and they are never pooled. A contract is
what buyers agreed to in a survey; reserved prices on a page are list prices. Within a market the
change is that of a seller's own prices over time, so that a new seller's level is no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from lib.claims.estimate import estimate
from lib.claims.finding import Finding, NotTestableYet
from lib.claims.register import proposition
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.uncertain import Prior
from lib.models.ops import exp

CONFLICT = "h100_price"
TERMS = {
    "contract": ("1y_contract",),
    "list": ("on_demand", "list_index", "1y_reserved", "3y_reserved"),
    "spot": ("spot", "spot_index"),
}
BEFORE, AFTER = timedelta(days=730), timedelta(days=365)
LEAST_SPAN = timedelta(days=90)
DAYS_PER_YEAR = 365.25
TREND = "derived:rental_trend"


@dataclass(frozen=True)
class PriceTrend:
    """Continuous yearly change of the price within sellers, its standard error, and its table."""

    rate_per_year: float
    standard_error: float
    table: pl.DataFrame


@proposition("C3.2b-price")
def rental_price_falls_slowly(view: View, draws: Draws) -> Finding:
    """Yearly fall of the rental price in the market that the reading names."""
    market = view.reading(CONFLICT)
    trend = price_trend(view, market)
    if trend is None:
        raise NotTestableYet(
            f"No seller or survey had published two {market} prices of an H100 hour, a quarter "
            "apart, that were known by that day."
        )
    return estimate(
        view,
        draws,
        proposition="C3.2b-price",
        quantity=lambda x: 1 - exp(x[TREND]),
        inputs=[_prior(view, trend)],
        decisive=TREND,
        label=f"Yearly fall of the {market} price (negative where it rises)",
        unit="fraction",
        reason=_reason(trend, market),
        confidence_at_most="medium",
        confidence_note="few prices, and the newest are months old",
    )


def price_trend(view: View, market: str) -> PriceTrend | None:
    """The trend in a market around the day the view is about; None without repeated prices."""
    return trend_within_sellers(rental_prices(view, market))


def trend_within_sellers(table: pl.DataFrame) -> PriceTrend | None:
    """Least squares through logarithms of prices with a level for each seller and term.

    table: columns as of `rental_prices`. A seller counts when its prices span a quarter or more;
    None where none does.
    """
    spans = table.group_by("seller").agg(
        (pl.col("date").max() - pl.col("date").min()).alias("span")
    )
    kept = table.join(spans.filter(pl.col("span") >= LEAST_SPAN), on="seller", how="semi")
    if kept.is_empty():
        return None
    kept = kept.sort("seller", "date", "fact_id")
    years = pl.col("date").cast(pl.Int32) / DAYS_PER_YEAR
    off = kept.select(
        x=years - years.mean().over("seller"),
        y=pl.col("usd_per_hour").log() - pl.col("usd_per_hour").log().mean().over("seller"),
    )
    x, y = off["x"].to_numpy(), off["y"].to_numpy()
    rate = float((x * y).sum() / (x**2).sum())
    freedom = kept.height - kept["seller"].n_unique() - 1
    left = float(((y - rate * x) ** 2).sum())
    error = float(np.sqrt(left / freedom / (x**2).sum())) if freedom > 0 else 0.0
    return PriceTrend(rate, error, kept)


def rental_prices(view: View, market: str) -> pl.DataFrame:
    """Prices of an H100 hour in a market, from two years before the day to one year after.

    Columns: date, seller (with its term and variant), usd_per_hour, fact_id; one row per seller
    and day.
    """
    frames = [
        view.facts(entity="H100 SXM", metric="rental_price", unit="USD/hour", basis={"term": term},
                   since=view.about - BEFORE, until=view.about + AFTER)
        for term in TERMS[market]
    ]  # fmt: skip
    rows = pl.concat(frames)
    named = rows.select(
        date="period_end",
        seller="basis",
        usd_per_hour="value",
        fact_id="fact_id",
        grade="grade",
    ).filter(pl.col("seller").str.contains("seller="))
    return (
        named.sort("seller", "date", "grade", "fact_id")
        .unique(["seller", "date"], keep="first", maintain_order=True)
        .drop("grade")
    )


def _prior(view: View, trend: PriceTrend) -> Prior:
    error = max(trend.standard_error, view.assumption("rental_trend_error").default)
    return Prior(
        name=TREND,
        label="Continuous yearly change of the price",
        unit="ratio/year",
        default=trend.rate_per_year,
        low=trend.rate_per_year - 1.645 * error,
        high=trend.rate_per_year + 1.645 * error,
        bound_low=-3.0,
        bound_high=3.0,
        basis="fact",
    )


def _reason(trend: PriceTrend, market: str) -> str:
    first: Any = trend.table["date"].min()
    last: Any = trend.table["date"].max()
    sellers = trend.table["seller"].n_unique()
    span: tuple[date, date] = (first, last)
    noun = "series" if sellers == 1 else "series of sellers"
    return (
        f"The {market} price decides, by the reading in force: {trend.table.height} prices in "
        f"{sellers} {noun}, from {span[0]} to {span[1]}."
    )
