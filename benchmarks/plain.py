"""The same chapters for plain Jupyter Book, so that ours can be measured beside it.

The same code cells are executed, in kernels of Jupyter Book's own, and its default theme with its
default scripts is kept. Our role and directives are loaded, and read the results of our own runs:
without them a page would hold errors instead of numbers. Parts that our build makes from all runs
together (tables of claims, the gallery) are left out, which is in plain Jupyter Book's favour.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from lib.book.project import Project

SHOWN_LINES = 30


def plain_book(
    folder: Path, project: Project, pages: Sequence[str], results: Mapping[str, Path]
) -> Path:
    """A book of those pages in `folder`: notebooks where there is code, texts elsewhere.

    results: the results.json of our run, by page; the role {n} prints from them.
    """
    (folder / "chapters").mkdir(parents=True)
    for page in pages:
        source = project.root / f"{page}.ipynb"
        suffix = "ipynb" if has_code(source) else "md"
        shutil.copy(project.root / f"{page}.{suffix}", folder / "chapters")
    first, *others = pages
    toc: dict[str, Any] = {"format": "jb-book", "root": first}
    if others:
        toc["chapters"] = [{"file": page} for page in others]
    own = yaml.safe_load(project.config_file.read_text("utf8"))
    config = {
        "title": own["title"],
        "author": own["author"],
        "only_build_toc_files": True,
        "execute": {"execute_notebooks": "force", "timeout": 600},
        "parse": own["parse"],
        "sphinx": {
            "extra_extensions": ["lib.book.sphinx"],
            "config": {"book_results": {page: str(path) for page, path in results.items()}},
        },
    }
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False))
    (folder / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False))
    return folder


def has_code(notebook: Path) -> bool:
    """Whether a notebook has anything to execute."""
    return any(cell["cell_type"] == "code" for cell in cells_of(notebook))


def cells_of(notebook: Path) -> list[dict[str, Any]]:
    """The cells of a notebook file."""
    return list(json.loads(notebook.read_text("utf8"))["cells"])


def build_plain(folder: Path, at_most: float) -> float:
    """Run `jupyter-book build` there; its seconds. Ends with one clear line after `at_most`."""
    command = str(Path(sys.executable).with_name("jupyter-book"))
    took = seconds([command, "build", "."], folder, at_most)
    # A cell that fails is only a warning there, and would make plain Jupyter Book look quick.
    if failed := sorted(path.stem for path in folder.glob("_build/html/reports/**/*.err.log")):
        sys.exit(f"plain jupyter-book could not execute: {', '.join(failed)}")
    return took


def seconds(command: Sequence[str], cwd: Path, at_most: float) -> float:
    """Wall time of a command; what it said is shown when it fails or takes too long."""
    started = perf_counter()
    with (
        (cwd / "said.txt").open("w") as said,
        subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            start_new_session=True, env={**os.environ, "PYTHONPATH": str(Project.here().root)},
        ) as running,
    ):  # fmt: skip
        try:
            code = running.wait(timeout=at_most)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            sys.exit(f"{_name(command)} did not end within {at_most:.0f} s:\n{_last(cwd)}")
    if code:
        sys.exit(f"{_name(command)} failed with {code}:\n{_last(cwd)}")
    return perf_counter() - started


def _name(command: Sequence[str]) -> str:
    return " ".join([Path(command[0]).name, *command[1:2]])


def _last(cwd: Path) -> str:
    return "\n".join((cwd / "said.txt").read_text("utf8").splitlines()[-SHOWN_LINES:])
