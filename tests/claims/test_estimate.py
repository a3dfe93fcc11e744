"""The engine against closed forms: what a Finding says must follow from its inputs."""

import dataclasses

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from lib.claims.estimate import estimate, estimate_from_draws
from lib.claims.finding import FindingError
from lib.claims.provenance import recorded
from lib.evidence.errors import UnknownAssumption
from lib.inference.uncertain import Prior

DAY = "2025-09-07"


def gap(x):
    return x["first"] - x["second"]


def run(row, view, draws, **parts):
    arguments = {"quantity": gap, "inputs": ["first", "second"], **parts}
    return recorded(row, lambda v, d: estimate(v, d, proposition=row, **arguments))(view, draws)


def closed_form(threshold: float, width: float = 1.0) -> float:
    """P(N(10, s1) - N(8, s2) > threshold), s from percentiles at 2 and 1."""
    spread = width * np.hypot(2, 1) / ndtri(0.95)
    return float(ndtr((2 - threshold) / spread))


def test_probability_equals_the_closed_form(row, view_on, draws) -> None:
    finding = run(row(), view_on(DAY), draws)
    assert finding.probability == pytest.approx(closed_form(0), abs=2e-3)
    assert finding.probability_narrow == pytest.approx(closed_form(0, 0.5), abs=2e-3)
    assert finding.probability_wide == pytest.approx(closed_form(0, 2.0), abs=2e-3)


def test_curve_equals_the_closed_form_at_every_threshold(row, view_on, draws) -> None:
    finding = run(row(), view_on(DAY), draws)
    thresholds, shares = zip(*finding.curve, strict=True)
    assert {-1.0, 0.0, 1.0} <= set(thresholds)
    assert shares == pytest.approx([closed_form(t) for t in thresholds], abs=4e-3)


@pytest.mark.parametrize("threshold", [-1.0, 0.5, 1.0, 3.0, 5.0])
def test_widening_priors_moves_a_symmetric_answer_toward_one_half(
    row, view_on, draws, threshold: float
) -> None:
    finding = run(row(threshold=threshold), view_on(DAY), draws)
    distances = [
        abs(p - 0.5)
        for p in (finding.probability_narrow, finding.probability, finding.probability_wide)
    ]
    assert distances == sorted(distances, reverse=True)


def test_opposite_directions_share_the_certainty(row, view_on, draws) -> None:
    above = run(row(), view_on(DAY), draws)
    below = run(row(direction="<="), view_on(DAY), draws)
    assert above.probability + below.probability == pytest.approx(1.0)


def test_breakeven_and_flips_equal_algebra(row, view_on, draws) -> None:
    finding = run(row(threshold=1.0), view_on(DAY), draws, decisive="second")
    assert finding.breakeven is not None
    assert finding.breakeven.value == pytest.approx(9.0)
    assert {flip.name: flip.value for flip in finding.flips} == pytest.approx(
        {"first": 9.0, "second": 9.0}
    )


def test_decisive_input_is_by_default_the_one_whose_flip_is_nearest(row, view_on, draws) -> None:
    finding = run(row(), view_on(DAY), draws)
    assert finding.breakeven is not None and finding.breakeven.name == "first"


def test_three_forms_of_a_quantity_agree(row, view_on, draws) -> None:
    def named(first, second, *, factor=1.0):
        return factor * (first - second)

    def bound(a, b):
        return a - b

    view = view_on(DAY)
    by_mapping = run(row(), view, draws)
    by_name = run(row(), view, draws, quantity=named, inputs=None)
    by_binding = run(row(), view, draws, quantity=bound, inputs={"a": "first", "b": "second"})
    assert by_mapping == by_name == by_binding


def test_findings_do_not_depend_on_what_was_computed_before(row, view_on, draws) -> None:
    view = view_on(DAY)
    alone = run(row(), view, type(draws)(names=draws._names))
    run(row(), view, draws, quantity=lambda x: x["scale"] * x["second"], inputs=["scale", "second"])
    assert run(row(), view, draws) == alone


def test_two_claims_see_the_same_draws_of_one_input(row, view_on, draws) -> None:
    view = view_on(DAY)
    high = run(row(threshold=10.0), view, draws, quantity=lambda x: x["first"], inputs=["first"])
    low = run(
        row(threshold=10.0, direction="<="), view, draws,
        quantity=lambda x: x["first"], inputs=["first"],
    )  # fmt: skip
    assert high.probability + low.probability == 1.0


def test_evidence_share_and_what_settles_it(row, view_on, draws) -> None:
    finding = run(
        row(threshold=100.0), view_on(DAY), draws,
        quantity=lambda x: x["known"] + 5 * x["first"] - 50, inputs=["known", "first"],
    )  # fmt: skip
    assert finding.evidence_share == pytest.approx(0.8, abs=0.03)
    assert [name for name, _, _ in finding.settles] == ["known", "first"]


def test_an_override_is_fixed_and_moves_the_answer(row, view_on, draws) -> None:
    free = run(row(), view_on(DAY), draws)
    chosen = run(row(), view_on(DAY, values={"first": 8.0}), draws)
    assert free.probability > 0.7
    assert chosen.probability == pytest.approx(0.5, abs=2e-3)


def test_a_prior_may_stand_beside_assumptions(row, view_on, draws) -> None:
    own = Prior("derived:x", 8.0, 7.0, 9.0, unit="USD", basis="fact")
    finding = run(
        row(), view_on(DAY), draws, quantity=lambda a, b: a - b, inputs={"a": "first", "b": own}
    )
    assert finding.probability == pytest.approx(closed_form(0), abs=5e-3)
    assert finding.assumptions == ("first",)


def test_table_without_detail_gives_the_probabilities_alone(row, view_on, draws) -> None:
    finding = run(row(), view_on(DAY), draws.for_history())
    assert finding.probability == pytest.approx(closed_form(0), abs=0.01)
    assert (finding.curve, finding.flips, finding.breakeven) == ((), (), None)
    assert finding.confidence is not None


def test_draws_from_elsewhere(row, view_on, draws) -> None:
    values = np.linspace(-1, 3, draws.n)
    finding = estimate_from_draws(
        view_on(DAY), draws, proposition=row(), values=values, status="forecast"
    )
    assert finding.probability == pytest.approx(0.75, abs=1e-3)
    assert finding.probability_wide is None
    assert finding.quantity is not None and finding.quantity.value == finding.quantity.p50


def test_mistakes_are_named(row, view_on, draws) -> None:
    view = view_on(DAY)
    with pytest.raises(FindingError, match=r"decisive input 'frist' is no input; allowed: first"):
        run(row(), view, draws, decisive="frist")
    with pytest.raises(UnknownAssumption, match="frist"):
        run(row(), view, draws, inputs=["frist", "second"])
    with pytest.raises(FindingError, match="no threshold"):
        run(row(threshold=None, threshold_reason=""), view, draws)
    with pytest.raises(FindingError, match="have no names"):
        run(row(), view, draws, quantity=lambda **x: 0.0, inputs=None)


def test_a_probability_needs_the_right_status(row, view_on, draws) -> None:
    finding = run(row(), view_on(DAY), draws)
    with pytest.raises(FindingError, match="status judgement has a probability"):
        dataclasses.replace(finding, status="judgement")
    with pytest.raises(FindingError, match="status 'sure'; allowed: resolved"):
        dataclasses.replace(finding, status="sure")
