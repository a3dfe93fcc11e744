"""What a formula refuses, and that the message names the argument, the value and the rule."""

import numpy as np
import pytest

from lib.models import (
    capital,
    chip_hour,
    decode,
    depreciation,
    energy,
    facility,
    fleet,
    frontier,
    ops,
    rl_step,
    roofline,
    serving,
    tenant,
    training,
    unit_cost,
)

NEGATIVE = [
    (lambda: capital.capital_usd_per_year(-1, 5), "principal_usd must be 0 or more; got -1"),
    (lambda: capital.capital_usd_per_year(1, 5, -0.1), "rate_per_year must be 0 or more"),
    (
        lambda: facility.colocation_usd_per_year(-150, 1),
        "colocation_usd_per_kw_month must be 0 or more; got -150",
    ),
    (
        lambda: energy.electricity_usd(1, 8760, -0.04),
        "electricity_usd_per_kwh must be 0 or more; got -0.04",
    ),
    (lambda: unit_cost.cost_usd_per_tb_s_hour(-1, 2.9), "cost_usd_per_chip_hour must be 0 or more"),
    (lambda: serving.cost_usd_per_mtoken(float("nan"), 1), "cost_usd_per_hour must be 0 or more"),
    (lambda: training.rented_run_usd(1e6, -2), "price_usd_per_chip_hour must be 0 or more; got -2"),
]
NOT_POSITIVE = [
    (lambda: capital.capital_usd_per_year(1, 0), "life_years must be above 0; got 0"),
    (lambda: ops.annuity_factor(0.1, 0), "periods must be above 0; got 0"),
    (lambda: unit_cost.cost_usd_per_unit_hour(1, 0), "units_per_chip must be above 0; got 0"),
    (lambda: roofline.ridge_flop_per_byte(1e15, 0), "bandwidth_bytes_per_s must be above 0; got 0"),
    (lambda: tenant.tenant_price_usd_per_chip_hour(1, -1), "one_plus_markup must be above 0"),
    (lambda: depreciation.decay_rate_per_year(1.0, "fraction"), "one_minus_decay_per_year"),
    (lambda: decode.requests_per_s(100, 0), "tokens_per_request must be above 0; got 0"),
]
SHARES = [
    (
        lambda: fleet.chips_needed(1e5, 2000, utilisation=1.2),
        "utilisation must be above 0 and at most 1; got 1.2",
    ),
    (
        lambda: chip_hour.owner_parts_usd_per_chip_hour(capital_usd_per_year=1, utilisation=0),
        "utilisation must be above 0 and at most 1; got 0",
    ),
    (
        lambda: energy.energy_kwh(1, 1, load_factor=1.01),
        "load_factor must be between 0 and 1; got 1.01",
    ),
    (lambda: roofline.compute_time_s(1, 1, mfu=1.5), "mfu must be above 0 and at most 1; got 1.5"),
    (lambda: energy.site_power_kw(1, 0.9), "pue must be 1 or more; got 0.9"),
    (lambda: rl_step.relative_step_cost(1.1, 1, 1, 1), "rollout_share_on_rival must be between"),
]
CHOICES = [
    (lambda: capital.capital_usd_per_year(1, 5, method="linear"), capital.CAPITAL_METHODS),
    (lambda: capital.rate_per_period(0.1, 12, "monthly"), capital.COMPOUNDING),
    (lambda: capital.annuity_usd_per_period(1, 0.1, 5, timing="middle"), capital.TIMING),
    (
        lambda: capital.straight_line_usd_per_year(1, 5, mean_balance="most"),
        capital.MEAN_BALANCE,
    ),
    (lambda: depreciation.decay_rate_per_year(0.1, "log"), depreciation.DECAY_FORMS),
    (lambda: roofline.step_time_s(1.0, saturation="soft"), roofline.SATURATIONS),
    (
        lambda: decode.decode_step_time_s(1, 1, 1, 1, attention="none"),
        decode.ATTENTION_OVERLAP,
    ),
    (lambda: rl_step.rl_step_time_s(1, 1, arrangement="fast"), rl_step.ARRANGEMENTS),
]


@pytest.mark.parametrize(("call", "message"), NEGATIVE + NOT_POSITIVE + SHARES)
def test_an_impossible_number_is_refused_by_name(call, message):
    with pytest.raises(ValueError) as refusal:
        call()
    assert message in str(refusal.value)


@pytest.mark.parametrize(("call", "allowed"), CHOICES)
def test_an_unknown_convention_names_the_allowed_ones(call, allowed):
    with pytest.raises(ValueError) as refusal:
        call()
    message = str(refusal.value)
    assert all(word in message for word in allowed)
    assert "must be one of" in message


def test_an_array_is_refused_with_the_count_of_wrong_values():
    prices = np.array([0.05, -0.01, -0.02])
    with pytest.raises(
        ValueError, match=r"electricity_usd_per_kwh .* got -0\.01 \(2 of 3 values\)"
    ):
        energy.electricity_usd(1.0, 8760, prices)


def test_no_times_and_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match="times_s must hold at least one time"):
        roofline.step_time_s()
    with pytest.raises(ValueError, match="equally long"):
        frontier.shrunken_scores([1.0, 2.0], [1.0])
