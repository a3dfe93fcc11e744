"""What a chapter may be asked to change: names, types, bounds, and which value wins."""

import pytest

from lib.book import parameters
from lib.book.errors import ParameterError
from lib.evidence.paths import ROOT


@pytest.fixture
def known(book):
    return parameters.specs(book.data)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("electricity_usd_per_kwh", "0.04", 0.04),
        ("electricity_usd_per_kwh", "0", 0.0),
        ("known_on", "2025-09-07", "2025-09-07"),
        ("known_on", "latest", "latest"),
        ("draws", "512", 512),
        ("scenario", "dear", "dear"),
        ("min_grade", "B", "B"),
    ],
)
def test_a_text_becomes_a_value_of_the_parameters_type(known, name, text, value):
    assert parameters.from_text(known, name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("electricity_usd_per_kwh", "-1", "out of bounds; allowed: 0 to 0.5 USD/kWh"),
        ("electricity_usd_per_kwh", "nan", "out of bounds"),
        ("electricity_usd_per_kwh", "inf", "out of bounds"),
        ("electricity_usd_per_kwh", "cheap", "is not a number"),
        ("electricity_usd_per_kw", "0.04", "unknown; allowed: electricity_usd_per_kwh"),
        ("draws", "1000", "not a power of two"),
        ("draws", "12.5", "is not a whole number"),
        ("known_on", "2025-02-30", "is not a day"),
        ("known_on", "yesterday", "is not a day"),
        ("scenario", "beer", "unknown; allowed:"),
        ("min_grade", "E", "unknown; allowed: A, B, C, D"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_names_it(known, name, text, words):
    with pytest.raises(ParameterError) as refusal:
        parameters.from_text(known, name, text)
    message = str(refusal.value)
    assert words in message
    assert name in message
    assert "\n" not in message


def test_true_is_not_a_number(known):
    with pytest.raises(ParameterError, match="is not a number"):
        parameters.checked(known, "pue", True)


def test_a_text_where_papermill_should_have_passed_a_number_is_refused(known):
    with pytest.raises(ParameterError, match="is not a number"):
        parameters.checked(known, "pue", "1.2")


def test_given_beats_scenario_beats_table(known, book):
    def effective(given):
        found = parameters.settings_of(known, book.data, given, ["electricity_usd_per_kwh"])
        return {s.name: (s.value, s.origin) for s in found}["electricity_usd_per_kwh"]

    assert effective({}) == (0.06, "default")
    assert effective({"scenario": "dear"}) == (0.2, "scenario")
    assert effective({"scenario": "dear", "electricity_usd_per_kwh": 0.04}) == (0.04, "given")


def test_an_unknown_name_among_the_globals_is_an_error(known):
    scope = {"draws": 256, "electricty_usd_per_kwh": 0.04, "_hidden": 1, "begin": len}
    with pytest.raises(ParameterError, match="electricty_usd_per_kwh"):
        parameters.given_in(scope, known)


def test_none_means_from_the_scenario(known):
    assert parameters.given_in({"electricity_usd_per_kwh": None, "draws": 512}, known) == {
        "draws": 512
    }


def test_a_second_begin_does_not_mistake_the_chapters_names_for_parameters(known):
    class Run:
        pass

    scope = {"run": Run(), "label": "made by the chapter", "draws": 512, "In": ["", "draws = 512"]}
    assert parameters.given_in(scope, known) == {"draws": 512}


def test_every_chapter_of_the_book_declares_only_parameters_that_exist():
    known = parameters.specs(ROOT / "data")
    notebooks = sorted((ROOT / "chapters").glob("*.ipynb"))
    assert notebooks
    for notebook in notebooks:
        unknown = [name for name in parameters.declared(notebook) if name not in known]
        assert not unknown, f"{notebook.name}: {unknown}"
