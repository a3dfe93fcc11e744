"""The sites that Amazon builds for Claude, as one house tracks them: power and capital.

Indiana is confirmed. Of Mississippi the house says that the tenant is its guess, while its own
total for Anthropic counts the site: whether it counts is the conflict `mississippi_tenant`.
Power is that of the facility, and money is in dollars of 2025, at one rate per megawatt.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from lib.evidence.view import View

DATASET = "epoch_data_centers"
INDIANA = "Anthropic-Amazon Project Rainier New Carlisle Indiana"
MISSISSIPPI = ("Amazon Canton Mississippi", "Amazon Ridgeland Mississippi")
ALL_SITES = ("Indiana", "Canton", "Ridgeland")
USD_PER_BILLION = 1e9
COUNTED_ON = date(2025, 12, 31)
CHIPS_FACT, CHIPS_POWER_FACT = "rainier_chips_2025_10", "rainier_power_2025_07"


def timeline(view: View) -> pl.DataFrame:
    """Every tracked state of the three sites, by site and day.

    Columns: site, day, power_mw, capital_usd, construction_usd, vintage_day (the day on which the
    table was published: later days in it are projections). Raises NotKnownYet before that day.
    """
    rows = view.dataset(DATASET)["data_center_timelines"]
    return (
        rows.filter(pl.col("Data center").is_in([INDIANA, *MISSISSIPPI]))
        .select(
            site=pl.col("Data center").replace_strict(_short_names()),
            day=pl.col("Date").str.to_date("%Y-%m-%d"),
            power_mw=pl.col("Power (MW)").cast(pl.Float64),
            capital_usd=pl.col("Total capital cost (2025 USD billions)").cast(pl.Float64)
            * USD_PER_BILLION,
            construction_usd=pl.col("Construction cost (2025 USD billions)").cast(pl.Float64)
            * USD_PER_BILLION,
        )
        .sort("site", "day")
    )


def counted_sites(view: View) -> tuple[str, ...]:
    """The sites that count for Trainium under the reading in force."""
    if view.reading("mississippi_tenant") == "counted":
        return ALL_SITES
    return ("Indiana",)


def power_mw_on(view: View, day: date, sites: tuple[str, ...]) -> float:
    """Facility power (MW) of some sites on a day, by the last state tracked before it."""
    return float(_on(view, day, sites)["power_mw"].sort().sum())


def capital_usd_per_mw(view: View, day: date) -> tuple[float, float]:
    """Capital in all and construction alone per MW of facility power (USD/MW), Indiana on a day."""
    row = _on(view, day, ("Indiana",)).row(0, named=True)
    return row["capital_usd"] / row["power_mw"], row["construction_usd"] / row["power_mw"]


def facility_mw_per_chip(view: View) -> float:
    """Facility power per Trainium2 chip (MW): the buildings in use over the chips stated for them.

    Raises NotKnownYet before both are public.
    """
    return view.fact(CHIPS_POWER_FACT).value / view.fact(CHIPS_FACT).value


def _on(view: View, day: date, sites: tuple[str, ...]) -> pl.DataFrame:
    states = timeline(view).filter(pl.col("site").is_in(sites), pl.col("day") <= day)
    return states.group_by("site", maintain_order=True).last()


def _short_names() -> dict[str, str]:
    return {INDIANA: "Indiana", MISSISSIPPI[0]: "Canton", MISSISSIPPI[1]: "Ridgeland"}
