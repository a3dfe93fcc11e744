"""Exposure, inference and compute: identities that hold whatever the data say."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from lib.claims.compute_growth import growth_ratio, stock_finding, stock_inputs
from lib.claims.exposure import (
    COMMON,
    DAMAGE_INPUTS,
    OWN,
    STRATEGIES,
    STRATEGY_INPUTS,
    damage_share,
    expected_cost,
    hazard_priors,
    hazards,
    interruptions,
    standby_margin,
)
from lib.claims.founders import inference_shares, median_share
from lib.claims.model import model
from lib.claims.register import answer_to
from lib.claims.rental_prices import TERMS, price_trend, rental_prices, trend_within_sellers
from lib.evidence import standard_views
from lib.inference.draws import Draws
from lib.models.exposure import breakeven_hazard_per_year

VIEWS = ("then", "hindsight", "today")


@pytest.fixture(scope="module")
def views():
    return standard_views()


@pytest.fixture(scope="module")
def draws():
    return Draws(n=2**11)


def points(view) -> dict[str, float]:
    x = {name: view.assumption(name).default for name in (*STRATEGY_INPUTS, *DAMAGE_INPUTS)}
    x["standby_usd_per_year"] = view.assumption("standby_usd_per_year").default
    return x | {p.name: p.default for p in hazard_priors(hazards(view))}


@pytest.mark.parametrize("name", VIEWS)
def test_kinds_of_interruption_add_to_one(name: str, views) -> None:
    found = hazards(views[name])
    assert sum(found.shares.values()) == pytest.approx(1)
    assert min(found.shares.values()) > 0
    assert interruptions(views[name]).height == found.events
    assert found.own.mean == pytest.approx((found.events + 0.5) / found.provider_years)


def test_then_counts_no_interruption_of_later_days(views) -> None:
    assert interruptions(views["then"])["date"].max() <= views["then"].known_on
    assert interruptions(views["then"]).height < interruptions(views["today"]).height


def test_without_interruptions_standby_costs_what_it_costs(views) -> None:
    x = points(views["today"]) | {OWN: 0.0}
    cost = x["standby_usd_per_year"] / x["product_revenue_usd_per_year"]
    assert standby_margin(x) == pytest.approx(-cost)


def test_breakeven_hazard_agrees_with_the_model_for_small_rates(views, draws) -> None:
    """For rare events the yearly chance is the rate, and the break-even has a closed form."""
    view = views["today"].derive(values={"standby_usd_per_year": 1000.0})
    x = points(view) | {COMMON: 0.0}
    revenue = x["product_revenue_usd_per_year"]
    closed = breakeven_hazard_per_year(
        1000.0,
        damage_share(x) * revenue,
        damage_share(x) * revenue * x["standby_residual_share"],
    )
    turn = closed / x["interruption_hits_share"]
    assert standby_margin(x | {OWN: turn}) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("name", VIEWS)
def test_breakeven_hazard_is_where_the_margin_is_zero(name: str, views, draws) -> None:
    finding = answer_to("C3.1")(views[name], draws)
    assert finding.breakeven.name == OWN
    x = points(views[name]) | {OWN: finding.breakeven.value}
    assert standby_margin(x) == pytest.approx(0, abs=1e-9)


def test_standby_margin_is_the_difference_of_the_two_strategies(views) -> None:
    view = views["today"]
    x, shares = points(view), hazards(view).shares
    single, standby = (sum(expected_cost(x, s, shares)) for s in ("single", "standby"))
    assert single - standby == pytest.approx(standby_margin(x), rel=1e-9)


def test_no_preparation_without_cost_and_no_loss_without_hazard(views) -> None:
    x, shares = points(views["today"]), hazards(views["today"]).shares
    quiet = x | {OWN: 0.0, COMMON: 0.0}
    for strategy in STRATEGIES:
        prepared, loss = expected_cost(quiet, strategy, shares)
        assert loss == pytest.approx(0)
        assert (prepared > 0) is (strategy != "single")


def test_unknown_strategies_are_refused(views) -> None:
    with pytest.raises(KeyError, match="allowed: single, standby"):
        expected_cost(points(views["today"]), "hope", hazards(views["today"]).shares)


def test_inference_share_is_bounded_by_the_cost_of_revenue(views, draws) -> None:
    table = inference_shares(views["today"])
    assert (table["share"] <= table["most"]).all()
    finding = answer_to("C3.2b-inference")(views["today"], draws)
    assert finding.probability is None
    assert finding.quantity.p5 <= finding.quantity.value <= finding.quantity.p95
    assert finding.quantity.value == pytest.approx(table["share"].median())


def test_a_company_without_cost_of_revenue_spends_nothing_on_inference() -> None:
    assert median_share(np.ones(3), {"inference_share_of_cost_of_revenue": 0.8}) == 0


def test_no_margin_was_told_on_the_day_of_the_text(views, draws) -> None:
    assert inference_shares(views["then"]).is_empty()
    assert answer_to("C3.2b-inference")(views["then"], draws).status == "not_testable_then"


def test_no_rental_is_the_bound_without_rental(views) -> None:
    view = views["today"]
    x = {p.name: p.default for p in model(view, float, stock_inputs(view, True)).priors.values()}
    none = x | {"offshore_rental_2024_h100e": 0.0, "offshore_rental_2025_h100e": 0.0}
    assert growth_ratio(view, True)(none) == pytest.approx(growth_ratio(view, False)(x))


def test_rental_abroad_makes_a_slower_growth_less_likely(views, draws) -> None:
    view = views["today"]
    without, with_rental = (stock_finding(view, draws, choice) for choice in (False, True))
    assert with_rental.probability < without.probability
    owned = view.derive(readings={"chinese_compute_scope": "owned"})
    assert answer_to("C3.2a")(owned, draws).probability == without.probability


def test_more_domestic_chips_narrow_the_gap(views, draws) -> None:
    few, many = (
        answer_to("C3.2a")(views["today"].derive(readings={"ascend_units_2025": r}), draws)
        for r in ("us_officials", "bloomberg")
    )
    assert few.probability > many.probability


@pytest.mark.parametrize("market", ("contract", "list", "spot"))
def test_markets_are_never_pooled(market: str, views) -> None:
    ids = {m: set(rental_prices(views["today"], m)["fact_id"]) for m in TERMS}
    others = set().union(*(found for m, found in ids.items() if m != market))
    assert not ids[market] & others


def test_the_level_of_a_seller_does_not_move_the_trend(views) -> None:
    trend = price_trend(views["today"], "list")
    first = trend.table["seller"][0]
    dearer = pl.when(pl.col("seller") == first).then(7.0).otherwise(1.0)
    scaled = trend.table.with_columns(usd_per_hour=pl.col("usd_per_hour") * dearer)
    assert trend.table["seller"].n_unique() > 3
    assert trend_within_sellers(scaled).rate_per_year == pytest.approx(trend.rate_per_year)


def test_a_steady_fall_is_found_exactly() -> None:
    days = [date(2025, 1, 1), date(2025, 7, 2), date(2026, 1, 1)]
    prices = [4.0 * 0.8 ** ((day - days[0]).days / 365.25) for day in days]
    table = pl.DataFrame(
        {"date": days, "seller": "one", "usd_per_hour": prices, "fact_id": ["a", "b", "c"]}
    )
    trend = trend_within_sellers(table)
    assert np.exp(trend.rate_per_year) == pytest.approx(0.8)
    assert trend_within_sellers(table[:1]) is None


def test_contract_price_was_not_known_then_and_the_list_price_was(views, draws) -> None:
    view = views["then"]
    assert answer_to("C3.2b-price")(view, draws).status == "not_testable_then"
    listed = answer_to("C3.2b-price")(view.derive(readings={"h100_price": "list"}), draws)
    assert listed.status == "estimated" and "h100_price" in listed.conflicts
