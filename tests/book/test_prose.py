"""The lint for numbers typed into prose finds them, and only them."""

import pytest

from lib.book.prose import typed_numbers


@pytest.mark.parametrize(
    "text",
    [
        "AWS grew 17.5 percent.",
        "A chip costs $13,500.",
        "It took 3 months.",
        "About 40% of it.",
        "```{premise} cheap\nIt costs 12 dollars.\n```",
        "| a | 5 |",
    ],
)
def test_a_typed_number_is_found(text):
    assert list(typed_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "See C5.1b and C5.1b-tbs-owner, marked [3][18].",
        "Trainium2, H100, H20, B200, GB200 NVL72 and TPU v7 in BF16 and FP8.",
        "On 7 September 2025, in September 2025, 2025-09-07 and 2025Q4.",
        "It costs {n}`price_2` and `x = 3`.",
        "[A page](05_cost_of_ownership.md#a-1) and <https://example.org/1>.",
        "```{code-cell} ipython3\nx = 3\n```",
        "```\nbook run 05 -p x=3\n```",
        "---\nversion: 3\n---\n\nWords.",
        "1. The first of a list.",
        "Licence CC BY 4.0, form 10-K, Python 3.11.",
    ],
)
def test_names_dates_and_code_may_hold_digits(text):
    assert not list(typed_numbers(text))


def test_the_line_is_named():
    assert list(typed_numbers("one\n\ntwo 2\n")) == [(3, "2")]
