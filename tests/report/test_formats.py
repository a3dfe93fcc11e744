"""Numbers print one way everywhere."""

import pytest

from lib.report import formats as f
from lib.report import phrases


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (5.2e9, "USD", "$5.2bn"),
        (4.2e8, "USD", "$420m"),
        (13500, "USD", "$13,500"),
        (-1.5e9, "USD", "\N{MINUS SIGN}$1.5bn"),
        (1.2, "USD/chip-hour", "$1.20 per chip-hour"),
        (0.07, "USD/kWh", "$0.07 per kWh"),
        (0.345, "USD/(TB/s)/hour", "$0.345 per TB/s per hour"),
        (0.5, "USD/PFLOP/s/hour", "$0.50 per PFLOP/s per hour"),
        (0.175, "fraction", "17.5%"),
        (0.2, "fraction", "20%"),
        (-0.031, "fraction", "\N{MINUS SIGN}3.1%"),
        (0.0674, "fraction", "6.7%"),
        (0.00635, "fraction", "0.64%"),
        (4.286, "fraction", "429%"),
        (3.548, "months", "3.5 months"),
        (1, "months", "1 month"),
        (0.0481, "share points", "4.8 percentage points"),
        (2.9, "TB/s", "2.9 TB/s"),
        (667, "TFLOP/s", "667 TFLOP/s"),
        (500000, "count", "500,000"),
        (1.37, "ratio", "1.37"),
        (2025, "year", "2025"),
        (0, "USD", "$0"),
        (9.9996e8, "USD", "$1bn"),
        (None, "USD", "not known"),
        (float("nan"), "USD", "not known"),
    ],
)
def test_number(value, unit, text):
    assert f.number(value, unit) == text


def test_interval_prints_the_unit_once():
    assert f.interval(0.1, 0.2, "fraction") == "10 to 20%"
    assert f.interval(1.5, 2.25, "USD/chip-hour") == "$1.50 to $2.25 per chip-hour"
    assert f.interval(9e8, 2e9, "USD") == "$900m to $2bn"
    assert f.interval(3, None, "MW") == "at least 3 MW"
    assert f.interval(None, None, "MW") == ""


def test_cents_in_a_column_have_equally_many_decimals():
    assert f.column([0.242, 0.32, 1.2, None], "USD/hour") == [
        "$0.242 per hour", "$0.320 per hour", "$1.20 per hour", "not known",
    ]  # fmt: skip
    assert f.column([2.9, 8], "TB/s") == ["2.9 TB/s", "8 TB/s"]


def test_fmt_and_errors():
    assert f.number(1.23456, "ratio", "1d") == "1.2"
    assert f.number(1234.5, "USD", "5s") == "$1,234"
    with pytest.raises(f.FormatError, match="allowed"):
        f.number(1, "USD", "x")


def test_probability_is_never_certain():
    assert [f.probability(p) for p in (0, 0.004, 0.5, 0.996, 1)] == [
        "under 1%", "under 1%", "50%", "over 99%", "over 99%",
    ]  # fmt: skip


def test_day_and_units():
    assert f.day("2025-09-07") == "7 September 2025"
    assert f.unit_label("USD/chip-hour") == "$ per chip-hour"
    assert f.unit_label("fraction") == "%"


def test_phrases():
    assert phrases.likelihood(0.66) == "likely"
    assert phrases.likelihood(0.659) == "about as likely as not"
    assert phrases.compare(63, 100) == "37% lower"
    assert phrases.compare(240, 100) == "2.4 times"
    assert phrases.compare(101, 100) == "about the same"
    with pytest.raises(ValueError, match="positive"):
        phrases.compare(1, 0)
