"""Rules about numbers: levels agree with growth, quarters with years, sources with each other."""

from __future__ import annotations

from typing import Final

import polars as pl

from lib.evidence.problems import (
    SUBJECT,
    Problem,
    is_quarter,
    is_year,
    problems_of,
    rounding,
)
from lib.evidence.store import Evidence

GROWTH_OF: Final = {"revenue_growth_yoy": "revenue"}
ROUNDED: Final = r"(^|;)rounding=[^;]*"  # how a figure was printed does not change what it is
GROWTH_ROUNDING: Final = 0.0055  # printed as whole per cent, and a little for day counts
SUM_SLACK: Final = 0.002
DUPLICATE_TOLERANCE: Final = 0.05
OUTLIER_RATIO: Final = 3.0
ACTUAL: Final = pl.col("kind").is_in(["reported", "measured"])


def growth_against_levels(data: Evidence) -> list[Problem]:
    """Growth on the year agrees with the two levels, within the rounding of all three."""
    plain = pl.col("basis").str.replace(ROUNDED, "").str.strip_chars_start(";")
    facts = data.facts.filter(ACTUAL, is_quarter()).with_columns(basis=plain)
    found: list[Problem] = []
    for growth, level in GROWTH_OF.items():
        levels = (
            facts.filter(pl.col("metric") == level)
            .sort("grade", "public_on")
            .unique(["entity", "basis", "unit", "period_end"], keep="first")
            .select("entity", "basis", "period_end", "value", slack=rounding("value"))
        )
        year_ago = levels.select(
            "entity", "basis", pl.col("period_end").dt.offset_by("1y").dt.month_end(),
            before="value", slack_before="slack",
        )  # fmt: skip
        error = (
            GROWTH_ROUNDING
            + pl.col("slack") / pl.col("before")
            + pl.col("slack_before") * pl.col("level") / pl.col("before") ** 2
        )
        rows = (
            facts.filter(pl.col("metric") == growth)
            .with_columns(pl.col("period_end").dt.month_end())
            .join(levels.rename({"value": "level"}), on=["entity", "basis", "period_end"])
            .join(year_ago, on=["entity", "basis", "period_end"])
            .with_columns(computed=pl.col("level") / pl.col("before") - 1, error=error)
            .filter((pl.col("computed") - pl.col("value")).abs() > pl.col("error"))
        )
        text = "says {value}, its levels give {computed:.4f}"
        found += problems_of("growth-against-levels", rows, text)
    return found


def quarters_against_years(data: Evidence) -> list[Problem]:
    """Four quarters sum to their year, within the rounding of all five."""
    flows = [name for name, m in data.vocabulary.metrics.items() if m.nature == "flow"]
    facts = (
        data.facts.filter(ACTUAL, pl.col("metric").is_in(flows))
        .sort("grade", "public_on")
        .with_columns(slack=rounding("value"))
    )
    key = ["entity", "metric", "basis", "unit"]
    quarters = facts.filter(is_quarter()).unique([*key, "period_end"], keep="first")
    years = facts.filter(is_year())
    rows = (
        years.join(
            quarters.select(*key, q_end="period_end", q_value="value", q_slack="slack"), on=key
        )
        .filter(pl.col("q_end") > pl.col("period_start"), pl.col("q_end") <= pl.col("period_end"))
        .group_by("fact_id", "file", "row", "value", "slack")
        .agg(pl.col("q_value").sum(), pl.col("q_slack").sum(), quarters=pl.len())
        .filter(pl.col("quarters") == 4)
        .filter(
            (pl.col("q_value") - pl.col("value")).abs()
            > pl.col("slack") + pl.col("q_slack") + SUM_SLACK * pl.col("value").abs()
        )
        .sort("fact_id")
    )
    text = "says {value:.10g}, its quarters sum to {q_value:.10g}"
    return problems_of("quarters-against-years", rows, text)


def duplicates_disagree(data: Evidence) -> list[Problem]:
    """Actual figures under one key agree within 5 %, or their ranges meet, or a conflict is open.

    One key is entity, metric, qualifiers, unit and period. A superseded row is not compared.
    """
    named = {f for c in data.conflicts.values() for r in c.readings for f in r.facts}
    replaced = set(data.facts["supersedes"]) - {""}
    facts = data.facts.filter(ACTUAL, ~pl.col("fact_id").is_in(sorted(named | replaced)))
    key = [*SUBJECT, "period_start", "period_end"]
    ends = facts.with_columns(
        end_low=pl.coalesce("low", "value"), end_high=pl.coalesce("high", "value")
    )
    rows = (
        ends.with_columns(
            least=pl.col("end_high").min().over(key),
            most=pl.col("end_low").max().over(key),
            smallest=pl.col("value").min().over(key),
            largest=pl.col("value").max().over(key),
            rows=pl.len().over(key),
        )
        .filter(pl.col("rows") > 1, pl.col("most") > pl.col("least"))
        .filter(
            pl.col("most") - pl.col("least")
            > DUPLICATE_TOLERANCE * pl.max_horizontal(pl.col("most").abs(), pl.col("least").abs())
        )
    )
    text = "{entity} {metric} says {value:g}; rows of this key run from {smallest:g} to {largest:g}"
    return problems_of("duplicates-disagree", rows, text)


def repeated_rows(data: Evidence) -> list[Problem]:
    """No fact stands twice: same key, same value, same source, same public day."""
    key = [*SUBJECT, "kind", "period_start", "period_end", "value", "source_id", "public_on"]
    rows = data.facts.filter(pl.len().over(key) > 1)
    text = "{entity} {metric} stands more than once"
    return problems_of("repeated-row", rows, text)


def outliers(data: Evidence) -> list[Problem]:
    """A quarter is not three times both of its neighbours, nor a third of both."""
    key = ["entity", "metric", "basis", "unit"]
    series = (
        data.facts.filter(ACTUAL, is_quarter(), pl.col("value") > 0)
        .sort("grade", "public_on")
        .unique([*key, "period_end"], keep="first")
        .sort(*key, "period_end")
        .with_columns(
            before=pl.col("value").shift(1).over(key), after=pl.col("value").shift(-1).over(key)
        )
        .filter(~pl.col("unit").is_in(["fraction", "ratio"]))
    )
    high = pl.col("value") > OUTLIER_RATIO * pl.max_horizontal("before", "after")
    low = pl.col("value") * OUTLIER_RATIO < pl.min_horizontal("before", "after")
    both = pl.col("before").is_not_null() & pl.col("after").is_not_null()
    rows = series.filter(both & (high | low))
    text = "is {value:g} between {before:g} and {after:g}"
    return problems_of("outlier", rows, text)
