"""Time our build beside plain Jupyter Book on the same chapters, in one run on one machine.

Both start cold, from a copy of the book with nothing built. Plain Jupyter Book executes each
chapter in a kernel of its own while it builds; ours executes them in warm kernels and then makes
every other page (figures, claims, numbers, data) as well. Then: a rebuild with nothing changed, and
one changed sentence to a refreshed page.

    python benchmarks/build.py [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from lib.book.project import Project

OURS = (
    "import sys; from pathlib import Path; from lib.book.commands import build_book; "
    "from lib.book.progress import Silent; from lib.book.project import Project; "
    "build_book(Project(Path(sys.argv[1])), (), None, 0, False, Silent())"
)
GOAL = 0.6


def copy_of_the_book(folder: Path) -> Project:
    """The parts of the book that a build reads, in a folder of their own."""
    here = Project.here()
    for name in ("chapters", "data"):
        shutil.copytree(here.root / name, folder / name)
    for name in ("_toc.yml", "_config.yml", "requirements.txt", "pyproject.toml"):
        shutil.copy(here.root / name, folder / name)
    return Project(folder)


def plain_book(folder: Path, project: Project) -> Path:
    """The same pages for plain Jupyter Book: notebooks where there is code, its own defaults."""
    (folder / "chapters").mkdir(parents=True)
    for page in project.pages:
        source = project.root / f"{page}.ipynb"
        cells = json.loads(source.read_text("utf8"))["cells"]
        code = any(cell["cell_type"] == "code" for cell in cells)
        shutil.copy(source if code else project.root / f"{page}.md", folder / "chapters")
    shutil.copy(project.toc_file, folder)
    config = {"title": "Plain", "execute": {"execute_notebooks": "force", "timeout": 600}}
    (folder / "_config.yml").write_text(yaml.safe_dump(config))
    return folder


def seconds(command: list[str], cwd: Path) -> float:
    """Wall time of a command; its output is shown when it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    took = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"{' '.join(command[:3])} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return took


def one_round(folder: Path) -> dict[str, float]:
    """All four times, from nothing."""
    project = copy_of_the_book(folder / "ours")
    plain = plain_book(folder / "plain", project)
    python = sys.executable
    ours = [python, "-c", OURS, str(project.root)]
    books = [str(Path(python).with_name("jupyter-book")), "build", "."]
    times = {"plain": seconds(books, plain), "ours": seconds(ours, project.root)}
    stamp = (project.site / "site.json").stat().st_mtime_ns
    times["unchanged"] = seconds(ours, project.root)
    assert (project.site / "site.json").stat().st_mtime_ns == stamp, "an unchanged book was rebuilt"
    page = project.chapters / "reading.md"
    page.write_text(page.read_text("utf8") + "\nOne more sentence.\n")
    times["sentence"] = seconds(ours, project.root)
    built = (project.site / "chapters" / "reading.html").read_text("utf8")
    assert "One more sentence." in built, "the changed sentence is not on the page"
    return times


def main() -> None:
    """Print the table and fail when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1, help="repetitions; medians are printed")
    rounds = parser.parse_args().rounds
    measured = []
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} ...", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            measured.append(one_round(Path(folder)))
    middle = {name: statistics.median(m[name] for m in measured) for name in measured[0]}
    ratio = middle["ours"] / middle["plain"]
    print(f"plain jupyter-book build, cold      {middle['plain']:7.1f} s")
    print(f"book build, cold                    {middle['ours']:7.1f} s   {ratio:.2f} of plain")
    print(f"book build, nothing changed         {middle['unchanged']:7.1f} s")
    print(f"book build, one sentence changed    {middle['sentence']:7.1f} s")
    if ratio > GOAL:
        sys.exit(f"the goal is {GOAL} of plain")


if __name__ == "__main__":
    main()
