"""A tiny project made from nothing: every test writes the data that it talks about."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lib.evidence.assumptions import ASSUMPTION_COLUMNS
from lib.evidence.events import EVENT_COLUMNS
from lib.evidence.facts import FACT_COLUMNS
from lib.evidence.sources import SOURCE_COLUMNS
from lib.evidence.store import Evidence
from lib.evidence.vocabulary import ENTITY_COLUMNS, METRIC_COLUMNS

Row = dict[str, str]

FACT: Row = {
    "entity": "Cloudy", "metric": "revenue", "period_start": "2025-04-01",
    "period_end": "2025-06-30", "value": "100", "unit": "USD", "kind": "reported", "grade": "A",
    "source_id": "cloudy2025", "public_on": "2025-07-31", "public_basis": "read",
    "seen_on": "2025-07-31",
}  # fmt: skip
SOURCE: Row = {
    "title": "Results", "publisher": "Cloudy", "published_on": "2025-07-31",
    "url": "https://cloudy.example/q2", "access": "original", "kind": "filing", "grade": "A",
}  # fmt: skip
ASSUMPTION: Row = {
    "label": "Electricity", "unit": "USD/kWh", "default": "0.08", "low": "0.05", "high": "0.12",
    "distribution": "lognormal", "bound_low": "0", "bound_high": "1", "basis": "assumption",
    "set_on": "2025-08-01", "reason": "a test",
}  # fmt: skip


class Project:
    """A data folder that grows row by row; `write` puts it on disk, `load` reads it back."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.facts: list[Row] = []
        self.events: list[Row] = []
        self.assumptions: list[Row] = []
        self.units = ["USD", "RMB", "fraction", "TB/s", "USD/kWh", "USD/hour"]
        self.sources = [{**SOURCE, "source_id": "cloudy2025", "origin": "cloudy"}]
        self.entities: list[Row] = [
            {"entity": "Cloudy", "kind": "cloud", "aliases": "Cloudy Inc.;CLDY"},
            {"entity": "Windy", "kind": "cloud"},
            {"entity": "Chip1", "kind": "chip"},
        ]
        self.metrics: list[Row] = [
            _metric("revenue", "USD;RMB", "series;scope", "flow"),
            _metric("revenue_growth_yoy", "fraction", "series", "rate"),
            _metric("hbm_bandwidth", "TB/s", "", "spec"),
            _metric("rental_price", "USD/hour", "seller", "price"),
            _metric("electricity_price", "USD/kWh", "", "price"),
        ]

    def fact(self, fact_id: str, /, **cells: str) -> "Project":
        self.facts.append({**FACT, "fact_id": fact_id, **cells})
        return self

    def quarter(self, fact_id: str, start: str, end: str, value: str, **cells: str) -> "Project":
        return self.fact(fact_id, period_start=start, period_end=end, value=value, **cells)

    def event(self, event_id: str, **cells: str) -> "Project":
        base = {
            "date": "2025-08-01", "public_on": "2025-08-01", "entity": "Cloudy", "kind": "launch",
            "title": "Something", "source_id": "cloudy2025",
        }  # fmt: skip
        self.events.append({**base, "event_id": event_id, **cells})
        return self

    def assumption(self, name: str, **cells: str) -> "Project":
        self.assumptions.append({**ASSUMPTION, "name": name, **cells})
        return self

    def source(self, source_id: str, /, **cells: str) -> "Project":
        self.sources.append({**SOURCE, "source_id": source_id, **cells})
        return self

    def file(self, name: str, text: str) -> "Project":
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return self

    def write(self) -> Path:
        _csv(self.data / "facts" / "cloud.csv", FACT_COLUMNS, self.facts)
        _csv(self.data / "sources.csv", SOURCE_COLUMNS, self.sources)
        _csv(self.data / "events.csv", EVENT_COLUMNS, self.events)
        _csv(self.data / "entities.csv", ENTITY_COLUMNS, self.entities)
        _csv(self.data / "metrics.csv", METRIC_COLUMNS, self.metrics)
        _csv(self.data / "assumptions.csv", ASSUMPTION_COLUMNS, self.assumptions)
        text = "# units\n" + "".join(f"{unit} = a unit\n" for unit in self.units)
        return self.file("units.txt", text).data

    def load(self) -> Evidence:
        return Evidence(self.write(), cache=None)


def _metric(name: str, units: str, qualifiers: str, nature: str) -> Row:
    return {
        "metric": name, "label": name, "units": units, "qualifiers": qualifiers,
        "definition": f"what {name} means", "nature": nature,
    }  # fmt: skip


def _csv(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project: the words exist, the facts do not."""
    return Project(tmp_path / "data")


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[[], Project]:
    """A maker of projects, for tests that need many."""
    folders: Iterator[int] = iter(range(1_000_000))
    return lambda: Project(tmp_path / f"data{next(folders)}")


@pytest.fixture
def cloudy(project: Project) -> Project:
    """Four quarters of one company, one seen late, one restated, one forecast, one of grade D."""
    project.source("digest2026", published_on="2026-02-01", access="retelling", grade="C")
    project.quarter(
        "q1", "2025-01-01", "2025-03-31", "90", public_on="2025-04-30", seen_on="2025-04-30"
    )
    project.quarter("q2", "2025-04-01", "2025-06-30", "100", public_on="2025-07-31")
    project.quarter(
        "q3", "2025-07-01", "2025-09-30", "110", public_on="2025-10-30", seen_on="2026-02-01",
        source_id="digest2026", grade="C", public_basis="release-day",
    )  # fmt: skip
    project.quarter(
        "q2_restated", "2025-04-01", "2025-06-30", "101", public_on="2025-11-30",
        seen_on="2025-11-30", supersedes="q2",
    )  # fmt: skip
    project.quarter(
        "q4_forecast", "2025-10-01", "2025-12-31", "130", public_on="2025-08-15",
        seen_on="2025-08-15", kind="forecast", grade="B",
    )  # fmt: skip
    project.fact("rumour", entity="Windy", value="5", grade="D")
    return project
