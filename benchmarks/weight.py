"""Weigh a chapter of the built site beside the same chapter by plain Jupyter Book, in one run.

Both pages are opened in Chromium from a local server; a page weighs what the files that it asked
for weigh when compressed. Ours is weighed when it has loaded, before any chart comes near, and
again after scrolling to its end, when every chart is live. The plain page shows the same charts
through Altair's default renderer and asks other hosts for scripts: these are named and not weighed
(nothing is fetched from them), so its true weight is more than the printed one.

    python benchmarks/weight.py [CHAPTER]      # run `book build` first
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from plain import build_plain, plain_book
from playwright.sync_api import Page, Route, sync_playwright

from lib.book.project import Project
from lib.book.run import plan

CHAPTER = "05_cost_of_ownership"
AT_MOST = 600.0
BEFORE_A_CHART_KB, LIVE_KB = 180, 340
# Put after the cell that opens the run: every figure is shown by Altair itself, at its wide layout.
ALTAIR = """import altair
from IPython.display import display
from lib.report.theme import WIDE_PX

altair.renderers.enable("default")
altair.data_transformers.disable_max_rows()


def shown_by_altair(figure):
    is_chart = isinstance(figure.chart, altair.TopLevelMixin)
    display(figure.chart if is_chart else figure.chart(WIDE_PX))


run.publish = shown_by_altair
"""


@dataclass
class Weight:
    """What a page asked for: its own files, and scripts of other hosts."""

    at_first: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def weigh(browser: Any, site: Path, path: str) -> Weight:
    """Open a page, scroll to its end, and note all that it asked for."""
    handler = functools.partial(_Silent, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}"
    found = Weight()

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith(home):
            found.own.add(unquote(urlsplit(url).path).lstrip("/"))
            route.continue_()
        elif url.startswith("http"):
            found.foreign.append(url)
            route.fulfill(status=200, content_type="text/javascript", body="")
        else:
            route.continue_()

    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(f"{home}/{path}", wait_until="load")
    page.wait_for_timeout(500)
    found.at_first = set(found.own)
    _scroll(page)
    context.close()
    server.shutdown()
    return found


def kilobytes(site: Path, paths: set[str]) -> float:
    """The files' weight, compressed as a server would."""
    files = (site / path for path in paths)
    return sum(len(gzip.compress(f.read_bytes(), 6)) for f in files if f.is_file()) / 1000


def plain_site(folder: Path, project: Project, chapter: str) -> Path:
    """The chapter alone, built by plain Jupyter Book, with its charts shown by Altair."""
    page = f"chapters/{chapter}"
    (job,) = plan(project, [chapter])
    results = job.folder / "results.json"
    if not results.is_file():
        sys.exit(f"{chapter} has not been executed: run `book build` first")
    book = plain_book(folder, project, [page], {page: results})
    path = book / f"{page}.ipynb"
    notebook = json.loads(path.read_text("utf8"))
    begins = [i for i, c in enumerate(notebook["cells"]) if "begin(" in "".join(c["source"])]
    cell = {
        "cell_type": "code", "id": "shown-by-altair", "execution_count": None, "outputs": [],
        "metadata": {"tags": ["remove-input"]}, "source": ALTAIR,
    }  # fmt: skip
    notebook["cells"].insert(begins[0] + 1, cell)
    path.write_text(json.dumps(notebook), "utf8")
    build_plain(book, AT_MOST)
    return book / "_build" / "html"


def _scroll(page: Page) -> None:
    for top in range(0, page.evaluate("document.body.scrollHeight"), 600):
        page.evaluate(f"window.scrollTo(0, {top})")
        page.wait_for_timeout(30)
    page.wait_for_timeout(1500)


def main() -> None:
    """Print both weights and fail when ours is over its bounds."""
    project = Project.here()
    chapter = project.resolve(sys.argv[1] if len(sys.argv) > 1 else CHAPTER)
    path = f"chapters/{chapter}.html"
    if not (project.site / path).is_file():
        sys.exit("there is no built site: run `book build` first")
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        other = plain_site(Path(folder) / "plain", project, chapter)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        ours, plain = weigh(browser, project.site, path), weigh(browser, other, path)
        first, live = kilobytes(project.site, ours.at_first), kilobytes(project.site, ours.own)
        plain_first, plain_all = kilobytes(other, plain.at_first), kilobytes(other, plain.own)
        browser.close()
    remote = sorted({url.split("?")[0] for url in plain.foreign})
    print(f"{path}, compressed              ours     plain Jupyter Book with Altair's renderer")
    print(f"before the first chart comes near   {first:6.0f} KB   {plain_first:6.0f} KB")
    print(f"scrolled to its end, charts live    {live:6.0f} KB   {plain_all:6.0f} KB")
    print(f"scripts of other hosts, not weighed {len(set(ours.foreign)):6d}      {len(remote):6d}")
    for url in remote:
        print(f"  {url}")
    if first > BEFORE_A_CHART_KB or live > LIVE_KB:
        sys.exit(f"the bounds are {BEFORE_A_CHART_KB} KB and {LIVE_KB} KB")


if __name__ == "__main__":
    main()
