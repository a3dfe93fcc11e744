"""Every proposition, in every view: an answer or a reason, and only what was public."""

import json

import jsonschema
import pytest

from lib.claims.finding import WITH_LIKELIHOOD, from_json, schema, to_json
from lib.claims.propositions import load_register
from lib.claims.register import evaluate_one
from lib.evidence import standard_views
from lib.inference.draws import Draws

VIEWS = ("then", "hindsight", "today")


@pytest.fixture(scope="module")
def views():
    return standard_views()


@pytest.fixture(scope="module")
def draws():
    return Draws()


@pytest.mark.parametrize("view_name", VIEWS)
@pytest.mark.parametrize("id", list(load_register()))
def test_finding_is_whole(id: str, view_name: str, views, draws) -> None:
    view = views[view_name]
    finding = evaluate_one(id, view, draws)
    assert (finding.proposition, finding.view) == (id, view_name)
    assert (finding.known_on, finding.about) == (view.known_on, view.about)
    assert all(view.knows(fact_id) for fact_id in finding.facts)
    assert (finding.confidence is None) == (finding.status not in (*WITH_LIKELIHOOD, "resolved"))
    assert finding.testable or finding.reason
    record = json.loads(json.dumps(to_json(finding)))
    jsonschema.validate(record, schema())
    assert to_json(from_json(record)) == record
    if finding.curve:
        assert dict(finding.curve)[finding.threshold] == pytest.approx(finding.probability)


@pytest.mark.parametrize("id", list(load_register()))
def test_evaluating_again_gives_the_same_bytes(id: str, draws) -> None:
    def written() -> str:
        from lib.claims.register import answer_to

        small = draws.for_history()
        # Histories ask without detail, and on every day between the views.
        return json.dumps([to_json(answer_to(id)(v, small)) for v in standard_views().values()])

    assert written() == written()
