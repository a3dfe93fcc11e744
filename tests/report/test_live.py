"""A slider computes what the book computes: the tree, the browser and the formula agree."""

import json
import math
import random
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.models import capital, chip_hour, ops, roofline, unit_cost
from lib.report import formats, live
from lib.report.live import Live, LiveError, Slider, compiled
from lib.report.live_html import component
from lib.report.syntax import SyntaxTreeError, evaluate, tree_of


def cost_per_tb_s(values, bandwidth_tb_s):
    parts = chip_hour.chip_hour_in_owned_facility(
        capital_usd=values["capital_usd"],
        life_years=values["life_years"],
        capital_rate_per_year=values["rate"],
        power_kw=values["power_kw"],
        pue=1.2,
        load_factor=0.8,
        electricity_usd_per_kwh=values["electricity_usd_per_kwh"],
        facility_usd_per_mw=11e6,
        facility_life_years=15.0,
        operations_share_per_year=0.02,
        utilisation=0.7,
    )
    return unit_cost.cost_usd_per_tb_s_hour(
        chip_hour.total_usd_per_chip_hour(parts), bandwidth_tb_s
    )


def annuity(values):
    return ops.annuity_factor(values["rate"], values["periods"])


def piecewise(values):
    x = values["x"]
    return ops.where(x < 1, 2 * x, ops.where(x <= 2, ops.power(x, 3.0), ops.ceil(x) + ops.exp(-x)))


def hard_maximum(values):
    return ops.maximum(values["a"] / 3, ops.minimum(values["b"], 2.0), ops.log(values["a"]))


def names_of(formula):
    return {
        annuity: ["rate", "periods"],
        piecewise: ["x"],
        hard_maximum: ["a", "b"],
    }.get(formula, ["capital_usd", "life_years", "rate", "power_kw", "electricity_usd_per_kwh"])


def points():
    """Formulas with values: rate 0, tiny rates, both sides of every joint, and at random."""
    for rate in (0.0, 1e-15, 1e-12, 1e-9, 1e-6, 0.01, 0.1, 0.3):
        for periods in (1, 4.5, 60):
            yield annuity, {"rate": rate, "periods": periods}
    for x in (0.0, 0.5, 1 - 1e-15, 1.0, 1 + 1e-15, 2.0, 2 + 1e-12, 2.5, 3.0, 7.0):
        yield piecewise, {"x": x}
    for a, b in ((1.0, 0.1), (6.0, 2.0), (6.0, 3.0), (7.5, 1.0), (30.0, 9.0)):
        yield hard_maximum, {"a": a, "b": b}
    random.seed(5)
    bandwidth = partial(cost_per_tb_s, bandwidth_tb_s=2.9)
    for rate in (0.0, 1e-10, *(random.uniform(0.001, 0.25) for _ in range(20))):
        yield (
            bandwidth,
            {
                "capital_usd": random.uniform(3e3, 6e4),
                "life_years": random.uniform(2, 8),
                "rate": rate,
                "power_kw": random.uniform(0.3, 2),
                "electricity_usd_per_kwh": random.uniform(0.02, 0.2),
            },
        )


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-300)


def test_the_tree_agrees_with_the_formula():
    for formula, values in points():
        tree = tree_of(formula, names_of(formula))
        assert close(evaluate(tree, values), formula(values)), (formula, values)


@given(
    st.floats(0, 1, allow_subnormal=False), st.floats(0.1, 100), st.sampled_from(("start", "end"))
)
def test_annuities_agree_at_any_rate(rate, periods, _):
    values = {"rate": rate, "periods": periods}
    assert close(evaluate(tree_of(annuity, values), values), annuity(values))


def test_every_way_to_spread_capital_compiles():
    names = ["capital_usd", "life", "rate"]
    values = {"capital_usd": 4e4, "life": 5.0, "rate": 0.08}
    for method in capital.CAPITAL_METHODS:

        def yearly(v, method=method):
            return capital.capital_usd_per_year(
                v["capital_usd"], v["life"], v["rate"], method=method
            )

        assert close(evaluate(tree_of(yearly, names), values), yearly(values)), method


def test_what_a_browser_cannot_compute_is_refused():
    import sympy

    with pytest.raises(SyntaxTreeError, match="cannot compute"):
        tree_of(lambda v: sympy.gamma(v["x"]), ["x"])
    with pytest.raises(SyntaxTreeError, match="no value"):
        evaluate("y", {"x": 1.0})
    with pytest.raises(SyntaxTreeError, match="unknown"):
        evaluate(["eval", 1], {})


def test_a_roofline_compiles():
    def step(v):
        return roofline.step_time_s(v["compute_s"], v["memory_s"], v["network_s"])

    values = {"compute_s": 0.2, "memory_s": 0.5, "network_s": 0.1}
    assert close(evaluate(tree_of(step, values), values), step(values))


