"""How far the best model that a firm may still use trails the best one (C1.1a, C1.1b).

*Offshore* firms are owned from China, stand elsewhere, and may buy from every vendor but Anthropic.
*Mainland* firms use Chinese and open-weight models. The best of many noisy scores is biased, so
scores are shrunken, every model's remaining error is drawn, and the best is taken in each draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.claims.scores import Board, other_boards, primary_board
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.uncertain import Prior
from lib.models.frontier import DAYS_PER_MONTH, shrunken_errors, shrunken_scores

SIDES = ("offshore", "mainland")
Z95 = 1.6448536269514722
POINTS_PER_UNIT = 100
STALE_DAYS = 60


@proposition("C1.1a-points")
def offshore_gap_in_points(view: View, draws: Draws) -> Finding:
    """Best model less best model that is not Claude."""
    return _gap(view, draws, "C1.1a-points", "offshore")


@proposition("C1.1b-points")
def mainland_gap_in_points(view: View, draws: Draws) -> Finding:
    """Best model less best Chinese or open-weight model."""
    return _gap(view, draws, "C1.1b-points", "mainland")


@proposition("C1.1a-months")
def offshore_gap_in_months(view: View, draws: Draws) -> Finding:
    """Months since the barred models first had the level that offshore firms may still buy."""
    return _gap(view, draws, "C1.1a-months", "offshore")


@proposition("C1.1b-months")
def mainland_gap_in_months(view: View, draws: Draws) -> Finding:
    """Months since the barred models first had the level of Chinese and open-weight models."""
    return _gap(view, draws, "C1.1b-months", "mainland")


def _gap(view: View, draws: Draws, proposition_id: str, side: str) -> Finding:
    board = primary_board(view)
    priors = score_priors(view, board)
    in_months = proposition_id.endswith("months")
    quantity = gap_months(board, side, view.about) if in_months else gap_points(board, side)
    stale = (view.about - board.until).days
    return estimate(
        view,
        draws,
        proposition=proposition_id,
        quantity=quantity,
        inputs=list(priors.values()),
        decisive=priors[best_open(board, side)].name,
        label=f"Lag of {side} firms on {board.harness}",
        reason=_reason(board, view, stale),
        confidence_at_most="low" if stale > STALE_DAYS else "medium",
        confidence_note=(
            "the board ends before the newest models"
            if stale > STALE_DAYS
            else "one benchmark, one harness; other boards order the models otherwise"
        ),
    )


def score_priors(view: View, board: Board) -> dict[str, Prior]:
    """The score of every model as a prior, by fact id: shrunken, with the error that is left.

    The error holds the sampling of tasks, less what all models share, and that of the harness.
    """
    tasks = view.assumption("coding_tasks").default
    shared = view.assumption("coding_score_correlation").default
    harness = view.assumption("coding_harness_error").default
    scores = board.table["score"].to_numpy()
    sampling = scores * (1 - scores) / tasks * (1 - shared)
    errors = np.sqrt(sampling + harness**2)
    centre, left = shrunken_scores(scores, errors), shrunken_errors(scores, errors)
    rows = zip(board.table["fact_id"], board.table["model"], centre, left, strict=True)
    return {
        fact_id: Prior(
            name=f"score:{fact_id}",
            label=f"Score of {model}",
            unit="fraction",
            default=float(score),
            low=float(score - Z95 * error),
            high=float(score + Z95 * error),
            bound_low=0.0,
            bound_high=1.0,
            basis="fact",
        )
        for fact_id, model, score, error in rows
    }


def best_open(board: Board, side: str) -> str:
    """The fact of the best score among the models that the side may use."""
    usable = board.table.filter(~board.barred(side)).sort("score", "fact_id", descending=True)
    return str(usable["fact_id"][0])


def best_of_all(board: Board) -> str:
    """The fact of the best score of the board."""
    return str(board.table.sort("score", "fact_id", descending=True)["fact_id"][0])


def gap_points(board: Board, side: str) -> Any:
    """Build the gap in points: the best of all less the best that the side may use, 0 or more."""
    names = [f"score:{fact_id}" for fact_id in board.table["fact_id"]]
    usable = (~board.barred(side)).to_numpy()

    def points(x: Mapping[str, Any]) -> Any:
        scores = np.stack(np.broadcast_arrays(*(np.asarray(x[name], float) for name in names)))
        gap = scores.max(axis=0) - scores[usable].max(axis=0)
        return POINTS_PER_UNIT * (gap if gap.ndim else float(gap))

    return points


def gap_months(board: Board, side: str, about: date) -> Any:
    """Build the gap in months: time since a barred model first had the best usable score.

    0 where no barred model has it yet. Where the board's first barred model already had it, the
    lag is at least the board's length, and that length is returned. Where the board is stale, the
    clock stops on the day of its newest score: later models of either side are not on it.
    """
    barred = board.barred(side).to_numpy()
    until = board.until if (about - board.until).days > STALE_DAYS else about
    names = [f"score:{fact_id}" for fact_id in board.table["fact_id"]]
    ages = np.array([(until - day).days / DAYS_PER_MONTH for day in board.table["released"]])

    def months(x: Mapping[str, Any]) -> Any:
        scores = np.stack(np.broadcast_arrays(*(np.asarray(x[name], float) for name in names)))
        best = scores[~barred].max(axis=0)
        reached = scores[barred] >= best
        ages_barred = ages[barred].reshape(-1, *([1] * best.ndim))
        lag = np.where(reached, np.maximum(ages_barred, 0.0), 0.0).max(axis=0)
        return lag if np.ndim(lag) else float(lag)

    return months


def gaps_by_board(view: View) -> pl.DataFrame:
    """The gap of raw scores on every board that the view knows, one row per board and side.

    Columns: board, side, models, until, points (null where the unit is the board's own), months.
    No error is drawn, and boards are never joined: it shows how much the choice of board matters.
    """
    rows = []
    for found, fraction in other_boards(view):
        x = {f"score:{i}": s for i, s in found.table.select("fact_id", "score").iter_rows()}
        for side in SIDES:
            rows.append(
                {
                    "board": found.harness,
                    "side": side,
                    "models": found.table.height,
                    "until": found.until,
                    "points": gap_points(found, side)(x) if fraction else None,
                    "months": gap_months(found, side, view.about)(x),
                }
            )
    schema = {"board": pl.String, "side": pl.String, "models": pl.Int64, "until": pl.Date,
              "points": pl.Float64, "months": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def best_so_far(view: View) -> pl.DataFrame:
    """The best score so far of each group on the primary board, by release: a step a row.

    Columns: released, group, best (fraction), model; every line ends on the board's last release.
    """
    found = primary_board(view)
    last = found.table["released"].max()
    steps = found.table.sort("released", "score").with_columns(
        best=pl.col("score").cum_max().over("group")
    )
    steps = steps.filter(pl.col("best") == pl.col("score"))
    ends = steps.group_by("group", maintain_order=True).last().with_columns(released=pl.lit(last))
    return (
        pl.concat([steps, ends.select(steps.columns)])
        .select("released", "group", "best", "model")
        .unique(["released", "group"], keep="last", maintain_order=True)
        .sort("group", "released")
    )


def _reason(board: Board, view: View, stale: int) -> str:
    text = f"Compared on {board.harness}, the harness in force, with {board.table.height} models."
    if stale <= STALE_DAYS:
        return text
    return (
        f"{text} Its newest score is of {board.until}; models released since then are on no "
        "harness that compares them all."
    )
