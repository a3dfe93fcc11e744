"""Times the cost of ownership over many scenarios: Polars streaming, numpy, pandas, numexpr.

Every measurement is a process of its own. Engines take turns within each round, so that a busy
machine slows all of them alike; ratios are medians over rounds of the ratio within a round.
`--rows`, `--draws` and `--rounds` make it shorter.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ENGINES = ("polars", "numpy", "pandas", "numexpr")
FASTER_GOAL = 1.5
MEMORY_GOAL = 0.2
SAME_TO = 1e-9

Round = dict[str, dict[str, Any]]


def child(script: str, *arguments: str) -> dict[str, Any]:
    """Run one measurement and read its report."""
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script} {' '.join(arguments)} failed:\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report | {"time": statistics.median(report["seconds"])}


def rounds_of(count: int, script: str, engines: tuple[str, ...], *arguments: str) -> list[Round]:
    """Measure all engines in turn, several times over, each round from another engine on."""
    found = []
    for number in range(count):
        shift = number % len(engines)
        order = engines[shift:] + engines[:shift]
        found.append({engine: child(script, engine, *arguments) for engine in order})
        print(f"  round {number + 1} of {count}", file=sys.stderr)
    return found


def median(rounds: list[Round], engine: str, field: str = "time") -> float:
    return statistics.median(one[engine][field] for one in rounds)


def ratio(rounds: list[Round], engine: str, to: str = "polars", field: str = "time") -> float:
    """Median over rounds of an engine's figure over another's in the same round."""
    return statistics.median(one[engine][field] / one[to][field] for one in rounds)


def fail_if_results_differ(rounds: list[Round]) -> None:
    """Stop if the engines do not compute the same thing."""
    first, *others = (report["result"] for one in rounds for report in one.values())
    for other in others:
        pairs = zip(_numbers(first), _numbers(other), strict=True)
        if any(abs(a - b) > SAME_TO * max(abs(a), 1e-3) for a, b in pairs):
            raise SystemExit(f"engines disagree: {first} and {other}")


def _numbers(result: Any) -> list[float]:
    return list(result.values()) if isinstance(result, dict) else list(result)


def print_engines(title: str, rounds: list[Round], rows: int) -> None:
    fail_if_results_differ(rounds)
    print(f"\n{title}")
    print(f"{'engine':<10}{'seconds':>9}{'M rows/s':>10}{'time over Polars':>18}{'extra MB':>10}")
    for engine in rounds[0]:
        seconds = median(rounds, engine)
        print(
            f"{engine:<10}{seconds:>9.3f}{rows / seconds / 1e6:>10.1f}"
            f"{ratio(rounds, engine):>18.2f}{median(rounds, engine, 'extra_mb'):>10.0f}"
        )


def print_goals(rounds: list[Round]) -> None:
    rivals = [engine for engine in ENGINES if engine != "polars"]
    fastest = min(rivals, key=lambda engine: ratio(rounds, engine))
    faster = ratio(rounds, fastest)
    memory = ratio(rounds, "polars", "numpy", "extra_mb")
    print(
        f"Polars is {faster:.2f} times as fast as {fastest}, the fastest other "
        f"(goal {FASTER_GOAL}: {_met(faster >= FASTER_GOAL)}), with {memory:.2f} of numpy's "
        f"extra memory (goal {MEMORY_GOAL}: {_met(memory <= MEMORY_GOAL)})."
    )


def _met(yes: bool) -> str:
    return "met" if yes else "not met"


def print_where_time_goes(shares: list[Round], powers: list[Round], reads: list[Round]) -> None:
    formula, power, read = (median(found, "polars") for found in (shares, powers, reads))
    print("\nWhere the time goes (Polars)")
    print(f"  reading the table (mean of each column)      {read:.3f} s")
    print(f"  with the formula                             {formula:.3f} s")
    print(f"  with two annuities in every row as well      {power:.3f} s")
    print(
        f"The two powers of a row would take {(power - formula) / power:.0%} of the time: hence "
        "the yearly share of capital is computed once per (rate, life)."
    )


def print_sampling(rounds: list[Round], draws: int) -> None:
    print_engines(
        f"Sampling to probabilities: {draws:,} draws, 8 chips (arithmetic alone)", rounds, 8 * draws
    )
    # All draw by the same code, so a round has one drawing time: the mean of its processes.
    drawn = [statistics.mean(report["sampling"] for report in one.values()) for one in rounds]
    for engine in ("polars", "formulas"):
        whole = statistics.median(
            (seconds + one["numpy"]["time"]) / (seconds + one[engine]["time"])
            for seconds, one in zip(drawn, rounds, strict=True)
        )
        print(
            f"End to end numpy takes {whole:.2f} times as long as {engine} "
            f"(goal: no slower, within a hundredth: {_met(whole >= 0.99)})."
        )
    drawing = statistics.median(
        seconds / (seconds + one["numpy"]["time"])
        for seconds, one in zip(drawn, rounds, strict=True)
    )
    print(
        f"Drawing takes {drawing:.0%} of the time, whoever does the arithmetic. Claims, with some "
        "ten thousand draws, stay in numpy; the streaming engine pays from millions of rows."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--draws", type=int, default=2**17)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    rows = ("--rows", str(arguments.rows))
    found = {
        job: rounds_of(arguments.rounds, "tco_engines.py", engines, job, *rows)
        for job, engines in (("shares", ENGINES), ("powers", ENGINES), ("sum", ("polars",)))
    }
    print_engines(
        f"Cost per TB/s-hour over {arguments.rows:,} rows, annuity once per (rate, life)",
        found["shares"],
        arguments.rows,
    )
    print_goals(found["shares"])
    print_engines("The same with both annuities in every row", found["powers"], arguments.rows)
    print_where_time_goes(found["shares"], found["powers"], found["sum"])
    draws = ("--draws", str(arguments.draws))
    sampled = rounds_of(
        arguments.rounds, "tco_sampling.py", ("polars", "formulas", "numpy"), *draws
    )
    print_sampling(sampled, arguments.draws)


if __name__ == "__main__":
    main()
