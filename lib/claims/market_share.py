"""AWS's share of the cloud market's stock and of its new dollars, by two research houses.

Synergy and Omdia count different markets and revise their history, so their numbers are never
joined into one series. Sizes are printed in round billions; the rounding is carried as a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from lib.claims.cloud_series import Quarter, name, quarter_of, quarterly_levels, step
from lib.claims.mixture import Part
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.uncertain import Prior

HOUSES = ("Synergy", "Omdia")
PROVIDERS = ("AWS", "Microsoft Azure", "Google Cloud")
MARKET = "Cloud infrastructure market"
_BILLION = 1e9
_INSIDE = 0.9  # of a rounding interval lies between its 5th and 95th percentile


@dataclass(frozen=True)
class Year:
    """Four quarters to `last` and the four before: market sizes and AWS revenue (USD)."""

    house: str
    last: Quarter
    sizes: Mapping[str, float]
    now: tuple[str, ...]
    before: tuple[str, ...]
    aws_now_usd: float
    aws_before_usd: float


def house_rows(view: View, entity: str, metric: str, house: str) -> pl.DataFrame:
    """Quarterly rows of one house, one per period: best grade, then the latest public."""
    frame = view.facts(entity=entity, metric=metric, kind=["estimate", "reported"])
    of_house = pl.col("basis").str.contains(house, literal=True) | pl.col("fact_id").str.contains(
        f"_{house.lower()}_", literal=True
    )
    quarter_long = (pl.col("period_end") - pl.col("period_start")).dt.total_days() < 100
    return (
        frame.filter(of_house, quarter_long)
        .sort("grade", "public_on", "fact_id", descending=[False, True, False])
        .unique("period_end", keep="first", maintain_order=True)
        .sort("period_end")
    )


def market_sizes(view: View, house: str) -> dict[Quarter, tuple[str, float]]:
    """Market revenue a quarter (fact id, USD) that a house printed.

    For a quarter a year before one with a printed growth rate and no size of its own, the size
    that the two imply (Omdia publishes no older sizes in this collection).
    """
    sizes = {
        quarter_of(row["period_end"]): (row["fact_id"], float(row["value"]))
        for row in house_rows(view, MARKET, "revenue", house).iter_rows(named=True)
    }
    for row in house_rows(view, MARKET, "revenue_growth_yoy", house).iter_rows(named=True):
        quarter = quarter_of(row["period_end"])
        earlier = step(quarter, -4)
        if quarter in sizes and earlier not in sizes:
            implied = sizes[quarter][1] / (1.0 + float(row["value"]))
            sizes[earlier] = (f"{row['fact_id']}:implied", implied)
    return sizes


def last_year(view: View, house: str) -> Year | None:
    """The last four quarters up to the day asked about, and the four before; None with a gap."""
    sizes = market_sizes(view, house)
    aws = quarterly_levels(view, "AWS")
    limit = quarter_of(view.about)
    for last in sorted((q for q in sizes if q <= limit), reverse=True):
        now = [step(last, -i) for i in range(4)]
        before = [step(q, -4) for q in now]
        if all(q in sizes and q in aws for q in (*now, *before)):
            return Year(
                house,
                last,
                {sizes[q][0]: sizes[q][1] for q in (*now, *before)},
                tuple(sizes[q][0] for q in now),
                tuple(sizes[q][0] for q in before),
                sum(aws[q] for q in now),
                sum(aws[q] for q in before),
            )
    return None


def share_margin(year: Year, x: Mapping[str, Any]) -> Any:
    """AWS's share of a year's market less its share of the year's new dollars (fraction)."""
    market_now = sum(x[f"fact:{fact_id}"] for fact_id in year.now)
    market_before = sum(x[f"fact:{fact_id}"] for fact_id in year.before)
    market_before = market_before * (1.0 + x["market_restatement"])
    new_share = (year.aws_now_usd - year.aws_before_usd) / (market_now - market_before)
    return year.aws_now_usd / market_now - new_share


