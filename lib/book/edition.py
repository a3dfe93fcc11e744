"""Which edition of the book this is: version, day and base address, for citations.

The day is that of the data, never the wall clock: the same commit is cited in the same way. The
base address is one setting, `html: baseurl` in _config.yml; while it is empty none is printed.
"""

from __future__ import annotations

import tomllib

import yaml

from lib.book.project import Project
from lib.evidence.store import evidence
from lib.report.citation import Book


def edition(project: Project, frozen: bool = False) -> Book:
    """The edition that this working copy would publish."""
    package = tomllib.loads((project.root / "pyproject.toml").read_text("utf8"))["project"]
    config = yaml.safe_load(project.config_file.read_text("utf8")) or {}
    base = (config.get("html") or {}).get("baseurl") or None
    return Book(str(package["version"]), evidence().latest, base, frozen)
