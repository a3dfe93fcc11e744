"""`book sweep`: one chapter under many values, as one table.

A value list is `NAME=0.04,0.08` or `NAME=0.02:0.12:6` (from, to, how many). Several lists give
every combination. Each combination is a run with its own key, so a second sweep costs what is new.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lib.book import outcomes, parameters
from lib.book.errors import ParameterError
from lib.book.keys import inputs_of
from lib.book.progress import Progress
from lib.book.project import Project
from lib.book.run import Job, execute, plan

MOST_RUNS = 10_000


def sweep(
    project: Project, chapter: str, lists: Sequence[str], out: Path, progress: Progress
) -> int:
    """Execute every combination and write one row per combination and outcome; returns the runs.

    Raises ParameterError for an unknown name, a wrong value, or too many combinations.
    """
    import polars as pl

    choices = [values_of(project, text) for text in lists]
    if not choices:
        raise ParameterError("a sweep needs at least one -p NAME=a,b,c")
    names = [name for name, _ in choices]
    combinations = list(itertools.product(*(values for _, values in choices)))
    if len(combinations) > MOST_RUNS:
        raise ParameterError(f"{len(combinations)} combinations; at most {MOST_RUNS}")
    jobs = _jobs(project, chapter, names, combinations)
    execute(project, jobs, progress)
    rows: list[dict[str, Any]] = []
    for combination, job in zip(combinations, jobs, strict=True):
        chosen = dict(zip(names, combination, strict=True))
        rows += [{**chosen, **asdict(outcome)} for outcome in outcomes.of_run(job.folder)]
    out.parent.mkdir(parents=True, exist_ok=True)
    table = pl.DataFrame(rows, infer_schema_length=None)
    if out.suffix == ".csv":
        table.write_csv(out)
    else:
        table.write_parquet(out, compression="zstd")
    return len(combinations)


def values_of(project: Project, text: str) -> tuple[str, list[Any]]:
    """A parameter's name and its checked values."""
    known = parameters.specs(project.data)
    name, equals, values = text.partition("=")
    if not equals or not values:
        raise ParameterError(f"{text!r} is not NAME=a,b,c")
    return name, [parameters.from_text(known, name, value) for value in _spread(values)]


def _spread(values: str) -> list[str]:
    """The values of `a,b,c` or `from:to:count` as texts."""
    if values.count(":") != 2:
        return values.split(",")
    try:
        low, high, count = (float(part) for part in values.split(":"))
    except ValueError:
        raise ParameterError(f"{values!r} is not from:to:count") from None
    steps = int(count)
    if steps < 2:
        raise ParameterError(f"{values!r}: a range needs at least two values")
    return [repr(round(low + (high - low) * i / (steps - 1), 12)) for i in range(steps)]


def _jobs(
    project: Project, chapter: str, names: Sequence[str], combinations: Sequence[tuple[Any, ...]]
) -> list[Job]:
    inputs = inputs_of(project)
    jobs = []
    for combination in combinations:
        given = {
            name: value
            for name, value in zip(names, combination, strict=True)
            if value != parameters.COMMON.get(name)
        }
        jobs += plan(project, [chapter], given, inputs)
    return jobs
