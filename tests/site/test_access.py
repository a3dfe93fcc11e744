"""Accessibility by axe's rules: no violation on the kinds of pages that readers meet."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from site_pages import first_figure, fullest_claim

pytestmark = pytest.mark.site
PAGES = [
    "chapters/index.html", "chapters/05_cost_of_ownership.html", "chapters/methods.html",
    "chapters/figures.html", "chapters/data.html", "data/sources.html", "search.html",
    fullest_claim(), first_figure(),
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit, path, dark):
    seen = visit(path, dark=dark)
    found = Axe().run(seen.page)
    lines = [
        f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:160]}"
        for v in found.response["violations"]
    ]
    assert lines == []
