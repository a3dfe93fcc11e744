"""What must hold of step times: bounds, limits, and the meaning of a crossing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.models import decode, intensity, roofline, serving

TIMES = st.lists(st.floats(1e-6, 100), min_size=1, max_size=4)
DECODE = st.fixed_dictionaries(
    {
        "weight_bytes_read": st.floats(1e6, 1e13),
        "kv_bytes_of_sequence": st.floats(0, 1e11),
        "batch": st.floats(1, 4096),
        "bandwidth_bytes_per_s": st.floats(1e11, 1e15),
        "flop_per_token": st.floats(0, 1e13),
        "peak_flop_per_s": st.floats(1e12, 1e18),
        "mfu": st.floats(0.05, 1),
        "bandwidth_utilisation": st.floats(0.05, 1),
        "network_s": st.floats(0, 1),
        "saturation": st.sampled_from(roofline.SATURATIONS),
        "attention": st.sampled_from(decode.ATTENTION_OVERLAP),
    }
)
ALMOST = 1 - 1e-12


@given(DECODE)
def test_a_decode_step_is_never_faster_than_any_of_its_bounds(inputs):
    step_s = decode.decode_step_time_s(**inputs)
    compute_s = roofline.compute_time_s(
        inputs["batch"] * inputs["flop_per_token"], inputs["peak_flop_per_s"], mfu=inputs["mfu"]
    )
    memory_s = roofline.memory_time_s(
        inputs["weight_bytes_read"] + inputs["batch"] * inputs["kv_bytes_of_sequence"],
        inputs["bandwidth_bytes_per_s"],
        bandwidth_utilisation=inputs["bandwidth_utilisation"],
    )
    assert step_s >= compute_s * ALMOST
    assert step_s >= memory_s * ALMOST
    assert step_s >= inputs["network_s"] * ALMOST


@given(TIMES, st.floats(1, 60))
def test_smooth_lies_between_hard_and_sum_and_sharpens(times, sharpness):
    hard = roofline.step_time_s(*times)
    smooth = roofline.step_time_s(*times, saturation="smooth", sharpness=sharpness)
    total = roofline.step_time_s(*times, saturation="sum")
    assert hard * (1 - 1e-9) <= smooth <= total * (1 + 1e-9)
    sharper = roofline.step_time_s(*times, saturation="smooth", sharpness=sharpness + 5)
    assert sharper <= smooth * (1 + 1e-9)


@given(st.floats(1e12, 1e16), st.floats(1e11, 1e13), st.floats(1, 64))
def test_at_the_critical_batch_arithmetic_takes_as_long_as_weights(peak, bandwidth, size):
    batch = roofline.critical_batch(peak, bandwidth, bytes_per_weight=size)
    weights = 1e9
    assert roofline.compute_time_s(2 * batch * weights, peak) == pytest.approx(
        roofline.memory_time_s(weights * size, bandwidth)
    )


@given(st.floats(0.01, 10), st.floats(1e13, 1e16), st.floats(1e11, 1e13))
def test_cost_per_operation_falls_until_the_ridge_and_is_flat_beyond(price, peak, bandwidth):
    ridge = roofline.ridge_flop_per_byte(peak, bandwidth)

    def cost(work):
        return intensity.roofline_cost_usd_per_pflop(price, work, peak, bandwidth)

    assert cost(ridge / 2) == pytest.approx(2 * cost(ridge))
    assert cost(ridge * 2) == pytest.approx(cost(ridge))


CHIP = st.fixed_dictionaries(
    {"price": st.floats(0.1, 10), "peak": st.floats(1e14, 1e16), "bandwidth": st.floats(5e11, 5e13)}
)


@given(CHIP, CHIP)
def test_costs_are_equal_at_the_crossing_and_turn_there(a, b):
    def unit_costs(chip):
        return (
            intensity.cost_usd_per_byte(chip["price"], chip["bandwidth"]),
            intensity.cost_usd_per_flop(chip["price"], chip["peak"]),
        )

    def cost(chip, work):
        return intensity.roofline_cost_usd_per_pflop(
            chip["price"], work, chip["peak"], chip["bandwidth"]
        )

    crossing = intensity.crossover_intensity_flop_per_byte(*unit_costs(a), *unit_costs(b))
    byte_a, flop_a = unit_costs(a)
    byte_b, flop_b = unit_costs(b)
    if math.isnan(crossing):
        assert (byte_a - byte_b) * (flop_a - flop_b) >= 0
        return
    cheap_byte, cheap_flop = (a, b) if byte_a < byte_b else (b, a)
    assert cost(a, crossing) == pytest.approx(cost(b, crossing))
    assert cost(cheap_byte, crossing / 2) <= cost(cheap_flop, crossing / 2) * (1 + 1e-12)
    assert cost(cheap_flop, crossing * 2) <= cost(cheap_byte, crossing * 2) * (1 + 1e-12)


@given(st.floats(1e9, 1e13), st.floats(1e6, 1e12), st.floats(1e6, 1e11))
def test_the_largest_batch_fits_and_one_more_does_not(memory, weights, cache):
    batch = decode.largest_batch(memory, weights, cache)
    if batch > 0:
        assert weights + batch * cache <= memory * (1 + 1e-12)
    if memory > weights:
        assert weights + (batch + 1) * cache >= memory * (1 - 1e-12)
    else:
        assert batch == 0
    assert decode.feasible_batch(batch + 5, batch) == batch


@given(st.floats(1, 1e4), st.floats(1e-4, 10), st.floats(0.01, 100))
def test_cost_per_token_does_not_depend_on_how_it_is_reached(batch, step_s, price):
    speed = decode.decode_tokens_per_s(batch, step_s)
    by_speed = serving.cost_usd_per_mtoken(price, speed)
    by_step = price / 3600 * step_s / batch * 1e6
    assert by_speed == pytest.approx(by_step)


def test_measured_steps_give_back_the_bandwidth_share():
    """AWS tutorial: 811.7 GB of weights in 37.9 ms over 46.4 TB/s is 46 %."""
    share = decode.achieved_bandwidth_utilisation(811.7e9, 37.9e-3, 46.4e12)
    assert share == pytest.approx(0.4616, abs=5e-5)
    again = decode.decode_step_time_s(811.7e9, 0, 1, 46.4e12, bandwidth_utilisation=share)
    assert again == pytest.approx(37.9e-3)


@given(st.floats(0, 1e12), st.floats(1, 1e12), st.floats(0, 1), st.floats(0.01, 50))
def test_break_even_price_of_output_earns_the_cost(tokens_in, tokens_out, cached, cost):
    ratios = {"input_over_output_price": 0.25, "cached_over_input_price": 0.1}
    price = serving.breakeven_output_usd_per_mtoken(
        cost, tokens_in, tokens_out, cached_share=cached, **ratios
    )
    revenue = serving.request_usd(
        tokens_in,
        tokens_out,
        price * 0.25,
        price,
        cached_share=cached,
        cached_usd_per_mtoken=price * 0.25 * 0.1,
    )
    assert revenue == pytest.approx(cost)
    assert serving.profit_over_revenue(revenue, cost) == pytest.approx(0, abs=1e-9)
    assert serving.profit_over_cost(revenue, cost) == pytest.approx(0, abs=1e-9)


def test_cached_input_costs_the_wait_for_its_cache():
    """160 kB a token at 25 GB/s on chips of 36 USD an hour: 6.4 s a million tokens."""
    cost = serving.cached_cost_usd_per_mtoken(36.0, 160e3, 25e9, storage_usd_per_mtoken=0.01)
    assert cost == pytest.approx(0.064 + 0.01)
