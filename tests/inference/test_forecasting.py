"""Forecasting methods on series whose answer is known, and the nested backtest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.inference.backtest import combine, rolling_origin, summary, weights_from
from lib.inference.forecasting import (
    METHODS,
    History,
    SeriesTooShort,
    forecast,
    structural,
)
from lib.inference.predictive import Predictive
from lib.inference.smoothing import smooth

NAN = float("nan")


def constant_growth(rate: float, quarters: int = 24) -> History:
    return History(tuple(100.0 * (1 + rate) ** (q / 4) for q in range(quarters)))


def wavy(quarters: int = 26) -> History:
    levels = [100.0]
    for q in range(1, quarters):
        levels.append(levels[-1] * (1.05 + 0.02 * math.sin(q / 3)))
    growth = len(levels) - 4
    rival = tuple(0.3 + 0.05 * math.cos(q / 4) if q % 7 else NAN for q in range(growth))
    return History(tuple(levels), (rival,))


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("horizon", [1, 2, 4, 6])
def test_constant_growth_is_forecast_as_itself(name: str, horizon: int) -> None:
    made = forecast(name, constant_growth(0.2), horizon)
    assert made.median == pytest.approx(0.2, abs=1e-6)


@pytest.mark.parametrize("name", METHODS)
def test_spread_grows_with_the_horizon(name: str) -> None:
    widths = [np.ptp(forecast(name, wavy(), h).interval(0.5)) for h in (1, 4)]
    assert widths[1] > widths[0] > 0.0


@pytest.mark.parametrize("name", METHODS)
def test_growth_does_not_depend_on_the_currency_unit(name: str) -> None:
    history = wavy()
    scaled = History(tuple(1e9 * v for v in history.levels), history.rivals)
    assert forecast(name, scaled, 2).median == pytest.approx(forecast(name, history, 2).median)


def test_a_trend_in_growth_is_followed_by_drift_and_not_by_carry_forward() -> None:
    growth = [0.10 + 0.01 * q for q in range(16)]
    levels = [100.0] * 4
    for q, rate in enumerate(growth):
        levels.append(levels[q] * (1 + rate))
    history = History(tuple(levels))
    assert forecast("drift_all", history, 2).median == pytest.approx(growth[-1] + 0.02)
    assert forecast("carry_forward", history, 2).median == pytest.approx(growth[-1])


def test_unknown_method_names_the_allowed_ones() -> None:
    with pytest.raises(ValueError, match="carry_forward"):
        forecast("oracle", wavy(), 1)


def test_a_short_series_asks_for_a_later_date() -> None:
    with pytest.raises(SeriesTooShort, match="later known_on"):
        forecast("damped_trend", constant_growth(0.2, 10), 1)


def test_a_gap_in_levels_is_refused() -> None:
    with pytest.raises(ValueError, match="without gaps"):
        History((1.0, 2.0, NAN, 3.0, 4.0, 5.0))


def test_smoothing_refuses_gaps() -> None:
    with pytest.raises(ValueError, match="finite consecutive"):
        smooth(np.array([1.0, 2.0, np.nan, 4.0, 5.0, 6.0, 7.0]))


def test_structural_with_no_ai_change_is_its_base() -> None:
    base = forecast("carry_forward", wavy(), 2)
    made = structural(wavy(), 2, np.zeros(5))
    assert made.median == pytest.approx(base.median)


def test_structural_moves_by_the_ai_change() -> None:
    made = structural(wavy(), 2, np.full(3, 0.03))
    assert made.median == pytest.approx(forecast("carry_forward", wavy(), 2).median + 0.03)


@given(st.integers(12, 20), st.floats(0.5, 3.0))
@settings(max_examples=10, deadline=None)
def test_backtest_rows_of_the_past_do_not_know_the_future(count: int, factor: float) -> None:
    """Levels after an origin may be anything: scores whose outcome came before stay the same."""
    whole = wavy()
    changed = [*whole.levels[: count + 4], *(factor * v for v in whole.levels[count + 4 :])]
    other = History(tuple(changed), whole.rivals)
    for horizon in (1, 3):
        one = [r for r in rolling_origin(whole, horizon) if r.origin + horizon <= count]
        two = [r for r in rolling_origin(other, horizon) if r.origin + horizon <= count]
        assert one == two


def test_weights_are_a_distribution_and_prefer_the_smaller_error() -> None:
    scored = [r for r in rolling_origin(wavy(), 2) if r.method in METHODS]
    weights = weights_from(scored)
    mean = {n: np.mean([r.crps for r in scored if r.method == n]) for n in METHODS}
    assert sum(weights.values()) == pytest.approx(1.0)
    assert max(weights, key=weights.__getitem__) == min(mean, key=mean.__getitem__)
    assert min(weights.values()) > 0.5 / len(METHODS)


def test_without_a_score_all_weights_are_equal() -> None:
    assert set(weights_from([]).values()) == {1.0 / len(METHODS)}


def test_combination_is_the_pool_of_its_parts() -> None:
    made = combine(wavy(), 2)
    expected = sum(made.weights[n] * made.parts[n].above(0.2) for n in made.parts)
    assert made.combination.above(0.2) == pytest.approx(expected)


def test_structural_weight_is_taken_from_the_others_in_proportion() -> None:
    plain = combine(wavy(), 2)
    mixed = combine(wavy(), 2, Predictive.student(0.5, 0.0), 0.25)
    assert mixed.weights["structural"] == 0.25
    assert sum(mixed.weights.values()) == pytest.approx(1.0)
    ratio = mixed.weights["drift_all"] / plain.weights["drift_all"]
    assert ratio == pytest.approx(0.75)


def test_summary_compares_on_shared_origins_only() -> None:
    table = summary(wavy(), 2)
    assert table["origins"].n_unique() == 1
    reference = table.filter(table["method"] == "carry_forward").row(0, named=True)
    assert reference["skill"] == 0.0
    assert reference["dm_p_value"] is None
    assert set(table["method"]) == {*METHODS, "combination"}


def test_a_series_with_nothing_to_score_says_how_much_is_missing() -> None:
    with pytest.raises(ValueError, match="are needed"):
        summary(constant_growth(0.2, 12), 4)
