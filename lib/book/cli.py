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
