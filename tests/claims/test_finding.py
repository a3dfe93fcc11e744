"""A finding survives its journey through JSON, and its schema describes it."""

import json
from dataclasses import fields

import jsonschema
import pytest

from lib.claims.estimate import estimate
from lib.claims.finding import Finding, from_json, rounded, schema, to_json
from lib.claims.provenance import recorded
from lib.claims.resolve import judged, not_testable, resolved

DAY = "2025-09-07"


def findings(row, view, draws):
    made = row(threshold=1.0)

    def quantity(x):
        return x["first"] - x["second"]

    inputs = ["first", "second"]
    answers = [
        lambda v, d: estimate(v, d, proposition=made, quantity=quantity, inputs=inputs),
        lambda v, d: judged(
            v, d, proposition=made, quantity=quantity, inputs=inputs, reason="Unmeasured."
        ),
        lambda v, d: resolved(v, proposition=made, by="early"),
        lambda v, d: resolved(v, proposition=made, by="outcome"),
        lambda v, d: not_testable(v, proposition=made, reason="Not public."),
    ]
    return [recorded(made, answer)(view, draws) for answer in answers]


def test_every_kind_of_finding_matches_the_schema(row, view_on, draws) -> None:
    checker = jsonschema.Draft202012Validator(schema())
    statuses = set()
    for finding in findings(row, view_on(DAY), draws):
        checker.validate(json.loads(json.dumps(to_json(finding))))
        statuses.add(finding.status)
    assert len(statuses) == 5


def test_schema_refuses_what_is_not_a_finding(row, view_on, draws) -> None:
    checker = jsonschema.Draft202012Validator(schema())
    good = to_json(findings(row, view_on(DAY), draws)[0])
    for wrong in ({"status": "sure"}, {"probability": 1.5}, {"extra": 1}, {"sentence": ""}):
        assert not checker.is_valid({**good, **wrong})


def test_schema_names_every_field() -> None:
    assert set(schema()["required"]) == {field.name for field in fields(Finding)}
    assert set(schema()["properties"]) == set(schema()["required"])


def test_round_trip_changes_nothing(row, view_on, draws) -> None:
    for finding in findings(row, view_on(DAY), draws):
        once = to_json(finding)
        assert to_json(from_json(json.loads(json.dumps(once)))) == once


def test_numbers_have_nine_significant_figures() -> None:
    assert rounded(0.1234567891234) == 0.123456789
    assert rounded(123456789123.4) == 123456789000.0
    assert rounded(float("1e-300")) == 1e-300


@pytest.mark.parametrize("n", [2**11, 2**14])
def test_the_same_run_writes_the_same_bytes(row, view_on, draws, n: int) -> None:
    table = type(draws)(n, names=draws._names)
    again = type(draws)(n, names=draws._names)
    one = json.dumps([to_json(f) for f in findings(row, view_on(DAY), table)])
    two = json.dumps([to_json(f) for f in findings(row, view_on(DAY), again)])
    assert one == two
