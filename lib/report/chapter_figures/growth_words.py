"""Sentences of chapters 04 and 06 that depend on what a view knows: computed, never typed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from lib.claims import aws_growth, calls, market_share, run_rate
from lib.claims.cloud_series import MissingQuarter, growth_history, name
from lib.claims.finding import Finding
from lib.claims.propositions import get
from lib.claims.verdict import short
from lib.evidence.view import View
from lib.inference.backtest import REFERENCE
from lib.inference.forecasting import SeriesTooShort
from lib.report.drawing import Column
from lib.report.formats import count_of, day, number, probability
from lib.report.tables import PROBABILITY

SIGNIFICANT = 0.05
BACKTEST_COLUMNS = {
    "label": Column("Method"),
    "crps": Column("CRPS", "fraction"),
    "skill": Column("Better than carry-forward by", "fraction"),
    "pinball": Column("Pinball loss", "fraction"),
    "coverage_50": Column("In the 50% range", PROBABILITY),
    "coverage_80": Column("In the 80% range", PROBABILITY),
    "coverage_95": Column("In the 95% range", PROBABILITY),
    "dm_p_value": Column("p of no difference", "ratio"),
}
HOUSE_COLUMNS = {
    "quarter": Column("Quarter"),
    "house": Column("House"),
    "size": Column("Market", "USD"),
    "AWS": Column("AWS", "fraction"),
    "Microsoft Azure": Column("Microsoft", "fraction"),
    "Google Cloud": Column("Google", "fraction"),
}
PLAN_COLUMNS = {
    "made_on": Column("Public on"),
    "what": Column("Of"),
    "forecaster": Column("By"),
    "planned_usd": Column("Planned", "USD"),
    "happened": Column("Happened"),
    "so_far": Column("Known so far"),
}
CALL_COLUMNS = {
    "question": Column("Call"),
    "kind": Column("Made"),
    "p5": Column("5th percentile"),
    "p50": Column("Median"),
    "p95": Column("95th percentile"),
    "chance": Column("Chance"),
    "resolves_on": Column("Resolves by"),
    "result": Column("Outcome"),
    "score": Column("Brier score"),
}


def house_rows(view: View, quarters: int = 6) -> pl.DataFrame:
    """The two houses side by side for the last quarters in which either prints shares."""
    table = market_share.share_table(view)
    sizes = {
        (house, name(quarter)): usd
        for house in market_share.HOUSES
        for quarter, (fact_id, usd) in market_share.market_sizes(view, house).items()
        if not fact_id.endswith(":implied")
    }
    kept = table["end"].unique().sort()[-quarters:]
    wide = (
        table.filter(pl.col("end").is_in(kept.implode()))
        .pivot("entity", index=["end", "quarter", "house"], values="share")
        .sort("end", "house", descending=[False, True])
    )
    missing = [p for p in market_share.PROVIDERS if p not in wide.columns]
    wide = wide.with_columns(pl.lit(None, pl.Float64).alias(p) for p in missing)
    found = [sizes.get((h, q)) for h, q in wide.select("house", "quarter").iter_rows()]
    return wide.with_columns(pl.Series("size", found, dtype=pl.Float64))


def backtest(view: View, horizon: int) -> pl.DataFrame:
    """The backtest table; empty where this run counts no unbroken series."""
    try:
        return aws_growth.backtest_table(view, horizon)
    except (MissingQuarter, SeriesTooShort):
        return pl.DataFrame()


def separation(table: pl.DataFrame, horizon: int) -> str:
    """What a backtest of so few quarters can tell apart, in one or two sentences."""
    if table.is_empty():
        return "This run counts no unbroken series of AWS revenue, so there is nothing to score."
    rows = table.filter(pl.col("method") != REFERENCE)
    origins = int(table["origins"][0])
    better = rows.filter((pl.col("dm_p_value") < SIGNIFICANT) & (pl.col("skill") > 0)).height
    worse = rows.filter((pl.col("dm_p_value") < SIGNIFICANT) & (pl.col("skill") < 0)).height
    reference = float(table.filter(pl.col("method") == REFERENCE)["crps"][0])
    gaps = rows["detectable"].drop_nulls()
    least = float(gaps.median()) / reference  # type: ignore[arg-type]
    verdict = (
        "no method differs from carrying growth forward at the five per cent level"
        if not better and not worse
        else f"{better} of {rows.height} are better and {worse} worse than carrying growth "
        "forward at the five per cent level, before any allowance for having tried so many"
    )
    return (
        f"With {origins} forecasts {count_of(horizon, 'quarter')} ahead, that overlap, {verdict}. "
        f"For a typical pair of methods, a difference below {number(least, 'fraction')} of the "
        "error could not be seen in four cases of five: so few quarters rank methods, they do "
        "not prove one."
    )


def outcome_of(view: View, quarter: tuple[int, int], threshold: float) -> str:
    """What growth a quarter had, or that the view does not know it yet."""
    try:
        growth = growth_history(view)[0].growth(quarter)
    except (MissingQuarter, SeriesTooShort):
        return f"The result of {name(quarter)} is not known on {day(view.known_on)}."
    side = "above" if growth > threshold else "not above"
    return (
        f"AWS grew {number(growth, 'fraction')} in {name(quarter)}, {side} the text's "
        f"{number(threshold, 'fraction')}."
    )


def last_growth(view: View) -> str:
    """How AWS grew in the last quarter that the view knows."""
    try:
        series, _ = growth_history(view)
    except (MissingQuarter, SeriesTooShort):
        return "No unbroken series of AWS revenue is known to this run."
    growth = number(series.growth(series.last), "fraction")
    return f"On {day(view.known_on)} the last known quarter, {name(series.last)}, had {growth}."


def booked_gap(view: View) -> str:
    """Booked revenue of 2025 beside the run-rate at its end, as far as the view knows them."""
    rows = run_rate.booked_table(view).filter(pl.col("period") == "2025")
    ends = [p for p in run_rate.stated_points(view) if p.day.year == 2025]
    if rows.is_empty() or not ends:
        return f"Booked revenue of the year is not known on {day(view.known_on)}."
    row = rows.row(0, named=True)
    return (
        f"It was {number(row['booked_usd'], 'USD')}, while the run-rate on {day(ends[-1].day)} was "
        f"{number(ends[-1].value, 'USD')}; the run-rates integrate to "
        f"{number(row['plain_usd'], 'USD')} as stated and to {number(row['window_usd'], 'USD')} "
        "with the correction for their window."
    )


def backlog(view: View) -> str:
    """The newest backlogs of AWS and Google Cloud that a view knows, as a leading sign."""
    parts = []
    for entity in ("AWS", "Google Cloud"):
        fact = view.find(entity=entity, metric="remaining_performance_obligations")
        if fact is not None:
            parts.append(f"{entity} {number(fact.value, 'USD')} on {day(fact.period_end)}")
    return "; ".join(parts) or "no backlog is known"


def concentration(view: View) -> str:
    """The Herfindahl index of the last quarter with all three leaders, as a range."""
    table = market_share.concentration(view)
    if table.is_empty():
        return "The concentration of the market cannot be computed on that day."
    first, last = table.row(0, named=True), table.row(-1, named=True)
    return (
        f"The Herfindahl index lies between {last['low']:.2f} and {last['high']:.2f} in "
        f"{last['quarter']} (between {first['low']:.2f} and {first['high']:.2f} in "
        f"{first['quarter']}): the range is what the unnamed rest may hold."
    )


def holds(finding: Finding) -> bool:
    """Whether a finding says yes: resolved true, judged true, or more likely than not."""
    if finding.probability is not None:
        return finding.probability > 0.5
    return finding.answer is True


def fails(finding: Finding) -> bool:
    """Whether a finding says no: resolved false, judged false, or less likely than not."""
    if finding.probability is not None:
        return finding.probability < 0.5
    return finding.answer is False


def in_short(found: Mapping[tuple[str, str], Finding], view: View, claim: str = "") -> str:
    """The verdicts of a chapter, or of one claim, in one view: a plain sentence for a variant."""
    parts = [
        f"{get(id).title} ({id}): {verdict_in_words(f)}"
        for (id, name), f in found.items()
        if name == view.name and id.startswith(claim)
    ]
    return f"With these settings, as known on {day(view.known_on)}: {'; '.join(parts)}."


def coverage(table: pl.DataFrame, method: str, level: int = 80) -> float:
    """Share of outcomes inside a method's range of that level (fraction)."""
    return float(table.filter(pl.col("method") == method)[f"coverage_{level}"][0])


