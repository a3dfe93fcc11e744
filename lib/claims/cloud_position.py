"""Chapter 4: AWS's place in the market, its growth, and the revenue of its largest AI tenant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from lib.claims import aws_growth, cloud_series, market_share, run_rate, sites
from lib.claims.cloud_series import growth_history, step
from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.mixture import estimate_mixture
from lib.claims.propositions import get
from lib.claims.register import proposition
from lib.claims.resolve import judged, not_testable_then, resolved, resolved_as
from lib.evidence.view import View
from lib.inference.curves import Summary, holds
from lib.inference.draws import Draws
from lib.inference.forecasting import QUARTERS, SeriesTooShort
from lib.inference.uncertain import Prior

COMPUTE_LINE = ("compute_opex_2025",)
LEAKED_BILL = ("aws_spend_2025_9m", "anthropic_aws_spend_9m2025")
COMMITTED_TO_AWS = ("commit_amazon",)
COMMITTED_IN_ALL = ("total_commit_518",)


@proposition("C4.1")
def share_of_new_dollars(view: View, draws: Draws) -> Finding:
    """AWS's share of the market less its share of the market's new dollars, over four quarters."""
    return estimate_mixture(
        view,
        draws,
        proposition="C4.1",
        parts=market_share.share_parts(view),
        label="Share of the stock less share of new dollars",
        turning="Synergy",
        decisive="market_restatement",
    )


@proposition("C4.2")
def aws_growth_at_year_end(view: View, draws: Draws) -> Finding:
    """AWS growth in the last quarter of the year asked about, against the text's 20 per cent."""
    target = aws_growth.target_of(view)
    try:
        series, _ = growth_history(view)
        if aws_growth.horizon_of(series, target) < 1:
            return _growth_known(view, series, target)
        return _growth_forecast(view, draws, target)
    except SeriesTooShort as short:
        return not_testable_then(view, proposition="C4.2", reason=f"{short}.")


def _growth_forecast(view: View, draws: Draws, target: cloud_series.Quarter) -> Finding:
    spread = aws_growth.method_spread(view, draws, target)
    return estimate_mixture(
        view,
        draws,
        proposition="C4.2",
        parts=aws_growth.forecast_parts(view, target),
        status="forecast",
        label=f"AWS growth in {cloud_series.name(target)}",
        turning="trend",
        confidence_at_most="medium",
        confidence_note=(
            f"the methods give {spread[0]:.0%} to {spread[1]:.0%}, and the known quarters are too "
            "few to tell which of them is right"
        ),
    )


def _growth_known(
    view: View, series: cloud_series.CloudSeries, target: cloud_series.Quarter
) -> Finding:
    proposed = get("C4.2")
    growth = series.growth(target)
    assert proposed.threshold is not None
    frame = view.series("AWS", "revenue", kind="reported", basis="any")
    row = frame.filter(pl.col("period_end") == cloud_series.end_of(target)).row(0, named=True)
    label = f"AWS growth in {cloud_series.name(target)}"
    before = cloud_series.name(step(target, -QUARTERS))
    return resolved_as(
        view,
        proposition=proposed,
        answer=bool(holds(growth, proposed.threshold, proposed.direction)),
        by=row["fact_id"],
        on=row["public_on"],
        quantity=Summary(label, proposed.unit, growth, growth, growth, growth),
        reason=f"Computed from reported dollars of {cloud_series.name(target)} and {before}.",
    )


@proposition("C4.3-runrate")
def run_rate_reaches_five_billion(view: View, draws: Draws) -> Finding:
    """The first stated run-rate of the year asked about that reaches the text's five billion."""
    proposed = get("C4.3-runrate")
    assert proposed.threshold is not None
    year = view.about.year
    reached = [
        point
        for point in run_rate.stated_points(view)
        if point.day.year == year and holds(point.value, proposed.threshold, proposed.direction)
    ]
    if reached:
        first = min(reached, key=lambda point: (point.public_on, point.day))
        return resolved(
            view, proposition=proposed, by=first.fact_id, label=f"Run-rate on {first.day}"
        )
    quantity, inputs = run_rate.run_rate_model(view, date(year, 12, 31))
    return estimate(
        view,
        draws,
        proposition=proposed,
        quantity=quantity,
        inputs=inputs,
        status="forecast",
        label=f"Run-rate at the end of {year}",
    )


