"""The published calculations that the models must reproduce, as their files hold them.

One JSON file per calculation in `data/cases`, named like its id. This module reads; what a case
means and how it is recomputed is in `lib.models.cases`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from lib.evidence.errors import BadFile
from lib.evidence.paths import DATA, shown

CASES: Final = "cases"


def load_cases(data: Path = DATA) -> list[dict[str, Any]]:
    """Every worked example, in the order of its id.

    Raises BadFile for a file that is not JSON or whose id is not its name.
    """
    return [read_case(path) for path in sorted((data / CASES).glob("*.json"))]


def read_case(path: Path) -> dict[str, Any]:
    """One worked example from a file, wherever it stands. Raises BadFile as `load_cases`."""
    try:
        case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise BadFile(f"{shown(path)}: {error}") from error
    if case.get("id") != path.stem:
        raise BadFile(f"{shown(path)}: id is {case.get('id')!r}; it must be {path.stem!r}")
    return case
