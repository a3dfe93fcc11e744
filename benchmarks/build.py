"""Time our build beside plain Jupyter Book on the same chapters, in one run on one machine.

Both start cold, from a copy of the book with nothing built, and execute the same code cells. Plain
Jupyter Book executes each chapter in a kernel of its own, one after another; ours executes them in
warm kernels side by side, and then makes every other page (figures, claims, numbers, data) as well.
Then: a rebuild with nothing changed, and one changed sentence to a refreshed page. Ours goes first,
so that whatever the first of two builds leaves warm (files in memory, parsed tables) helps plain.

    python benchmarks/build.py [--rounds N] [--at-most SECONDS]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from plain import build_plain, plain_book, seconds

from lib.book.project import Project
from lib.book.run import plan

OURS = (
    "import sys; from pathlib import Path; from lib.book.commands import build_book; "
    "from lib.book.progress import Progress; from lib.book.project import Project; "
    "build_book(Project(Path(sys.argv[1])), (), None, 0, False, Progress())"
)
GOAL = 0.6
AT_MOST = 900.0


def copy_of_the_book(folder: Path) -> Project:
    """The parts of the book that a build reads, in a folder of their own."""
    here = Project.here()
    for name in ("chapters", "data"):
        shutil.copytree(here.root / name, folder / name)
    for name in ("_toc.yml", "_config.yml", "requirements.txt", "pyproject.toml"):
        shutil.copy(here.root / name, folder / name)
    return Project(folder)


def results_of(project: Project) -> dict[str, Path]:
    """The results.json of each executed chapter, by page."""
    jobs = {job.chapter: job for job in plan(project, project.page_names)}
    paths = {
        page: jobs[Path(page).name].folder / "results.json"
        for page in project.pages
        if Path(page).name in jobs
    }
    return {page: path for page, path in paths.items() if path.is_file()}


def one_round(folder: Path, at_most: float) -> dict[str, float]:
    """All four times, from nothing."""
    project = copy_of_the_book(folder / "ours")
    ours = [sys.executable, "-c", OURS, str(project.root)]

    def timed(name: str) -> float:
        took = seconds(ours, project.root, at_most)
        print(f"  {name}: {took:.1f} s", file=sys.stderr, flush=True)
        return took

    times = {"ours": timed("book build, cold")}
    stamp = (project.site / "site.json").stat().st_mtime_ns
    times["unchanged"] = timed("book build, nothing changed")
    assert (project.site / "site.json").stat().st_mtime_ns == stamp, "an unchanged book was rebuilt"
    page = project.chapters / "reading.md"
    page.write_text(page.read_text("utf8") + "\nOne more sentence.\n")
    times["sentence"] = timed("book build, one sentence changed")
    built = (project.site / "chapters" / "reading.html").read_text("utf8")
    assert "One more sentence." in built, "the changed sentence is not on the page"
    plain = plain_book(folder / "plain", project, project.pages, results_of(project))
    times["plain"] = build_plain(plain, at_most)
    return times


def main() -> None:
    """Print the table and fail when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1, help="repetitions; medians are printed")
    parser.add_argument("--at-most", type=float, default=AT_MOST, help="seconds for one build")
    chosen = parser.parse_args()
    measured = []
    for number in range(chosen.rounds):
        print(f"round {number + 1} of {chosen.rounds}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            measured.append(one_round(Path(folder), chosen.at_most))
    middle = {name: statistics.median(m[name] for m in measured) for name in measured[0]}
    ratio = middle["ours"] / middle["plain"]
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load over the last minute {load:.1f}")
    print(f"plain jupyter-book build, cold      {middle['plain']:7.1f} s   1.00")
    for name, label in (
        ("ours", "book build, cold"),
        ("unchanged", "book build, nothing changed"),
        ("sentence", "book build, one sentence changed"),
    ):
        print(f"{label:35} {middle[name]:7.1f} s   {middle[name] / middle['plain']:.2f}")
    if ratio > GOAL:
        sys.exit(f"the goal is {GOAL} of plain; this run reached {ratio:.2f}")


if __name__ == "__main__":
    main()
