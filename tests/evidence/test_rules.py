"""Each rule finds the row that breaks it, and leaves its neighbours alone."""

import pytest

from lib.evidence.check import main
from lib.evidence.checks import RULES, all_problems
from lib.evidence.errors import UnknownFact
from lib.evidence.tables import read_text
from lib.evidence.view import View

QUARTERS = [
    ("2024-01-01", "2024-03-31"), ("2024-04-01", "2024-06-30"), ("2024-07-01", "2024-09-30"),
    ("2024-10-01", "2024-12-31"), ("2025-01-01", "2025-03-31"),
]  # fmt: skip


def found(project, rule):
    return [(problem.id, problem.row) for problem in RULES[rule](project.load())]


def quarters(project, values, **cells):
    for (start, end), value in zip(QUARTERS, values, strict=False):
        project.quarter(f"r{end[:7].replace('-', '_')}", start, end, value, **cells)
    return project


def test_a_period_that_had_not_ended_is_a_forecast(project):
    late = {"period_end": "2025-12-31"}
    project.fact("fine").fact("early", **late).fact("guess", kind="forecast", **late)
    assert found(project, "period-after-public") == [("early", 3)]


def test_a_forecast_is_about_the_future(project):
    project.fact("past", kind="forecast").fact("future", kind="forecast", period_end="2025-12-31")
    assert found(project, "forecast-of-the-past") == [("past", 2)]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ({"public_on": "2025-08-14"}, []),
        ({"public_on": "2025-08-15"}, [("late", 2)]),
        ({"public_on": "2025-08-15", "note": "Late: the company reports twice a year."}, []),
        ({"public_on": "2025-08-15", "kind": "estimate"}, []),
        ({"public_on": "2025-08-15", "period_start": "2025-01-01"}, []),
    ],
)
def test_a_quarter_is_public_within_45_days_or_says_why(project, cells, rows):
    project.fact("late", seen_on="2025-08-15", **cells)
    assert found(project, "late-quarter") == rows


def test_a_specification_is_public_no_later_than_the_first_sale(project):
    spec = {"entity": "Chip1", "metric": "hbm_bandwidth", "unit": "TB/s", "value": "3"}
    price = {"entity": "Chip1", "metric": "rental_price", "unit": "USD/hour", "value": "2"}
    day = {"period_start": "2025-07-01", "period_end": "2025-07-01"}
    project.fact("spec", **spec).fact("price", **price, **day)
    assert found(project, "spec-after-sale") == [("spec", 2)]
    project.fact("told", public_on="2025-07-01", **spec)
    assert found(project, "spec-after-sale") == []
    project.event("sale", entity="Chip1", kind="on_sale", date="2025-06-01")
    assert found(project, "spec-after-sale") == [("told", 4)]


def test_an_average_price_shows_a_sale_by_its_last_day_only(project):
    project.fact(
        "spec", entity="Chip1", metric="hbm_bandwidth", unit="TB/s", public_on="2025-06-01"
    )
    price = {"entity": "Chip1", "metric": "rental_price", "unit": "USD/hour", "kind": "estimate"}
    project.fact("mean", period_start="2025-01-01", **price)
    assert found(project, "spec-after-sale") == []
    project.facts[1]["kind"] = "reported"
    assert found(project, "spec-after-sale") == [("spec", 2)]


def test_a_fact_is_not_seen_before_its_source(project):
    project.source("later", published_on="2025-08-01").source("vague", published_on="2026")
    project.fact("fine").fact("early", source_id="later").fact("unsure", source_id="vague")
    assert found(project, "seen-before-source") == [("early", 3)]


@pytest.mark.parametrize(("growth", "rows"), [("0.2", []), ("0.205", []), ("0.21", [("g", 7)])])
def test_growth_agrees_with_its_levels(project, growth, rows):
    quarters(project, ["10.02", "11.03", "12.04", "13.05", "12.02"])
    start, end = QUARTERS[4]
    project.quarter("g", start, end, growth, metric="revenue_growth_yoy", unit="fraction")
    assert found(project, "growth-against-levels") == rows


