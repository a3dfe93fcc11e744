"""What a page weighs on the wire, compressed: a phone on a train is the measure."""

import gzip
from urllib.parse import unquote, urlsplit

import pytest

pytestmark = pytest.mark.site
BEFORE_A_CHART, WHEN_LIVE = 180_000, 340_000


def weight(site, urls, address):
    """Compressed bytes of the files that were asked for."""
    paths = {unquote(urlsplit(u).path).lstrip("/") for u in urls if u.startswith(address)}
    return sum(len(gzip.compress((site / path).read_bytes(), 6)) for path in paths)


@pytest.mark.parametrize(
    "path", ["chapters/index.html", "chapters/05_cost_of_ownership.html", "chapters/rerun.html"]
)
def test_a_page_is_light_before_the_first_chart_and_when_it_is_live(visit, site, address, path):
    seen = visit(path)
    at_first = weight(site, seen.asked, address)
    seen.scroll_to_the_end()
    seen.page.wait_for_timeout(500)
    live = weight(site, seen.asked, address)
    print(f"{path}: {at_first / 1000:.0f} KB, live {live / 1000:.0f} KB")
    assert at_first <= BEFORE_A_CHART
    assert live <= WHEN_LIVE
