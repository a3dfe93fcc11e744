"""Whether competition shifts from algorithms to compute and capital (C2.3)."""

from __future__ import annotations

from typing import Any

import polars as pl

from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.claims.resolve import not_testable_then, resolved_as
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.curves import Summary
from lib.inference.draws import Draws
from lib.inference.uncertain import Prior
from lib.models.decomposition import growth_shares
from lib.models.ops import exp

HOUSES = ("Amazon", "Microsoft", "Alphabet", "Meta")
YEARS_BACK = 2
LN2 = 0.6931471805599453


@proposition("C2.3-compute")
def share_of_compute_in_progress(view: View, draws: Draws) -> Finding:
    """The share of compute in the growth of effective compute, since 2023 less before."""
    before = _algorithms_before(view)
    if not view.knows("algo_efficiency_fast"):
        return not_testable_then(
            view,
            proposition="C2.3-compute",
            reason="Until February 2026 every published rate of algorithmic progress described the "
            "years before 2023; nothing measured a change.",
        )
    view.fact("algo_efficiency_fast")

    def shift(compute_before: Any, halving: Any, compute_since: Any, algorithms_since: Any) -> Any:
        earlier = {"compute": compute_before, "algorithms": exp(LN2 / halving)}
        later = {"compute": compute_since, "algorithms": algorithms_since}
        return growth_shares(later)["compute"] - growth_shares(earlier)["compute"]

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


def capital_and_revenue(view: View) -> pl.DataFrame:
    """Revenue and capital expenditure (USD) of each house in its last fiscal year and two before.

    Columns: entity, when (now or earlier), year_end, revenue_usd, capex_usd, fact_id, public_on of
    the revenue. The last fiscal year is the latest of which revenue and four quarters of capital
    expenditure are known. Raises NotKnownYet where a house has no two such years.
    """
    rows = [_fiscal_years(view, house) for house in HOUSES]
    return pl.concat(rows)


def _fiscal_years(view: View, house: str) -> pl.DataFrame:
    revenue = view.series(house, "revenue", frequency="year").select(
        "period_end", "public_on", "fact_id", revenue_usd="value"
    )
    capex = view.series(house, "capex", frequency="quarter").select("period_end", "value")
    years = (
        revenue.join_where(
            capex.rename({"period_end": "quarter_end", "value": "capex_usd"}),
            pl.col("quarter_end") <= pl.col("period_end"),
            pl.col("quarter_end") > pl.col("period_end").dt.offset_by("-1y"),
        )
        .group_by("period_end", "public_on", "fact_id", "revenue_usd")
        .agg(pl.len().alias("quarters"), pl.col("capex_usd").sort().sum())
        .filter(pl.col("quarters") == 4)
        .sort("period_end")
    )
    if years.is_empty():
        raise NotKnownYet(
            f"{house}: no fiscal year with revenue and four quarters of capex is known"
        )
    last = years["period_end"][-1]
    earlier = years.filter(pl.col("period_end").dt.year() == last.year - YEARS_BACK)
    if earlier.is_empty():
        raise NotKnownYet(f"{house}: the fiscal year {YEARS_BACK} years before {last} is missing")
    both = pl.concat([years.tail(1), earlier.tail(1)])
    return both.select(
        entity=pl.lit(house),
        when=pl.Series(["now", "earlier"]),
        year_end="period_end",
        revenue_usd="revenue_usd",
        capex_usd="capex_usd",
        fact_id="fact_id",
        public_on="public_on",
    )


def _ratio(table: pl.DataFrame, when: str) -> float:
    chosen = table.filter(pl.col("when") == when).sort("entity")
    return float(chosen["capex_usd"].sum()) / float(chosen["revenue_usd"].sum())


def _algorithms_before(view: View) -> Prior:
    """Halving time of the compute for a fixed result, years: the published interval in force."""
    reading = view.reading("algorithmic_progress_interval")
    fact = view.fact("algo_halving_neurips" if reading == "neurips" else "algo_halving_arxiv")
    return Prior(
        name=f"fact:{fact.fact_id}",
        label="Halving time of the compute for a fixed result before 2023",
        unit="years",
        default=fact.value,
        low=fact.low,
        high=fact.high,
        distribution="lognormal",
        basis="fact",
    )