@pytest.mark.parametrize(
    ("before", "level", "growth", "agrees"),
    [
        ("26300000000", "31561000000", "0.2074", True),  # the level a year ago is rounded
        ("26317000000", "31561000000", "0.2074", False),  # no level is
        ("26317000000", "31600000000", "0.2079", True),  # this year's level is rounded
    ],
)
def test_growth_allows_for_rounded_levels(project, before, level, growth, agrees):
    quarters(project, [before, "1", "1", "1", level])
    start, end = QUARTERS[4]
    project.quarter("g", start, end, growth, metric="revenue_growth_yoy", unit="fraction")
    assert (found(project, "growth-against-levels") == []) is agrees


def test_a_printed_growth_is_held_to_the_levels_too(project):
    project.metrics[1]["qualifiers"] += ";rounding;currency"
    quarters(project, ["10.02", "11.03", "12.04", "13.05", "12.02"])
    start, end = QUARTERS[4]
    growth = {"metric": "revenue_growth_yoy", "unit": "fraction"}
    project.quarter("printed", start, end, "0.25", basis="rounding=printed", **growth)
    project.quarter("constant", start, end, "0.25", basis="currency=constant", **growth)
    assert found(project, "growth-against-levels") == [("printed", 7)]


@pytest.mark.parametrize(("year", "rows"), [("46.14", []), ("46.2", []), ("48.15", [("y", 6)])])
def test_quarters_sum_to_their_year(project, year, rows):
    quarters(project, ["10.02", "11.03", "12.04", "13.05"])
    project.quarter("y", "2024-01-01", "2024-12-31", year)
    assert found(project, "quarters-against-years") == rows


def test_a_year_with_a_missing_quarter_is_not_judged(project):
    quarters(project, ["10.02", "11.03", "12.04"])
    project.quarter("y", "2024-01-01", "2024-12-31", "99")
    assert found(project, "quarters-against-years") == []


def test_sources_that_disagree_are_found_unless_ranges_meet_or_a_conflict_is_open(project):
    project.source("other")
    project.fact("a", value="100").fact("near", value="104", source_id="other")
    assert found(project, "duplicates-disagree") == []
    project.fact("far", value="120", source_id="other")
    assert {name for name, _ in found(project, "duplicates-disagree")} == {"a", "near", "far"}
    project.facts[2].update(low="103", high="130", range_kind="min-max")
    assert found(project, "duplicates-disagree") == []
    project.facts[2].update(low="", high="", range_kind="")
    readings = "[{id: low, label: l, facts: [a, near]}, {id: high, label: h, facts: [far]}]"
    text = f"- {{id: c, question: q, default: low, reason: r, readings: {readings}}}\n"
    project.file("conflicts.yml", text)
    assert found(project, "duplicates-disagree") == []


def test_a_superseded_figure_is_no_disagreement(cloudy):
    cloudy.facts[3]["value"] = "150"
    assert found(cloudy, "duplicates-disagree") == []


def test_a_row_that_stands_twice_is_found(project):
    project.fact("a").fact("b").fact("c", value="101")
    assert found(project, "repeated-row") == [("a", 2), ("b", 3)]


@pytest.mark.parametrize(("value", "rows"), [("35", []), ("40", [("r2024_06", 3)]),
                                             ("3", [("r2024_06", 3)])])  # fmt: skip
def test_a_quarter_far_from_both_neighbours_is_found(project, value, rows):
    assert found(quarters(project, ["10", value, "12", "13"]), "outlier") == rows


def test_a_hole_in_a_series_that_verdicts_lean_on_is_found(project):
    project.entities.append({"entity": "AWS", "kind": "cloud"})
    names = {name for name, _ in found(project.fact("other"), "missing-quarter")}
    assert names == {"AWS revenue"}
    ends = ["2019-03-31", "2019-06-30", "2019-12-31"]
    for end, start in zip(ends, ["2019-01-01", "2019-04-01", "2019-10-01"], strict=True):
        project.quarter(f"aws_{end[:7]}", start, end, "7", entity="AWS")
    names = {name for name, _ in found(project, "missing-quarter")}
    assert names == {"AWS revenue 2019-09-30"}


