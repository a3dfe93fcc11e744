"""How far behind the frontier a model is, in points and in months of release dates.

The best of many noisy scores is biased upwards, the more so the more models are compared.
``shrunken_scores`` pulls each score towards the mean by its own noise before a maximum is taken.
These functions take arrays of models, not single quantities.
"""

from datetime import date

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
DAYS_PER_MONTH = 365.25 / 12.0


def shrunken_scores(scores: npt.ArrayLike, standard_errors: npt.ArrayLike) -> Array:
    """Return scores pulled towards their mean by the share of their spread that is noise.

    Args:
        scores: one score per model.
        standard_errors: standard error of each score, in the same unit.

    Returns:
        Scores in the same order.

    Raises:
        ValueError: for fewer than two scores, unequal lengths or a negative standard error.

    Source:
        Empirical Bayes with a normal prior; its variance is the variance of the scores less the
        mean squared error, and not below zero (James and Stein; Efron and Morris 1975).
    """
    values, weight, _ = _shrinkage(scores, standard_errors)
    return np.asarray(values.mean() + weight * (values - values.mean()))


def shrunken_errors(scores: npt.ArrayLike, standard_errors: npt.ArrayLike) -> Array:
    """Return the standard error that is left of each score after shrinking.

    Args:
        scores: one score per model.
        standard_errors: standard error of each score, in the same unit.

    Returns:
        Standard errors in the same order, never larger than before.

    Raises:
        ValueError: as ``shrunken_scores``.

    Source:
        The posterior standard deviation of the same normal model.
    """
    _, weight, errors = _shrinkage(scores, standard_errors)
    return np.asarray(np.sqrt(weight) * errors)


def running_best(release_days: list[date], scores: npt.ArrayLike) -> list[tuple[date, float]]:
    """Return the release days on which the best score rose, with the new best.

    Args:
        release_days: day of release of each model.
        scores: score of each model, shrunken or not.

    Returns:
        Pairs of day and best score so far, in order of days.

    Raises:
        ValueError: for unequal lengths or no models.
    """
    values = np.asarray(scores, dtype=float)
    if len(release_days) != values.size or values.size == 0:
        raise ValueError(
            f"release_days and scores must be equally long and not empty; "
            f"got {len(release_days)} and {values.size}"
        )
    steps: list[tuple[date, float]] = []
    for day, score in sorted(zip(release_days, values.tolist(), strict=True)):
        if not steps or score > steps[-1][1]:
            steps.append((day, score))
    return steps


def lag_months(
    frontier: list[tuple[date, float]], follower_score: float, about: date
) -> float | None:
    """Return how long ago the frontier first reached a follower's score.

    Args:
        frontier: steps of ``running_best``.
        follower_score: best score of the follower on that day.
        about: the day of comparison.

    Returns:
        Months since the frontier first stood at or above the score, 0 if it does not yet.
        None if it stood there on its first day: the lag is at least the table's length.

    Raises:
        ValueError: for a frontier without steps.
    """
    if not frontier:
        raise ValueError("frontier must hold at least one step; got none")
    reached = [day for day, score in frontier if score >= follower_score and day <= about]
    if not reached:
        return 0.0
    if reached[0] == frontier[0][0]:
        return None
    return (about - reached[0]).days / DAYS_PER_MONTH


def lag_points(frontier_score: float, follower_score: float) -> float:
    """Return the frontier's lead in points; negative if the follower leads."""
    return frontier_score - follower_score


def gap_standard_error(
    frontier_error: float, follower_error: float, correlation: float = 0.0
) -> float:
    """Return the standard error of a difference of two scores on the same tasks.

    Args:
        frontier_error: standard error of one score.
        follower_error: standard error of the other.
        correlation: of the two errors; above 0 on paired tasks, which narrows the difference.

    Returns:
        Standard error in the unit of the scores.

    Raises:
        ValueError: for a negative error or a correlation outside -1 to 1.
    """
    if frontier_error < 0 or follower_error < 0:
        raise ValueError(
            "frontier_error and follower_error must be 0 or more; "
            f"got {frontier_error} and {follower_error}"
        )
    if not -1 <= correlation <= 1:
        raise ValueError(f"correlation must be between -1 and 1; got {correlation}")
    covariance = correlation * frontier_error * follower_error
    return float(np.sqrt(max(frontier_error**2 + follower_error**2 - 2 * covariance, 0.0)))


def _shrinkage(scores: npt.ArrayLike, standard_errors: npt.ArrayLike) -> tuple[Array, Array, Array]:
    """Scores, the share of each deviation that is kept, and errors; all checked."""
    values, errors = np.asarray(scores, dtype=float), np.asarray(standard_errors, dtype=float)
    _fail_if_lengths_differ(scores=values, standard_errors=errors)
    if values.size < 2:
        raise ValueError(f"scores must hold at least two values; got {values.size}")
    if (errors < 0).any():
        raise ValueError(f"standard_errors must be 0 or more; got {errors.min()}")
    prior_variance = max(float(values.var(ddof=1) - np.mean(errors**2)), 0.0)
    weight = np.divide(
        prior_variance,
        prior_variance + errors**2,
        out=np.ones_like(errors),
        where=(prior_variance + errors**2) > 0,
    )
    return values, weight, errors


def _fail_if_lengths_differ(**arrays: Array) -> None:
    sizes = {name: array.size for name, array in arrays.items()}
    if len(set(sizes.values())) > 1:
        raise ValueError(f"arrays must be equally long; got {sizes}")
