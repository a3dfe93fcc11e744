"""`book release VERSION`: a copy that stays as it is, under v/<version>/, and what changed since.

The frozen copy is built anew, so that its citations name it. It carries checksums and a generated
CITATION.cff. What the book said is kept in releases/<version>.json, which is committed: the next
release compares itself with it and tells which verdicts and numbers moved, and because of which
facts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lib.book import outcomes
from lib.book.assemble import assemble
from lib.book.compare import Move, moved
from lib.book.edition import edition
from lib.book.errors import BookError
from lib.book.notebooks import digest, write_whole
from lib.book.outcomes import Outcome
from lib.book.progress import Progress
from lib.book.project import Project
from lib.book.run import Job, execute, plan
from lib.report.cff import citation_cff

SUMS = "SHA256SUMS"


def release(project: Project, version: str, progress: Progress) -> Path:
    """Freeze the book as it is; returns the frozen copy. Raises BookError if it may not be."""
    book = edition(project, frozen=True)
    folder = project.releases / version
    snapshot = project.root / "releases" / f"{version}.json"
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise BookError(f"version {version!r} is not of the form 1.2.3")
    if book.version != version:
        raise BookError(f"pyproject.toml says version {book.version}; set it to {version} first")
    if snapshot.exists():
        raise BookError(f"releases/{version}.json exists: a release is never made twice")
    before = latest_snapshot(project)
    jobs = plan(project, project.page_names)
    execute(project, jobs, progress)
    assemble(replace(project, frozen=True), jobs, folder, True, progress)
    cff = citation_cff(book)
    write_whole(folder / "CITATION.cff", cff)
    write_whole(folder / SUMS, checksums(folder))
    said = said_by(jobs)
    snapshot.parent.mkdir(exist_ok=True)
    write_whole(snapshot.with_suffix(".md"), changelog(version, before, said))
    write_whole(snapshot, json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    write_whole(project.root / "CITATION.cff", cff)
    return folder


def said_by(jobs: Sequence[Job]) -> dict[str, Any]:
    """What the book says: its outcomes, and the values of the facts that each finding read."""
    reads: dict[str, list[str]] = {}
    for job in jobs:
        path = job.folder / "claims.json"
        found = json.loads(path.read_text("utf8"))["findings"] if path.is_file() else []
        for record in found:
            reads[f"{record['proposition']} ({record['view']})"] = sorted(record["facts"])
    values: dict[str, float] = {}
    if reads:
        from lib.evidence.store import evidence

        wanted = {fact for facts in reads.values() for fact in facts}
        table = evidence().facts.select("fact_id", "value").rows()
        values = {fact: value for fact, value in table if fact in wanted}
    rows = [asdict(outcome) for outcome in outcomes.of_jobs(jobs)]
    return {"outcomes": rows, "reads": reads, "facts": values}


def changelog(version: str, before: tuple[str, dict[str, Any]] | None, now: dict[str, Any]) -> str:
    """Which verdicts and numbers moved since the last release, by how much, and why."""
    if before is None:
        return f"# {version}\n\nThe first release: there is nothing to compare it with.\n"
    name, old = before
    moves = [move for move in moved(_outcomes(old), _outcomes(now)) if move.is_read]
    verdicts = [move for move in moves if move.kind == "finding"]
    numbers = [move for move in moves if move.kind == "number"]
    lines = [f"# {version}", "", f"Compared with {name}.", "", "## Verdicts that moved", ""]
    lines += [f"- {move.line()}{_because(move, old, now)}" for move in verdicts] or ["None."]
    lines += ["", "## Numbers that moved", ""]
    lines += [f"- {move.line()}" for move in numbers] or ["None."]
    return "\n".join(lines) + "\n"


def latest_snapshot(project: Project) -> tuple[str, dict[str, Any]] | None:
    """The newest release's version and content, if there is one."""
    paths = list((project.root / "releases").glob("*.json"))
    if not paths:
        return None
    newest = max(paths, key=lambda p: [int(part) for part in p.stem.split(".")])
    return newest.stem, json.loads(newest.read_text("utf8"))


def checksums(folder: Path) -> str:
    """One line a file, as `sha256sum --check` reads it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != SUMS)
    return "".join(
        f"{digest(path.read_bytes())}  {path.relative_to(folder).as_posix()}\n" for path in files
    )


def _because(move: Move, old: dict[str, Any], now: dict[str, Any]) -> str:
    """The facts that the finding reads and that were added, dropped or changed."""
    before, after = old["reads"].get(move.name, []), now["reads"].get(move.name, [])
    changed = {f for f in set(before) & set(after) if old["facts"].get(f) != now["facts"].get(f)}
    facts = sorted(changed | set(before) ^ set(after))
    if not facts:
        return "; no fact that it reads changed: assumptions or models did"
    more = f" and {len(facts) - 8} more" if len(facts) > 8 else ""
    return f"; facts: {', '.join(facts[:8])}{more}"


def _outcomes(content: dict[str, Any]) -> list[Outcome]:
    return [Outcome(**row) for row in content["outcomes"]]