def test_words_are_defined_used_and_few(project, monkeypatch):
    project.fact("a")
    project.metrics[0]["definition"] = ""
    project.entities[0]["kind"] = "other"
    assert found(project, "undefined-word") == [("revenue", 2), ("Cloudy", 2)]
    unused = {name for name, _ in found(project, "unused-word")}
    assert unused == {"revenue_growth_yoy", "hbm_bandwidth", "rental_price", "electricity_price",
                      "Windy", "Chip1"}  # fmt: skip
    assert found(project, "too-many-words") == []
    monkeypatch.setattr("lib.evidence.rules_words.MOST_METRICS", 4)
    assert found(project, "too-many-words") == [("metrics.csv", 1)]


def test_a_source_that_supports_nothing_is_found(project):
    project.source("idle").source("eventful").fact("a").event("e", source_id="eventful")
    assert found(project, "unused-source") == [("idle", 3)]


@pytest.mark.parametrize(
    ("access", "grade", "bad"),
    [("address_incomplete", "C", True), ("address_incomplete", "D", False),
     ("retelling", "B", True), ("retelling", "C", False), ("original", "A", False)],
)  # fmt: skip
def test_grades_follow_the_address(project, access, grade, bad):
    project.source("other", access=access).fact("a", source_id="other", grade=grade)
    assert found(project, "grade-without-address") == ([("a", 2)] if bad else [])


CORRECTIONS = "fact_id,field,old,new,reason\n"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a,value,99,100,typo", None),
        ("a,value,99,100.0,typo", None),
        ("a,public_on,2025-08-31,2025-07-31,release", None),
        ("gone,fact_id,gone,,merged into a", None),
        ("a,value,100,99,typo", "value should be '99', but is 100.0"),
        ("a,public_on,2025-07-31,2025-08-31,x", "public_on should be '2025-08-31'"),
        ("a,fact_id,a,,removed", "was to leave, but is still a fact"),
        ("lost,value,1,2,x", "is corrected, but is no fact"),
        ("a,colour,red,blue,x", "has no field 'colour'"),
        ("a,value,99,100,", "has no field or no reason"),
        ("a,value,1,2,first\na,value,2,100,second", None),
    ],
)
def test_corrections_stand(project, line, text):
    project.fact("a").file("corrections.csv", CORRECTIONS + line + "\n")
    problems = [problem.text for problem in RULES["correction"](project.load())]
    assert len(problems) == (0 if text is None else 1)
    assert text is None or text in problems[0]


def test_a_missing_record_of_corrections_is_a_problem(project):
    assert found(project.fact("a"), "correction") == [("corrections.csv", 1)]


def test_readings_rest_on_facts(project):
    readings = "[{id: low, label: l, facts: [a, lost]}, {id: high, label: h}]"
    text = f"- {{id: c, question: q, default: low, reason: r, readings: {readings}}}\n"
    project.fact("a").file("conflicts.yml", text)
    problems = [problem.text for problem in RULES["conflict"](project.load())]
    assert problems == [
        "reading low names unknown facts lost", "reading high has neither facts nor a value",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "unit", "text"),
    [
        ({"value": "0.1", "unit": "USD/kWh", "metric": "electricity_price"}, "USD/kWh", None),
        ({"value": "2", "unit": "USD/kWh", "metric": "electricity_price"}, "USD/kWh", "above its"),
        ({"value": "-1", "unit": "USD/kWh", "metric": "electricity_price"}, "USD/kWh", "below its"),
        ({"value": "0.1"}, "USD/kWh", "in USD, but is in USD/kWh"),
        ({"value": "0.1"}, "USD/year", "in USD, but is in USD/year"),
        ({"value": "0.1", "period_start": "2025-06-30"}, "USD/year", None),
    ],
)
def test_the_fact_behind_an_assumption_fits_it(project, cells, unit, text):
    project.units.append("USD/year")
    project.fact("p", **cells).assumption("x", unit=unit, from_fact="p")
    problems = [problem.text for problem in RULES["assumption"](project.load())]
    assert (problems == []) if text is None else (text in problems[0])


