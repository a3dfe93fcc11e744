"""What each command does, without a command line, so that tests and commands share it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lib.book.errors import BookError, ParameterError
from lib.book.notebooks import dump, notebook_of, paired, to_text, write_whole
from lib.book.progress import Progress
from lib.book.project import Project
from lib.book.run import Job, execute, plan

IDS_HEAD = (
    "# Every id that was ever published: people cite them. `book ids` adds new ones; one that\n"
    "# vanishes needs a redirect, written as `old-id -> new-id`.\n"
)


def given_from_text(project: Project, pairs: Iterable[str]) -> dict[str, Any]:
    """NAME=VALUE pairs as checked values. Raises ParameterError for the first that is wrong."""
    from lib.book import parameters  # loads the evidence: only when there is something to check

    if not (chosen := list(pairs)):
        return {}
    known = parameters.specs(project.data)
    given: dict[str, Any] = {}
    for pair in chosen:
        name, equals, text = pair.partition("=")
        if not equals:
            raise ParameterError(f"{pair!r} is not NAME=VALUE")
        if name in given:
            raise ParameterError(f"parameter {name!r} is given twice")
        given[name] = parameters.from_text(known, name, text)
    _check_day(given)
    return {name: value for name, value in given.items() if value != parameters.COMMON.get(name)}


def run_chapter(
    project: Project, name: str, pairs: Sequence[str], out: Path | None, progress: Progress
) -> Path:
    """Execute one chapter; returns the run's folder, or `out` when it is given."""
    chapter = project.resolve(name)
    given = given_from_text(project, pairs)
    jobs = plan(project, [chapter], given)
    if not jobs:
        raise BookError(f"chapter {chapter} has no code: there is nothing to execute")
    execute(project, jobs, progress)
    _tell_what_was_not_read(jobs, progress)
    (job,) = jobs
    if out is None:
        return job.folder
    if out.suffix == ".ipynb":
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, (job.folder / "notebook.ipynb").read_bytes())
        return out
    shutil.copytree(job.folder, out, dirs_exist_ok=True)
    return out


def build_book(
    project: Project,
    pairs: Sequence[str],
    out: Path | None,
    workers: int,
    force: bool,
    progress: Progress,
) -> Path:
    """Execute what changed and assemble the site; returns its folder."""
    from lib.book.assemble import assemble

    given = given_from_text(project, pairs)
    jobs = plan(project, project.page_names, given)
    execute(project, jobs, progress, workers)
    _tell_what_was_not_read(jobs, progress)
    site = out or (project.build / "variant" / "html" if given else project.site)
    return assemble(project, jobs, site, force, progress)


def pair_chapters(project: Project, names: Sequence[str], from_notebook: bool = False) -> list[str]:
    """Write notebooks from texts, or texts from notebooks; one line for each that changed."""
    every = sorted(path.stem for path in project.chapters.glob("*.md"))
    lines = []
    for chapter in [project.resolve(name) for name in names] or every:
        if from_notebook:
            target, content = (
                project.text_of(chapter),
                to_text(json.loads(paired(project, chapter).read_text("utf8"))),
            )
        else:
            target, content = paired(project, chapter), dump(notebook_of(project, chapter))
        if target.is_file() and target.read_text("utf8") == content:
            continue
        write_whole(target, content)
        lines.append(f"wrote chapters/{target.name}")
    return lines or ["every pair is in step"]


def add_ids(project: Project) -> list[str]:
    """Append new ids to the committed list; one that vanished is left for a person to redirect."""
    from lib.book.check import IDS_FILE, ids_of

    path = project.chapters / IDS_FILE
    text = path.read_text("utf8") if path.is_file() else IDS_HEAD
    listed = {line.split()[0] for line in text.splitlines() if line.strip()}
    new = [id for id in ids_of(project) if id not in listed]
    write_whole(path, text + "".join(f"{id}\n" for id in new))
    return [f"added {id}" for id in new] or ["every id is listed"]


def _tell_what_was_not_read(jobs: Sequence[Job], progress: Progress) -> None:
    """Any assumption and any conflict may be given; one without an effect is named."""
    if not any(job.given for job in jobs):
        return
    from lib.book.unread import unread_notes

    for note in unread_notes(jobs):
        progress.step(note)


def _check_day(given: dict[str, Any]) -> None:
    """A day that the data cannot speak about is refused before a kernel starts."""
    day = given.get("known_on", "latest")
    if day == "latest":
        return
    from lib.evidence.view import View

    View(known_on=day)
