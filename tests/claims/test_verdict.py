"""Words and confidence follow from the numbers by rule."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.claims.confidence import by_rule
from lib.claims.finding import Finding
from lib.claims.verdict import likelihood_words, sentence, short
from lib.claims.words import (
    LIKELIHOOD_WORDS,
    between,
    likelihood,
    likelihood_step,
    number,
    percent,
    percent_range,
)
from lib.inference.breakeven import Breakeven
from lib.inference.curves import Summary

DAY = date(2025, 9, 7)
STRONG = Finding(
    "C9.9", "then", DAY, DAY, "estimated",
    probability=0.75, probability_narrow=0.8, probability_wide=0.68, threshold=30.0,
    quantity=Summary("Relief", "days", 12.34, 34.56, 98.7, 33.0), direction=">=",
    origins=4, best_grade="A", evidence_share=0.7,
)  # fmt: skip


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (1.0, "virtually certain"),
        (0.99, "virtually certain"),
        (0.95, "very likely"),
        (0.66, "likely"),
        (0.5, "about as likely as not"),
        (0.33, "about as likely as not"),
        (0.32, "unlikely"),
        (0.09, "very unlikely"),
        (0.005, "exceptionally unlikely"),
    ],
)
def test_calibrated_words(probability: float, word: str) -> None:
    assert likelihood(probability) == word


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_takes_a_lower_word(one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert likelihood_step(high) <= likelihood_step(low)


def test_each_word_lies_in_the_range_the_guidance_gives_it() -> None:
    for least, _, shown in LIKELIHOOD_WORDS:
        low, high = (float(end.rstrip("%")) / 100 for end in shown.split(" to "))
        assert low <= least <= high


def test_impossible_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="outside 0 to 1"):
        likelihood(1.2)


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({}, "high"),
        ({"evidence_share": 0.4}, "medium"),
        ({"origins": 1}, "medium"),
        ({"origins": 1, "best_grade": "D"}, "low"),
        ({"best_grade": None, "origins": 0}, "low"),
        ({"evidence_share": 0.1, "probability_narrow": 0.7, "probability_wide": 0.67}, "medium"),
        ({"evidence_share": 0.1, "probability_narrow": 0.95, "probability_wide": 0.5}, "low"),
        ({"probability_narrow": 0.999, "probability_wide": 0.2}, "medium"),
        ({"evidence_share": None}, "medium"),
        ({"confidence_at_most": "low", "confidence_note": "Published ranges only."}, "low"),
    ],
)
def test_confidence_by_rule(changes: dict, level: str) -> None:
    found, why = by_rule(replace(STRONG, **changes))
    assert found == level
    assert "independent origin" in why
    if "confidence_note" in changes:
        assert why.endswith("By rule high; set to low: Published ranges only.")


@pytest.mark.parametrize(
    ("grade", "origins", "level"),
    [("A", 1, "high"), ("B", 2, "high"), ("B", 1, "medium"), ("C", 3, "medium"), ("D", 5, "low")],
)
def test_confidence_of_a_resolution(grade: str, origins: int, level: str) -> None:
    finding = Finding(
        "C9.9", "today", DAY, DAY, "resolved", answer=True, resolved_by="x",
        origins=origins, best_grade=grade,
    )  # fmt: skip
    assert by_rule(finding)[0] == level


def test_low_confidence_never_prints_one_word() -> None:
    low = replace(
        STRONG, probability=0.4, probability_narrow=0.2, probability_wide=0.7, confidence="low"
    )
    assert likelihood_words(low) == "unlikely to likely"
    low = replace(low, likelihood=likelihood_words(low))
    assert short(low) == "unlikely to likely (20 to 70% over all priors), low confidence"
    same = replace(low, probability_narrow=0.41, probability_wide=0.5)
    same = replace(same, likelihood=likelihood_words(same))
    assert short(same) == ("about as likely as not (40 to 50% over all priors), low confidence")


def test_sentence_carries_verdict_quantity_threshold_and_turn(row) -> None:
    turn = Breakeven("p", "Price of power", "USD/MW/year", 2.5e6, 2e6, False, True)
    finding = replace(STRONG, confidence="high", likelihood="likely", breakeven=turn)
    assert sentence(finding, row()) == (
        "Likely (75%), high confidence: Relief is 35 days (90% range 12 to 99 days); "
        "the statement needs at least 30 days. Turning point: Price of power at "
        "$2.5m per MW-year, outside its bounds; we use $2m per MW-year."
    )


def test_numbers() -> None:
    assert number(0.1749, "fraction") == "17.5%"
    assert number(5.24e9, "USD") == "$5.24bn"
    assert number(-3.1e6, "USD/year") == "−$3.1m per year"
    assert number(12345, "MW") == "12,300 MW"
    assert number(0.000123) == "0.000123"
    assert number(0) == "0"
    assert number(1.2, "ratio") == "1.2"
    assert between(1, 2.5, "days") == "1 to 2.5 days"
    assert between(0.1, 0.2, "fraction") == "10% to 20%"
    assert between(1e9, 2e9, "USD") == "$1bn to $2bn"


def test_percentages_are_never_falsely_certain() -> None:
    assert [percent(p) for p in (0.0, 0.004, 0.5, 0.996, 1.0)] == [
        "under 1%", "under 1%", "50%", "over 99%", "over 99%",
    ]  # fmt: skip
    assert percent_range([0.2, 0.31]) == "20 to 31%"
    assert percent_range([0.0, 0.31]) == "under 1% to 31%"