def test_an_assumption_that_rests_on_a_lost_fact_is_found_and_stops_alone(project):
    project.fact("p").assumption("x", from_fact="lost|p", basis_facts="p|gone").assumption("y")
    data = project.load()
    problems = [str(problem) for problem in RULES["assumption"](data)]
    assert "row 2: x: rests on unknown facts gone, lost" in problems[0]
    assert View(data=data).assumption("y").default == 0.08
    with pytest.raises(UnknownFact, match="'lost' is not in the data"):
        View(data=data).assumption("x")


def test_a_fact_that_an_assumption_rests_on_has_a_locator(project):
    project.fact("p").fact("q", locator="p. 3").fact("free")
    project.assumption("x", from_fact="q", basis_facts="p|q")
    assert found(project, "locator") == [("p", 2)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("values: {x: 0.5}", None),
        ("values: {x: 2}", "x=2 is outside its bounds; allowed: 0 to 1 USD/kWh"),
        ("values: {y: 1}", "assumption 'y' is unknown; allowed: x"),
        ("readings: {who: me}", "conflict 'who' is unknown"),
        ("value: {x: 1}", "unknown keys ['value']"),
    ],
)
def test_scenarios_fit_the_assumptions(project, content, text):
    project.fact("p").assumption("x").file("scenarios/bold.yml", content)
    problems = [str(problem) for problem in RULES["scenario"](project.load())]
    assert (problems == []) if text is None else (text in problems[0])


EXPECTED = '[{"id": "x", "published": 1.11, "expression": "%s", "tolerance": 0.002}]'


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("b / a", None),
        ("b / a - 1", "published 1.11, but b / a - 1 gives 0.11"),
        ("b / c", "names 'c', which is no fact"),
        ("", None),
    ],
)
def test_published_results_are_recomputed(project, expression, text):
    project.fact("a").fact("b", value="111").file("expected/cloud.json", EXPECTED % expression)
    problems = [problem.text for problem in RULES["expected"](project.load())]
    assert (problems == []) if text is None else (text in problems[0])


def test_a_defended_row_is_left_alone_and_an_idle_defence_is_not(project):
    project.fact("a").fact("b", metric="revenue", kind="forecast")
    project.file("corrections.csv", CORRECTIONS)
    rules = {problem.rule for problem in all_problems(project.load())}
    assert "forecast-of-the-past" in rules
    project.file(
        "defended.csv",
        "rule,id,reason\nforecast-of-the-past,b,nobody knew\noutlier,a,why\nlate,a,why\n",
    )
    assert read_text(project.data / "defended.csv", ("rule", "id", "reason")).height == 3
    problems = all_problems(project.load())
    assert "forecast-of-the-past" not in {problem.rule for problem in problems}
    idle = [str(problem) for problem in problems if problem.rule == "defended"]
    assert "row 3: a: breaks no rule 'outlier' any more" in idle[0]
    assert "row 4: a: names rule 'late', which is unknown; allowed: period-after" in idle[1]


def test_the_check_counts_and_passes_on_clean_data(project, capsys):
    project.metrics = project.metrics[:1]
    project.entities = project.entities[:1]
    project.units = ["USD", "RMB"]
    project.fact("a").event("e").file("corrections.csv", CORRECTIONS)
    project.write()
    assert main(["--data", str(project.data)]) == 0
    out = capsys.readouterr().out
    for part in ("1 facts from 1 sources, 1 events", "by grade: 1 A", "by kind: 1 reported",
                 "by topic: 1 cloud", "0 problems"):  # fmt: skip
        assert part in out


def test_the_check_fails_on_a_problem(project, capsys):
    project.fact("a", kind="forecast").write()
    assert main(["--data", str(project.data), "--rule", "forecast-of-the-past"]) == 1
    assert "facts/cloud.csv, row 2: a: forecast of 2025-06-30" in capsys.readouterr().out
