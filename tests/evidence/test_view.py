from datetime import date

import pytest

from lib.evidence.errors import (
    BadDate,
    MixedSeries,
    NotInView,
    NotKnownYet,
    UnknownFact,
    UnknownWord,
)
from lib.evidence.standard import change_days, reconstructed, standard_views
from lib.evidence.view import View


def test_a_fact_appears_on_the_day_it_became_public(cloudy):
    data = cloudy.load()
    with pytest.raises(NotKnownYet, match=r"q2.*not known on 2025-07-30.*2025-07-31 on the public"):
        View("2025-07-30", data=data).fact("q2")
    assert View("2025-07-31", data=data).fact("q2").value == 100


def test_the_strict_clock_waits_for_the_document_that_was_read(cloudy):
    data = cloudy.load()
    assert View("2025-10-30", data=data).fact("q3").value == 110
    with pytest.raises(NotKnownYet, match=r"2026-02-01 on the strict clock"):
        View("2026-01-31", clock="strict", data=data).fact("q3")
    assert View("2026-02-01", clock="strict", data=data).knows("q3")


def test_an_unknown_fact_names_its_neighbours(cloudy):
    with pytest.raises(UnknownFact, match=r"'q2_restatd' is not in the data; allowed: q2_restated"):
        View(data=cloudy.load()).fact("q2_restatd")


def test_a_weak_grade_is_hidden_with_its_own_error(cloudy):
    data = cloudy.load()
    assert View(data=data).fact("rumour").grade == "D"
    with pytest.raises(NotInView, match=r"grade D, below the view's minimum C"):
        View(min_grade="C", data=data).fact("rumour")
    assert "rumour" not in View(min_grade="C", data=data).facts()["fact_id"]


def test_before_the_first_fact_the_error_names_the_first_day(cloudy):
    with pytest.raises(BadDate, match=r"before the first fact.*2025-04-30"):
        View("2025-04-29", data=cloudy.load())


def test_after_the_last_day_the_error_names_the_last_day(cloudy):
    data = cloudy.load()
    assert data.latest == date(2026, 2, 1)
    with pytest.raises(BadDate, match=r"newest day in the data, 2026-02-01"):
        View("2026-02-02", data=data)


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", "2025-9-7", 20250907, None])
def test_what_is_not_a_day_is_refused(cloudy, day):
    with pytest.raises(BadDate, match=r"is not a day; allowed: an ISO day"):
        View(day, data=cloudy.load())


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        ("clock", "loose", "clock='loose' is unknown; allowed: public, strict"),
        ("min_grade", "E", "min_grade='E' is unknown; allowed: A, B, C, D"),
    ],
)
def test_words_of_a_view_are_closed(cloudy, parameter, value, message):
    with pytest.raises(UnknownWord, match=message):
        View(data=cloudy.load(), **{parameter: value})


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"entity": "Cloudi"}, "entity='Cloudi' is unknown; allowed: Cloudy"),
        ({"metric": "revenues"}, "metric='revenues' is unknown; allowed: revenue"),
        ({"kind": "rumor"}, "kind='rumor' is unknown"),
        ({"unit": "EUR"}, "unit='EUR' is unknown"),
        ({"colour": "red"}, "filter 'colour' is unknown; allowed: .*basis"),
        ({"min_grade": "F"}, "'F' is unknown; allowed: A, B, C, D"),
    ],
)
def test_words_of_a_question_are_closed(cloudy, filters, message):
    with pytest.raises(UnknownWord, match=message):
        View(data=cloudy.load()).facts(**filters)


def test_an_alias_asks_for_the_same_entity(cloudy):
    view = View("2025-08-01", data=cloudy.load())
    assert view.find(entity="CLDY", metric="revenue").fact_id == "q2"


def test_a_restatement_replaces_its_row_once_it_is_known(cloudy):
    data = cloudy.load()
    before, after = View("2025-11-29", data=data), View("2025-11-30", data=data)
    assert before.series("Cloudy", "revenue")["value"].to_list() == [90, 100, 110]
    assert after.series("Cloudy", "revenue")["value"].to_list() == [90, 101, 110]
    assert "q2" not in after.facts(entity="Cloudy")["fact_id"]
    assert after.fact("q2").value == 100


