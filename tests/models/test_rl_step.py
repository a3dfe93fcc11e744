"""What must hold of a reinforcement-learning step and of its break-evens."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.models import rl_step

SHARE = st.floats(0.05, 0.95)
RATIO = st.floats(0.1, 10)
TIME = st.floats(0.01, 1000)


@given(SHARE, RATIO, RATIO, RATIO, RATIO)
def test_at_the_break_even_utilisation_both_chips_cost_the_same(share, price, bw, compute, mfu):
    ratio = rl_step.breakeven_bandwidth_utilisation_ratio(share, price, bw, compute, mfu_ratio=mfu)
    assume(0 < ratio < 1e6)
    cost = rl_step.relative_step_cost(
        share, price, bw, compute, bandwidth_utilisation_ratio=ratio, mfu_ratio=mfu
    )
    assert cost == pytest.approx(1, rel=1e-6)


@given(SHARE, RATIO, RATIO, RATIO)
def test_a_negative_break_even_means_the_update_alone_costs_more(share, price, bw, compute):
    ratio = rl_step.breakeven_bandwidth_utilisation_ratio(share, price, bw, compute)
    update_alone = price * (1 - share) / compute
    if not 1 - 1e-9 < update_alone < 1 + 1e-9:
        assert (ratio < 0) == (update_alone > 1)


def test_no_break_even_is_infinite_for_numbers_arrays_and_columns():
    nowhere = rl_step.breakeven_bandwidth_utilisation_ratio
    assert nowhere(0.5, 2.0, 1.0, 1.0) == math.inf
    assert nowhere(np.array([0.5]), 2.0, 1.0, 1.0).tolist() == [math.inf]
    column = pl.DataFrame({"s": [0.5]}).select(nowhere(pl.col("s"), 2.0, 1.0, 1.0))
    assert column.item() == math.inf


@given(RATIO, RATIO, RATIO)
def test_at_the_break_even_share_both_chips_cost_the_same(price, bw, compute):
    assume(abs(1 / bw - 1 / compute) > 1e-3)
    share = rl_step.breakeven_rollout_share(price, bw, compute)
    assume(0 <= share <= 1)
    assert rl_step.relative_step_cost(share, price, bw, compute) == pytest.approx(1, rel=1e-6)


@given(SHARE, RATIO)
def test_a_chip_equal_in_all_costs_what_its_price_says(share, price):
    assert rl_step.relative_step_cost(share, price, 1, 1) == pytest.approx(price)


@given(TIME, TIME, st.floats(0, 1))
def test_overlap_lies_between_in_turn_and_side_by_side(rollout, update, overlap):
    in_turn = rl_step.rl_step_time_s(rollout, update)
    together = rl_step.rl_step_time_s(rollout, update, arrangement="overlapped")
    partly = rl_step.rl_step_time_s(rollout, update, arrangement="partial", overlap_share=overlap)
    assert together * (1 - 1e-12) <= partly <= in_turn
    none = rl_step.rl_step_time_s(rollout, update, arrangement="partial", overlap_share=0.0)
    full = rl_step.rl_step_time_s(rollout, update, arrangement="partial", overlap_share=1.0)
    assert none == in_turn
    assert full == pytest.approx(together)


@given(TIME, TIME)
def test_pools_side_by_side_idle_unless_equally_long(rollout, update):
    together = rl_step.rl_step_time_s(rollout, update, arrangement="overlapped")
    idle = rl_step.idle_share(rollout, update, together)
    assert 0 <= idle + 1e-12 <= 0.5 + 1e-9
    assert rl_step.idle_share(rollout, rollout, rollout) == pytest.approx(0)
    assert rl_step.rollout_share(rollout, update) + rl_step.rollout_share(
        update, rollout
    ) == pytest.approx(1)


def test_a_step_by_hand():
    """512 samples of 1,000 tokens at 6,400 tokens/s, 20 s of update, 64 chips at 2.25 USD."""
    rollout_s = rl_step.rollout_time_s(512, 1000, 6400)
    assert rollout_s == pytest.approx(80)
    step_s = rl_step.rl_step_time_s(rollout_s, 20, sync_s=5, idle_s=15)
    assert step_s == pytest.approx(120)
    assert rl_step.rl_step_usd(step_s, 64, 2.25) == pytest.approx(4.8)
    assert rl_step.rollout_share(rollout_s, 20) == pytest.approx(0.8)
