"""The `book` command: a mistake is one line on standard error and exit code 2.

click parses because papermill and Jupyter Book already bring it; nothing is installed for it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from lib.book.errors import BookError
from lib.book.progress import Progress
from lib.book.project import Project

PARAMETERS = click.option(
    "-p", "--parameter", "given", multiple=True, metavar="NAME=VALUE",
    help="Change a parameter; may be repeated. `book parameters` lists them.",
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def book() -> None:
    """Compute Under Constraint: run chapters, build the site, compare scenarios."""


@book.command()
@click.argument("chapter")
@PARAMETERS
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder (or .ipynb file) for the run."
)
def run(chapter: str, given: tuple[str, ...], out: Path | None) -> None:
    """Execute one CHAPTER (`05` or `05_cost_of_ownership`), with changed parameters or without."""
    from lib.book.commands import run_chapter

    click.echo(run_chapter(Project.here(), chapter, given, out, Progress()))


@book.command()
@PARAMETERS
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Where to put the site.")
@click.option("--workers", default=0, help="Kernels at once; as many as processors if not given.")
@click.option("--force", is_flag=True, help="Assemble even if nothing changed.")
def build(given: tuple[str, ...], out: Path | None, workers: int, force: bool) -> None:
    """Execute what changed and assemble the site into _build/html."""
    from lib.book.commands import build_book

    site = build_book(Project.here(), given, out, workers, force, Progress())
    click.echo(f"open {site / 'index.html'}")


@book.command()
@click.option("--from-notebook", is_flag=True, help="Write the text from the notebook instead.")
@click.argument("chapters", nargs=-1)
def pair(chapters: tuple[str, ...], from_notebook: bool) -> None:
    """Write each chapter's .ipynb from its .md (or the other way round)."""
    from lib.book.commands import pair_chapters

    for line in pair_chapters(Project.here(), chapters, from_notebook):
        click.echo(line)


@book.command()
@click.option("--twice", is_flag=True, help="Build again from nothing and compare the bytes.")
def check(twice: bool) -> int:
    """Check pages, pairs, prose, ids, links and foreign requests of the built book."""
    from lib.book.check import run_checks

    found = run_checks(Project.here(), Progress(), twice)
    for problem in found:
        click.echo(problem)
    return 1 if found else 0


@book.command()
@click.argument("before")
@click.argument("after")
def compare(before: str, after: str) -> None:
    """Which verdicts and numbers moved between two run folders, or two scenarios."""
    from lib.book.compare import moved, side

    project, progress = Project.here(), Progress()
    moves = moved(side(project, before, progress), side(project, after, progress))
    for move in moves:
        click.echo(f"{move.kind:8} {move.line()}")
    click.echo(f"{len(moves)} outcomes moved")


@book.command()
@click.argument("chapter")
@click.option(
    "-p", "--parameter", "lists", multiple=True, metavar="NAME=a,b,c", required=True,
    help="Values: a list, or from:to:count. Several options give every combination.",
)  # fmt: skip
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), default=Path("sweep.parquet"),
    show_default=True, help="Where to write the table (.parquet or .csv).",
)  # fmt: skip
def sweep(chapter: str, lists: tuple[str, ...], out: Path) -> None:
    """Execute CHAPTER under many values and write one table of all outcomes."""
    from lib.book.sweep import sweep as sweep_chapter

    project = Project.here()
    runs = sweep_chapter(project, project.resolve(chapter), lists, out, Progress())
    click.echo(f"{out}: {runs} runs")


@book.command()
@click.argument("version")
def release(version: str) -> None:
    """Freeze the book as VERSION (1.2.3): a copy under v/, checksums, citation, what moved."""
    from lib.book.release import release as freeze

    folder = freeze(Project.here(), version, Progress())
    click.echo(f"{folder}\ncommit CITATION.cff, releases/{version}.json and releases/{version}.md")


@book.command()
@click.argument("words", nargs=-1)
def parameters(words: tuple[str, ...]) -> None:
    """List the parameters, with units and bounds; WORDS narrow the list."""
    from lib.book.parameters import specs

    for name, spec in sorted(specs(Project.here().data).items()):
        allowed = ", ".join(spec.words) if spec.words else spec.bounds_text()
        line = f"{name:44} {spec.kind:6} {allowed:36} {spec.label}"
        if all(word.lower() in line.lower() for word in words):
            click.echo(line.rstrip())


@book.command()
@click.option("--known-on", default="latest", show_default=True, help="A day, or latest.")
def resolve(known_on: str) -> None:
    """Score our own calls (data/forecasts.csv) whose data have arrived."""
    from lib.book.growth import calls_text

    click.echo(calls_text(known_on))


@book.command()
@click.option("--known-on", default="latest", show_default=True, help="A day, or latest.")
@click.option("--horizon", default=2, show_default=True, help="Quarters ahead.")
def backtest(known_on: str, horizon: int) -> None:
    """Score every forecasting method on the quarters of AWS known on a day."""
    from lib.book.growth import backtest_text

    click.echo(backtest_text(known_on, horizon))


@book.command()
def ids() -> None:
    """Add the ids that the newest build publishes to chapters/published_ids.txt."""
    from lib.book.commands import add_ids

    for line in add_ids(Project.here()):
        click.echo(line)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; turn human mistakes into one line and exit code 2."""
    try:
        result: Any = book.main(args=arguments, prog_name="book", standalone_mode=False)
    except click.exceptions.Abort:
        _fail("stopped")
    except click.UsageError as mistake:
        _fail(mistake.format_message())
    except BookError as mistake:
        _fail(str(mistake))
    except ValueError as mistake:
        if type(mistake).__module__ != "lib.evidence.errors":
            raise
        _fail(str(mistake))
    else:
        sys.exit(result if isinstance(result, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"book: {' '.join(message.split())}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
