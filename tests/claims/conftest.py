"""A tiny evidence folder with a few inputs, and a register row of our own."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lib.claims.propositions import Proposition
from lib.evidence.store import Evidence
from lib.evidence.view import View
from lib.inference.draws import Draws

NAMES = ("first", "second", "scale", "known", "later")


def _project_class() -> Any:
    path = Path(__file__).parents[1] / "evidence" / "conftest.py"
    spec = importlib.util.spec_from_file_location("evidence_project", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Project


def _normal(default: float, half: float, **cells: str) -> dict[str, str]:
    return {
        "label": "An input",
        "unit": "USD",
        "default": str(default),
        "low": str(default - half),
        "high": str(default + half),
        "distribution": "normal",
        "bound_low": str(default - 20 * half),
        "bound_high": str(default + 20 * half),
        **cells,
    }


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """Facts of 2025 and 2026, inputs that rest on them or on judgement."""
    project = _project_class()(tmp_path / "data")
    project.source("windy2025", origin="windy", published_on="2025-08-01")
    project.source("blog2025", origin="cloudy", published_on="2025-08-02", grade="C")
    project.fact("early", value="100", low="80", high="120", range_kind="p5-p95")
    project.fact("first_of_all", public_on="2024-11-30", seen_on="2024-11-30", entity="Windy")
    project.fact("other", value="90", source_id="windy2025", grade="B")
    project.fact("retold", value="95", source_id="blog2025", grade="C", seen_on="2026-03-01")
    project.fact(
        "outcome", period_start="2025-10-01", period_end="2025-12-31", value="130",
        public_on="2026-02-05", seen_on="2026-02-05",
    )  # fmt: skip
    project.assumption("first", **_normal(10, 2))
    project.assumption("second", **_normal(8, 1))
    project.assumption("scale", **_normal(1, 0.1))
    project.assumption(
        "known", **_normal(100, 20, basis="fact", from_fact="early", basis_facts="early")
    )
    project.assumption("later", **_normal(5, 1, basis_facts="outcome", set_on="2026-02-05"))
    return project.load()


@pytest.fixture
def view_on(evidence: Evidence) -> Callable[..., View]:
    """A view of the tiny evidence on a day."""
    return lambda day, **parameters: View(day, data=evidence, name="test", **parameters)


@pytest.fixture
def draws() -> Draws:
    return Draws(names=NAMES)


@pytest.fixture
def row() -> Callable[..., Proposition]:
    """A row of the register: by default 'the quantity is above 0'."""

    def make(**changes: Any) -> Proposition:
        values = {
            "id": "C9.9", "claim": "C9.9", "chapter": "09_test", "claim_title": "A claim",
            "text": "The text.", "title": "The gap", "statement": "It is above.", "reading": "So.",
            "threshold": 0.0, "threshold_reason": "Zero.", "weak": -1.0, "strong": 1.0,
            "unit": "USD", "direction": ">",
        }  # fmt: skip
        return Proposition(**{**values, **changes})

    return make
