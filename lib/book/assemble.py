"""Executed chapters and made pages into one site, put in place whole.

Sphinx sees a staging tree that holds executed notebooks alone: text and notebook of one chapter
side by side would be two files for one page. The site is written beside the published one and
swapped in, so that a reader never meets half of it, and a failed build leaves the old one standing.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from lib.book.errors import BuildFailed
from lib.book.keys import hash_of, lib_hash, tree_hash
from lib.book.notebooks import (
    Notebook,
    code_of,
    digest,
    dump,
    source_of,
    tags_of,
    write_whole,
)
from lib.book.pages import Frame
from lib.book.progress import Progress
from lib.book.project import Project
from lib.book.run import Job

if TYPE_CHECKING:
    from lib.book.made import Made

THEME = "cuc"
HERE = Path(__file__).parent
STAMP = "site.json"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def assemble(
    project: Project, jobs: Sequence[Job], site: Path, force: bool, progress: Progress
) -> Path:
    """Build the site from executed chapters. Raises BuildFailed and leaves the old site alone."""
    key = site_key(project, jobs)
    if not force and stamp_of(site) == key:
        progress.step("site: nothing changed")
        return site
    stage = project.build / "stage"
    staged(project, jobs, stage)
    fresh = site.with_name(f".{site.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    frame = _frame(project, jobs)
    made = _made(project, jobs, frame)
    progress.step("site: assembling")
    copies = fresh.with_name("jupyter_execute")  # MyST-NB puts the notebooks beside the site
    were_there = copies.exists()
    run_sphinx(project, jobs, stage, fresh, frame)
    if not were_there:
        shutil.rmtree(copies, ignore_errors=True)
    _fail_if_a_page_is_missing(project, fresh)
    _extras(project, jobs, fresh, frame)
    if made is not None:
        made.write_files(fresh)
    stamp = {"key": key, "ids": published_ids(jobs)}
    write_whole(fresh / STAMP, json.dumps(stamp, indent=1, sort_keys=True) + "\n")
    swap(fresh, site)
    progress.step(f"site: {len(list(site.rglob('*.html')))} pages")
    return site


def site_key(project: Project, jobs: Sequence[Job]) -> str:
    """The hash of all that the site depends on."""
    texts = {p: digest((project.root / f"{p}.md").read_bytes()) for p in project.pages}
    static = project.chapters / "_static"
    return hash_of(
        {
            "runs": {job.chapter: job.key for job in jobs},
            "texts": texts,
            "static": tree_hash(static) if static.is_dir() else "",
            "config": digest(project.config_file.read_bytes()),
            "toc": digest(project.toc_file.read_bytes()),
            "lib": lib_hash(),
            "data": tree_hash(project.data) if project.data.is_dir() else "",
            "frozen": project.frozen,
            "releases": [digest(path.read_bytes()) for path in _frozen_sums(project)],
        }
    )


def published_ids(jobs: Sequence[Job]) -> list[str]:
    """The ids that people can cite: figures of the runs, and every proposition with a finding."""
    figures = [
        path.parent.name for job in jobs for path in job.folder.glob("figures/*/figure.json")
    ]
    files = [job.folder / "claims.json" for job in jobs]
    read = [json.loads(path.read_text("utf8")) for path in files if path.is_file()]
    claims = [record["proposition"] for content in read for record in content["findings"]]
    return sorted({*figures, *claims})


def stamp_of(site: Path) -> str | None:
    """The key of the site that stands there, if any."""
    path = site / STAMP
    return str(json.loads(path.read_text("utf8"))["key"]) if path.is_file() else None


def staged(project: Project, jobs: Sequence[Job], stage: Path) -> None:
    """Write the tree that Sphinx reads; files that are the same keep their time."""
    wanted: dict[str, str] = {}
    done = {job.chapter: job for job in jobs}
    for page in project.pages:
        name = Path(page).name
        if page.startswith("chapters/") and name in done:
            executed = json.loads((done[name].folder / "notebook.ipynb").read_text("utf8"))
            wanted[f"{page}.ipynb"] = dump(composed(done[name].notebook, executed))
        else:
            wanted[f"{page}.md"] = _prose(project.root / f"{page}.md")
    wanted = {name: _links_to_staged(text, set(done)) for name, text in wanted.items()}
    wanted["_toc.yml"] = project.toc_file.read_text("utf8")
    for path in list(stage.rglob("*")):
        if path.is_file() and path.relative_to(stage).as_posix() not in wanted:
            path.unlink()
    for name, content in wanted.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text("utf8") != content:
            write_whole(path, content)


def composed(source: Notebook, executed: Notebook) -> Notebook:
    """Today's prose with the outputs of the run: prose is no part of a run's key."""
    outputs = [
        cell
        for cell in executed["cells"]
        if cell["cell_type"] == "code" and "injected-parameters" not in tags_of(cell)
    ]
    if [source_of(cell) for cell in outputs] != code_of(source):
        raise BuildFailed("the run's code cells are not the chapter's: delete _build/runs")
    waiting = iter(outputs)
    cells = []
    for cell in source["cells"]:
        if cell["cell_type"] == "code":
            ran = next(waiting)
            hide = "remove-input" if "begin(" in source_of(cell) else "hide-input"
            tags = sorted({*tags_of(cell), hide})
            made = {**cell, "outputs": ran["outputs"], "metadata": {"tags": tags}}
            cells.append({**made, "execution_count": ran["execution_count"]})
        else:
            cells.append(cell)
    return {**source, "cells": cells}


def run_sphinx(project: Project, jobs: Sequence[Job], stage: Path, out: Path, frame: Frame) -> None:
    """Jupyter Book's configuration through Sphinx with -n -W --keep-going.

    Raises BuildFailed with the warnings. The doctrees are made anew each time: restored ones go
    stale across documents.
    """
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    settings, _ = get_final_config(
        user_yaml=project.config_file, sourcedir=stage, cli_config={"latex_individualpages": False}
    )
    settings.pop("comments_config", None)  # belongs to an extension that is not loaded
    trees = project.build / "doctrees"
    shutil.rmtree(trees, ignore_errors=True)
    warnings = io.StringIO()
    with patch_docutils(str(stage)), docutils_namespace():
        app = Sphinx(
            srcdir=stage, confdir=None, outdir=out, doctreedir=trees, buildername="html",
            confoverrides={**settings, **_overrides(project, jobs, frame)},
            status=None, warning=warnings, freshenv=True, warningiserror=True, keep_going=True,
        )  # fmt: skip
        app.build()
    said = [line for line in warnings.getvalue().splitlines() if line.strip()]
    if app.statuscode or said:
        lines = "\n".join(_COLOUR.sub("", line).replace(f"{stage}/", "") for line in said)
        raise BuildFailed(f"Sphinx warned, and a warning is an error:\n{lines}")


def swap(fresh: Path, site: Path) -> None:
    """Put the new site in the old one's place."""
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    else:
        site.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def _overrides(project: Project, jobs: Sequence[Job], frame: Frame) -> dict[str, Any]:
    by_name = {job.chapter: job for job in jobs}
    results = {
        page: str(by_name[Path(page).name].folder / "results.json")
        for page in project.pages
        if Path(page).name in by_name
        and (by_name[Path(page).name].folder / "results.json").is_file()
    }
    return {
        "extensions": ["jupyter_book", "sphinx_external_toc", "myst_nb", "lib.book.sphinx"],
        "html_theme": THEME,
        "html_theme_path": [str(HERE / "themes")],
        "html_theme_options": {},
        "html_math_renderer": "mathml_at_build",
        "html_static_path": [str(p) for p in _static_folders(project)],
        "html_copy_source": False,
        "html_permalinks_icon": "#",
        "html_use_index": False,
        "html_domain_indices": False,
        "nitpicky": True,
        "numfig": False,
        "nb_execution_mode": "off",
        "book_results": results,
        "book_variant": any(job.given for job in jobs),
        "book_frame": frame,
    }


