import math

import pytest

from lib.evidence.errors import BadExpression, BadFile
from lib.evidence.expected import evaluate, load_expected, names_in

VALUES = {"a": 3.0, "b": 4.0}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a + b * 2", 11), ("(b - a) / a", 1 / 3), ("-a ** 2", -9), ("sqrt(a ** 2 + b ** 2)", 5),
        ("max(a, b, 1)", 4), ("mean(a, b)", 3.5), ("sum(a, b, 1)", 8), ("1e9 * a", 3e9),
        ("log(exp(a))", 3), ("abs(a - b)", 1),
    ],
)  # fmt: skip
def test_arithmetic_is_understood(expression, value):
    assert evaluate(expression, VALUES) == pytest.approx(value)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("__import__('os').getcwd()", "holds .*; allowed: numbers, fact ids"),
        ("a.real", "holds 'a.real'"),
        ("[a]", "holds"),
        ("a if b else a", "holds"),
        ("'x' * 3", "holds"),
        ("True + a", "holds 'True'"),
        ("round(a)", "holds 'round"),
        ("max()", r"holds 'max\(\)'"),
        ("c + 1", "names 'c', which is no fact"),
        ("a +", "is not arithmetic"),
        ("", "is not arithmetic"),
        ("a / (b - 4)", "has no value"),
        ("10 ** 400", "has no value"),
        ("(-a) ** 0.5", "has no finite value"),
    ],
)
def test_anything_else_is_refused(expression, message):
    with pytest.raises(BadExpression, match=message):
        evaluate(expression, VALUES)


def test_names_are_the_facts_and_not_the_functions():
    assert names_in("max(b, a) / sqrt(a)") == ("a", "b")


def test_entries_are_read_with_their_defaults(project):
    text = '[{"id": "x", "published": 2, "expression": "a"}, {"id": "y", "published": 0}]'
    first, second = load_expected(project.file("expected/e.json", text).data)
    assert (first.expression, first.tolerance, first.unit) == ("a", 0.005, "")
    assert first.agrees(2.0099)
    assert not first.agrees(2.0101)
    assert second.expression == ""
    assert not second.agrees(math.pi)


@pytest.mark.parametrize("text", ['[{"id": "x"}]', "[{", '[{"published": 1}]'])
def test_a_broken_entry_is_refused(project, text):
    with pytest.raises(BadFile, match=r"expected/e\.json"):
        load_expected(project.file("expected/e.json", text).data)
