"""Run-rates that are compared are on one basis: the company's own, gross of its cloud partners."""

from lib.claims.run_rate import stated_points
from lib.evidence import View


def test_a_net_figure_never_joins_the_gross_series() -> None:
    view = View()
    shown = view.facts(entity="Anthropic", metric="run_rate_revenue")
    net = set(shown.filter(basis="gross_net=net")["fact_id"])
    assert net, "the data hold a net figure, so that leaving it out means something"
    points = stated_points(view)
    assert len(points) > 5
    assert net.isdisjoint(point.fact_id for point in points)
