"""`book compare`: which verdicts and numbers moved between two runs, or two scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.book import outcomes, parameters
from lib.book.errors import BookError
from lib.book.outcomes import Outcome
from lib.book.progress import Progress
from lib.book.project import Project
from lib.book.run import execute, plan

Key = tuple[str, str, str, str]
SAME = 1e-9


@dataclass(frozen=True)
class Move:
    """One outcome on both sides; None where a side does not have it."""

    before: Outcome | None
    after: Outcome | None

    @property
    def name(self) -> str:
        """What moved."""
        one = self.before or self.after
        assert one is not None
        return f"{one.name} ({one.view})" if one.view else one.name

    @property
    def kind(self) -> str:
        """Finding, number, phrase or premise."""
        one = self.before or self.after
        assert one is not None
        return one.kind

    @property
    def is_read(self) -> bool:
        """Whether a reader sees it: a move below the printed places changes no text."""
        return (self.before and self.before.text) != (self.after and self.after.text)

    def line(self) -> str:
        """The move in words: `price: $0.06 -> $0.20 (+233%)`."""
        old = self.before.text if self.before else "absent"
        new = self.after.text if self.after else "absent"
        return f"{self.name}: {old} -> {new}{self._change()}"

    def _change(self) -> str:
        if self.kind != "number" or self.before is None or self.after is None:
            return ""
        old, new = self.before.value, self.after.value
        if not old or new is None:
            return ""
        return f" ({(new - old) / abs(old):+.1%})"


def moved(before: Sequence[Outcome], after: Sequence[Outcome]) -> list[Move]:
    """What differs: verdicts first, then numbers, premises and phrases, each by name."""
    old, new = {o.key: o for o in before}, {o.key: o for o in after}
    order = ("finding", "number", "premise", "phrase")
    moves = [
        Move(old.get(key), new.get(key))
        for key in sorted(set(old) | set(new))
        if _differs(old.get(key), new.get(key))
    ]
    return sorted(moves, key=lambda move: order.index(move.kind))


def side(project: Project, name: str, progress: Progress) -> list[Outcome]:
    """The outcomes of a run folder, of a folder of runs, or of the book under a scenario."""
    path = Path(name)
    if path.is_dir():
        return outcomes.of_folder(path)
    if name not in parameters.scenario_names(project.data):
        known = ", ".join(parameters.scenario_names(project.data))
        raise BookError(f"{name!r} is neither a folder nor a scenario; scenarios: {known}")
    jobs = plan(project, project.page_names, {} if name == "base" else {"scenario": name})
    execute(project, jobs, progress)
    return outcomes.of_jobs(jobs)


def _differs(one: Outcome | None, other: Outcome | None) -> bool:
    if one is None or other is None:
        return True
    if one.text != other.text:
        return True
    if one.value is None or other.value is None:
        return one.value is not other.value
    return abs(one.value - other.value) > SAME * max(abs(one.value), abs(other.value))
