"""Figures of chapter 02, second part: capital over revenue, and the share of compute."""

from __future__ import annotations

import polars as pl

from lib.claims.shift import HALVING, HOUSES, compute_shares, fiscal_years, halving_fact
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.report import charts
from lib.report.chapter_figures.known import overlap, when_known
from lib.report.drawing import Column
from lib.report.figure import Figure
from lib.report.formats import count_of, interval, number

FIRST_FISCAL_YEAR = 2022
HALVING_NAMES = {"arxiv": "Before 2023, preprint", "neurips": "Before 2023, proceedings"}


@when_known
def capital_over_revenue(view: View) -> Figure:
    """Capital expenditure over revenue of four houses, by fiscal year."""
    table = pl.concat(
        [fiscal_years(view, house).select("entity", "year_end", "ratio") for house in HOUSES]
    )
    if table.is_empty():
        raise NotKnownYet("no fiscal year with revenue and capital expenditure is known")
    table = table.with_columns(fiscal_year=pl.date(pl.col("year_end").dt.year(), 1, 1)).filter(
        pl.col("fiscal_year").dt.year() >= FIRST_FISCAL_YEAR
    )
    now = table.sort("year_end").unique("entity", keep="last", maintain_order=True).sort("ratio")
    least, most = now.row(0, named=True), now.row(-1, named=True)
    return Figure(
        id="fig-capex-over-revenue",
        title="Capital expenditure over revenue",
        finding=(
            f"In the last fiscal year known, capital expenditure was between "
            f"{number(least['ratio'], 'fraction', '2s')} of revenue ({least['entity']}) and "
            f"{number(most['ratio'], 'fraction', '2s')} ({most['entity']})."
        ),
        alt=(
            f"Lines of capital expenditure over revenue by fiscal year for {now.height} companies, "
            f"ending between {number(least['ratio'], 'fraction', '2s')} and "
            f"{number(most['ratio'], 'fraction', '2s')}."
        ),
        chart=charts.lines(
            table.select("entity", "fiscal_year", "ratio"), date="fiscal_year", value="ratio",
            series="entity", unit="fraction",
            title="Capital expenditure over revenue",
            order=[h for h in HOUSES if h in set(table["entity"])],
        ),
        notes="Purchases of property and equipment in cash, as each company defines them; "
        "Microsoft's year ends in June.",
        columns={"fiscal_year": Column("Fiscal year"), "entity": Column("Company")},
        views=(view.name,),
    )  # fmt: skip


@when_known
def share_of_compute(view: View, draws: Draws) -> Figure:
    """The share of compute in progress, before 2023 under both intervals, and since."""
    rows = compute_shares(view, draws)
    in_force = next(r for r, fact_id in HALVING.items() if fact_id == halving_fact(view))
    names = {**HALVING_NAMES, "": "Since 2023, our range"}
    table = rows.select(
        pl.col("reading").replace_strict(names).alias("what"), "value", "low", "high"
    )
    since = table.row(-1, named=True)
    before = table.filter(pl.col("what") == names[in_force]).row(0, named=True)
    return Figure(
        id="fig-compute-share",
        title="The share of compute in progress",
        finding=(
            f"Compute had {number(before['value'], 'fraction', '2s')} of the growth of effective "
            f"compute before 2023 and {number(since['value'], 'fraction', '2s')} since; the "
            f"ranges, {interval(before['low'], before['high'], 'fraction', '2s')} and "
            f"{interval(since['low'], since['high'], 'fraction', '2s')}, "
            f"{overlap(before['low'], before['high'], since['low'], since['high'])}."
        ),
        alt=(
            "Dots with ranges of the share of compute: before 2023 under "
            f"{count_of(table.height - 1, 'published interval')}, at "
            f"{number(before['value'], 'fraction', '2s')}, and since 2023 at "
            f"{number(since['value'], 'fraction', '2s')}."
        ),
        chart=charts.intervals(
            table, name="what", value="value", low="low", high="high", unit="fraction",
            title="Share of compute", highlight=["Since 2023, our range"],
        ),
        notes="In logarithms: of a growth by the product of two factors, the part of one. Since "
        "2023 the growth of algorithms is our judgement, not a measurement.",
        views=(view.name,),
    )  # fmt: skip
