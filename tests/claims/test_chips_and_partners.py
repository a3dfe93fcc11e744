"""The bet and the million chips: identities that hold whatever the data say."""

from datetime import date

import numpy as np
import pytest

from lib.claims import rainier
from lib.claims.chips_and_partners import commitments, lead, lead_of_tracked
from lib.claims.register import answer_to
from lib.evidence import View, standard_views
from lib.evidence.errors import NotKnownYet
from lib.inference.draws import Draws
from lib.models.portfolio import shares

COMMITTED = ("trainium", "tpu", "nvidia", "amd")
ALL = (
    "C2.1a-installed", "C2.1a-dollars", "C2.1a-power", "C2.1b",
    "C2.2-plan", "C2.2-delivered", "C2.2-money",
)  # fmt: skip


@pytest.fixture(scope="module")
def draws() -> Draws:
    return Draws(2048, detail=False)


def seen(view: str, values: dict[str, float] | None = None, **readings: str) -> View:
    return standard_views(readings=readings, values=values or {})[view]


@pytest.mark.parametrize("id", ALL)
def test_every_view_has_an_answer_or_a_reason_and_reads_nothing_later(id: str, draws) -> None:
    for view in standard_views().values():
        finding = answer_to(id)(view, draws)
        assert finding.testable or finding.reason
        assert all(view.fact(fact_id).public_on <= view.known_on for fact_id in finding.facts)


def test_shares_add_to_one_and_the_lead_is_between_minus_one_and_one(draws) -> None:
    view = seen("today")
    columns = draws.sample_all(view.assumption(f"{n}_committed_2026_mw") for n in COMMITTED)
    mw_of = {n: columns[f"{n}_committed_2026_mw"] for n in COMMITTED}
    assert np.allclose(sum(shares(mw_of).values()), 1.0)
    assert np.all(np.abs(lead(mw_of)) < 1)


def test_the_lead_is_all_of_it_when_nothing_is_committed_elsewhere() -> None:
    assert lead({"trainium": 5.0, "tpu": 0.0, "nvidia": 0.0}) == 1.0
    assert lead({"trainium": 0.0, "tpu": 5.0, "nvidia": 0.0}) == -1.0


def test_equal_platforms_have_no_lead() -> None:
    assert lead({"trainium": 2.0, "tpu": 2.0, "nvidia": 1.0}) == pytest.approx(0.0)


def test_nothing_untracked_gives_the_whole_share_to_the_sites_that_count() -> None:
    whole = lead_of_tracked(1000.0, 1000.0)
    assert whole(untracked_power_share_2025=0.0, largest_other_share_of_rest=0.7) == 1.0
    half = lead_of_tracked(500.0, 1000.0)
    assert half(untracked_power_share_2025=0.0, largest_other_share_of_rest=1.0) == 0.0


def test_counting_fewer_sites_never_helps_trainium(draws) -> None:
    for name in ("hindsight", "today"):
        counted = answer_to("C2.1a-installed")(seen(name), draws)
        fewer = answer_to("C2.1a-installed")(seen(name, mississippi_tenant="not_counted"), draws)
        assert fewer.quantity.p50 < counted.quantity.p50
        assert fewer.probability < counted.probability


def test_site_power_never_falls_and_the_parts_add_up() -> None:
    view = seen("today")
    days = [date(2025, 1, 1), date(2025, 7, 1), date(2025, 12, 31), date(2026, 9, 30)]
    for sites in (("Indiana",), rainier.ALL_SITES):
        power = [rainier.power_mw_on(view, day, sites) for day in days]
        assert power == sorted(power)
    on = days[2]
    parts = sum(rainier.power_mw_on(view, on, (site,)) for site in rainier.ALL_SITES)
    assert parts == pytest.approx(rainier.power_mw_on(view, on, rainier.ALL_SITES))


def test_the_tracked_total_for_anthropic_is_indiana_and_canton() -> None:
    view = seen("today")
    on = date(2025, 7, 1)
    both = rainier.power_mw_on(view, on, ("Indiana", "Canton"))
    assert both == view.fact("anthropic_us_dc_power_2025_07").value
    alone = rainier.power_mw_on(view, on, ("Indiana",))
    assert alone == view.fact("rainier_power_2025_07").value


def test_sites_are_hidden_before_the_table_was_published() -> None:
    with pytest.raises(NotKnownYet):
        rainier.timeline(View("2025-12-31"))


def test_nvidia_has_no_share_when_nothing_is_committed_to_it(draws) -> None:
    none = seen("today", {"nvidia_committed_2026_mw": 300.0, "tpu_committed_2026_mw": 12000.0})
    finding = answer_to("C2.1b")(none, draws)
    assert finding.probability == 1.0
    much = seen("today", {"nvidia_committed_2026_mw": 8000.0})
    assert answer_to("C2.1b")(much, draws).probability == 0.0


def test_dollars_follow_their_readings(draws) -> None:
    base = commitments(seen("today"))
    press = commitments(seen("today", google_commitment="press_2026_05"))
    assert base["platform"].to_list() == ["Trainium", "TPU", "TPU"]
    assert press["counterparty"].to_list() == ["Amazon", "Google"]
    shorter = commitments(seen("today", broadcom_lease="five_years"))
    assert shorter["usd"].sum() < base["usd"].sum()
    smaller = answer_to("C2.1a-dollars")(seen("today", broadcom_lease="five_years"), draws)
    assert smaller.quantity.value > answer_to("C2.1a-dollars")(seen("today"), draws).quantity.value


@pytest.mark.parametrize("view", ["hindsight", "today"])
def test_the_scope_of_chips_flips_delivery(view: str, draws) -> None:
    on_all = answer_to("C2.2-delivered")(seen(view), draws)
    at_rainier = answer_to("C2.2-delivered")(seen(view, claude_chips_scope="rainier_only"), draws)
    assert (on_all.answer, at_rainier.answer) == (True, False)
    assert on_all.resolved_by != at_rainier.resolved_by
    assert on_all.sentence != at_rainier.sentence
    assert "claude_chips_scope" in on_all.conflicts


def test_each_reading_of_the_capital_gives_another_answer(draws) -> None:
    found = {
        reading: answer_to("C2.2-money")(seen("hindsight", rainier_capital=reading), draws)
        for reading in ("parts", "tracked", "announced")
    }
    assert found["announced"].answer is False
    assert found["tracked"].probability > found["parts"].probability
    assert len({finding.sentence for finding in found.values()}) == 3


def test_capital_grows_in_proportion_to_the_chips(draws) -> None:
    one = seen("hindsight", {"trainium_chips_of_plan": 1e6, "trainium2_capital_usd": 10000.0})
    two = seen("hindsight", {"trainium_chips_of_plan": 2e6, "trainium2_capital_usd": 10000.0})
    first, second = (answer_to("C2.2-money")(view, draws).quantity for view in (one, two))
    assert second.value == pytest.approx(2 * first.value)
    buildings = first.value - 1e6 * 10000.0
    assert buildings == pytest.approx(
        1e6
        * rainier.facility_mw_per_chip(one)
        * rainier.capital_usd_per_mw(one, rainier.COUNTED_ON)[1]
    )


def test_on_the_day_of_the_text_no_later_price_is_used(draws) -> None:
    then = answer_to("C2.2-money")(seen("then", rainier_capital="announced"), draws)
    assert then.status == "estimated" and not then.datasets
