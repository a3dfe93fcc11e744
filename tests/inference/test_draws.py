"""One table of draws: a column belongs to a name, and to nothing else."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.inference.draws import Draws, DrawsError, _Kept, _kept_columns
from lib.inference.priors import NARROW, WIDE, quantile, spread
from lib.inference.uncertain import Prior, PriorError

NAMES = [f"input_{n}" for n in range(130)]
SHAPES = ["normal", "lognormal", "logitnormal", "uniform", "triangular"]


@pytest.fixture(scope="module")
def draws() -> Draws:
    return Draws(names=NAMES)


def test_same_name_same_column_whatever_was_asked_before(draws: Draws) -> None:
    before = {name: draws.uniform(name) for name in NAMES[:20]}
    _kept_columns.cache_clear()
    fresh = Draws(names=NAMES)
    for name in reversed(NAMES[:20]):
        assert fresh.uniform(name) is not before[name]
        assert np.array_equal(fresh.uniform(name), before[name])


def test_tables_of_the_same_kind_share_what_was_drawn() -> None:
    draws = Draws(names=NAMES)
    prior = Prior("input_5", 1.0, 0.5, 2.0, "lognormal")
    column = draws.sample(prior)
    assert Draws(names=NAMES).sample(prior) is column
    assert not column.flags.writeable
    assert draws.sample(prior, WIDE) is not column
    assert draws.sample(replace(prior, default=1.1)).mean() != column.mean()
    assert not np.array_equal(Draws(seed=1, names=NAMES).sample(prior), column)


def test_what_was_drawn_is_forgotten_beyond_a_number_of_columns() -> None:
    kept = _Kept(2)
    for name in ("a", "b", "a", "c"):
        kept.column(name, lambda: np.zeros(4))
    assert list(kept._columns) == ["a", "c"]


def test_appending_a_name_changes_no_other_column(draws: Draws) -> None:
    longer = Draws(names=[*NAMES, *(f"later_{n}" for n in range(100))])
    for name in (NAMES[0], NAMES[63], NAMES[64], NAMES[129]):
        assert np.array_equal(longer.uniform(name), draws.uniform(name))


def test_another_seed_gives_other_columns(draws: Draws) -> None:
    other = Draws(seed=1, names=NAMES)
    assert not np.array_equal(other.uniform("input_0"), draws.uniform("input_0"))


def test_columns_are_bit_stable(draws: Draws) -> None:
    bits = draws.uniform("input_7").tobytes() + draws.uniform("noise:x").tobytes()
    assert hashlib.sha256(bits).hexdigest()[:16] == "4060518ebd080893"


def test_smaller_table_is_the_beginning_of_none_but_has_the_same_marginals(draws: Draws) -> None:
    small = draws.for_history()
    assert small.n == 2**11 and not small.detail
    assert abs(small.uniform("input_3").mean() - 0.5) < 1e-6


@pytest.mark.parametrize("name", ["input_0", "input_101", "fact:x", "group:power"])
def test_columns_fill_the_unit_interval_evenly(draws: Draws, name: str) -> None:
    column = np.sort(draws.uniform(name))
    steps = (np.arange(draws.n) + 0.5) / draws.n
    assert np.abs(column - steps).max() <= 1 / draws.n
    assert column[0] > 0 and column[-1] < 1


def test_pairs_of_columns_are_uncorrelated(draws: Draws) -> None:
    table = np.stack([draws.uniform(name) for name in [*NAMES[:40], "noise:a", "noise:b"]])
    off_diagonal = np.corrcoef(table) - np.eye(len(table))
    assert np.abs(off_diagonal).max() < 0.04


def test_two_dimensional_boxes_are_filled_in_proportion(draws: Draws) -> None:
    first, second = draws.uniform("input_2"), draws.uniform("input_3")
    inside = np.mean((first < 0.3) & (second < 0.7))
    assert abs(inside - 0.21) < 0.001


def test_unknown_name_is_an_error_with_near_names(draws: Draws) -> None:
    with pytest.raises(DrawsError, match=r"inptu_7.*near: input_7"):
        draws.uniform("inptu_7")


@pytest.mark.parametrize("n", [0, 1, 3, 10_000])
def test_number_of_draws_must_be_a_power_of_two(n: int) -> None:
    with pytest.raises(DrawsError, match="power of two"):
        Draws(n, names=NAMES)


def test_columns_cannot_be_written_to(draws: Draws) -> None:
    with pytest.raises(ValueError, match="read-only"):
        draws.uniform("input_0")[0] = 1.0


@pytest.mark.parametrize("shape", SHAPES)
def test_default_is_the_median_and_low_high_the_percentiles(draws: Draws, shape: str) -> None:
    prior = Prior("input_1", 0.3, 0.1, 0.6, shape)
    found = np.quantile(draws.sample(prior), [0.05, 0.5, 0.95])
    assert found == pytest.approx([0.1, 0.3, 0.6], abs=2e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_width_scales_the_distance_from_the_default(shape: str) -> None:
    prior = Prior("input_1", 0.3, 0.2, 0.4, shape)
    narrow, base, wide = (spread(prior, width) for width in (NARROW, 1.0, WIDE))
    assert base == pytest.approx((0.2, 0.4))
    assert wide[0] < base[0] < narrow[0] < 0.3 < narrow[1] < base[1] < wide[1]


def test_width_of_a_lognormal_is_a_power() -> None:
    assert spread(Prior("x", 10, 5, 20, "lognormal"), WIDE) == pytest.approx((2.5, 40))


def test_hard_bounds_cut_without_piling_up(draws: Draws) -> None:
    prior = Prior("input_5", 0.0, -1.0, 1.0, bound_low=-0.5, bound_high=2.0)
    values = draws.sample(prior)
    assert values.min() > -0.5
    assert np.sum(values < -0.499) < 20
    assert len(np.unique(values)) == draws.n


def test_one_sided_prior_starts_at_its_default(draws: Draws) -> None:
    values = draws.sample(Prior("input_6", 5.0, 5.0, 6.0, "lognormal"))
    assert values.min() >= 5.0
    assert np.quantile(values, 0.95) == pytest.approx(6.0, abs=2e-3)
    below = draws.sample(Prior("input_6", 5.0, 4.0, 5.0))
    assert below.max() <= 5.0
    assert np.quantile(below, 0.05) == pytest.approx(4.0, abs=2e-3)


def test_fixed_prior_is_one_value(draws: Draws) -> None:
    assert np.all(draws.sample(Prior("any name at all", 7.0)) == 7.0)


def test_group_of_correlated_inputs(draws: Draws) -> None:
    a, b = (Prior(f"input_{n}", 0, -1, 1, group="power", rho=0.6) for n in (10, 11))
    apart = Prior("input_12", 0, -1, 1)
    table = np.stack([draws.sample(prior) for prior in (a, b, apart)])
    assert np.corrcoef(table)[0, 1] == pytest.approx(0.6, abs=0.02)
    assert abs(np.corrcoef(table)[0, 2]) < 0.02
    assert np.quantile(table[0], [0.05, 0.5, 0.95]) == pytest.approx([-1, 0, 1], abs=0.03)


def test_full_correlation_makes_two_inputs_one(draws: Draws) -> None:
    a, b = (Prior(f"input_{n}", 0, -1, 1, group="one", rho=1.0) for n in (10, 11))
    assert draws.sample(a) == pytest.approx(draws.sample(b))


@settings(deadline=None, max_examples=60)
@given(
    shape=st.sampled_from(SHAPES),
    ends=st.lists(st.floats(0.01, 0.99), min_size=3, max_size=3, unique=True).map(sorted),
    width=st.sampled_from([NARROW, 1.0, WIDE]),
)
def test_quantiles_rise_with_probability_and_stay_in_bounds(
    shape: str, ends: list[float], width: float
) -> None:
    low, default, high = ends
    prior = Prior("x", default, low, high, shape, bound_low=0.005, bound_high=0.995)
    values = quantile(prior, np.linspace(0.001, 0.999, 50), width)
    assert np.all(np.diff(values) >= 0)
    assert values[0] >= 0.005 and values[-1] <= 0.995


@pytest.mark.parametrize(
    ("prior", "message"),
    [
        (Prior("x", 1, 2, 3), "x: default 1"),
        (Prior("x", 1, 0, 3, "lognormal"), "x: low is 0; a lognormal"),
        (Prior("x", 0.5, 0.1, 1.5, "logitnormal"), "x: a logitnormal"),
        (Prior("x", 0.5, 0.1, 1.5, "gamma"), "unknown distribution 'gamma'; allowed: normal"),
        (Prior("x", 5, 4, 6, "uniform", bound_low=8), "no probability between its hard bounds"),
    ],
)
def test_priors_that_cannot_be_drawn_say_why(prior: Prior, message: str) -> None:
    with pytest.raises(PriorError, match=message):
        quantile(prior, np.array([0.5]))