def share_parts(view: View) -> tuple[Part, ...]:
    """One part per house that covers two years up to the day asked about.

    Raises NotKnownYet when no house does.
    """
    years = [year for house in HOUSES if (year := last_year(view, house)) is not None]
    if not years:
        raise NotKnownYet(
            f"no research house's market sizes cover the eight quarters before {view.about} "
            f"as known on {view.known_on}"
        )
    return tuple(_part(year) for year in years)


def _part(year: Year) -> Part:
    priors = [size_prior(fact_id, value) for fact_id, value in year.sizes.items()]
    return Part(
        year.house,
        f"{year.house}, four quarters to {name(year.last)}",
        lambda x, year=year: share_margin(year, x),  # type: ignore[misc]
        [*priors, "market_restatement"],
    )


def size_prior(fact_id: str, size_usd: float) -> Prior:
    """A market size with the rounding of its last printed digit as a range (USD)."""
    billions = size_usd / _BILLION
    whole = abs(billions - round(billions)) < 1e-9
    half = (0.5 if whole else 0.05) * _BILLION
    if fact_id.endswith(":implied"):
        half = 0.005 * size_usd  # half a point of the printed growth rate
    reach = _INSIDE * half
    return Prior(
        f"fact:{fact_id}",
        size_usd,
        size_usd - reach,
        size_usd + reach,
        "uniform",
        label=f"Market size, {fact_id.split('_')[-1].split(':')[0].upper()}",
        unit="USD",
        basis="fact",
    )


def share_table(view: View) -> pl.DataFrame:
    """Published shares: house, entity, end, quarter, share, low, high (half a printed point)."""
    rows = []
    for house in HOUSES:
        for provider in PROVIDERS:
            for row in house_rows(view, provider, "market_share", house).iter_rows(named=True):
                low = row["low"] if row["low"] is not None else row["value"] - 0.005
                high = row["high"] if row["high"] is not None else row["value"] + 0.005
                rows.append(
                    {
                        "house": house, "entity": provider, "end": row["period_end"],
                        "quarter": name(quarter_of(row["period_end"])),
                        "share": row["value"], "low": low, "high": high,
                        "fact_id": row["fact_id"],
                    }
                )  # fmt: skip
    return pl.DataFrame(rows)


def concentration(view: View, house: str = "Synergy") -> pl.DataFrame:
    """Herfindahl index by quarter: low if the rest is many small firms, high if it is one firm.

    Columns: quarter, end, low, high (0 to 1). Only quarters with all three leaders.
    """
    table = share_table(view).filter(pl.col("house") == house)
    whole = (
        table.group_by("end", "quarter")
        .agg(
            pl.len().alias("firms"),
            pl.col("share").sum().alias("sum"),
            pl.col("share").pow(2).sum().alias("low"),
        )
        .filter(pl.col("firms") == len(PROVIDERS))
        .sort("end")
    )
    return whole.with_columns(high=pl.col("low") + (1.0 - pl.col("sum")) ** 2).select(
        "quarter", "end", "low", "high"
    )


def dollars_added(view: View) -> pl.DataFrame:
    """Dollars added over a year by AWS and Google Cloud, by quarter, and their ratio.

    Columns: quarter, end, aws_usd, google_usd, ratio (Google over AWS). Azure publishes none.
    """
    from lib.claims.cloud_series import end_of

    levels = {entity: quarterly_levels(view, entity) for entity in ("AWS", "Google Cloud")}
    rows = []
    for quarter in sorted(levels["Google Cloud"]):
        earlier = step(quarter, -4)
        if all(quarter in known and earlier in known for known in levels.values()):
            aws, google = (levels[e][quarter] - levels[e][earlier] for e in levels)
            rows.append(
                {
                    "quarter": name(quarter), "end": end_of(quarter),
                    "aws_usd": aws, "google_usd": google, "ratio": google / aws,
                }
            )  # fmt: skip
    return pl.DataFrame(rows)
