"""The same formula gives the same number as float, Polars column, numpy array and symbol."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest
import sympy

from lib.models import (
    capacity,
    capital,
    chip_hour,
    codesign,
    contracts,
    decode,
    depreciation,
    energy,
    exposure,
    facility,
    fleet,
    growth,
    intensity,
    operations,
    ops,
    relief,
    rl_step,
    roofline,
    scarcity,
    serving,
    substitution,
    tenant,
    training,
    transformer,
    unit_cost,
)

Formula = Callable[..., Any]


def as_float(formula: Formula, values: Mapping[str, float]) -> float:
    return float(formula(**values))


def as_column(formula: Formula, values: Mapping[str, float]) -> float:
    frame = pl.DataFrame({name: [float(value)] for name, value in values.items()})
    result = frame.lazy().select(formula(**{name: pl.col(name) for name in values}).alias("out"))
    return float(result.collect(engine="streaming").item())


def as_array(formula: Formula, values: Mapping[str, float]) -> float:
    arrays = {name: np.array([float(value)] * 3) for name, value in values.items()}
    return float(np.asarray(formula(**arrays))[1])


def as_symbol(formula: Formula, values: Mapping[str, float]) -> float:
    symbols = {name: sympy.Symbol(name) for name in values}
    expression = formula(**symbols)
    exact = {symbols[name]: sympy.Float(repr(float(value)), 40) for name, value in values.items()}
    return float(expression.subs(exact))


KINDS = {"column": as_column, "array": as_array, "symbol": as_symbol}


BILL = {
    "capital_usd": 31250.0,
    "life_years": 4.5,
    "capital_rate_per_year": 0.09,
    "power_kw": 1.47,
    "pue": 1.14,
    "load_factor": 0.8,
    "electricity_usd_per_kwh": 0.08,
    "operations_share_per_year": 0.025,
    "utilisation": 0.85,
}


def owned(**values):
    return chip_hour.total_usd_per_chip_hour(chip_hour.chip_hour_in_owned_facility(**values))


def colocated(**values):
    return chip_hour.total_usd_per_chip_hour(chip_hour.chip_hour_in_colocation(**values))


def annuity(method):
    def formula(price, life, rate, residual):
        return capital.capital_usd_per_year(
            price, life, rate, method=method, residual_share=residual
        )

    return formula


def step(saturation, attention):
    def formula(weights, cache, batch, bandwidth, work, peak, network):
        return decode.decode_step_time_s(
            weights,
            cache,
            batch,
            bandwidth,
            flop_per_token=work,
            peak_flop_per_s=peak,
            network_s=network,
            saturation=saturation,
            attention=attention,
        )

    return formula


DECODE = {
    "weights": 70e9,
    "cache": 1.3e9,
    "batch": 32.0,
    "bandwidth": 6.5e12,
    "work": 1.4e11,
    "peak": 1.6e15,
    "network": 1e-4,
}
RATIOS = {
    "rollout_share_on_rival": 0.8,
    "price_ratio": 0.3,
    "bandwidth_ratio": 0.36,
    "compute_ratio": 0.27,
}
PRICE = {"price": 31250.0, "life": 5.0, "rate": 0.09, "residual": 0.05}

FORMULAS = {
    "owned facility": (owned, BILL | {"facility_usd_per_mw": 11.5e6, "facility_life_years": 15.0}),
    "colocation": (colocated, BILL | {"colocation_usd_per_kw_month": 150.0}),
    **{method: (annuity(method), PRICE) for method in capital.CAPITAL_METHODS},
    "continuous compounding": (
        lambda r: capital.rate_per_period(r, 12, "continuous"),
        {"r": 0.08},
    ),
    "decayed value": (
        depreciation.value_usd,
        {"price_usd": 2e4, "age_years": 1.7, "decay_per_year": 0.14},
    ),
    "decay as a fraction": (
        lambda p, a, b, d: depreciation.decay_cost_usd(p, a, b, d, form="fraction"),
        {"p": 2e4, "a": 0.5, "b": 1.5, "d": 0.3},
    ),
    "site energy": (
        lambda kw, h, pue, u, i: energy.energy_kwh(kw, h, pue=pue, utilisation=u, idle_share=i),
        {"kw": 5.0, "h": 730.0, "pue": 1.3, "u": 0.6, "i": 0.3},
    ),
    "facility": (facility.facility_capital_usd, {"facility_usd_per_mw": 1e7, "it_power_kw": 1.5}),
    "servers": (fleet.servers_needed, {"chips": 135.3, "chips_per_server": 8.0}),
    "spares": (operations.spares_usd_per_year, {"spares_usd": 1e6, "life_years": 5.0}),
    "tenant": (
        tenant.tenant_price_usd_per_chip_hour,
        {"owner_cost_usd_per_chip_hour": 1.4, "markup": 0.4},
    ),
    "price ratio": (
        tenant.yearly_price_ratio,
        {"first_price_usd_per_hour": 7.2, "mean_of_next_two_usd_per_hour": 4.5},
    ),
    "per TB/s": (
        unit_cost.cost_usd_per_tb_s_hour,
        {"cost_usd_per_chip_hour": 0.66, "bandwidth_tb_per_s": 2.9},
    ),
    "per MW": (
        unit_cost.cost_usd_per_mw_hour,
        {"cost_usd_per_chip_hour": 0.66, "power_kw": 0.86, "pue": 1.15},
    ),
    "shadow price": (
        scarcity.breakeven_shadow_price_usd_per_mw_hour,
        {
            "cost_a_usd_per_unit": 0.9,
            "units_a_per_mw_hour": 500.0,
            "cost_b_usd_per_unit": 1.1,
            "units_b_per_mw_hour": 900.0,
        },
    ),
    **{
        f"decode {saturation} {attention}": (step(saturation, attention), DECODE)
        for saturation in roofline.SATURATIONS
        for attention in decode.ATTENTION_OVERLAP
    },
    "crossing": (
        intensity.crossover_intensity_flop_per_byte,
        {
            "a_usd_per_byte": 6.3e-17,
            "a_usd_per_flop": 2.7e-19,
            "b_usd_per_byte": 8.2e-17,
            "b_usd_per_flop": 2.6e-19,
        },
    ),
    "largest batch": (
        decode.largest_batch,
        {"memory_bytes": 128e9, "weight_bytes": 70e9, "kv_bytes_of_sequence": 1.34e9},
    ),
    "cost per Mtoken": (
        serving.cost_usd_per_mtoken,
        {"cost_usd_per_hour": 2.8, "tokens_per_s": 1000.0},
    ),
    "training parts": (
        lambda p, a, h, n, kw: ops.maximum(
            *training.amortised_run_parts_usd(
                p, a, h, network_share=n, chip_power_kw=kw, electricity_usd_per_kwh=0.08
            ).values()
        ),
        {"p": 44489.88, "a": 1.18, "h": 3.5e7, "n": 0.19, "kw": 0.7},
    ),
    "KV bytes": (
        transformer.kv_bytes_per_token,
        {"layers": 80.0, "kv_heads": 8.0, "head_width": 128.0, "bytes_per_value": 2.0},
    ),
    "RL step": (rl_step.relative_step_cost, RATIOS),
    "RL break-even": (rl_step.breakeven_bandwidth_utilisation_ratio, RATIOS),
    "RL partial overlap": (
        lambda r, u, o: rl_step.rl_step_time_s(r, u, arrangement="partial", overlap_share=o),
        {"r": 80.0, "u": 20.0, "o": 0.5},
    ),
    "compound growth": (growth.compound_growth_per_year, {"start": 5.0, "end": 70.0, "years": 3.0}),
    "ramp": (
        contracts.full_usd_per_year_after_ramp,
        {"contract_usd": 3e11, "term_years": 5.0, "ramp_years": 2.0},
    ),
    "growth points": (
        capacity.growth_points_from_power,
        {
            "power_gw": 1.3,
            "power_kw_per_chip": 0.86,
            "hours": 2190.0,
            "price_usd_per_chip_hour": 0.9,
            "revenue_before_usd": 28.8e9,
        },
    ),
    "relief": (
        relief.breakeven_revenue_given_up_usd,
        {"days_wanted": 30.0, "growth_per_year": 4.0, "revenue_usd": 5e9},
    ),
    "churn": (
        substitution.breakeven_churn,
        {
            "threshold_share": 0.1,
            "model_cost_share": 0.4,
            "price_ratio": 0.8,
            "migration_usd": 2e6,
            "revenue_usd_per_year": 5e7,
            "contribution_margin": 0.6,
        },
    ),
    "exposure": (
        exposure.probability_of_losing_all,
        {"own_hazard_per_year": 0.3, "common_hazard_per_year": 0.05, "providers": 2.0},
    ),
    "engineering": (
        lambda s, life, r: codesign.breakeven_nre_usd_per_chip(s, life, rate_per_year=r),
        {"s": 0.2, "life": 5.0, "r": 0.09},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_gives_one_number_whatever_it_is_given(name, kind):
    formula, values = FORMULAS[name]
    expected = as_float(formula, values)
    assert expected != 0
    assert KINDS[kind](formula, values) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_prints_as_an_equation(name):
    formula, values = FORMULAS[name]
    symbols = {key: sympy.Symbol(key, positive=True) for key in values}
    equation = sympy.latex(formula(**symbols))
    assert len(equation) > 3
    assert "nan" not in equation
