"""What happened around the suspension, on lanes that are not mixed: scarcity, policy, exits, gap.

Rows are events of the data and the observations of the hypotheses; a view shows those it knows.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from lib.claims.exposure import interruptions
from lib.evidence.hypotheses import load_hypotheses
from lib.evidence.view import View

SCARCITY, POLICY, EXITS, CAPITAL = (
    "Signs of scarcity",
    "Policy on who may buy",
    "Exits and ways around",
    "Chips and capital",
)
LANES = (SCARCITY, POLICY, EXITS, CAPITAL)
LANE_OF_KIND = {
    "capacity_shortage": SCARCITY,
    "government_order": POLICY,
    "export_control": POLICY,
    "import_control": POLICY,
    "withdrawal": EXITS,
    "circumvention": EXITS,
    "model_choice": EXITS,
    "offshore_compute": CAPITAL,
    "listing": CAPITAL,
    "custom_chip_programme": CAPITAL,
}
LANE_OF_INTERRUPTION = {"policy": POLICY, "rationing": SCARCITY, "price": SCARCITY}
LANE_OF_OBSERVATION = {
    "outages": SCARCITY,
    "incidents_later": SCARCITY,
    "limits_doubled": SCARCITY,
    "accusations": POLICY,
    "accusations_alibaba": POLICY,
}
SINCE = date(2024, 6, 1)


def timeline(view: View) -> pl.DataFrame:
    """Dated rows on lanes, oldest first: date (of its beginning), lane, title, id of the evidence.

    One row per day, lane and subject: retellings of one event are shown once.
    """
    events = view.events(since=SINCE, kind=list(LANE_OF_KIND)).select(
        "date",
        pl.col("kind").replace_strict(LANE_OF_KIND, return_dtype=pl.String).alias("lane"),
        pl.when(pl.col("title").str.contains(pl.col("entity"), literal=True))
        .then("title")
        .otherwise(pl.format("{}: {}", "entity", "title"))
        .alias("title"),
        "entity",
        pl.col("event_id").alias("id"),
    )
    told = interruptions(view).select(
        "date",
        pl.col("kind").replace_strict(LANE_OF_INTERRUPTION, return_dtype=pl.String).alias("lane"),
        pl.format("{}: {}", "provider", "why").alias("title"),
        pl.col("provider").alias("entity"),
        pl.coalesce(pl.col("fact").replace("", None), "event").alias("id"),
    )
    rows = [
        {
            "date": view.fact(seen.fact).period_start,
            "lane": LANE_OF_OBSERVATION[seen.id],
            "title": seen.title,
            "entity": view.fact(seen.fact).entity,
            "id": seen.fact,
        }
        for seen in load_hypotheses()[1]
        if seen.id in LANE_OF_OBSERVATION and view.knows(seen.fact)
    ]
    seen = pl.DataFrame(rows, schema=events.schema)
    table = pl.concat([told, seen, events]).filter(pl.col("date") >= SINCE)
    return (
        table.unique("id", keep="first", maintain_order=True)
        .unique(["date", "lane", "entity"], keep="first", maintain_order=True)
        .sort("date", "lane", "title")
        .select("date", "lane", "title", "id")
    )
