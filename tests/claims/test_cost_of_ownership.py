"""The cost of chips: what is compared, that the comparison is fair, and where it turns."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from lib.claims.chip_costs import Comparison, PowerComparison, chip_hour_usd, chip_inputs
from lib.claims.chips import SPECIFICATIONS, buyable, rentable, spec, spec_fact
from lib.claims.cost_depth import (
    cheapest_shares,
    cost_by_intensity,
    crossover_with,
    decode_costs,
    power_price_that_turns_it,
)
from lib.claims.cost_draws import compared, cost_by_life, unit_costs
from lib.claims.dimensions import DIMENSIONS, dimension_table
from lib.claims.learning_step import rl_advantage, rl_inputs
from lib.claims.market import rents_against_cost
from lib.claims.register import answer_to
from lib.evidence import THEN, View
from lib.evidence.chips import chip
from lib.evidence.errors import MissingSpecification, UnknownChip
from lib.inference.draws import Draws

NVIDIA_ON_SALE = ("h20", "h100", "h200", "b200", "gb200")


@pytest.fixture(scope="module")
def then() -> View:
    return View(known_on=THEN, name="then")


@pytest.fixture(scope="module")
def draws() -> Draws:
    return Draws(2**10)


def _points(view: View, names: list[str]) -> dict[str, float]:
    return {name: view.assumption(name).default for name in names}


@pytest.mark.parametrize("key", NVIDIA_ON_SALE)
def test_the_data_sheet_of_the_chips_on_sale_was_public_on_the_day(then: View, key: str) -> None:
    for name in DIMENSIONS:
        fact = spec_fact(then, key, name)
        assert fact is not None, f"{key} has no {name}"
        assert fact.public_on <= THEN
        assert fact.source_id


def test_chips_that_came_later_are_not_compared_then(then: View) -> None:
    assert "gb300" not in buyable(then) and "gb300" in buyable(View())
    assert "tpu_v7" not in rentable(then) and "tpu_v7" in rentable(View())


def test_unknown_chips_and_specifications_are_named(then: View) -> None:
    with pytest.raises(UnknownChip, match="b2000"):
        chip("b2000")
    with pytest.raises(MissingSpecification, match="Trainium3 has no bf16_tflop_per_s"):
        spec(then, "trainium3", "bf16_tflop_per_s")
    assert "bandwidth_tb_per_s" in SPECIFICATIONS


def test_memory_in_gib_is_compared_in_gb(then: View) -> None:
    facts = then.facts(entity="TPU v5p", metric="hbm_capacity", basis="")
    assert facts["unit"].to_list() == ["GiB"] * facts.height
    assert spec(then, "tpu_v5p", "memory_gb") == pytest.approx(95 * 2**30 / 1e9)


def test_a_chip_against_itself_is_even(then: View) -> None:
    same = Comparison(then, "tbs", "owner", ("trainium2",))
    assert same.advantage(_points(then, same.inputs)) == pytest.approx(1)


def test_the_advantage_does_not_depend_on_the_currency(then: View) -> None:
    bound = Comparison(then, "tbs", "owner", buyable(then))
    x = _points(then, bound.inputs)
    money = [n for n in x if "usd" in n]
    dearer = {n: v * 7 if n in money else v for n, v in x.items()}
    assert bound.advantage(dearer) == pytest.approx(bound.advantage(x))


def test_more_rivals_never_raise_the_advantage(then: View, draws: Draws) -> None:
    few = Comparison(then, "tbs", "owner", ("gb200",))
    many = Comparison(then, "tbs", "owner", buyable(then))
    columns = draws.sample_all(then.assumption(n) for n in many.inputs)
    assert np.all(many.advantage(columns) <= few.advantage(columns) + 1e-12)


def test_a_tenant_pays_cost_and_markup(then: View) -> None:
    x = _points(then, chip_inputs(("gb200",), "tenant"))
    paid = chip_hour_usd(x, "gb200", "tenant") / chip_hour_usd(x, "gb200", "owner")
    assert paid == pytest.approx(1 + x["gpu_tenant_markup"])
    with pytest.raises(ValueError, match="allowed: owner, tenant"):
        chip_hour_usd(x, "gb200", "landlord")


def test_the_answer_turns_where_the_break_even_says(then: View) -> None:
    finding = answer_to("C5.1b-tbs-owner")(then, Draws(2**8))
    turn = finding.breakeven
    assert turn is not None and turn.name == "trainium2_capital_usd"
    bound = Comparison(then, "tbs", "owner", buyable(then))
    x = _points(then, bound.inputs) | {turn.name: turn.value}
    assert bound.advantage(x) == pytest.approx(1, rel=1e-6)
    assert bound.advantage(x | {turn.name: turn.value * 1.05}) < 1


def test_probabilities_of_being_cheapest_add_to_one(then: View, draws: Draws) -> None:
    for _, group in cheapest_shares(then, draws).group_by("measure"):
        assert group["probability"].sum() == pytest.approx(1)
    assert unit_costs(then, draws, compared(then), "tbs")["cheapest"].sum() == pytest.approx(1)


def test_power_alone_decides_bandwidth_per_megawatt(then: View) -> None:
    bound = PowerComparison(then, "tbs", buyable(then))
    assert all(name.endswith("_system_power_w") for name in bound.inputs)
    x = _points(then, bound.inputs)
    thriftier = x | {"trainium2_system_power_w": x["trainium2_system_power_w"] / 2}
    assert bound.advantage(thriftier) == pytest.approx(2 * bound.advantage(x))


def test_at_the_worth_of_power_that_turns_it_both_chips_cost_the_same(then: View) -> None:
    worth = power_price_that_turns_it(then, "gb200")
    pair = PowerComparison(then, "tbs", ("gb200",))
    x = _points(then, chip_inputs(("trainium2", "gb200")))
    cost = Comparison(then, "tbs", "owner", ("gb200",))
    ours, theirs = (
        cost.unit_cost(x, key) + worth / float(pair.per_mw(x, key))
        for key in ("trainium2", "gb200")
    )
    assert ours == pytest.approx(theirs)


def test_a_longer_life_is_never_dearer(then: View) -> None:
    costs = cost_by_life(then, ("trainium2",), (3, 4, 5, 6, 7)).sort("years")["usd"].to_list()
    assert costs == sorted(costs, reverse=True)


def test_below_the_crossover_trainium2_costs_less(then: View) -> None:
    at = crossover_with(then, "gb200")
    for intensity, cheaper in ((at / 2, "Trainium2"), (at * 2, "GB200 NVL72")):
        table = cost_by_intensity(then, ("trainium2", "gb200"), (intensity,)).sort("usd")
        assert table["chip"][0] == cheaper


def test_memory_limits_the_batch(then: View) -> None:
    table = decode_costs(then, ("h100",), (8192, 16384)).sort("context_tokens")
    assert table["batch"][0] >= 2 * table["batch"][1]
    assert table["usd_per_mtoken"][0] < table["usd_per_mtoken"][1]


def test_equal_shares_of_peak_make_bandwidth_decide_the_rollout(then: View) -> None:
    x = _points(then, rl_inputs()) | {"rl_rollout_share": 1.0}
    x |= {"trainium2_bandwidth_utilisation": 0.5, "gpu_bandwidth_utilisation": 0.5}
    pair = Comparison(then, "tbs", "owner", ("gb200",))
    assert rl_advantage(then)(x) == pytest.approx(pair.advantage(x))


def test_the_count_of_dimensions_is_that_of_the_table(then: View) -> None:
    finding = answer_to("C5.1a")(then, Draws(2**6))
    counts = dimension_table(then).group_by("chip", "merchant").agg(pl.col("below").sum())
    least = counts.filter(counts["merchant"] == "yes")["below"].min()
    assert finding.quantity is not None and finding.quantity.value == least


def test_a_rent_at_cost_has_no_markup(draws: Draws) -> None:
    rows = rents_against_cost(View(name="today"), draws)
    assert {"Trainium2", "GB200 NVL72"} <= set(rows["chip"])
    assert rows.filter(rows["low"] > rows["high"]).is_empty()
    assert rows["markup"].min() > -1
