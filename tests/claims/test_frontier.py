"""How far behind: identities of the gap, of the access rules and of the shrinking."""

import numpy as np
import pytest

from lib.claims.frontier import (
    POINTS_PER_UNIT,
    STALE_DAYS,
    best_of_all,
    best_open,
    gap_months,
    gap_points,
    score_priors,
)
from lib.claims.register import answer_to
from lib.claims.scores import GROUPS, HARNESSES, board, primary_board
from lib.evidence import standard_views
from lib.inference.draws import Draws
from lib.models.frontier import shrunken_errors, shrunken_scores

IDS = ("C1.1a-points", "C1.1a-months", "C1.1b-points", "C1.1b-months")


@pytest.fixture(scope="module")
def views():
    return standard_views()


@pytest.fixture(scope="module")
def draws():
    return Draws(n=2**11)


def columns(view, found, draws):
    return draws.sample_all(score_priors(view, found).values())


@pytest.mark.parametrize("name", ("then", "hindsight", "today"))
def test_fewer_models_to_choose_from_never_narrow_the_gap(name: str, views, draws) -> None:
    found = primary_board(views[name])
    x = columns(views[name], found, draws)
    about = views[name].about
    assert np.all(gap_points(found, "mainland")(x) >= gap_points(found, "offshore")(x))
    assert np.all(
        gap_months(found, "mainland", about)(x) >= gap_months(found, "offshore", about)(x)
    )


@pytest.mark.parametrize("side", ("offshore", "mainland"))
def test_no_gap_where_the_best_usable_model_leads(side: str, views) -> None:
    view = views["hindsight"]
    found = primary_board(view)
    x = {p.name: p.default for p in score_priors(view, found).values()}
    x[f"score:{best_open(found, side)}"] = 0.99
    assert gap_points(found, side)(x) == 0
    assert gap_months(found, side, view.about)(x) == 0


def test_gap_in_points_is_the_difference_of_the_two_best_scores(views) -> None:
    found = primary_board(views["today"])
    x = {f"score:{i}": s for i, s in found.table.select("fact_id", "score").iter_rows()}
    best, usable = best_of_all(found), best_open(found, "mainland")
    expected = POINTS_PER_UNIT * (x[f"score:{best}"] - x[f"score:{usable}"])
    assert gap_points(found, "mainland")(x) == pytest.approx(expected)


def test_mainland_firms_are_barred_from_all_that_offshore_firms_are(views) -> None:
    found = primary_board(views["today"])
    offshore, mainland = found.barred("offshore"), found.barred("mainland")
    assert (mainland | ~offshore).all()
    anthropic = found.table.filter(offshore)
    assert anthropic["model"].str.starts_with("Claude").all()


def test_then_sees_only_what_was_public_and_released(views) -> None:
    for harness in HARNESSES:
        found = board(views["then"], harness)
        if found is not None:
            assert found.table["public_on"].max() <= views["then"].known_on
            assert found.table["released"].max() <= views["then"].about
    assert board(views["then"], "OpenHands") is None


def test_the_harness_in_force_has_models_of_every_group(views) -> None:
    for view in views.values():
        found = primary_board(view)
        assert set(found.table["group"]) == set(GROUPS)
        assert found.table["model"].n_unique() == found.table.height


def test_no_model_is_compared_across_harnesses(views) -> None:
    for view in views.values():
        found = primary_board(view)
        facts = view.facts(ids=found.table["fact_id"].to_list())
        assert facts["basis"].str.contains(f"harness={found.harness}", literal=True).all()


@pytest.mark.parametrize("id", IDS)
def test_a_reading_of_the_harness_changes_the_answer(id: str, views, draws) -> None:
    base = answer_to(id)(views["hindsight"], draws)
    other = answer_to(id)(views["hindsight"].derive(readings={"coding_harness": "epoch"}), draws)
    assert "coding_harness" in base.conflicts
    assert other.quantity.label.endswith("Epoch") and base.quantity.label != other.quantity.label


@pytest.mark.parametrize("id", IDS)
def test_a_stale_board_lowers_the_confidence(id: str, views, draws) -> None:
    view = views["today"]
    finding = answer_to(id)(view, draws)
    if (view.about - primary_board(view).until).days > STALE_DAYS:
        assert finding.confidence == "low" and "newest score" in finding.reason


def test_breakeven_score_is_where_the_gap_equals_the_threshold(views, draws) -> None:
    view = views["then"]
    finding = answer_to("C1.1b-points")(view, draws)
    found = primary_board(view)
    x = {p.name: p.default for p in score_priors(view, found).values()}
    x[finding.breakeven.name] = finding.breakeven.value
    assert gap_points(found, "mainland")(x) == pytest.approx(finding.threshold, rel=1e-6)


def test_more_tasks_and_no_harness_error_leave_no_doubt(views, draws) -> None:
    exact = views["then"].derive(
        values={"coding_harness_error": 0.0, "coding_tasks": 5000, "coding_score_correlation": 0.95}
    )
    wide = views["then"].derive(values={"coding_harness_error": 0.08})
    spans = []
    for view in (exact, views["then"], wide):
        found = answer_to("C1.1b-points")(view, draws).quantity
        spans.append(found.p95 - found.p5)
    assert spans == sorted(spans) and spans[0] < 2


def test_shrinking_never_widens_and_keeps_exact_scores() -> None:
    scores, errors = np.array([0.2, 0.5, 0.7]), np.array([0.05, 0.02, 0.1])
    left = shrunken_errors(scores, errors)
    assert np.all(left <= errors)
    assert shrunken_errors(scores, np.zeros(3)).tolist() == [0, 0, 0]
    assert shrunken_scores(scores, np.zeros(3)) == pytest.approx(scores)
    assert np.ptp(shrunken_scores(scores, errors)) < np.ptp(scores)
