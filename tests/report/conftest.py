"""A tiny run: real evidence, a made-up comparison."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from lib.report import charts
from lib.report.figure import Figure
from lib.report.provenance import ReadIds


@dataclass
class FakeView:
    known_on: date = date(2025, 9, 7)
    about: date = date(2025, 9, 7)
    log: ReadIds = field(default_factory=ReadIds)


@dataclass
class FakeRun:
    out: Path
    chapter: str = "05_cost_of_ownership"
    views: dict = field(default_factory=lambda: {"then": FakeView()})
    settings: list = field(
        default_factory=lambda: [SimpleNamespace(name="draws", value=16384, unit="", origin="-p")]
    )


@pytest.fixture
def run(tmp_path):
    return FakeRun(tmp_path / "run")


@pytest.fixture
def comparison():
    return pl.DataFrame(
        {
            "chip": ["Trainium2", "H100", "B200", "GB200 NVL72"],
            "cost": [0.41, 0.72, 0.55, 0.6],
            "low": [0.35, 0.6, 0.44, None],
            "high": [0.5, 0.9, 0.7, None],
        }
    )


@pytest.fixture
def figure(comparison):
    return Figure(
        id="fig-cost-per-bandwidth",
        title="Cost of memory bandwidth",
        finding="A TB/s-hour costs 43% less on Trainium2 than on H100.",
        alt="Dots with intervals for four chips; Trainium2 is lowest at 41 cents, H100 highest.",
        chart=charts.intervals(
            comparison,
            name="chip",
            value="cost",
            low="low",
            high="high",
            unit="USD/(TB/s)/hour",
            title="Owner's cost",
            highlight=["Trainium2"],
            mark_at=0.5,
            mark_label="parity",
        ),
        reads=ReadIds(facts=("trn1_bf16_dense",)),
    )
