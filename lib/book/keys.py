"""What a run depends on, as a hash: the same key is never executed twice.

Jupyter Book's own cache sees code cells only; a changed model, fact or parameter left it stale.
Prose is not part of a run's key, because it is not executed: a changed sentence costs an assembly
and no execution.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lib.book.notebooks import Notebook, code_of, digest, tags_of
from lib.book.project import Project

# Parts of lib/ that turn executed notebooks into a site and cannot change a run.
NOT_IN_A_RUN = (
    "book/assemble.py", "book/check.py", "book/cli.py", "book/compare.py", "book/edition.py",
    "book/equations.py", "book/links.py", "book/made.py", "book/outcomes.py", "book/pages.py",
    "book/prose.py", "book/release.py", "book/sphinx.py", "book/static/", "book/sweep.py",
    "book/themes/", "book/unread.py", "book/allowed_digits.txt",
)  # fmt: skip


def tree_hash(root: Path, leave_out: Iterable[str] = ()) -> str:
    """The hash of all files below a folder: names and contents, sorted; caches are left out."""
    lines = []
    skipped = tuple(leave_out)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if "__pycache__" in name or name.endswith(".pyc") or "/." in f"/{name}":
            continue
        if name.startswith(skipped) or not path.is_file():
            continue
        lines.append(f"{name} {digest(path.read_bytes())}")
    return digest("\n".join(lines))


def inputs_of(project: Project) -> dict[str, str]:
    """What every chapter of the book depends on: data, package, lock and Python's version."""
    return {
        "data": tree_hash(project.data) if project.data.is_dir() else "",
        "lib": lib_hash(NOT_IN_A_RUN),
        "lock": digest(project.lock_file.read_bytes()) if project.lock_file.is_file() else "",
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }


@cache
def lib_hash(leave_out: tuple[str, ...] = ()) -> str:
    """The hash of this package, taken once: a process does not load its own code again."""
    return tree_hash(Path(__file__).resolve().parents[1], leave_out)


def run_key(notebook: Notebook, parameters: Mapping[str, Any], inputs: Mapping[str, str]) -> str:
    """The key of one execution: code cells with their tags, given parameters, inputs."""
    tags = [tags_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return hash_of([code_of(notebook), tags, dict(parameters), dict(inputs)])[:20]


def hash_of(value: Any) -> str:
    """The hash of plain data, whatever the order of its keys."""
    return digest(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))
