"""Whether competition shifts from algorithms to compute and capital (C2.3)."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.claims.resolve import not_testable_then, resolved_as
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.curves import Summary
from lib.inference.draws import Draws
from lib.inference.fact_priors import prior_of_fact
from lib.inference.uncertain import Prior
from lib.models.decomposition import growth_shares
from lib.models.ops import exp

HOUSES = ("Amazon", "Microsoft", "Alphabet", "Meta")
YEAR_ENDS_IN = {"Amazon": 12, "Microsoft": 6, "Alphabet": 12, "Meta": 12}
YEARS_BACK = 2
LEAST_HALVING_YEARS = 1 / 52
"""A week: below it the wide tail of one published interval leaves the range of numbers."""
HALVING = {"arxiv": "algo_halving_arxiv", "neurips": "algo_halving_neurips"}
LN2 = 0.6931471805599453


@proposition("C2.3-compute")
def share_of_compute_in_progress(view: View, draws: Draws) -> Finding:
    """The share of compute in the growth of effective compute, since 2023 less before."""
    before = _algorithms_before(view)
    try:
        view.fact("algo_efficiency_fast")
    except NotKnownYet:
        return not_testable_then(
            view,
            proposition="C2.3-compute",
            reason="Until February 2026 every published rate of algorithmic progress described the "
            "years before 2023; nothing measured a change.",
        )

    def shift(compute_before: Any, halving: Any, compute_since: Any, algorithms_since: Any) -> Any:
        earlier = _compute_share(compute_before, exp(LN2 / halving))
        return _compute_share(compute_since, algorithms_since) - earlier

    return estimate(
        view,
        draws,
        proposition="C2.3-compute",
        quantity=shift,
        inputs={
            "compute_before": "compute_growth_before_2023",
            "halving": before,
            "compute_since": "compute_growth_since_2023",
            "algorithms_since": "algorithm_growth_since_2023",
        },
        decisive="algorithm_growth_since_2023",
        label="Share of compute since 2023 less before",
        confidence_at_most="low",
        confidence_note="no measurement of algorithmic progress after 2023 exists",
    )


@proposition("C2.3-capital")
def capital_over_revenue_rises(view: View, draws: Draws) -> Finding:
    """Capital expenditure over revenue of four houses in their last fiscal years, and earlier."""
    table = capital_and_revenue(view)
    now, earlier = _ratio(table, "now"), _ratio(table, "earlier")
    last = table.sort("public_on", "fact_id").row(-1, named=True)
    margin = now - earlier
    return resolved_as(
        view,
        proposition="C2.3-capital",
        answer=margin > 0,
        by=last["fact_id"],
        on=last["public_on"],
        quantity=Summary(
            label="Change of capital expenditure over revenue",
            unit="share points",
            p5=margin,
            p50=margin,
            p95=margin,
            value=margin,
        ),
        reason="Last fiscal year that is known of each house against the one two years earlier.",
    )


def compute_shares(view: View, draws: Draws) -> pl.DataFrame:
    """The share of compute in the growth of effective compute, before 2023 and since.

    Columns: period, reading (empty for since), value, low, high (median, 5th, 95th percentile).
    Before 2023 once for each published interval. Raises NotKnownYet where one was not public.
    """
    before, since = "compute_growth_before_2023", "compute_growth_since_2023"
    algorithms = "algorithm_growth_since_2023"
    x = draws.sample_all(view.assumption(name) for name in (before, since, algorithms))
    rows = []
    for reading, fact_id in HALVING.items():
        if view.knows(fact_id):
            prior = _halving_prior(view, fact_id)
            factor = exp(LN2 / draws.sample_all([prior])[prior.name])
            rows.append(("before", reading, _compute_share(x[before], factor)))
    rows.append(("since", "", _compute_share(x[since], x[algorithms])))
    return pl.DataFrame(
        [(when, reading, *np.quantile(share, (0.5, 0.05, 0.95))) for when, reading, share in rows],
        schema=["period", "reading", "value", "low", "high"],
        orient="row",
    )


def _compute_share(compute: Any, algorithms: Any) -> Any:
    return growth_shares({"compute": compute, "algorithms": algorithms})["compute"]


def capital_and_revenue(view: View) -> pl.DataFrame:
    """Revenue and capital expenditure (USD) of each house in its last fiscal year and two before.

    Columns as of `fiscal_years`, with when (now or earlier). The last fiscal year is the latest of
    which both are known. Raises NotKnownYet where a house has no two such years.
    """
    return pl.concat([_last_and_earlier(view, house) for house in HOUSES])


def fiscal_years(view: View, house: str) -> pl.DataFrame:
    """Revenue and capital expenditure (USD) of a house in the fiscal years of which both are known.

    A year is the yearly figure, or the sum of its four quarters where none is known.
    Columns: entity, year_end, revenue_usd, capex_usd, ratio, fact_id and public_on of the revenue
    (of the last quarter where quarters were added).
    """
    revenue = _years(view, house, "revenue").rename({"usd": "revenue_usd"})
    capex = _years(view, house, "capex").select("year_end", capex_usd="usd")
    return (
        revenue.join(capex, on="year_end")
        .with_columns(entity=pl.lit(house), ratio=pl.col("capex_usd") / pl.col("revenue_usd"))
        .sort("year_end")
    )


def _years(view: View, house: str, metric: str) -> pl.DataFrame:
    """Yearly sums of a metric at the house's year ends: year_end, usd, fact_id, public_on."""
    yearly = view.series(house, metric, frequency="year").select(
        pl.col("fact_id", "public_on"), year_end="period_end", usd="value"
    )
    quarters = (
        view.series(house, metric, frequency="quarter")
        .filter(pl.col("value").is_not_null())
        .sort("period_end")
        .select(
            pl.col("fact_id", "public_on"),
            year_end="period_end",
            usd=pl.col("value").rolling_sum(4),
            first=pl.col("period_start").shift(3),
        )
        .filter(
            pl.col("year_end").dt.month() == YEAR_ENDS_IN[house],
            pl.col("first") == pl.col("year_end").dt.offset_by("-1y").dt.offset_by("1d"),
        )
        .select(yearly.columns)
    )
    return pl.concat([yearly, quarters]).unique("year_end", keep="first").sort("year_end")


