"""The table of hypotheses: dated, sourced, closed words, and never a verdict on motive."""

from pathlib import Path

import pytest

from lib.claims.hypotheses import RELIEF, counts, hypotheses, observations, relief_together
from lib.claims.register import answer_to
from lib.evidence import standard_views
from lib.evidence.errors import BadFile
from lib.evidence.hypotheses import MARKS, load_hypotheses
from lib.evidence.interruptions import load_watch
from lib.inference.draws import Draws


@pytest.fixture(scope="module")
def views():
    return standard_views()


@pytest.fixture(scope="module")
def draws():
    return Draws(n=2**11)


def test_every_observation_has_a_day_and_a_source(views) -> None:
    table = observations(views["today"])
    assert table.height == len(load_hypotheses()[1])
    assert table["source_id"].null_count() == 0
    assert (table["date"] <= views["today"].known_on).all()


def test_then_shows_only_what_was_public(views) -> None:
    then, today = observations(views["then"]), observations(views["today"])
    assert set(then["id"]) < set(today["id"])
    assert (then["date"] <= views["then"].known_on).all()


def test_every_hypothesis_meets_something_expected_and_marks_add_up(views) -> None:
    table = counts(views["today"])
    seen = observations(views["today"]).height
    assert (table.select(*MARKS).sum_horizontal() == seen).all()
    assert (table["expected"] > 0).all()


@pytest.mark.parametrize("name", ("then", "hindsight", "today"))
def test_motive_has_no_verdict_in_any_view(name: str, views, draws) -> None:
    finding = answer_to("C0")(views[name], draws)
    assert finding.status == "not_testable" and finding.reason
    assert finding.answer is None and finding.probability is None
    assert finding.facts and all(views[name].knows(fact_id) for fact_id in finding.facts)


def test_relief_together_follows_from_shared_draws(views, draws) -> None:
    found = relief_together(views["hindsight"], draws)
    assert found is not None and set(found.joint.propositions) <= set(RELIEF)
    each_below = [1 - p for p in found.joint.each]
    assert found.below <= min(each_below) + 1e-12
    assert found.below >= sum(each_below) - len(each_below) + 1 - 1e-12
    assert found.below == pytest.approx(1 - found.joint.any)


def test_unknown_words_are_refused(tmp_path: Path) -> None:
    text = (
        "hypotheses: [{id: a, label: A, says: s}]\n"
        "observations: [{id: o, short: s, title: t, fact: f, marks: {a: certain}, why: w}]\n"
    )
    path = tmp_path / "hypotheses.yml"
    path.write_text(text)
    with pytest.raises(BadFile, match="allowed: expected, neutral, surprising"):
        load_hypotheses(path)
    path.write_text(text.replace("certain", "expected").replace(" fact: f,", ""))
    with pytest.raises(BadFile, match="one fact or one event"):
        load_hypotheses(path)
    path.write_text(text.replace("a: certain", "b: expected"))
    with pytest.raises(BadFile, match="hypothesis 'b'"):
        load_hypotheses(path)


def test_watch_list_refuses_unknown_kinds_and_providers(tmp_path: Path) -> None:
    path = tmp_path / "interruptions.yml"
    row = "interruptions: [{provider: A, kind: policy, fact: f, why: w}]\n"
    path.write_text("providers: [A]\n" + row.replace("policy", "weather"))
    with pytest.raises(BadFile, match="allowed: policy, price, rationing"):
        load_watch(path)
    path.write_text("providers: [B]\n" + row)
    with pytest.raises(BadFile, match="not watched"):
        load_watch(path)


def test_hypotheses_have_labels_without_blame() -> None:
    labels = [h.label for h in hypotheses()]
    assert len(labels) == len(set(labels)) == 5
