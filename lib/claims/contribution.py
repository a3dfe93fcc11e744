"""What Anthropic adds to AWS's growth: one estimate per independent origin.

Amazon publishes no figure. Each origin keeps its own arithmetic; none is averaged into another.
Values are fractions of AWS revenue a year before: 0.02 is two percentage points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lib.claims import sites
from lib.claims.cloud_series import revenue_series
from lib.claims.mixture import Part
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.uncertain import Prior

LEAKED_BILL = ("anthropic_aws_spend_9m2025", "aws_spend_2025_9m")
BARCLAYS_Q2 = ("anthropic_aws_growth_points_2025q2", "barclays_aws_contrib_2025q2")
BARCLAYS_Q4 = ("anthropic_aws_growth_points_2025q4_forecast", "barclays_aws_contrib_potential")
MORGAN_STANLEY_2025 = ("ms_aws_rev_2025",)
MORGAN_STANLEY_2026 = ("ms_aws_rev_2026",)
ROTHSCHILD_H2 = ("rothschild_contrib_h2_2025",)
BOFA_2026 = ("anthropic_aws_growth_points_2026_bofa",)
CITIZENS_2026 = ("anthropic_aws_revenue_2026_citizens",)
WELLS_2026_2028 = ("anthropic_aws_revenue_2026_2028_wells", "wellsfargo_aws_2026_2028")
BASE_QUARTER = (2024, 4)
YEAR_BEFORE = ("aws_revenue_fy2025",)

Builder = Callable[[View], Part | None]


def parts_2025q4(view: View) -> tuple[Part, ...]:
    """The origins that a view knows for points of AWS growth in 2025Q4, equal weights.

    Raises NotKnownYet when no origin is visible.
    """
    return _visible(view, (_barclays, _campuses, _leaked_bill, _morgan_stanley, _rothschild))


def parts_2026(view: View) -> tuple[Part, ...]:
    """The origins that a view knows for points of AWS growth in the year 2026."""
    return _visible(view, (_bofa_2026, _morgan_stanley_2026, _citizens_2026, _wells_2026))


def base_revenue_usd(view: View) -> float:
    """AWS revenue of 2024Q4, of which the points are a fraction (USD)."""
    return revenue_series(view, "AWS").level(BASE_QUARTER)


def _visible(view: View, builders: tuple[Builder, ...]) -> tuple[Part, ...]:
    parts = tuple(part for build in builders if (part := build(view)) is not None)
    if not parts:
        raise NotKnownYet(
            f"no estimate of Anthropic's part in AWS growth is known on {view.known_on}"
        )
    return parts


def _barclays(view: View) -> Part | None:
    known, potential = sites.first_known(view, BARCLAYS_Q2), sites.first_known(view, BARCLAYS_Q4)
    if known is None or potential is None:
        return None
    low, high = view.fact(known).value, view.fact(potential).value
    prior = Prior(
        f"fact:{potential}",
        (low * high) ** 0.5,
        low,
        high,
        "lognormal",
        label="Barclays: from the points of 2025Q2 to its upper case",
        unit="fraction",
        basis="fact",
    )
    return Part("barclays", "Barclays", lambda x: x[prior.name], [prior])


def _campuses(view: View) -> Part | None:
    if not sites.campuses_known(view):
        return None
    before = base_revenue_usd(view)
    bound = sites.campus_model(view, before)
    return Part(
        "campuses", "Campuses, power times price", bound.quantity, list(sites.CAMPUS_INPUTS)
    )


def _leaked_bill(view: View) -> Part | None:
    known = sites.first_known(view, LEAKED_BILL)
    if known is None:
        return None
    bill, before = view.fact(known).value, base_revenue_usd(view)

    def points(x: Mapping[str, Any]) -> Any:
        rise = bill * x["leaked_bill_scale"] * x["aws_bill_q4_increase_over_nine_months"]
        return rise / before

    return Part(
        "leaked bill",
        "Leaked bills, carried to the quarter",
        points,
        ["leaked_bill_scale", "aws_bill_q4_increase_over_nine_months"],
    )


def _morgan_stanley(view: View) -> Part | None:
    known = sites.first_known(view, MORGAN_STANLEY_2025)
    if known is None:
        return None
    year, before = view.fact(known).value, base_revenue_usd(view)
    return Part(
        "morgan stanley",
        "Morgan Stanley, year spread over quarters",
        lambda x: year * x["q4_increase_share_of_year"] / before,
        ["q4_increase_share_of_year"],
    )


def _rothschild(view: View) -> Part | None:
    known = sites.first_known(view, ROTHSCHILD_H2)
    if known is None:
        return None
    floor = view.fact(known).value
    prior = Prior(
        f"fact:{known}",
        floor * 1.15,
        floor,
        floor * 1.6,
        "lognormal",
        label="Rothschild: more than a number of points",
        unit="fraction",
        basis="fact",
    )
    return Part("rothschild", "Rothschild, second half of 2025", lambda x: x[prior.name], [prior])


def _bofa_2026(view: View) -> Part | None:
    known = sites.first_known(view, BOFA_2026)
    if known is None:
        return None
    most = view.fact(known).value
    prior = Prior(
        f"fact:{known}",
        most * 0.75,
        most * 0.4,
        most,
        "triangular",
        label="Bank of America: up to a number of points",
        unit="fraction",
        basis="fact",
    )
    return Part("bofa", "Bank of America", lambda x: x[prior.name], [prior])


def _morgan_stanley_2026(view: View) -> Part | None:
    now = sites.first_known(view, MORGAN_STANLEY_2026)
    before = sites.first_known(view, MORGAN_STANLEY_2025)
    base = sites.first_known(view, YEAR_BEFORE)
    if now is None or before is None or base is None:
        return None
    rise = view.fact(now).value - view.fact(before).value
    points = rise / view.fact(base).value
    return Part(
        "morgan stanley",
        "Morgan Stanley",
        lambda x: points * x["leaked_bill_scale"],
        ["leaked_bill_scale"],
    )


def _citizens_2026(view: View) -> Part | None:
    known = sites.first_known(view, CITIZENS_2026)
    return _less_bill_of_2025(view, known, "citizens", "Citizens", 1.0, ())


def _wells_2026(view: View) -> Part | None:
    known = sites.first_known(view, WELLS_2026_2028)
    return _less_bill_of_2025(
        view, known, "wells fargo", "Wells Fargo, first of three years", None,
        ("first_year_share_of_three",),
    )  # fmt: skip


def _less_bill_of_2025(
    view: View,
    known: str | None,
    name: str,
    label: str,
    share: float | None,
    extra: tuple[str, ...],
) -> Part | None:
    bill_id = sites.first_known(view, LEAKED_BILL)
    base_id = sites.first_known(view, YEAR_BEFORE)
    if known is None or bill_id is None or base_id is None:
        return None
    total, bill, base = (view.fact(i).value for i in (known, bill_id, base_id))

    def points(x: Mapping[str, Any]) -> Any:
        year = total * (share if share is not None else x["first_year_share_of_three"])
        before = bill * x["leaked_bill_scale"] * (1.0 + x["aws_bill_q4_over_nine_months"])
        return (year - before) / base

    inputs = ["leaked_bill_scale", "aws_bill_q4_over_nine_months", *extra]
    return Part(name, label, points, inputs)