def window_effect(view: View) -> str:
    """In how many periods booked revenue exceeds the plain and the corrected integral."""
    rows = run_rate.booked_table(view)
    if rows.is_empty():
        return "No booked revenue is known to set against the run-rates."
    plain = rows.filter(pl.col("booked_usd") > pl.col("plain_usd")).height
    with_window = rows.filter(pl.col("booked_usd") > pl.col("window_usd")).height
    return (
        f"Without a correction for those weeks, booked revenue exceeds what the run-rates imply "
        f"in {plain} of {rows.height} periods; with it, in {with_window}, and by less."
    )


def window_explains(view: View) -> bool:
    """Whether every booked figure lies within a tenth of the corrected integral."""
    rows = run_rate.booked_table(view)
    near = rows.filter((pl.col("ratio") - 1.0).abs() <= 0.1)
    return not rows.is_empty() and near.height == rows.height


def plans_were_passed(plans: pl.DataFrame) -> bool:
    """Whether a plan for an unfinished period is exceeded by what is known so far."""
    open_ones = plans.filter(pl.col("happened_usd").is_null())
    return not open_ones.filter(pl.col("so_far_usd") > pl.col("planned_usd")).is_empty()


def verdict_in_words(finding: Finding) -> str:
    """One finding as a short phrase for a running sentence."""
    if finding.status == "resolved":
        return "true" if finding.answer else "false"
    if finding.probability is not None:
        return short(finding)
    if finding.status == "judgement":
        return "judged true" if finding.answer else "judged not to hold"
    return "not testable"


