"""All rules over the data, and the reasoned exceptions to them.

`data/defended.csv` (rule, id, reason) holds the exceptions: a row that breaks a rule and is right.
An exception that excuses nothing is itself a problem, so the list cannot rot.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lib.evidence.paths import shown
from lib.evidence.problems import Problem
from lib.evidence.rules_days import (
    forecast_of_the_past,
    late_quarter,
    period_after_public,
    seen_before_source,
    spec_after_sale,
)
from lib.evidence.rules_gaps import missing_quarters
from lib.evidence.rules_links import (
    assumptions_fit_facts,
    basis_facts_located,
    conflicts_rest_on_facts,
    corrections_stand,
    expected_reproduced,
    scenarios_fit,
)
from lib.evidence.rules_numbers import (
    duplicates_disagree,
    growth_against_levels,
    outliers,
    quarters_against_years,
    repeated_rows,
)
from lib.evidence.rules_words import (
    grade_without_address,
    too_many_words,
    undefined_words,
    unused_sources,
    unused_words,
)
from lib.evidence.store import Evidence
from lib.evidence.tables import read_text

Rule = Callable[[Evidence], list[Problem]]
RULES: Final[dict[str, Rule]] = {
    "period-after-public": period_after_public,
    "forecast-of-the-past": forecast_of_the_past,
    "late-quarter": late_quarter,
    "missing-quarter": missing_quarters,
    "spec-after-sale": spec_after_sale,
    "seen-before-source": seen_before_source,
    "growth-against-levels": growth_against_levels,
    "quarters-against-years": quarters_against_years,
    "duplicates-disagree": duplicates_disagree,
    "repeated-row": repeated_rows,
    "outlier": outliers,
    "undefined-word": undefined_words,
    "too-many-words": too_many_words,
    "unused-word": unused_words,
    "unused-source": unused_sources,
    "grade-without-address": grade_without_address,
    "correction": corrections_stand,
    "conflict": conflicts_rest_on_facts,
    "assumption": assumptions_fit_facts,
    "locator": basis_facts_located,
    "scenario": scenarios_fit,
    "expected": expected_reproduced,
}
DEFENDED: Final = "defended.csv"
DEFENDED_COLUMNS: Final = ("rule", "id", "reason")


def all_problems(data: Evidence) -> list[Problem]:
    """What every rule finds, without the defended rows, plus defences that defend nothing."""
    found = [problem for rule in RULES.values() for problem in rule(data)]
    path = data.data / DEFENDED
    if not path.is_file():
        return found
    rows = read_text(path, DEFENDED_COLUMNS).rows(named=True)
    hits = {(problem.rule, problem.id) for problem in found}
    defended = {(row["rule"], row["id"]) for row in rows if row["reason"]}
    idle = [
        Problem("defended", shown(path), int(row["row"]), row["id"], _idle_text(row))
        for row in rows
        if (row["rule"], row["id"]) not in hits or not row["reason"]
    ]
    return [p for p in found if (p.rule, p.id) not in defended] + idle


def _idle_text(row: dict[str, str]) -> str:
    if row["rule"] not in RULES:
        return f"names rule {row['rule']!r}, which is unknown; allowed: {', '.join(RULES)}"
    return "has no reason" if not row["reason"] else f"breaks no rule {row['rule']!r} any more"