def test_a_restatement_below_the_minimum_grade_replaces_nothing(cloudy):
    cloudy.facts[3]["grade"] = "D"
    view = View(min_grade="C", data=cloudy.load())
    assert view.series("Cloudy", "revenue")["value"].to_list() == [90, 100, 110]


def test_forecasts_are_only_found_when_asked_for(cloudy):
    view = View(data=cloudy.load())
    assert view.find(entity="Cloudy", metric="revenue").fact_id == "q3"
    forecast = view.find(entity="Cloudy", metric="revenue", kind="forecast")
    assert forecast.fact_id == "q4_forecast"
    assert view.find(entity="Windy", metric="hbm_bandwidth") is None


def test_find_prefers_latest_period_then_grade_then_latest_news(project):
    project.fact("poor", grade="C", value="1")
    project.fact("good_old", grade="A", value="2", public_on="2025-07-30")
    project.fact("good_new", grade="A", value="3", public_on="2025-07-31")
    project.quarter("earlier", "2025-01-01", "2025-03-31", "4", grade="A")
    view = View(data=project.load())
    assert view.find(entity="Cloudy", metric="revenue").fact_id == "good_new"
    assert view.find(entity="Cloudy", until="2025-03-31").fact_id == "earlier"


def test_a_series_takes_the_latest_news_of_the_best_grade(project):
    project.fact("old", value="1", public_on="2025-07-30").fact("new", value="2")
    project.fact("newest_but_worse", value="3", grade="B", seen_on="2025-09-01",
                 public_on="2025-09-01")  # fmt: skip
    project.fact("a_guess", value="4", kind="estimate")
    view = View(data=project.load())
    assert view.series("Cloudy", "revenue")["fact_id"].to_list() == ["new"]


def test_a_series_refuses_to_mix_qualifiers_or_units(project):
    project.fact("one", basis="series=one").fact("two", basis="series=two", value="7")
    project.fact("yuan", entity="Windy", unit="RMB").fact("dollar", entity="Windy")
    view = View(data=project.load())
    with pytest.raises(MixedSeries, match=r"mixes basis: 'series=one', 'series=two'"):
        view.series("Cloudy", "revenue")
    with pytest.raises(MixedSeries, match=r"mixes unit: 'RMB', 'USD'"):
        view.series("Windy", "revenue")
    assert view.series("Cloudy", "revenue", basis={"series": "two"})["value"].to_list() == [7]
    assert view.series("Cloudy", "revenue", basis="any").height == 1
    assert view.series("Windy", "revenue", unit="USD")["fact_id"].to_list() == ["dollar"]


def test_an_unqualified_question_gets_the_unqualified_answer(project):
    project.fact("bare", value="1", grade="C").fact("scoped", basis="scope=part", value="2")
    project.fact("only", entity="Windy", basis="scope=part", value="3")
    view = View(data=project.load())
    assert view.series("Cloudy", "revenue")["value"].to_list() == [1]
    assert view.series("Cloudy", "revenue", basis="scope=part")["value"].to_list() == [2]
    assert view.series("Windy", "revenue")["value"].to_list() == [3]
    assert view.series("Windy", "revenue", basis="").is_empty()


def test_a_basis_is_contained_or_exact(project):
    project.fact("bare").fact("scoped", basis="scope=part").fact(
        "both", basis="scope=part;series=x"
    )
    view = View(data=project.load())
    assert view.facts(basis={"scope": "part"})["fact_id"].to_list() == ["scoped", "both"]
    assert view.facts(basis="scope=part")["fact_id"].to_list() == ["scoped"]
    assert view.facts(basis="")["fact_id"].to_list() == ["bare"]
    assert view.fact("both").basis == {"scope": "part", "series": "x"}


