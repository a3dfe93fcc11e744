"""Rules about days: nothing is known before it can be, nothing much later than it was."""

from __future__ import annotations

from typing import Final

import polars as pl

from lib.evidence.problems import Problem, is_quarter, period_days, problems_of
from lib.evidence.store import Evidence

LATEST_AFTER_QUARTER_DAYS: Final = 45
SAYS_WHY: Final = r"(?i)\blate:"
AHEAD_OF_TIME: Final = r"commitment|planned|plan\b|_plan|guidance|contract|limit|target"
CORE_SPECS: Final = ("bf16_dense", "hbm_bandwidth", "hbm_capacity")
MONTH_DAYS: Final = 31
SALE_EVENTS: Final = ("on_sale", "general_availability", "first_delivery")


def period_after_public(data: Evidence) -> list[Problem]:
    """A figure about a period that had not ended when it became public is a forecast.

    Exempt: forecasts, and commitments, limits and plans, which are agreed ahead by nature. The end
    of an interval of list prices is not exempt: that the price held so long is later knowledge.
    """
    rows = data.facts.filter(
        pl.col("period_end") > pl.col("public_on"),
        pl.col("kind") != "forecast",
        ~pl.col("metric").str.contains(AHEAD_OF_TIME),
    )
    text = "period ends {period_end}, public {public_on}"
    return problems_of("period-after-public", rows, text)


def forecast_of_the_past(data: Evidence) -> list[Problem]:
    """A forecast is about a period that ends after the day it became public."""
    rows = data.facts.filter(
        pl.col("kind") == "forecast", pl.col("period_end") <= pl.col("public_on")
    )
    text = "forecast of {period_end}, but public {public_on}"
    return problems_of("forecast-of-the-past", rows, text)


def late_quarter(data: Evidence) -> list[Problem]:
    """A company's own quarter is public within 45 days, or its note says `late:` and why."""
    flows = [n for n, m in data.vocabulary.metrics.items() if m.nature in ("flow", "rate")]
    delay = (pl.col("public_on") - pl.col("period_end")).dt.total_days()
    rows = data.facts.with_columns(delay=delay).filter(
        is_quarter(),
        pl.col("kind") == "reported",
        pl.col("metric").is_in(flows),
        pl.col("delay") > LATEST_AFTER_QUARTER_DAYS,
        ~pl.col("note").str.contains(SAYS_WHY),
    )
    text = "public {delay} days after its quarter, and no `late:` reason in the note"
    return problems_of("late-quarter", rows, text)


def first_sales(data: Evidence) -> pl.DataFrame:
    """Each chip's first documented sale: its earliest actual price, or a sale event.

    A price in force (reported) or of about a month counts from its first day; an average over a
    longer time only shows that the chip was sold by its last.
    """
    entities = data.vocabulary.entities
    chips = [name for name, entity in entities.items() if entity.kind == "chip"]
    prices = [name for name, m in data.vocabulary.metrics.items() if m.nature == "price"]
    priced = data.facts.filter(
        pl.col("entity").is_in(chips), pl.col("metric").is_in(prices), pl.col("kind") != "forecast"
    ).select(
        "entity",
        sold_on=pl.when((pl.col("kind") == "reported") | (period_days() <= MONTH_DAYS))
        .then("period_start")
        .otherwise("period_end"),
    )
    events = data.events.filter(pl.col("entity").is_in(chips), pl.col("kind").is_in(SALE_EVENTS))
    both = pl.concat([priced, events.select("entity", sold_on="date")])
    return both.group_by("entity").agg(pl.col("sold_on").min()).sort("entity")


def spec_after_sale(data: Evidence) -> list[Problem]:
    """A chip's core specifications are public no later than its first documented sale."""
    specs = (
        data.facts.filter(pl.col("metric").is_in(CORE_SPECS))
        .sort("public_on", "fact_id")
        .unique(["entity", "metric"], keep="first", maintain_order=True)
        .join(first_sales(data), on="entity")
        .filter(pl.col("public_on") > pl.col("sold_on"))
    )
    text = "public {public_on}, but {entity} was sold by {sold_on}"
    return problems_of("spec-after-sale", specs, text)


def seen_before_source(data: Evidence) -> list[Problem]:
    """A fact is not seen before the full day on which its source was published."""
    dated = data.sources.filter(pl.col("published_on").str.len_chars() == 10).select(
        "source_id", source_on=pl.col("published_on").str.to_date("%Y-%m-%d")
    )
    rows = data.facts.join(dated, on="source_id").filter(pl.col("seen_on") < pl.col("source_on"))
    text = "seen {seen_on}, but its source is of {source_on}"
    return problems_of("seen-before-source", rows, text)
