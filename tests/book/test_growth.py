"""`book resolve` and `book backtest`: one command each, and a plain message for a bad day."""

from __future__ import annotations

import pytest

from lib.book.errors import BookError
from lib.book.growth import backtest_text, calls_text
from lib.inference.forecasting import LABELS, METHODS


def test_resolve_prints_scores_of_what_arrived() -> None:
    text = calls_text("latest")
    assert "as known on 2025-09-07 | reconstructed" in text
    assert "23.6%" in text
    assert "waiting" in text


def test_before_the_first_call_there_is_nothing_to_score() -> None:
    assert calls_text("2025-09-07") == "no call had been made by 2025-09-07"


def test_backtest_prints_every_method_and_what_it_can_separate() -> None:
    text = backtest_text("2025-09-07", 2)
    assert all(LABELS[method] in text for method in METHODS)
    assert "could not be seen in four cases of five" in text


def test_a_backtest_without_quarters_says_how_many_are_missing() -> None:
    with pytest.raises(BookError, match="are needed"):
        backtest_text("2021-06-30", 4)


def test_a_bad_day_is_one_plain_message() -> None:
    with pytest.raises(BookError):
        calls_text("yesterday")
