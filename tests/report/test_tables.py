"""A small table says what its columns are, and keeps unknown apart from nothing."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from lib.report.drawing import Column
from lib.report.tables import PROBABILITY, table_html, table_text

FRAME = pl.DataFrame(
    {
        "name": ["a<b", "c"],
        "usd": [2.5e9, None],
        "p": [0.999, 0.5],
        "day": [date(2025, 9, 7), None],
        "yes": [True, False],
    }
)
COLUMNS = {
    "name": Column("Name"),
    "usd": Column("Paid", "USD"),
    "p": Column("Chance", PROBABILITY),
    "day": Column("Day"),
    "yes": Column("Holds"),
}


def test_html_escapes_and_names_rows_and_columns() -> None:
    made = table_html(FRAME, COLUMNS, "A caption")
    assert "<caption>A caption</caption>" in made
    assert '<th scope="row">a&lt;b</th>' in made
    assert '<th scope="col">Paid</th>' in made
    assert made.count("<tr>") == 3


def test_text_prints_units_dates_and_what_is_not_known() -> None:
    first, *rows = table_text(FRAME, COLUMNS).splitlines()
    assert first == "Name | Paid | Chance | Day | Holds"
    assert rows[0] == "a<b | $2.5bn | over 99% | 7 September 2025 | yes"
    assert rows[1] == "c | not known | 50% |  | no"


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="other"):
        table_text(FRAME, {"other": Column("Other")})