def plan_rows(plans: pl.DataFrame) -> pl.DataFrame:
    """Plans with what happened, in the words of the table."""
    metric = {"revenue": "booked revenue", "run_rate_revenue": "run-rate"}
    waiting, finished = pl.lit("waiting"), pl.col("happened_usd").is_not_null()
    printed = {
        name: pl.col(f"{name}_usd").map_elements(lambda v: number(v, "USD"), return_dtype=pl.String)
        for name in ("happened", "so_far")
    }
    return plans.with_columns(
        happened=pl.when(finished).then(printed["happened"]).otherwise(waiting),
        so_far=pl.when(finished)
        .then(pl.lit(""))
        .otherwise(printed["so_far"].fill_null("nothing yet")),
        what=pl.col("metric").replace_strict(metric, return_dtype=pl.String)
        + pl.lit(", ")
        + pl.col("period"),
    )


def call_rows(view: View) -> pl.DataFrame:
    """Our calls with their scores, in the words of the table."""
    rows = []
    made = calls.scored(view).filter(pl.col("made_on") <= view.known_on)
    for row in made.iter_rows(named=True):
        unit = row["unit"]
        known = row["outcome"] is not None
        rows.append(
            {
                "question": row["question"],
                "kind": "reconstructed" if row["reconstructed"] else day(row["made_on"]),
                **{p: number(row[p], unit) for p in ("p5", "p50", "p95")},
                "chance": _chance(row),
                "resolves_on": row["resolves_on"],
                "result": number(row["outcome"], unit) if known else row["status"],
                "score": f"{row['brier']:.2f}" if row["brier"] is not None else "",
            }
        )
    return pl.DataFrame(
        rows, schema=dict.fromkeys(CALL_COLUMNS, pl.String) | {"resolves_on": pl.Date}
    )


def _chance(row: dict[str, object]) -> str:
    threshold, p = row["threshold"], row["probability"]
    if not isinstance(p, float) or not isinstance(threshold, float):
        return ""
    return f"{probability(p)} {row['direction']} {number(threshold, str(row['unit']))}"
