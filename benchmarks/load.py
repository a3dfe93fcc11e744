"""Time the loading of all evidence after imports: parsed anew, and from the kept copy.

`python benchmarks/load.py [times]` prints the median of each in milliseconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from lib.evidence.paths import DATA
from lib.evidence.store import Evidence
from lib.evidence.view import View

TIMES = 7


def load_all(cache: Path | None) -> float:
    """Load facts, words, sources, events, assumptions, conflicts and a view; seconds taken."""
    started = time.perf_counter()
    data = Evidence(DATA, cache=cache)
    View("2025-09-07", data=data).facts(entity="AWS", metric="revenue")
    parts = (data.vocabulary, data.sources, data.events, data.assumptions, data.conflicts)
    sorted(data.datasets)
    if not all(len(part.entities if hasattr(part, "entities") else part) for part in parts):
        raise SystemExit("a part of the evidence is empty")
    return time.perf_counter() - started


def main(times: int = TIMES) -> None:
    """Print the medians for both ways, with the number of facts."""
    load_all(None)  # the libraries' own first use is not the data's
    anew = median(load_all(None) for _ in range(times))
    with tempfile.TemporaryDirectory() as folder:
        load_all(Path(folder))
        kept = median(load_all(Path(folder)) for _ in range(times))
    facts = Evidence(DATA, cache=None).facts.height
    sys.stdout.write(
        f"{facts} facts and everything beside them, median of {times}: "
        f"parsed anew {anew * 1e3:.0f} ms, from the kept copy {kept * 1e3:.0f} ms\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES)
