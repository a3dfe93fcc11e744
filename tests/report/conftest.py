"""A tiny run: real evidence, a made-up comparison."""

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from lib.report import charts, theme
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


STATIC = Path(theme.__file__).parents[1] / "book" / "static"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing may be evaluated as code.
POLICY = "default-src 'none'; script-src file:; style-src file:"


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser, tmp_path):
    def opened(body, query=""):
        path = tmp_path / "page.html"
        path.write_text(
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>t</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            + "".join(
                f'<link rel="stylesheet" href="{(STATIC / name).as_uri()}">'
                for name in ("palette.css", "book.css")
            )
            + f'<script defer src="{(STATIC / "loader.js").as_uri()}"></script>'
            f'<script defer src="{(STATIC / "live.js").as_uri()}"></script></head>'
            f"<body><main>{body}</main></body></html>"
        )
        made = browser.new_page()
        made.on("pageerror", lambda error: pytest.fail(str(error)))
        made.goto(path.as_uri() + query)
        return made

    return opened
