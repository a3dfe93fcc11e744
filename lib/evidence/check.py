"""`python -m lib.evidence.check`: validate the data, print what is in it, exit 1 on problems."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import polars as pl

from lib.evidence.checks import RULES, all_problems
from lib.evidence.errors import CellError, EvidenceError
from lib.evidence.events import load_events
from lib.evidence.expected import load_expected
from lib.evidence.facts import fact_problems, read_facts
from lib.evidence.paths import DATA
from lib.evidence.sources import load_sources
from lib.evidence.store import Evidence
from lib.evidence.vocabulary import load_vocabulary


def schema_problems(data: Path) -> list[CellError]:
    """Every cell of a data folder that breaks the schema (loading stops at the first)."""
    vocabulary, problems = load_vocabulary(data)
    sources, source_problems = load_sources(data)
    ids = sources["source_id"]
    problems += source_problems
    problems += fact_problems(read_facts(data), vocabulary, ids)
    return problems + load_events(data, vocabulary, set(ids))[1]


def counts(data: Evidence) -> list[str]:
    """The number of facts by topic, kind and grade, and of everything else, as lines."""
    facts = data.facts
    lines = [
        f"{facts.height} facts from {data.sources.height} sources, {data.events.height} events"
    ]
    for column in ("topic", "kind", "grade", "public_basis"):
        table = facts.group_by(column).len().sort(column)
        lines.append(f"  by {column}: " + ", ".join(f"{n} {word}" for word, n in table.rows()))
    words = data.vocabulary
    lines.append(
        f"  words: {len(words.metrics)} metrics, {len(words.entities)} entities, "
        f"{len(words.units)} units"
    )
    later = facts.filter(pl.col("seen_on") > pl.col("public_on")).height
    lines.append(f"  days: {data.first_days['public']} to {data.latest}; {later} seen later")
    located = facts.filter(pl.col("locator") != "").height
    lines.append(f"  {located} facts with a locator (page, table, line)")
    expected = load_expected(data.data)
    without = sum(1 for entry in expected if not entry.expression)
    lines.append(
        f"  {len(data.assumptions)} assumptions, {len(data.conflicts)} conflicts, "
        f"{len(data.datasets)} datasets, {len(expected)} expected results "
        f"({without} without an expression)"
    )
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Check a data folder. Returns 0 when nothing is wrong, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="check-data", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the data folder")
    parser.add_argument("--most", type=int, default=15, help="problems shown per rule")
    parser.add_argument("--rule", choices=sorted(RULES), help="show only this rule's problems")
    chosen = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        broken = schema_problems(chosen.data)
        if broken:
            return _report([(type(p).__name__, str(p)) for p in broken], chosen.most)
        data = Evidence(chosen.data, cache=None)
        sys.stdout.write("\n".join(counts(data)) + "\n")
        problems = all_problems(data)
    except EvidenceError as problem:
        sys.stdout.write(f"{problem}\n1 problem\n")
        return 1
    if chosen.rule:
        problems = [problem for problem in problems if problem.rule == chosen.rule]
    status = _report([(p.rule, str(p)) for p in problems], chosen.most)
    sys.stdout.write(f"{len(RULES)} rules checked in {time.perf_counter() - started:.1f} s\n")
    return status


def _report(problems: list[tuple[str, str]], most: int) -> int:
    shown: Counter[str] = Counter()
    totals = Counter(rule for rule, _ in problems)
    for rule, text in problems:
        shown[rule] += 1
        if shown[rule] <= most:
            sys.stdout.write(f"{text}\n")
        elif shown[rule] == most + 1:
            sys.stdout.write(f"... and {totals[rule] - most} more of {rule}\n")
    by_rule = ", ".join(f"{count} {rule}" for rule, count in sorted(totals.items()))
    sys.stdout.write(f"{len(problems)} problems{': ' if problems else ''}{by_rule}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
