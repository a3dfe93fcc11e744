"""Text and notebook of a chapter: two forms of one thing, compared by content and never by date.

The text (MyST Markdown) is what people edit. Cell ids are derived from content, so that making the
notebook again gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from lib.book.project import Project

Notebook = dict[str, Any]
METADATA: Notebook = {
    "jupytext": {"formats": "md:myst,ipynb"},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook_of(project: Project, chapter: str) -> Notebook:
    """The chapter's text as a notebook; conversions are kept by the text's hash."""
    text = project.text_of(chapter).read_text("utf8")
    kept = project.build / "pairs" / f"{digest(text)}.ipynb"
    if kept.is_file():
        return dict(json.loads(kept.read_text("utf8")))
    notebook = from_text(text)
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_whole(kept, dump(notebook))
    return notebook


def from_text(text: str) -> Notebook:
    """A notebook without outputs from MyST Markdown, with cell ids derived from content."""
    import jupytext  # slow to import, and not needed when nothing has changed

    made = jupytext.reads(text, fmt="md:myst")
    seen: Counter[str] = Counter()
    cells = [_plain_cell(cell, seen) for cell in made.cells]
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def to_text(notebook: Notebook) -> str:
    """MyST Markdown of a notebook, in the form that `from_text` reads."""
    import jupytext
    import nbformat

    bare = {**notebook, "metadata": {"kernelspec": METADATA["kernelspec"]}}
    node = nbformat.reads(json.dumps(bare), as_version=4)
    text = str(jupytext.writes(node, fmt="md:myst"))
    return re.sub(r"^( +)jupytext_version:.*\n", "", text, flags=re.MULTILINE)


def source_of(cell: Notebook) -> str:
    """A cell's source as one string."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def tags_of(cell: Notebook) -> list[str]:
    """A cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def code_of(notebook: Notebook) -> list[str]:
    """The sources of the code cells, in order."""
    return [source_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def same_content(one: Notebook, other: Notebook) -> bool:
    """Whether two notebooks have the same cells: type, source and tags; outputs do not count."""

    def essence(notebook: Notebook) -> list[tuple[str, str, tuple[str, ...]]]:
        return [(c["cell_type"], source_of(c), tuple(tags_of(c))) for c in notebook["cells"]]

    return essence(one) == essence(other)


def paired(project: Project, chapter: str) -> Path:
    """Where the chapter's notebook stands."""
    return project.chapters / f"{chapter}.ipynb"


def out_of_step(project: Project, chapter: str) -> str | None:
    """Why the committed notebook is not the chapter's text, or None when it is."""
    path = paired(project, chapter)
    where = f"chapters/{path.name}"
    if not path.is_file():
        return f"{where} is missing"
    wanted, found = dump(notebook_of(project, chapter)), path.read_text("utf8")
    if wanted == found:
        return None
    if not same_content(json.loads(wanted), json.loads(found)):
        return f"{where} says something else than chapters/{chapter}.md"
    return f"{where} has outputs or metadata that do not belong in it"


def dump(notebook: Notebook) -> str:
    """The bytes of a notebook file: sorted keys, one space, a newline at the end."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def digest(text: str | bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never half."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content.encode() if isinstance(content, str) else content)
    part.replace(path)


def _plain_cell(cell: Any, seen: Counter[str]) -> Notebook:
    source = str(cell.source)
    stem = digest(f"{cell.cell_type}\n{source}")[:12]
    seen[stem] += 1
    metadata = {"tags": list(cell.metadata["tags"])} if cell.metadata.get("tags") else {}
    plain: Notebook = {
        "cell_type": cell.cell_type,
        "id": stem if seen[stem] == 1 else f"{stem}-{seen[stem]}",
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
    }
    if cell.cell_type == "code":
        plain |= {"execution_count": None, "outputs": []}
    return plain
