"""The one place that knows where things stand in the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
CHAPTERS = ROOT / "chapters"
BUILD = ROOT / "_build"
RUNS = BUILD / "runs"
CACHE = ROOT / ".cache"

FACTS = "facts"
DATASETS = "datasets"
EXPECTED = "expected"
SCENARIOS = "scenarios"
ENTITIES = "entities.csv"
METRICS = "metrics.csv"
UNITS = "units.txt"
QUALIFIERS = "qualifiers.csv"
SOURCES = "sources.csv"
EVENTS = "events.csv"
CONFLICTS = "conflicts.yml"
CORRECTIONS = "corrections.csv"
SAMPLE = "sample.csv"
GAPS = "gaps.csv"
ASSUMPTIONS = "assumptions.csv"
CLAIMS = "claims.yml"
FORECASTS = "forecasts.csv"


def shown(path: Path) -> str:
    """The path as a reader of the repository would write it: relative to the root, if inside."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return "/".join(path.parts[-3:])