@proposition("C4.3-booked")
def booked_revenue_of_the_year(view: View, draws: Draws) -> Finding:
    """Booked revenue of the year asked about: known, known to exceed, or from the run-rate."""
    proposed = get("C4.3-booked")
    assert proposed.threshold is not None
    year = view.about.year
    whole = run_rate.booked_rows(view).filter(
        pl.col("period_start") == date(year, 1, 1),
        pl.col("period_end") == date(year, 12, 31),
        pl.col("public_on") > date(year, 12, 31),
    )
    if not whole.is_empty():
        best = whole.sort("grade", "public_on", descending=[False, True])["fact_id"][0]
        return resolved(view, proposition=proposed, by=best, label=f"Booked revenue of {year}")
    parts = run_rate.booked_rows(view).filter(
        pl.col("period_start") >= date(year, 1, 1),
        pl.col("period_end") < date(year, 12, 31),
        (pl.col("period_end") - pl.col("period_start")).dt.total_days() < 100,
    )
    so_far = float(parts["value"].sum())
    if not parts.is_empty() and holds(so_far, proposed.threshold, proposed.direction):
        last = parts.sort("public_on").row(-1, named=True)
        return resolved_as(
            view,
            proposition=proposed,
            answer=True,
            by=last["fact_id"],
            on=last["public_on"],
            quantity=Summary(
                f"Booked revenue of the known quarters of {year}", "USD", *[so_far] * 4
            ),
            reason="The known quarters alone exceed the threshold.",
        )
    quantity, inputs = run_rate.booked_model(view, date(year, 1, 1), date(year, 12, 31))
    return estimate(
        view,
        draws,
        proposition=proposed,
        quantity=quantity,
        inputs=inputs,
        status="forecast",
        label=f"Booked revenue of {year}",
    )


@proposition("C4.3-aws")
def growth_that_ran_on_aws(view: View, draws: Draws) -> Finding:
    """AWS's part of the compute spending of 2025; later, of the compute commitments."""
    committed = sites.first_known(view, COMMITTED_TO_AWS)
    total = sites.first_known(view, COMMITTED_IN_ALL)
    if view.about.year > 2025 and committed is not None and total is not None:
        return _commitments(view, draws, committed, total)
    bill_id, line_id = sites.first_known(view, LEAKED_BILL), sites.first_known(view, COMPUTE_LINE)
    if bill_id is None or line_id is None:
        return not_testable_then(
            view,
            proposition="C4.3-aws",
            reason="neither what Anthropic paid AWS nor what it spent on compute was public.",
        )
    bill, line = view.fact(bill_id).value, view.fact(line_id).value

    def share(x: Mapping[str, Any]) -> Any:
        paid = bill * x["leaked_bill_scale"] * (1.0 + x["aws_bill_q4_over_nine_months"])
        return paid * x["aws_bill_share_in_compute_line"] / line

    return estimate(
        view,
        draws,
        proposition="C4.3-aws",
        quantity=share,
        inputs=[
            "leaked_bill_scale",
            "aws_bill_q4_over_nine_months",
            "aws_bill_share_in_compute_line",
        ],
        label="AWS's share of Anthropic's compute spending of 2025",
        decisive="aws_bill_q4_over_nine_months",
        confidence_at_most="low",
        confidence_note="one reporter read the bills, and nobody else published them",
    )


def _commitments(view: View, draws: Draws, committed: str, total: str) -> Finding:
    share = view.fact(committed).value / view.fact(total).value
    fixed = Prior(
        "fact:commitment_share",
        share,
        distribution="fixed",
        label="Share of the commitments that AWS holds",
        unit="fraction",
        basis="fact",
    )
    return judged(
        view,
        draws,
        proposition="C4.3-aws",
        answer=share >= 0.5,
        quantity=lambda x: x["fact:commitment_share"],
        inputs=[fixed],
        label="AWS's share of Anthropic's compute commitments",
        reason=(
            "Spending of the current year by supplier is not public; commitments stand in for it. "
            f"AWS holds {share:.0%} of them"
        ),
    )
