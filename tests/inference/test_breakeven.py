"""Where an answer turns equals what algebra says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.inference.breakeven import breakeven, breakevens
from lib.inference.sensitivity import flip_points
from lib.inference.turns import MarginError, all_sign_changes, sign_changes
from lib.inference.uncertain import Prior

INPUTS = {
    "price": Prior("price", 10, 5, 20, "lognormal", bound_low=0, bound_high=100, unit="USD"),
    "units": Prior("units", 4, 1.5, 8, "lognormal", bound_low=1, bound_high=9),
    "cost": Prior("cost", 30, 25, 36, bound_low=0),
}


def profit(x):
    return x["price"] * x["units"] - x["cost"]


def test_breakeven_equals_algebra() -> None:
    turn = breakeven(profit, INPUTS, "price")
    assert turn is not None
    assert turn.value == pytest.approx(30 / 4, rel=1e-10)
    assert (turn.default, turn.unit, turn.within_bounds) == (10, "USD", True)
    assert turn.holds_above and turn.others == ()


@settings(deadline=None, max_examples=40)
@given(price=st.floats(1, 50), units=st.floats(1.5, 8.5), cost=st.floats(1, 60))
def test_breakeven_is_a_root_of_the_margin(price: float, units: float, cost: float) -> None:
    inputs = {
        "price": Prior("price", price, bound_low=0, bound_high=100),
        "units": Prior("units", units),
        "cost": Prior("cost", cost),
    }
    turn = breakeven(profit, inputs, "price")
    if cost / units < 100:
        assert turn is not None and turn.value == pytest.approx(cost / units, rel=1e-9)
    else:
        assert turn is None


def test_turns_of_all_inputs_equal_those_of_each_alone() -> None:
    together = breakevens(profit, INPUTS)
    assert list(together) == ["cost", "price", "units"]
    for name, turn in together.items():
        alone = breakeven(profit, INPUTS, name)
        assert turn is not None and alone is not None
        assert turn.value == pytest.approx(alone.value, rel=1e-11)
        assert replace(turn, value=0.0) == replace(alone, value=0.0)


def test_one_input_that_is_refused_does_not_hide_the_turns_of_another() -> None:
    def picky(v):
        if np.any(np.asarray(v["units"]) < 2):
            raise ValueError("units must be 2 or more")
        return profit(v)

    together = breakevens(picky, INPUTS)
    assert together["units"] is not None and together["units"].value == pytest.approx(3.0)
    assert together["price"] is not None and together["price"].value == pytest.approx(7.5)


def test_a_steep_and_a_flat_crossing_are_closed_in_the_same_passes() -> None:
    found = all_sign_changes(
        lambda n, x: np.where(n == 0, (x - 2) ** 9, 1e9 * (x - 3)), [(0, 9)] * 2
    )
    assert found[0][0][0] == pytest.approx(2, rel=1e-11)
    assert found[1][0][0] == pytest.approx(3, rel=1e-11)


def test_no_turn_is_none() -> None:
    assert breakeven(lambda x: x["price"] + 1, INPUTS, "price") is None


def test_all_turns_are_reported_nearest_first() -> None:
    inputs = {"x": Prior("x", 5.0, bound_low=0, bound_high=10)}
    turn = breakeven(lambda v: (v["x"] - 1) * (v["x"] - 4.5) * (v["x"] - 9), inputs, "x")
    assert turn is not None
    assert turn.value == pytest.approx(4.5)
    assert turn.others == pytest.approx((1, 9))
    assert not turn.holds_above


def test_a_jump_is_a_turn() -> None:
    inputs = {"x": Prior("x", 5.0, bound_low=0, bound_high=10)}
    turn = breakeven(lambda v: np.ceil(v["x"]) - 6.5, inputs, "x")
    assert turn is not None and turn.value == pytest.approx(6.0, abs=1e-6)


def test_looks_beyond_percentiles_where_no_bound_is_set() -> None:
    turn = breakeven(profit, INPUTS, "cost")
    assert turn is not None and turn.value == pytest.approx(40)


def test_given_ends_may_lie_beyond_the_bounds() -> None:
    dear = {**INPUTS, "cost": Prior("cost", 500)}
    assert breakeven(profit, dear, "price") is None
    turn = breakeven(profit, dear, "price", low=0, high=1000)
    assert turn is not None and turn.value == pytest.approx(125) and not turn.within_bounds


def test_values_that_the_model_refuses_lie_outside_its_domain() -> None:
    calls = []

    def root(v):
        calls.append(v)
        if np.any(np.asarray(v["x"]) < 2):
            raise ValueError("x must be 2 or more")
        return np.sqrt(v["x"] - 2) - 1

    turn = breakeven(root, {"x": Prior("x", 5.0, bound_low=0, bound_high=10)}, "x")
    assert turn is not None and turn.value == pytest.approx(3)
    assert len(calls) < 80


def test_a_margin_that_is_never_a_number_is_an_error() -> None:
    with pytest.raises(MarginError, match="the margin is nowhere a number"):
        sign_changes(lambda x: x * np.nan, 0, 1)


def test_unknown_input_is_an_error_that_names_the_others() -> None:
    with pytest.raises(MarginError, match="no input 'prise'; the margin has: cost, price, units"):
        breakeven(profit, INPUTS, "prise")


def test_flip_points_of_every_input_nearest_first() -> None:
    flips = flip_points(profit, INPUTS)
    values = {flip.name: flip.value for flip in flips}
    assert values == pytest.approx({"price": 7.5, "units": 3.0, "cost": 40.0})
    assert [flip.name for flip in flips] == ["units", "price", "cost"]
    assert [flip.likely for flip in flips] == [True, True, False]


def test_a_flip_outside_the_hard_bounds_is_none() -> None:
    tight = {**INPUTS, "units": Prior("units", 4, 3.5, 5, "lognormal", bound_low=3.2)}
    flips = {flip.name: flip for flip in flip_points(profit, tight)}
    assert flips["units"].value is None
    assert (flips["units"].low, flips["units"].high) == pytest.approx((3.5, 5), rel=0.05)
