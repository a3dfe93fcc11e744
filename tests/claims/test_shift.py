"""The shift to compute and capital: identities, and sums checked by hand."""

from datetime import date

import numpy as np
import pytest

from lib.claims.register import answer_to
from lib.claims.shift import (
    HALVING,
    HOUSES,
    LN2,
    YEAR_ENDS_IN,
    capital_and_revenue,
    compute_shares,
    fiscal_years,
    halving_fact,
)
from lib.evidence import View, standard_views
from lib.inference.draws import Draws
from lib.models.decomposition import growth_shares


@pytest.fixture(scope="module")
def draws() -> Draws:
    return Draws(2048, detail=False)


def test_the_shares_of_progress_add_to_one() -> None:
    of = growth_shares({"compute": 4.5, "algorithms": float(np.exp(LN2 / 0.667))})
    assert sum(of.values()) == pytest.approx(1.0)


def test_algorithms_that_stand_still_leave_everything_to_compute(draws) -> None:
    view = standard_views(values={"algorithm_growth_since_2023": 1.05})["today"]
    since = compute_shares(view, draws).row(-1, named=True)
    assert since["period"] == "since" and since["value"] > 0.95
    assert answer_to("C2.3-compute")(view, draws).probability > 0.99


def test_faster_algorithms_make_a_shift_to_compute_less_likely(draws) -> None:
    slow, fast = (
        answer_to("C2.3-compute")(
            standard_views(values={"algorithm_growth_since_2023": growth})["today"], draws
        ).probability
        for growth in (2.0, 8.0)
    )
    assert slow > 0.5 > fast


def test_the_wider_interval_widens_the_answer(draws) -> None:
    found = {}
    for reading in HALVING:
        view = standard_views(readings={"algorithmic_progress_interval": reading})["today"]
        finding = answer_to("C2.3-compute")(view, draws)
        assert HALVING[reading] in finding.facts and halving_fact(view) == HALVING[reading]
        found[reading] = finding.quantity.p95 - finding.quantity.p5
    assert found["neurips"] > found["arxiv"]


def test_no_share_is_lost_in_the_tail_of_the_wide_interval() -> None:
    view = standard_views(readings={"algorithmic_progress_interval": "neurips"})["today"]
    finding = answer_to("C2.3-compute")(view, Draws())
    assert np.isfinite([finding.quantity.p5, finding.quantity.p95]).all()


def test_fiscal_years_end_when_the_houses_end_them() -> None:
    view = View()
    for house in HOUSES:
        years = fiscal_years(view, house)
        assert set(years["year_end"].dt.month()) == {YEAR_ENDS_IN[house]}
        assert years["ratio"].is_between(0.02, 0.8).all()


def test_a_year_of_quarters_is_their_sum() -> None:
    view = View()
    years = fiscal_years(view, "Microsoft")
    row = years.filter(years["year_end"] == date(2026, 6, 30)).row(0, named=True)
    quarters = ("2025q3", "2025q4", "2026q1", "2026q2")
    revenue = sum(view.fact(f"microsoft_revenue_{q}").value for q in quarters)
    capex = sum(view.fact(f"microsoft_capex_{q}").value for q in quarters)
    assert row["revenue_usd"] == pytest.approx(revenue)
    assert row["ratio"] == pytest.approx(capex / revenue)


@pytest.mark.parametrize("name", ["then", "hindsight", "today"])
def test_capital_over_revenue_is_answered_in_every_view(name: str, draws) -> None:
    view = standard_views()[name]
    table = capital_and_revenue(view)
    assert sorted(table["entity"].to_list()) == sorted(2 * HOUSES)
    ends = {when: table.filter(table["when"] == when)["year_end"] for when in ("now", "earlier")}
    assert (ends["now"].dt.year() - ends["earlier"].dt.year()).to_list() == [2, 2, 2, 2]
    assert ends["now"].max() <= view.known_on
    finding = answer_to("C2.3-capital")(view, draws)
    assert finding.status == "resolved" and finding.resolved_on <= view.known_on