def _frame(project: Project, jobs: Sequence[Job]) -> Frame:
    named = sorted(p.name for folder in _static_folders(project) for p in folder.glob("*.css"))
    scripts = sorted(p.name for folder in _static_folders(project) for p in folder.glob("*.js"))
    pages = {Path(p).name: p for p in project.pages}
    given = jobs[0].given if jobs else {}
    changed = ", ".join(f"{name} = {value}" for name, value in sorted(given.items()))
    return Frame(
        toc=yaml.safe_load(project.toc_file.read_text("utf8")),
        styles=("frame.css", *named),
        scripts=("frame.js", *(name for name in scripts if not name.endswith(".min.js"))),
        banner=f"A variant of the book, with {changed}." if changed else "",
        section_of={
            "figures": "chapters/figures",
            "claims": "chapters/verdicts",
            "data": "chapters/data",
        },
        notebooks=frozenset(pages[job.chapter] for job in jobs if job.chapter in pages),
    )


def _made(project: Project, jobs: Sequence[Job], frame: Frame) -> Made | None:
    """Pages made from the runs; a book without a register of claims has none."""
    if not (project.data / "claims.yml").is_file():
        return None
    from lib.book.made import Made

    made = Made(project, jobs)
    frame.made_parts.update(made.parts())
    frame.made_pages.extend(made.pages())
    return made


def _static_folders(project: Project) -> list[Path]:
    folders = (HERE / "static", project.chapters / "_static")
    return [folder for folder in folders if folder.is_dir()]


def _extras(project: Project, jobs: Sequence[Job], site: Path, frame: Frame) -> None:
    """Files that stand beside the pages: notebooks, figures, the way in from the root."""
    pages = {Path(p).name: p for p in project.pages}
    for job in jobs:
        target = site / f"{pages[job.chapter]}.ipynb"
        target.write_bytes((job.folder / "notebook.ipynb").read_bytes())
    root = f"{frame.toc['root']}.html"
    if root != "index.html":
        write_whole(
            site / "index.html",
            '<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
            f'<meta http-equiv="refresh" content="0; url={root}"><title>Compute Under Constraint'
            f'</title><p><a href="{root}">Compute Under Constraint</a></p></html>\n',
        )
    for sums in _frozen_sums(project):
        shutil.copytree(sums.parent, site / "v" / sums.parent.name)
    for leftover in (".buildinfo", "objects.inv"):
        (site / leftover).unlink(missing_ok=True)


def _frozen_sums(project: Project) -> list[Path]:
    """The checksums of each frozen release; a frozen copy holds no other ones."""
    return [] if project.frozen else sorted(project.releases.glob("*/SHA256SUMS"))


def _prose(path: Path) -> str:
    """A page without code: its text without the notebook's header."""
    text = path.read_text("utf8")
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1].lstrip("\n")
    return text


def _links_to_staged(text: str, notebooks: set[str]) -> str:
    """Links between chapters name the text; the staging tree has its notebook."""

    def staged_name(link: re.Match[str]) -> str:
        return f"]({link[1]}.ipynb" if link[1] in notebooks else link[0]

    return re.sub(r"\]\(([\w-]+)\.md(?=[#)])", staged_name, text)


def _fail_if_a_page_is_missing(project: Project, site: Path) -> None:
    missing = [page for page in project.pages if not (site / f"{page}.html").is_file()]
    if missing:
        raise BuildFailed(f"pages of _toc.yml that were not built: {', '.join(missing)}")
