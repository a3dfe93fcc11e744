"""Rules about what is missing: a series that a verdict leans on has no holes."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from lib.evidence.paths import FACTS, shown
from lib.evidence.problems import Problem, is_quarter
from lib.evidence.store import Evidence

# From the first quarter of 2019, or the first that the company published as such. Growth of AWS
# and Google Cloud follows from their levels; Azure publishes no quarterly dollars, only growth.
CONTINUOUS: Final = (
    ("AWS", "revenue", date(2019, 3, 31)),
    ("Google Cloud", "revenue", date(2019, 12, 31)),
    ("Microsoft Azure", "revenue_growth_yoy", date(2019, 3, 31)),
)


def missing_quarters(data: Evidence) -> list[Problem]:
    """The clouds' quarters are all there, from their first publication to the newest."""
    facts = data.facts.filter(is_quarter(), pl.col("kind").is_in(["reported", "estimate"]))
    folder = shown(data.data / FACTS)
    found: list[Problem] = []
    for entity, metric, first in CONTINUOUS:
        if entity not in data.vocabulary.entities:
            continue
        own = facts.filter(pl.col("entity") == entity, pl.col("metric") == metric)
        newest = own["period_end"].max()
        if not isinstance(newest, date):
            found.append(Problem("missing-quarter", folder, 1, f"{entity} {metric}", "is absent"))
            continue
        wanted = pl.date_range(first, newest, "3mo", eager=True).dt.month_end()
        for quarter in wanted.filter(~wanted.is_in(own["period_end"].dt.month_end().to_list())):
            name = f"{entity} {metric} {quarter}"
            text = "this quarter is missing between its first and its newest"
            found.append(Problem("missing-quarter", folder, 1, name, text))
    return found
