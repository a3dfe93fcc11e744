"""What pages do beyond reading, under a policy that lets nothing be evaluated as code."""

import pytest

from lib.report import citation, pages
from lib.report.citation import Book, Cited
from lib.report.figure import card_of, publish

pytestmark = pytest.mark.site
SPACE = '<div style="height:4000px"></div>'


@pytest.fixture
def card(figure, run):
    publish(figure, run)
    return card_of(run.out / "figures" / figure.id, root="../")


def test_a_chart_comes_alive_only_when_it_comes_near(page, card):
    far = page(SPACE.replace(' style="height:4000px"', " hidden") + "<br>" * 400 + card)
    fetched = far.evaluate("() => performance.getEntriesByType('resource').map(e => e.name)")
    assert not any("vega" in name for name in fetched)
    assert far.get_attribute(".cuc-chart", "data-live") is None
    far.eval_on_selector(".cuc-chart", "e => e.scrollIntoView()")
    far.wait_for_selector('.cuc-chart[data-live="yes"]')
    assert far.get_attribute(".cuc-view", "role") == "img"
    assert far.get_attribute(".cuc-view", "aria-label").startswith("Dots with intervals")
    assert far.is_hidden("svg.cuc-wide")
    far.hover(".cuc-view .mark-symbol path:first-child")
    assert "Trainium2" in far.inner_text(".cuc-tip")
    assert "$0.41" in far.inner_text(".cuc-tip")


def test_a_narrow_screen_gets_the_narrow_chart(page, card):
    opened = page(card)
    opened.set_viewport_size({"width": 390, "height": 800})
    assert opened.is_visible("svg.cuc-narrow") or opened.is_visible(".cuc-view")
    assert opened.is_hidden("svg.cuc-wide")
    assert opened.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_dark_mode_recolours_the_same_drawing(page, card):
    opened = page(card)
    text = ".cuc-chart svg text"
    light = opened.eval_on_selector(text, "e => getComputedStyle(e).fill")
    opened.evaluate("() => { document.documentElement.dataset.theme = 'dark' }")
    assert opened.eval_on_selector(text, "e => getComputedStyle(e).fill") != light


def test_copying_a_citation(page):
    item = Cited("figure", "fig-x", "Cost", "figures/fig-x.html", Book("1.0", _day()))
    opened = page(str(pages.blocks.cite_block(item, "fig-x/")))
    opened.click('[data-copy="cite-text"]')
    assert opened.inner_text('[data-copy="cite-text"]') in ("Copied", "Selected")
    chosen = opened.evaluate("() => String(getSelection())")
    assert chosen in ("", citation.text(item))


def test_filter_and_sort(page):
    meta = {"metric": "m", "label": "M", "definition": "d", "count": 2}
    facts = [_fact("one", "H100", 2.0), _fact("two", "Trainium2", 10.0)]
    opened = page(pages.data_page(meta, facts, root="../"))
    opened.fill("[name=q]", "trainium2")
    assert [r.get_attribute("id") for r in opened.query_selector_all("tbody tr:visible")] == ["two"]
    opened.fill("[name=q]", "")
    opened.click("thead th:nth-child(2) button")
    opened.click("thead th:nth-child(2) button")
    assert opened.get_attribute("thead th:nth-child(2)", "aria-sort") == "descending"
    assert opened.get_attribute("tbody tr:first-child", "id") == "two"


def _day():
    from datetime import date

    return date(2026, 11, 23)


def _fact(fact_id, entity, value):
    return {
        "fact_id": fact_id, "entity": entity, "metric": "m", "value": value, "low": None,
        "high": None, "range_kind": "", "unit": "USD/hour", "basis": "term=on-demand",
        "period_start": _day(), "period_end": _day(), "public_on": _day(), "public_basis": "read",
        "grade": "A", "kind": "reported", "source_id": "s", "locator": "", "note": "",
    }  # fmt: skip
