"""The built site in a real browser. Run `make book` first; nothing here builds or executes."""

import functools
import http.server
import os
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from site_pages import SITE, WIDTHS

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-sync", "--no-first-run", "--disable-gpu",
]  # fmt: skip


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site():
    if not (SITE / "site.json").is_file():
        pytest.fail("there is no built site: run `make book` first")
    return SITE


@pytest.fixture(scope="session")
def address(site):
    handler = functools.partial(_Silent, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} does not exist: install Chromium, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Visit:
    """A page that was opened, with all it asked for and complained about."""

    def __init__(self, page, home):
        self.page, self.home = page, home
        self.asked, self.said = [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def foreign(self):
        own = (self.home, "data:", "blob:", "about:", "file://")
        return [url for url in self.asked if not url.startswith(own)]

    def scroll_to_the_end(self):
        height = self.page.evaluate("document.body.scrollHeight")
        for top in range(0, height, 600):
            self.page.evaluate(f"window.scrollTo(0, {top})")
            self.page.wait_for_timeout(30)
        self.page.wait_for_timeout(300)


@pytest.fixture
def visit(chromium, address):
    """visit(path, width="phone", dark=False, scripts=True, home=None) opens a page."""
    contexts = []

    def open_page(path, width="desktop", dark=False, scripts=True, home=None):
        size = WIDTHS[width]
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        start = home or address
        seen = Visit(context.new_page(), start)
        seen.page.goto(f"{start}/{path}", wait_until="load")
        return seen

    yield open_page
    for context in contexts:
        context.close()
