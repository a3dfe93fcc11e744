"""Where things stand in a book: one place for paths, so that tests can build a tiny book."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from lib.book.errors import BookError, ChapterMissing

# Not from lib.evidence.paths: that package loads every table reader, and this one must be quick.
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """A book on disk. Every path of the machine is a property here."""

    root: Path
    build_name: str = "_build"
    frozen: bool = False

    @classmethod
    def here(cls) -> Project:
        """The book that this package belongs to."""
        return cls(ROOT)

    @property
    def chapters(self) -> Path:
        """Text and notebooks, side by side."""
        return self.root / "chapters"

    @property
    def data(self) -> Path:
        """Everything that a model may read."""
        return self.root / "data"

    @property
    def build(self) -> Path:
        """Everything that is made; may be deleted at any time."""
        return self.root / self.build_name

    @property
    def runs(self) -> Path:
        """Executed chapters, one folder per key."""
        return self.build / "runs"

    @property
    def site(self) -> Path:
        """The published HTML."""
        return self.build / "html"

    @property
    def releases(self) -> Path:
        """Frozen copies of the site, by version; the site shows them under v/."""
        return self.build / "releases"

    @property
    def toc_file(self) -> Path:
        """The table of contents that Jupyter Book reads."""
        return self.root / "_toc.yml"

    @property
    def config_file(self) -> Path:
        """The configuration that Jupyter Book reads."""
        return self.root / "_config.yml"

    @property
    def lock_file(self) -> Path:
        """The locked packages."""
        return self.root / "requirements.txt"

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The pages of _toc.yml in reading order, as paths without a suffix."""
        toc = yaml.safe_load(self.toc_file.read_text("utf8"))
        return tuple(_page_names(toc))

    @cached_property
    def page_names(self) -> tuple[str, ...]:
        """The chapters of the book: names of the pages that stand in chapters/."""
        return tuple(Path(p).name for p in self.pages if p.startswith("chapters/"))

    def text_of(self, chapter: str) -> Path:
        """The chapter's text. Raises ChapterMissing with the list of chapters."""
        path = self.chapters / f"{chapter}.md"
        if not path.is_file():
            known = ", ".join(sorted(p.stem for p in self.chapters.glob("*.md")))
            raise ChapterMissing(f"chapter {chapter!r} does not exist; chapters: {known}")
        return path

    def resolve(self, name: str) -> str:
        """A chapter's full name from '05', '05_cost_of_ownership' or a path to it."""
        stem = Path(name).name.removesuffix(".md").removesuffix(".ipynb")
        if (self.chapters / f"{stem}.md").is_file():
            return stem
        near = sorted(p.stem for p in self.chapters.glob(f"{stem}_*.md"))
        if len(near) == 1:
            return near[0]
        self.text_of(stem)
        raise BookError(f"chapter {name!r} is ambiguous: {', '.join(near)}")


def _page_names(node: Any) -> list[str]:
    if isinstance(node, list):
        return [page for item in node for page in _page_names(item)]
    if not isinstance(node, dict):
        return []
    own = [str(node[key]) for key in ("root", "file") if key in node]
    nested = (node[key] for key in ("parts", "chapters", "sections") if key in node)
    return own + [page for item in nested for page in _page_names(item)]
