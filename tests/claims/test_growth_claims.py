"""Chapters 4 and 6: what must hold of shares, run-rates, sites, origins and our own calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from lib.claims import aws_growth, calls, contribution, market_share, outlook, run_rate, sites
from lib.claims.cloud_series import end_of, growth_history, name, quarter_of, step
from lib.claims.mixture import Part, mixture
from lib.claims.model import model
from lib.claims.outlook_paths import aws_path, tenant_usd
from lib.claims.propositions import of_chapter
from lib.claims.register import answer_to
from lib.evidence import THEN, View, standard_views
from lib.evidence.scenarios import UnknownScenario, scenario_values
from lib.inference.breakeven import point_values
from lib.inference.draws import Draws
from lib.inference.uncertain import Prior

IDS = (*of_chapter("04_cloud_position"), *of_chapter("06_outlook"))


@pytest.fixture(scope="module")
def views() -> dict[str, View]:
    return standard_views()


@pytest.fixture(scope="module")
def draws() -> Draws:
    return Draws(2048)


@pytest.mark.parametrize("id", IDS)
def test_every_view_has_an_answer_or_a_reason(
    id: str, views: dict[str, View], draws: Draws
) -> None:
    for view in views.values():
        finding = answer_to(id)(view, draws)
        assert finding.sentence
        assert finding.testable or finding.reason
        assert all(view.knows(fact_id) for fact_id in finding.facts)


def test_what_the_text_said_and_what_happened(views: dict[str, View], draws: Draws) -> None:
    """The anchors that the pages lean on, each from reported facts."""
    hindsight = {id: answer_to(id)(views["hindsight"], draws) for id in IDS}
    assert hindsight["C4.2"].answer is True
    assert hindsight["C4.2"].resolved_on == date(2026, 2, 5)
    assert hindsight["C4.2"].quantity is not None
    assert hindsight["C4.2"].quantity.value == pytest.approx(35579 / 28786 - 1)
    assert hindsight["C4.3-runrate"].answer is True
    assert hindsight["C4.3-booked"].answer is False
    assert hindsight["C6.1a-nre"].status == "not_testable"


def test_quarters_step_and_come_back() -> None:
    assert step((2025, 4), 1) == (2026, 1)
    assert step((2025, 1), -1) == (2024, 4)
    assert quarter_of(end_of((2024, 2))) == (2024, 2)
    assert end_of((2024, 4)) == date(2024, 12, 31)
    assert name((2025, 3)) == "2025Q3"


def test_levels_and_growth_of_the_series_agree_with_printed_growth(views) -> None:
    series, _ = growth_history(views["today"])
    frame = views["today"].series("AWS", "revenue_growth_yoy", kind="reported", basis="any")
    known = frame.filter(pl.col("period_end") >= date(2021, 12, 31))
    for row in known.iter_rows(named=True):
        computed = series.growth(quarter_of(row["period_end"]))
        assert computed == pytest.approx(row["value"], abs=0.006)


def test_share_margin_is_zero_when_growth_is_proportional() -> None:
    year = market_share.Year("x", (2025, 2), {}, ("n",), ("b",), 120.0, 100.0)
    even = {"fact:n": 480.0, "fact:b": 400.0, "market_restatement": 0.0}
    assert market_share.share_margin(year, even) == pytest.approx(0.0)
    faster = {**even, "fact:n": 500.0}
    assert market_share.share_margin(year, faster) > 0.0


def test_rounding_of_a_market_size_is_half_its_last_digit() -> None:
    whole, tenth = (market_share.size_prior("a", v) for v in (99e9, 93.9e9))
    assert (whole.high - whole.low) == pytest.approx(0.9e9)
    assert (tenth.high - tenth.low) == pytest.approx(0.09e9)


def test_no_point_of_a_run_rate_repeats_a_day_or_is_net(views) -> None:
    points = run_rate.stated_points(views["today"])
    days = [p.day for p in points]
    assert days == sorted(set(days))
    assert "runrate_2026_04_net_openai_view" not in {p.fact_id for p in points}
    assert next(p for p in points if p.fact_id == "runrate_2025_08").floor


def test_booked_revenue_lies_near_the_integral(views) -> None:
    table = run_rate.booked_table(views["today"])
    assert table.height >= 5
    assert table["ratio"].is_between(0.85, 1.15).all()


def test_a_mixture_gives_the_weighted_mean_of_its_parts(views, draws) -> None:
    low, high = (Prior(f"noise:{k}", v, v - 1, v + 1) for k, v in (("low", 0.0), ("high", 10.0)))
    parts = [
        Part("low", "Low", lambda x: x["noise:low"], [low], weight=1.0),
        Part("high", "High", lambda x: x["noise:high"], [high], weight=3.0),
    ]
    values = mixture(views["today"], "test", parts).values(draws)
    assert np.mean(values > 5.0) == pytest.approx(0.75, abs=0.01)


def test_an_empty_mixture_is_refused(views) -> None:
    with pytest.raises(ValueError, match="at least one part"):
        mixture(views["today"], "test", [])


def test_the_capacity_chain_multiplies_out(views) -> None:
    view = views["hindsight"]
    base = contribution.base_revenue_usd(view)
    x = point_values(sites.campus_model(view, base).priors)
    by_hand = (
        x["campus_it_mw"] * 1e6 / x["trainium2_system_power_w"]
        * x["campus_share_earning_2025q4"] * 2190 * sites.price_usd_per_chip_hour(x) / base
    )  # fmt: skip
    assert sites.campus_points(x, base) == pytest.approx(by_hand)


def test_no_hall_in_operation_adds_almost_nothing(views, draws) -> None:
    none = views["then"].derive(values={"campus_share_earning_2025q4": 0.01})
    part = next(p for p in contribution.parts_2025q4(none) if p.name == "campuses")
    assert float(np.median(model(none, part.quantity, part.inputs).values(draws))) < 0.003


def test_the_dollars_of_the_break_even_are_its_points(views, draws) -> None:
    finding = answer_to("C6.2")(views["hindsight"], draws)
    assert finding.breakeven is not None
    base = contribution.base_revenue_usd(views["hindsight"])
    assert finding.breakeven.value / base == pytest.approx(0.02)


def test_design_budget_grows_with_chips_and_vanishes_at_equal_cost(views) -> None:
    view = views["today"]
    x = point_values(model(view, outlook.design_budget_usd, list(outlook.DESIGN_INPUTS)).priors)
    twice = {**x, "codesign_chips": 2 * x["codesign_chips"]}
    assert outlook.design_budget_usd(twice) == pytest.approx(2 * outlook.design_budget_usd(x))
    same = {
        **x,
        "gb200_capital_usd": x["trainium2_capital_usd"],
        "gb200_system_power_w": x["trainium2_system_power_w"],
        "bandwidth_share_of_saving": 1.0,
    }
    assert outlook.design_budget_usd(same) == pytest.approx(0.0, abs=1e-3)


def test_scenarios_are_ordered_and_name_real_assumptions(views, draws) -> None:
    final = {
        r["scenario"]: r["value"]
        for r in aws_path(views["today"], draws).filter(pl.col("year") == 2028).to_dicts()
    }
    assert final["bear"] < final["base"] < final["bull"]
    for scenario in ("bull", "bear"):
        assert views["today"].derive(values=scenario_values(scenario)).values


def test_an_unknown_scenario_names_those_there_are() -> None:
    with pytest.raises(UnknownScenario, match="bear"):
        scenario_values("beer")


def test_what_a_tenant_pays_follows_power() -> None:
    view = View()
    from lib.claims.outlook_paths import TENANT_INPUTS

    x = point_values(model(view, lambda x: 0.0, list(TENANT_INPUTS)).priors)
    more = {**x, "anthropic_aws_mw_end_2028": 2 * x["anthropic_aws_mw_end_2028"]}
    assert tenant_usd(more, 2028) > tenant_usd(x, 2028)
    assert tenant_usd(more, 2026) == tenant_usd(x, 2026)


def test_structural_forecast_appears_with_the_report_of_the_sites() -> None:
    before, after = View("2025-09-02", "2025-09-07"), View(THEN, THEN)
    assert not aws_growth.has_site_plan(before, (2025, 4))
    assert aws_growth.has_site_plan(after, (2025, 4))
    assert not aws_growth.has_site_plan(after, (2026, 4))


# our own calls


def test_at_least_eight_calls_are_open_and_reconstructed_ones_are_marked() -> None:
    made = calls.load_calls()
    assert sum(not call.reconstructed for call in made) >= 8
    for call in made:
        assert call.resolution_rule and call.method
        assert call.reconstructed == (call.period_end < call.made_on and "as_of" in call.call_id)


def test_quantiles_of_calls_do_not_decrease_and_agree_with_their_probability() -> None:
    for call in calls.load_calls():
        if call.p5 is None or call.probability is None or call.threshold is None:
            continue
        assert call.p5 <= call.p50 <= call.p95
        if call.threshold < call.p5:
            assert call.probability > 0.9
        if call.threshold > call.p95:
            assert call.probability < 0.1


def test_a_call_is_scored_by_hand(views) -> None:
    call = next(c for c in calls.load_calls() if c.call_id == "aws_growth_2025q4_as_of_2025_09")
    row = calls.scored(views["today"], (call,)).row(0, named=True)
    assert row["outcome"] == pytest.approx(35579 / 28786 - 1)
    assert row["brier"] == pytest.approx((1 - call.probability) ** 2)
    assert row["status"] == "resolved" and row["inside"]


def test_a_call_waits_while_its_data_have_not_arrived() -> None:
    call = next(c for c in calls.load_calls() if c.call_id == "aws_growth_2025q4_as_of_2025_09")
    row = calls.scored(View(THEN), (call,)).row(0, named=True)
    assert row["outcome"] is None and row["status"] == "waiting"


def test_a_call_without_a_distribution_is_refused() -> None:
    call = calls.load_calls()[0]
    with pytest.raises(calls.CallError, match="neither quantiles nor"):
        replace(call, p5=None, p50=None, p95=None, probability=None)
    with pytest.raises(calls.CallError, match="allowed"):
        replace(call, derive="guess")


def test_every_fact_that_may_be_absent_from_an_extract_is_in_the_data() -> None:
    from lib.claims import cloud_position, outlook, programmes, sites
    from lib.evidence.store import evidence
    from lib.report.chapter_figures import outlook as outlook_figures
    from lib.report.chapter_figures import outlook_words

    asked = (
        *sites.CAMPUS_FACTS, *programmes.POWER_FACTS, *programmes.CHIP_FACTS,
        programmes.ORDER_UNNAMED, programmes.ORDER_NAMED, *outlook.RESULT,
        *cloud_position.COMMITTED_TO_AWS, outlook_figures.DESIGN_COST, *outlook_words.WELLS_FARGO,
    )  # fmt: skip
    assert [fact_id for fact_id in asked if fact_id not in evidence().index] == []
