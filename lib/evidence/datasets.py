"""Datasets: external tables kept whole, with vintage, public day and licence.

A view whose day is before the vintage's public day sees nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from lib.evidence.clocks import parse_day
from lib.evidence.conflicts import read_yaml
from lib.evidence.errors import BadFile, UnknownDataset, allowed_words
from lib.evidence.paths import DATASETS, shown


class Tables(Mapping[str, pl.DataFrame]):
    """The CSV tables of one dataset by file name without ending; each is read on first use."""

    def __init__(self, folder: Path, files: tuple[str, ...]) -> None:
        self._paths = {Path(f).stem: folder / f for f in files if f.endswith(".csv")}
        self._frames: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in self._paths:
            raise UnknownDataset(f"table {name!r} is unknown{allowed_words(name, self._paths)}")
        if name not in self._frames:
            self._frames[name] = pl.read_csv(self._paths[name], infer_schema_length=None)
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths


@dataclass(frozen=True)
class Dataset:
    """What a dataset is, when it became public, and under which licence it may be passed on."""

    name: str
    title: str
    vintage: str
    public_on: date
    licence: str
    attribution: str
    url: str
    files: tuple[str, ...]
    folder: Path

    @cached_property
    def tables(self) -> Tables:
        """The dataset's tables, read lazily."""
        return Tables(self.folder, self.files)


def load_datasets(data: Path) -> dict[str, Dataset]:
    """The datasets of a data folder by name. Raises BadFile on a missing key, day or file."""
    folders = sorted(path.parent for path in (data / DATASETS).glob("*/dataset.yml"))
    return {folder.name: _dataset(folder) for folder in folders}


def _dataset(folder: Path) -> Dataset:
    path = folder / "dataset.yml"
    about = read_yaml(path)
    needed = ("title", "vintage", "public_on", "licence", "attribution", "url", "files")
    absent = [key for key in needed if not isinstance(about, dict) or about.get(key) in (None, "")]
    if absent:
        raise BadFile(f"{shown(path)} lacks {', '.join(absent)}; allowed: {', '.join(needed)}")
    public_on = _day(about["public_on"])
    if public_on is None:
        raise BadFile(f"{shown(path)}: public_on={about['public_on']!r} is not an ISO day")
    files = tuple(str(_file_name(item)) for item in about["files"])
    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        raise BadFile(f"{shown(path)} lists files that are not there: {', '.join(missing)}")
    text = {key: str(about[key]) for key in needed if key not in ("public_on", "files")}
    return Dataset(name=folder.name, public_on=public_on, files=files, folder=folder, **text)


def _file_name(item: Any) -> Any:
    """A file is listed by name, or as a mapping with a `name` and its description."""
    return item["name"] if isinstance(item, dict) else item


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else parse_day(str(value))
