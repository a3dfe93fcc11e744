"""Variance shares against closed forms, and the curve against direct counting."""

import numpy as np
import pytest

from lib.inference.curves import CurveError, probability, probability_curve, summary
from lib.inference.draws import Draws
from lib.inference.sensitivity import (
    decision_shares,
    evidence_share,
    outcome,
    ranks,
    sobol_shares,
    tornado,
)
from lib.inference.trend import TrendError, log_trend
from lib.inference.uncertain import Prior

NAMES = ["x1", "x2", "x3"]
DRAWS = Draws(names=NAMES)
UNIFORM = {name: DRAWS.uniform(name) for name in NAMES}


def test_shares_of_a_linear_function() -> None:
    output = 3 * UNIFORM["x1"] + 4 * UNIFORM["x2"]
    shares = sobol_shares(UNIFORM, output)
    assert shares == pytest.approx({"x1": 9 / 25, "x2": 16 / 25, "x3": 0}, abs=0.01)


def test_shares_of_the_ishigami_function() -> None:
    x1, x2, x3 = (np.pi * (2 * UNIFORM[name] - 1) for name in NAMES)
    output = np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
    shares = sobol_shares(UNIFORM, output)
    assert shares == pytest.approx({"x1": 0.3139, "x2": 0.4424, "x3": 0}, abs=0.01)


def test_shares_agree_with_scipys_design() -> None:
    from scipy.stats import sobol_indices, uniform

    def model(x):
        return x[0] * x[1] + x[2] ** 2

    rng = np.random.default_rng(1)
    theirs = sobol_indices(func=model, n=2**13, dists=[uniform()] * 3, rng=rng)
    ours = sobol_shares(UNIFORM, model([UNIFORM[name] for name in NAMES]))
    assert list(ours.values()) == pytest.approx(list(theirs.first_order), abs=0.02)


def test_shares_of_a_constant_are_zero() -> None:
    assert set(sobol_shares(UNIFORM, np.ones(DRAWS.n)).values()) == {0.0}


def test_ranks_ignore_the_scale() -> None:
    output = UNIFORM["x1"] ** 2 + UNIFORM["x2"]
    assert np.array_equal(ranks(output), ranks(np.exp(20 * output)))


def evidence_inputs(first: str, second: str) -> dict[str, Prior]:
    return {
        "x1": Prior("x1", 0, -3, 3, basis=first),
        "x2": Prior("x2", 0, -4, 4, basis=second),
    }


def evidence_of(first: str, second: str) -> float | None:
    inputs = evidence_inputs(first, second)
    columns = DRAWS.sample_all(inputs.values())
    return evidence_share(lambda v: v["x1"] + v["x2"], inputs, columns)


def test_evidence_share_is_the_variance_of_the_facts() -> None:
    assert evidence_of("fact", "assumption") == pytest.approx(9 / 25, abs=0.03)
    assert evidence_of("assumption", "fact") == pytest.approx(16 / 25, abs=0.03)


def test_evidence_share_at_its_ends() -> None:
    assert evidence_of("fact", "fact") == 1
    assert evidence_of("assumption", "assumption") == 0
    fixed = {"x1": Prior("x1", 1.0)}
    columns = DRAWS.sample_all(fixed.values())
    assert evidence_share(lambda v: v["x1"], fixed, columns) is None


def test_what_settles_an_answer_is_the_reduction_of_its_variance() -> None:
    holds = (UNIFORM["x1"] > 0.3).astype(float)
    assert decision_shares(UNIFORM, holds) == pytest.approx({"x1": 1.0}, abs=0.02)
    both = ((UNIFORM["x1"] > 0.5) & (UNIFORM["x2"] > 0.5)).astype(float)
    # Var(E[I|x1]) = 1/16, Var(I) = 3/16: knowing one of two coins settles a third.
    assert decision_shares(UNIFORM, both) == pytest.approx({"x1": 1 / 3, "x2": 1 / 3}, abs=0.02)


def test_shares_do_not_depend_on_whether_a_column_may_change() -> None:
    output = UNIFORM["x1"] ** 2 + UNIFORM["x2"]
    own = {name: column.copy() for name, column in UNIFORM.items()}
    assert sobol_shares(own, output) == sobol_shares(UNIFORM, output)
    own["x1"][:] = own["x3"]
    assert sobol_shares(own, output)["x1"] < 0.01


def test_nothing_settles_what_is_certain() -> None:
    assert decision_shares(UNIFORM, np.ones(DRAWS.n)) == {}


def test_tornado_is_sorted_by_swing() -> None:
    inputs = {
        "x1": Prior("x1", 1, 0, 2),
        "x2": Prior("x2", 1, 0, 3),
        "x3": Prior("x3", 1),
    }
    bars = tornado(lambda v: v["x1"] + 10 * v["x2"] + v["x3"], inputs)
    assert [bar.name for bar in bars] == ["x2", "x1"]
    assert (bars[0].at_low, bars[0].at_high, bars[0].swing) == pytest.approx((2, 32, 30))


def test_outcome_is_a_column_even_when_constant() -> None:
    assert outcome(lambda v: 3.0, UNIFORM).shape == (DRAWS.n,)


def test_curve_falls_and_passes_every_mark() -> None:
    values = UNIFORM["x1"]
    curve = probability_curve(values, ">", marks=(0.25, None, 0.5))
    thresholds, shares = zip(*curve, strict=True)
    assert list(thresholds) == sorted(thresholds)
    assert list(shares) == sorted(shares, reverse=True)
    assert dict(curve)[0.25] == pytest.approx(0.75, abs=1e-3)
    assert dict(curve)[0.5] == probability(values, 0.5, ">")


@pytest.mark.parametrize(
    ("direction", "expected"), [(">", 0.25), (">=", 0.5), ("<", 0.5), ("<=", 0.75)]
)
def test_directions_differ_at_the_threshold(direction: str, expected: float) -> None:
    assert probability(np.array([1.0, 2.0, 2.0 - 1, 3.0])[[0, 2, 1, 3]], 2.0, direction) == expected


def test_draws_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(CurveError, match="1 of 2 draws are not a number"):
        summary(np.array([1.0, np.nan]), label="x", unit="", point=0)
    with pytest.raises(CurveError, match="direction is '=>'; allowed: >, >=, <, <="):
        probability(np.array([1.0]), 0, "=>")


def test_trend_of_exact_growth() -> None:
    from datetime import date

    days = [date(2025, 1, 1), date(2025, 7, 2), date(2026, 1, 1)]
    levels = [np.exp(2 * day.toordinal() / 365.25 - 4048) for day in days]
    trend = log_trend(days, levels)
    assert trend.rate_per_year == pytest.approx(2.0)
    assert trend.standard_error == pytest.approx(0.0, abs=1e-6)
    with pytest.raises(TrendError, match="two distinct days"):
        log_trend(days[:1], levels[:1])
