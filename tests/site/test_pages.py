"""What a reader meets: no foreign request, no error, no sideways scroll, at every width."""

import pytest
from site_pages import SITE, WIDTHS, first_figure, fullest_claim, pages

from lib.book.links import problems
from lib.book.project import Project

CHAPTERS = [f"{page}.html" for page in Project.here().pages]
CHOSEN = [
    "chapters/index.html", "chapters/05_cost_of_ownership.html", "chapters/data.html",
    fullest_claim(), first_figure(),
]  # fmt: skip
pytestmark = pytest.mark.site


def sideways(page):
    """How far the page can be pushed sideways, in pixels."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("path", CHAPTERS)
def test_a_chapter_asks_no_other_host_and_has_no_error(visit, path):
    seen = visit(path)
    seen.scroll_to_the_end()
    assert seen.foreign() == []
    assert seen.said == []
    assert seen.page.title()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", [*CHAPTERS, fullest_claim(), first_figure()])
def test_nothing_scrolls_sideways(visit, path, width):
    seen = visit(path, width)
    assert sideways(seen.page) <= 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_follow_the_reader(visit, dark):
    seen = visit("chapters/index.html", dark=dark)
    background = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    brightness = sum(int(v) for v in background[4:-1].split(",")) / 3
    assert (brightness < 60) if dark else (brightness > 200)


def test_the_colour_switch_switches_and_is_remembered(visit):
    seen = visit("chapters/index.html")
    seen.page.click(".bk-theme")
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
    seen.page.reload()
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("path", CHOSEN)
def test_a_page_reads_without_scripts(visit, path):
    seen = visit(path, scripts=False)
    assert len(seen.page.inner_text("main")) > 200
    assert seen.page.locator("nav.bk-nav a").count() >= len(CHAPTERS)
    if seen.page.locator(".cuc-chart").count():
        assert seen.page.locator(".cuc-chart svg:visible").count() >= 1


@pytest.mark.parametrize("path", CHOSEN)
def test_a_page_opens_from_a_folder(visit, path):
    seen = visit(path, home=f"file://{SITE}")
    seen.scroll_to_the_end()
    assert seen.said == []
    assert seen.foreign() == []
    assert seen.page.evaluate("getComputedStyle(document.querySelector('.bk-bar')).position") == (
        "sticky"
    )


def test_the_contents_open_on_a_phone_without_scripts(visit):
    seen = visit("chapters/index.html", "phone", scripts=False)
    assert not seen.page.locator("nav.bk-nav").is_visible()
    seen.page.click(".bk-open")
    assert seen.page.locator("nav.bk-nav").is_visible()
    seen.page.click("nav.bk-nav a >> text=Cost of ownership")
    assert "05_cost_of_ownership" in seen.page.url


def test_search_finds_a_chapter(visit):
    seen = visit("search.html?q=ownership")
    seen.page.wait_for_selector("#search-results li", timeout=10_000)
    assert "Cost of ownership" in seen.page.inner_text("#search-results")
    assert seen.foreign() == []


def test_a_number_shows_its_origin_on_hover_and_leads_to_it(visit):
    with_numbers = [p for p in CHAPTERS if '<a class="cuc-n"' in (SITE / p).read_text()]
    assert with_numbers
    seen = visit(with_numbers[0])
    number = seen.page.locator("a.cuc-n").first
    assert number.get_attribute("title")
    number.click()
    assert "/numbers/" in seen.page.url
    assert seen.page.evaluate("document.querySelector(':target') !== null")


def test_no_link_is_dead_and_no_anchor_missing(site):
    assert list(problems(site)) == []


def test_every_published_id_has_a_page(site):
    listed = (Project.here().chapters / "published_ids.txt").read_text().splitlines()
    ids = [line for line in listed if line and not line.startswith("#") and "->" not in line]
    there = {
        path.split("/")[1].removesuffix(".html") for path in pages("figures") + pages("claims")
    }
    assert ids
    assert set(ids) <= there