def test_a_series_takes_one_length_of_period(cloudy):
    cloudy.quarter("year", "2025-01-01", "2025-12-31", "400", public_on="2026-01-30",
                   seen_on="2026-01-30")  # fmt: skip
    view = View(data=cloudy.load())
    assert view.series("Cloudy", "revenue").height == 3
    assert view.series("Cloudy", "revenue", frequency="year")["value"].to_list() == [400]
    with pytest.raises(UnknownWord, match=r"frequency='weekly' is unknown"):
        view.series("Cloudy", "revenue", frequency="weekly")


def test_the_log_holds_what_was_read_and_recorders_nest(cloudy):
    cloudy.event("launch")
    view = View(data=cloudy.load())
    view.fact("q1")
    with view.recording() as outer:
        view.fact("q2")
        with view.recording() as inner:
            view.find(entity="Cloudy", metric="revenue")
            view.events()
    view.fact("rumour")
    assert inner.facts == ("q3",)
    assert inner.events == ("launch",)
    assert outer.facts == ("q2", "q3")
    assert view.log.facts == ("q1", "q2", "q3", "rumour")


def test_a_hidden_fact_is_not_logged(cloudy):
    view = View("2025-08-01", data=cloudy.load())
    with pytest.raises(NotKnownYet):
        view.fact("q3")
    assert view.log.facts == ()


def test_a_derived_view_keeps_its_parameters_and_no_log(cloudy):
    view = View("2025-08-01", min_grade="B", name="then", data=cloudy.load())
    view.fact("q1")
    other = view.derive(known_on="2025-12-01")
    assert (other.known_on, other.min_grade, other.name) == (date(2025, 12, 1), "B", "then")
    assert other.about == view.about == date(2025, 8, 1)
    assert other.log.facts == ()
    assert view.log.facts == ("q1",)


def test_events_follow_the_clock_and_the_filters(cloudy):
    cloudy.event("early", date="2025-12-31", public_on="2025-05-01")
    cloudy.event("late", source_id="digest2026", public_on="2025-09-01", kind="outage")
    data = cloudy.load()
    assert View("2025-06-01", data=data).events()["event_id"].to_list() == ["early"]
    assert View("2025-09-01", data=data).events(kind="outage")["event_id"].to_list() == ["late"]
    assert View("2025-09-01", clock="strict", data=data).events(kind="outage").is_empty()
    assert View(data=data).events(until="2025-09-01")["event_id"].to_list() == ["late"]


def test_standard_views_stand_where_the_design_says(cloudy):
    cloudy.quarter("later", "2025-10-01", "2025-12-31", "1", public_on="2026-01-30",
                   seen_on="2026-01-30")  # fmt: skip
    views = standard_views(data=cloudy.load())
    then, now = date(2025, 9, 7), date(2026, 2, 1)
    days = {name: (view.known_on, view.about, view.name) for name, view in views.items()}
    assert days == {
        "then": (then, then, "then"),
        "hindsight": (now, then, "hindsight"),
        "today": (now, now, "today"),
    }


def test_reconstructed_facts_are_those_seen_later(cloudy):
    view = View("2025-11-01", data=cloudy.load())
    assert reconstructed(view)["fact_id"].to_list() == ["q3"]
    assert reconstructed(view, ("q1", "q2")).is_empty()
    assert reconstructed(view.derive(known_on="2026-02-01")).is_empty()


def test_change_days_are_the_days_on_which_facts_became_known(cloudy):
    data = cloudy.load()
    assert change_days(("q1", "q3"), data=data) == (date(2025, 4, 30), date(2025, 10, 30))
    assert change_days(("q3",), "strict", data=data) == (date(2026, 2, 1),)


def test_strength_counts_origins_and_not_rows(project):
    project.source("retold1", origin="cloudy").source("other", origin="")
    project.fact("a", value="100").fact("b", value="104", source_id="retold1", grade="C")
    view = View(data=project.load())
    alone = view.strength(("a", "b"))
    assert (alone.rows, alone.origins, alone.best_grade) == (2, 1, "A")
    assert alone.agrees() is None
    project.fact("c", value="130", source_id="other", grade="B")
    both = View(data=project.load()).strength(("a", "c"))
    assert both.origins == 2
    assert both.spread == pytest.approx(30 / 115)
    assert both.agrees(0.1) is False
    assert both.agrees(0.3) is True
