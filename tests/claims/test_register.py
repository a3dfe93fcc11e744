"""Every row of the register has a function, every function a row; histories follow the facts."""

from datetime import date
from itertools import pairwise

import pytest

from lib.claims import register
from lib.claims.history import history, month_ends, thin
from lib.claims.propositions import RegisterError, get, load_register, of_chapter
from lib.claims.provenance import recorded
from lib.claims.register import evaluate, fail_if_incomplete, missing_functions, proposition
from lib.claims.resolve import resolved

ID = "C4.3-booked"

REGISTER = """
claims:
  - id: C1
    chapter: 01_test
    title: A claim
    text: The text says so.
    propositions:
      - id: C1-a
        title: A row
        statement: It is so.
        reading: Plainly.
"""


@pytest.fixture
def answered(monkeypatch, row):
    """A register whose one proposition is answered by the tiny evidence's facts."""
    calls = []

    def answer(view, draws):
        calls.append(view.known_on)
        view.fact("early")
        return resolved(view, proposition=get(ID), by="outcome", answer=lambda f: f.value > 120)

    monkeypatch.setattr(register, "_ANSWERS", {ID: recorded(get(ID), answer)})
    monkeypatch.setattr(register, "_FINDINGS", {})
    return calls


def test_the_register_is_complete() -> None:
    assert missing_functions() == ()
    fail_if_incomplete()


def test_every_row_has_what_a_reader_needs() -> None:
    for id, proposed in load_register().items():
        assert proposed.id == id and id.startswith(proposed.claim)
        assert proposed.statement and proposed.reading and proposed.text
        if proposed.threshold is not None:
            assert proposed.threshold_reason and proposed.unit


def test_weak_and_strong_readings_lie_on_their_sides_of_the_threshold() -> None:
    for proposed in load_register().values():
        sign = 1 if proposed.direction.startswith(">") else -1
        if proposed.threshold is not None and proposed.weak is not None:
            assert sign * proposed.weak <= sign * proposed.threshold, proposed.id
        if proposed.threshold is not None and proposed.strong is not None:
            assert sign * proposed.strong >= sign * proposed.threshold, proposed.id


def test_chapters_share_out_the_register() -> None:
    chapters = dict.fromkeys(row.chapter for row in load_register().values())
    shared = [id for chapter in chapters for id in of_chapter(chapter)]
    assert sorted(shared) == sorted(load_register())


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        ("        treshold: 5\n", "C1-a: unknown key treshold"),
        ("        threshold: 5\n", "C1-a: a threshold without a reason"),
        ("        direction: '=>'\n", "C1-a: direction is '=>'; allowed: >, >=, <, <="),
        ("        kind: guess\n", "C1-a: kind is 'guess'; allowed: estimated"),
        (
            "      - {id: C1-a, title: B, statement: S, reading: R}\n",
            "proposition C1-a stands twice",
        ),
    ],
)
def test_mistakes_in_the_register_are_named(tmp_path, addition: str, message: str) -> None:
    path = tmp_path / "claims.yml"
    path.write_text(REGISTER + addition, encoding="utf-8")
    with pytest.raises(RegisterError, match=message):
        load_register(path)


def test_unknown_id_is_an_error_with_near_ids() -> None:
    with pytest.raises(RegisterError, match=r"no proposition 'C1.2-demmand'.*near: C1.2-demand"):
        proposition("C1.2-demmand")


def test_a_finding_is_computed_once(answered, view_on, draws) -> None:
    view, same = view_on("2026-03-01"), view_on("2026-03-01")
    first, second = evaluate([ID, ID], [view], draws)
    assert first is second and len(answered) == 1
    evaluate([ID], {"same": same}, draws)
    assert len(answered) == 1
    assert same.log.facts == first.facts
    evaluate([ID], [view_on("2026-03-01", values={"first": 9.0})], draws)
    evaluate([ID], [view], type(draws)(seed=1, names=draws._names))
    assert len(answered) == 3


def test_history_runs_over_month_ends_and_change_days(answered, view_on, draws) -> None:
    found = history(ID, view_on("2026-02-28"), draws)
    days = [finding.known_on for finding in found.findings]
    assert days == sorted(set(days))
    assert date(2026, 2, 5) in days and days[-1] == date(2026, 2, 28)
    assert found.changes == (date(2025, 7, 31), date(2026, 2, 5)) and not found.thinned
    status = {finding.known_on: finding.status for finding in found.findings}
    assert status[date(2026, 1, 31)] == "not_testable_then"
    assert status[date(2026, 2, 5)] == status[date(2026, 2, 28)] == "resolved"


def test_history_keeps_or_moves_the_day_it_is_about(answered, view_on, draws) -> None:
    view = view_on("2026-02-28", about="2025-12-31")
    kept = history(ID, view, draws)
    assert {finding.about for finding in kept.findings} == {date(2025, 12, 31)}
    moved = history(ID, view, draws, moving=True)
    assert all(finding.about == finding.known_on for finding in moved.findings)


def test_month_ends() -> None:
    assert month_ends(date(2024, 12, 31), date(2025, 3, 30)) == (
        date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28),
    )  # fmt: skip
    assert month_ends(date(2025, 3, 1), date(2025, 3, 30)) == ()


def test_many_change_days_are_thinned_evenly() -> None:
    days = tuple(date(2025, 1, day) for day in range(1, 31))
    kept = thin(days, 10)
    assert len(kept) == 10 and kept[-1] == days[-1]
    assert {(b - a).days for a, b in pairwise(kept)} == {3}
    assert thin(days[:5], 10) == days[:5]
