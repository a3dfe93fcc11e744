"""`book check`: what a build must be, besides having succeeded.

Each check yields lines that name the file and what is wrong; none of them writes anything but the
second build of `--twice`.
"""

from __future__ import annotations

import filecmp
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lib.book import links, prose
from lib.book.notebooks import out_of_step
from lib.book.progress import Progress
from lib.book.project import Project

Check = Callable[[Project], Iterator[str]]
IDS_FILE = "published_ids.txt"


def run_checks(project: Project, progress: Progress, twice: bool = False) -> list[str]:
    """All problems, check by check."""
    found: list[str] = []
    for name, check in CHECKS.items():
        problems = list(check(project))
        progress.step(f"{name}: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}")
        found += [f"{name}: {problem}" for problem in problems]
    if twice:
        problems = list(second_build_differs(project, progress))
        progress.step(f"two builds: {len(problems) or 'no'} differences")
        found += [f"two builds: {problem}" for problem in problems]
    return found


def pages_exist(project: Project) -> Iterator[str]:
    """Every page of _toc.yml has a text and stands in the site; every text is in _toc.yml."""
    for page in project.pages:
        if not (project.root / f"{page}.md").is_file():
            yield f"_toc.yml names {page}, but there is no {page}.md"
        if not (project.site / f"{page}.html").is_file():
            yield f"{page}.html is not in the site: run `book build`"
    listed = set(project.page_names)
    for path in sorted(project.chapters.glob("*.md")):
        if path.stem not in listed:
            yield f"chapters/{path.name} is not in _toc.yml"


def pairs_agree(project: Project) -> Iterator[str]:
    """Each chapter's notebook is its text, by content."""
    for chapter in project.page_names:
        if why := out_of_step(project, chapter):
            yield f"{why}: run `book pair` (or `book pair --from-notebook {chapter}`)"


def prose_has_no_typed_numbers(project: Project) -> Iterator[str]:
    """No digit in the prose outside the allow-list."""
    for chapter in project.page_names:
        for line, words in prose.typed_numbers(project.text_of(chapter).read_text("utf8")):
            yield f"chapters/{chapter}.md, line {line}: {words!r} is typed; name a result instead"


def published_ids_exist(project: Project) -> Iterator[str]:
    """Every id that was ever published is there or redirected; every new one is in the list."""
    path = project.chapters / IDS_FILE
    rows = [line.split() for line in path.read_text("utf8").splitlines()] if path.is_file() else []
    listed = {row[0] for row in rows if row and not row[0].startswith("#")}
    redirected = {row[0] for row in rows if len(row) == 3 and row[1] == "->"}
    there = set(ids_of(project))
    for gone in sorted(listed - there - redirected):
        yield f"{gone} was published and is gone: add a redirect, `{gone} -> other-id`"
    for new in sorted(there - listed):
        yield f"{new} is not in chapters/{IDS_FILE}: run `book ids`"
    for id in sorted(listed & there):
        folder = "figures" if id.startswith("fig-") else "claims"
        if (project.site / folder).is_dir() and not (
            project.site / folder / f"{id}.html"
        ).is_file():
            yield f"{folder}/{id}.html is not in the site"


def ids_of(project: Project) -> list[str]:
    """The ids that the newest build publishes: figures and propositions, sorted."""
    path = project.site / "site.json"
    return list(json.loads(path.read_text("utf8")).get("ids", [])) if path.is_file() else []


def site_is_whole(project: Project) -> Iterator[str]:
    """Links, anchors, ids, and no request to another host."""
    yield from links.problems(project.site)


def second_build_differs(project: Project, progress: Progress) -> Iterator[str]:
    """Build again from nothing and compare the bytes."""
    from lib.book.commands import build_book

    again = replace(project, build_name="_build/again")
    site = build_book(again, (), None, 0, True, progress)
    yield from different_files(project.site, site)


def different_files(one: Path, other: Path) -> Iterator[str]:
    """Files that are only on one side or differ in their bytes."""
    names = {p.relative_to(r).as_posix() for r in (one, other) for p in r.rglob("*") if p.is_file()}
    for name in sorted(names):
        if not (one / name).is_file() or not (other / name).is_file():
            yield f"{name} is only in one of the two"
        elif not filecmp.cmp(one / name, other / name, shallow=False):
            yield f"{name} differs"


CHECKS: dict[str, Check] = {
    "pages": pages_exist,
    "pairs": pairs_agree,
    "prose": prose_has_no_typed_numbers,
    "ids": published_ids_exist,
    "site": site_is_whole,
}