def _last_and_earlier(view: View, house: str) -> pl.DataFrame:
    years = fiscal_years(view, house)
    if years.is_empty():
        raise NotKnownYet(f"{house}: no fiscal year with revenue and capital expenditure is known")
    last = years["year_end"][-1]
    earlier = years.filter(pl.col("year_end").dt.year() == last.year - YEARS_BACK)
    if earlier.is_empty():
        raise NotKnownYet(f"{house}: the fiscal year {YEARS_BACK} years before {last} is missing")
    both = pl.concat([years.tail(1), earlier.tail(1)])
    return both.with_columns(when=pl.Series(["now", "earlier"]))


def _ratio(table: pl.DataFrame, when: str) -> float:
    chosen = table.filter(pl.col("when") == when).sort("entity")
    return float(chosen["capex_usd"].sum()) / float(chosen["revenue_usd"].sum())


def _algorithms_before(view: View) -> Prior:
    """Halving time of the compute for a fixed result, years: the published interval in force."""
    return _halving_prior(view, halving_fact(view))


def _halving_prior(view: View, fact_id: str) -> Prior:
    return prior_of_fact(
        view.fact(fact_id),
        distribution="lognormal",
        bound_low=LEAST_HALVING_YEARS,
        label="Halving time of the compute for a fixed result before 2023",
    )


def halving_fact(view: View) -> str:
    """The fact of the interval in force; the conflict `algorithmic_progress_interval`."""
    return HALVING[view.reading("algorithmic_progress_interval")]
