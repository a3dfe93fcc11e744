"""Kernels that start once and stay warm: a chapter costs its own work, not imports.

A kernel takes half a second to start and the chapter's imports two more; `%reset -f` between two
chapters takes none. Forking is no way out: a process that has drawn an SVG hangs when forked.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbclient.util import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from lib.book.errors import BookError

# What nearly every chapter imports; a module that does not exist yet is not an error here.
WARM_UP = """
import importlib
for _name in ("lib.book.session", "polars", "altair", "vl_convert", "lib.evidence.view",
              "lib.claims.register", "lib.report.figure"):
    try:
        importlib.import_module(_name)
    except ImportError:
        pass
"""
CLEAN = "get_ipython().run_line_magic('reset', '-f')"


class Kernel:
    """One running kernel with its client, used by one thread."""

    def __init__(self, root: Path) -> None:
        from jupyter_client.manager import AsyncKernelManager

        self.root = root
        # Sockets in a folder of its own: no port is opened, and two kernels cannot meet.
        self._sockets = tempfile.mkdtemp(prefix="book-")
        transport = {"transport": "ipc", "ip": f"{self._sockets}/k"} if os.name == "posix" else {}
        self.manager = AsyncKernelManager(kernel_name="python3", **transport)
        self.client: Any = None

    def start(self) -> None:
        """Start the process and import what chapters need."""
        run_sync(self.manager.start_kernel)(cwd=str(self.root))
        self.client = self.manager.client()
        self.client.start_channels()
        run_sync(self.client.wait_for_ready)(timeout=60)
        self.quiet(WARM_UP)

    def quiet(self, code: str) -> None:
        """Run code that leaves no trace in a notebook. Raises BookError when it fails."""
        reply = run_sync(_execute_quietly)(self.client, code)
        if reply["content"]["status"] != "ok":
            problem = f"{reply['content'].get('ename')}: {reply['content'].get('evalue')}"
            raise BookError(f"the kernel could not run its preparation: {problem}")

    def stop(self) -> None:
        """End the process."""
        with contextlib.suppress(Exception):
            self.client.stop_channels()
        run_sync(self.manager.shutdown_kernel)(now=True)
        shutil.rmtree(self._sockets, ignore_errors=True)


async def _execute_quietly(client: Any, code: str) -> Any:
    message = client.execute(code, silent=True, store_history=False)
    while True:
        reply = await client.get_shell_msg(timeout=120)
        if reply["parent_header"].get("msg_id") == message:
            return reply


class WarmClient(PapermillNotebookClient):
    """papermill's client on a kernel that is already running and goes on running."""

    warm: Kernel

    @contextlib.contextmanager
    def setup_kernel(self, **_: Any) -> Iterator[None]:
        """Lend the notebook a clean namespace in the warm kernel."""
        self.km, self.kc = self.warm.manager, self.warm.client
        self.warm.quiet(CLEAN)
        yield


class WarmEngine(NBClientEngine):
    """papermill's engine, given a kernel by its caller."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, kernel: Kernel | None = None, **_: Any
    ) -> Any:
        """Execute the notebook in `kernel`."""
        if kernel is None:
            raise BookError("the warm engine needs a kernel")
        client = WarmClient(nb_man, km=kernel.manager, record_timing=False, timeout=None)
        client.warm = kernel
        return client.execute()


papermill_engines.register("warm", WarmEngine)
# It warns about a name that the parameter cell does not hold; every name has been checked by then.
logging.getLogger("papermill").setLevel(logging.ERROR)