@pytest.fixture
def comparison_live():
    inputs = [
        Slider("capital_usd", "price of Trainium2", "USD", 9000.0, 4000.0, 30000.0),
        Slider("life_years", "life", "years", 5.0, 2.0, 8.0),
        Slider("rate", "cost of capital", "fraction", 0.09, 0.0, 0.25),
        Slider("power_kw", "power", "kW", 0.8, 0.4, 1.6),
        Slider("electricity_usd_per_kwh", "electricity", "USD/kWh", 0.06, 0.02, 0.2),
    ]

    def other(values):
        return cost_per_tb_s({**values, "capital_usd": 20000.0, "power_kw": 1.3}, 3.35)

    random.seed(7)
    draws = {
        "capital_usd": [random.lognormvariate(math.log(16000), 0.6) for _ in range(200)],
        "rate": [random.uniform(0.04, 0.15) for _ in range(200)],
    }
    return Live(
        id="live-bandwidth",
        title="Cost of a TB/s-hour, by your own inputs",
        inputs=inputs,
        rows=[("Trainium2", partial(cost_per_tb_s, bandwidth_tb_s=2.9)), ("H100", other)],
        unit="USD/(TB/s)/hour",
        subject="Trainium2",
        decisive="capital_usd",
        statement="Trainium2 is cheaper than H100",
        draws=draws,
    )


def test_break_even_is_where_both_cost_the_same(comparison_live):
    content = compiled(comparison_live)
    base = {i.name: i.default for i in comparison_live.inputs}
    turn = live.break_even(content, base)
    own, other = (f({**base, "capital_usd": turn}) for _, f in comparison_live.rows)
    assert close(own, other)
    assert live.margin(content, {**base, "capital_usd": turn * 0.99}) > 0
    p = live.probability(content, {})
    assert 0.1 < p < 0.99
    assert live.probability(content, {"capital_usd": 4000.0}) == 1


def test_it_reads_without_scripts(comparison_live):
    html = component(comparison_live)
    assert "Trainium2 is cheaper than H100: yes at these values." in html
    assert "(price of Trainium2)." in html
    assert "onclick" not in html
    assert html.count("<label>") == 5


def test_parts_that_do_not_fit_are_refused(comparison_live):
    parts = comparison_live.__dict__
    with pytest.raises(LiveError, match="decisive"):
        Live(**{**parts, "decisive": "price"})
    with pytest.raises(LiveError, match="draws of unknown"):
        Live(**{**parts, "draws": {"x": [1.0]}})
    with pytest.raises(LiveError, match="subject"):
        Live(**{**parts, "subject": "TPU"})


# In the browser.


@pytest.mark.site
def test_the_browser_agrees_with_the_formula(page):
    cases = [(tree_of(f, names_of(f)), v, f(v)) for f, v in points()]
    script = "cases => cases.map(([tree, values]) => cucLive.compile(tree)(values))"
    found = page("").evaluate(script, [[tree, values] for tree, values, _ in cases])
    for mine, (_, values, ours) in zip(found, cases, strict=True):
        assert close(mine, ours), values


@pytest.mark.site
def test_the_browser_prints_numbers_as_the_book_does(page):
    random.seed(3)
    units = ["USD", "USD/chip-hour", "fraction", "kW", "ratio", "USD/kWh", "years"]
    cases = [
        (sign * 10 ** random.uniform(-3, 6.5), unit)
        for unit in units for sign in (1, -1) for _ in range(40)
    ]  # fmt: skip
    cases += [(value, unit) for unit in units for value in (0.0, 1.0, 5.0, 100.0, 1234.4, 0.07)]
    given_units = [[value, live.browser_unit(unit)] for value, unit in cases]
    found = page("").evaluate("cases => cases.map(([v, u]) => cucLive.show(v, u))", given_units)
    assert found == [formats.number(value, unit) for value, unit in cases]


@pytest.mark.site
def test_moving_resetting_and_sharing(page, comparison_live):
    content = compiled(comparison_live)
    opened = page(component(comparison_live))
    before = opened.inner_text(".cuc-answer")
    assert before == page(component(comparison_live)).inner_text(".cuc-answer")
    move = (
        "value => { const i = document.querySelector('[name=capital_usd]'); i.value = value;"
        " i.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    opened.evaluate(move, 29000)
    assert ": no at these values" in opened.inner_text(".cuc-answer")
    assert opened.url.endswith("#?capital_usd=29000")
    p = live.probability(content, {"capital_usd": 29000.0})
    assert formats.probability(p) in opened.inner_text(".cuc-answer")
    again = page(component(comparison_live), "#?capital_usd=29000&rate=0.05")
    assert again.input_value("[name=rate]") == "0.05"
    assert again.inner_text("tbody tr:first-child .cuc-num") == formats.number(
        cost_per_tb_s(
            {i.name: i.default for i in comparison_live.inputs}
            | {"capital_usd": 29000.0, "rate": 0.05},
            2.9,
        ),
        "USD/(TB/s)/hour",
    )
    again.click("button[type=reset]")
    assert "#?" not in again.url
    assert again.inner_text(".cuc-answer") == before


def test_the_data_in_the_page_are_the_compiled_ones(comparison_live):
    html = component(comparison_live)
    text = html.split('class="cuc-live-data">')[1].split("</script>")[0]
    assert json.loads(text) == compiled(comparison_live)
