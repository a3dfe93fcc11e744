"""What a command says while it works: one line a step, with the time since its start."""

from __future__ import annotations

import sys
import threading
import time


class Progress:
    """Prints steps to standard error; safe to use from several threads."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._lock = threading.Lock()

    def step(self, text: str) -> None:
        """Say one thing."""
        with self._lock:
            print(
                f"[{time.perf_counter() - self._start:6.1f} s] {text}", file=sys.stderr, flush=True
            )


class Silent(Progress):
    """Says nothing; for tests and inner calls."""

    def step(self, text: str) -> None:
        """Say nothing."""
