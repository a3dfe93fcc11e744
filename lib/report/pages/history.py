"""How every verdict moved with what was known: one row per proposition, one column per day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from lib.report import formats
from lib.report.pages.blocks import rendered, verdict_words
from lib.report.theme import STEPS

_ENDS: Final = (0.10, 0.33, 0.45, 0.55, 0.66, 0.90)
_SHORT: Final = {True: "true", False: "false", None: "open"}


def history_table(
    findings: Mapping[str, Mapping[str, Mapping[str, Any]]], days: Sequence[str], *, root: str
) -> str:
    """The heat map as a table: the words are in the cells, the colours only repeat them.

    Neighbours that say the same become one cell. Arguments: ``findings`` by proposition, then by
    ISO day; ``days`` in order.
    """
    rows = [
        {"id": name, "cells": _joined([_cell(name, day, by_day.get(day)) for day in days])}
        for name, by_day in findings.items()
    ]
    heads = [f"{date.fromisoformat(day):%b %Y}" for day in days]
    return rendered("history.html", rows=rows, days=heads, root=root)


def _joined(cells: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for cell in cells:
        if joined and (joined[-1]["text"], joined[-1]["css"]) == (cell["text"], cell["css"]):
            joined[-1]["span"] += 1
        else:
            joined.append({**cell, "span": 1})
    return joined


def _cell(name: str, day: str, finding: Mapping[str, Any] | None) -> dict[str, str]:
    if finding is None:
        return {"text": "", "css": "cuc-none", "title": ""}
    title = f"{name} on {formats.day(day)}: {verdict_words(finding)}"
    p = finding["probability"]
    if p is not None:
        step = sum(p >= end for end in _ENDS)
        return {"text": formats.probability(p), "css": f"cuc-{STEPS[step]}", "title": title}
    if finding["status"].startswith("not_testable"):
        return {"text": "not testable", "css": "cuc-none", "title": title}
    answer = finding["answer"]
    css = {True: "cuc-step6", False: "cuc-step0", None: "cuc-none"}[answer]
    return {"text": _SHORT[answer], "css": css, "title": title}
