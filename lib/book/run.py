"""Executes chapters: in parallel, in warm kernels, and never the same thing twice.

A run's folder appears whole or not at all: it is written beside its place and renamed. It holds no
time and no random id, so that two executions of one key give the same bytes; times stand in
`_build/times.json`.
"""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.book.errors import ExecutionFailed
from lib.book.keys import inputs_of, run_key
from lib.book.notebooks import Notebook, digest, dump, notebook_of, source_of, tags_of, write_whole
from lib.book.progress import Progress, Silent
from lib.book.project import Project

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Job:
    """One chapter to execute with given parameters."""

    chapter: str
    notebook: Notebook
    given: dict[str, Any]
    inputs: dict[str, str]
    key: str
    folder: Path

    @property
    def label(self) -> str:
        """The chapter, with what was given."""
        given = ", ".join(f"{name}={value}" for name, value in sorted(self.given.items()))
        return f"{self.chapter} ({given})" if given else self.chapter

    @property
    def done(self) -> bool:
        """Whether this key has been executed before."""
        return (self.folder / "manifest.json").is_file()


@dataclass
class _Line:
    """The jobs that wait, what failed, and how long things took; shared by the workers."""

    waiting: queue.SimpleQueue[Job] = field(default_factory=queue.SimpleQueue)
    failed: list[Exception] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def plan(
    project: Project,
    chapters: Sequence[str],
    given: Given | None = None,
    inputs: dict[str, str] | None = None,
) -> list[Job]:
    """A job for each chapter that has code; `inputs` spares hashing them again."""
    inputs = inputs or inputs_of(project)
    chosen = dict(given or {})
    jobs: list[Job] = []
    for chapter in chapters:
        notebook = notebook_of(project, chapter)
        if not any(cell["cell_type"] == "code" for cell in notebook["cells"]):
            continue
        key = run_key(notebook, chosen, inputs)
        folder = project.runs / chapter / key
        jobs.append(Job(chapter, notebook, chosen, inputs, key, folder))
    return jobs


def execute(
    project: Project, jobs: Sequence[Job], progress: Progress | None = None, workers: int = 0
) -> dict[str, float]:
    """Execute the jobs that have not been done; returns seconds by chapter.

    Raises ExecutionFailed for the first chapter that fails; the others are finished first.
    """
    say = progress or Silent()
    todo = [job for job in jobs if not job.done]
    for job in jobs:
        if job.done:
            say.step(f"{job.label}: nothing changed")
    if not todo:
        return {}
    line = _Line()
    times = _known_times(project)
    for job in sorted(todo, key=lambda j: -times.get(j.chapter, 1e9)):
        line.waiting.put(job)
    count = min(workers or os.cpu_count() or 2, len(todo))
    threads = [threading.Thread(target=_work, args=(project, line, say)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    write_whole(project.build / "times.json", json.dumps({**times, **line.seconds}, indent=1))
    if line.failed:
        raise line.failed[0]
    return line.seconds


def _work(project: Project, line: _Line, say: Progress) -> None:
    from lib.book.kernels import Kernel

    kernel = Kernel(project.root)
    try:
        kernel.start()
        while not line.waiting.empty():
            try:
                job = line.waiting.get_nowait()
            except queue.Empty:
                break
            started = time.perf_counter()
            try:
                _run_one(project, job, kernel)
            except Exception as problem:
                line.failed.append(problem)
                say.step(f"{job.label}: failed")
                continue
            line.seconds[job.chapter] = round(time.perf_counter() - started, 2)
            say.step(f"{job.label}: executed in {line.seconds[job.chapter]:.1f} s")
    except Exception as problem:
        line.failed.append(problem)
    finally:
        kernel.stop()


def _run_one(project: Project, job: Job, kernel: Any) -> None:
    """Execute one job into a folder beside its place, then move it there."""
    job.folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=job.folder.parent))
    try:
        path = f"__import__('pathlib').Path({str(part)!r})"
        kernel.quiet(f"import lib.book.session as _s; _s.OUT = {path}; _s._open.clear()")
        executed = executed_notebook(project, job, kernel)
        kernel.quiet("import lib.book.session as _s; _s.finish(); _s.OUT = None")
        write_whole(part / "notebook.ipynb", dump(stripped(executed)))
        write_whole(part / "manifest.json", json.dumps(_manifest(job, part), indent=1))
        if not job.done:
            shutil.rmtree(job.folder, ignore_errors=True)
            part.rename(job.folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def executed_notebook(project: Project, job: Job, kernel: Any) -> Notebook:
    """The job's notebook with outputs, executed by papermill in a warm kernel.

    Raises ExecutionFailed with the last line of the traceback; the whole of it is kept in
    `_build/failed/`.
    """
    import nbformat
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook

    node = nbformat.reads(json.dumps(job.notebook), as_version=4)
    try:
        made = execute_notebook(
            node, None, job.given, engine_name="warm", kernel_name="python3", kernel=kernel,
            progress_bar=False,
        )  # fmt: skip
    except PapermillExecutionError as problem:
        folder = project.build / "failed"
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{job.chapter}.txt", re.sub(r"\x1b\[[0-9;]*m", "", str(problem)))
        last = f"{problem.ename}: {problem.evalue}".splitlines()[0]
        raise ExecutionFailed(f"{job.chapter}: {last}") from None
    return dict(json.loads(nbformat.writes(made)))


def stripped(notebook: Notebook) -> Notebook:
    """The notebook without times, random ids and machine names; counts start at 1."""
    cells = []
    count = 0
    for cell in notebook["cells"]:
        tags = tags_of(cell)
        kept = {**cell, "metadata": {"tags": tags} if tags else {}}
        if "injected-parameters" in tags:
            kept["id"] = "injected-" + digest(source_of(cell))[:8]
        if cell["cell_type"] == "code":
            count += 1
            kept["execution_count"] = count
            kept["outputs"] = [_plain_output(output, count) for output in cell["outputs"]]
        cells.append(kept)
    metadata = {
        "kernelspec": notebook["metadata"]["kernelspec"],
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _plain_output(output: Mapping[str, Any], count: int) -> dict[str, Any]:
    plain = {k: v for k, v in output.items() if k != "execution_count"}
    if output["output_type"] == "execute_result":
        plain["execution_count"] = count
    return plain


def _manifest(job: Job, folder: Path) -> dict[str, Any]:
    files = {
        path.relative_to(folder).as_posix(): digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {
        "chapter": job.chapter,
        "key": job.key,
        "parameters": job.given,
        "inputs": job.inputs,
        "files": files,
    }


def _known_times(project: Project) -> dict[str, float]:
    path = project.build / "times.json"
    return dict(json.loads(path.read_text("utf8"))) if path.is_file() else {}
