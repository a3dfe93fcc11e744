"""Joint statements come from shared draws, not from products."""

import pytest

from lib.claims import register
from lib.claims.estimate import estimate
from lib.claims.finding import FindingError
from lib.claims.indicators import collecting
from lib.claims.joint import joint
from lib.claims.propositions import get
from lib.claims.provenance import recorded
from lib.claims.resolve import not_testable, resolved

ABOVE, BELOW, APART, TRUE, OPEN = "C4.1", "C4.2", "C4.3-aws", "C4.3-runrate", "C6.1a-nre"


@pytest.fixture
def answered(monkeypatch):
    """Two propositions on one input, one on another, one resolved, one not testable."""

    def single(id, name, sign):
        def answer(view, draws):
            return estimate(
                view, draws, proposition=get(id), threshold=0.0, inputs=[name],
                quantity=lambda x: sign * (x[name] - middle[name]),
            )  # fmt: skip

        return answer

    middle = {"first": 10.0, "second": 8.0}
    answers = {
        ABOVE: single(ABOVE, "first", 1),
        BELOW: single(BELOW, "first", -1),
        APART: single(APART, "second", 1),
        TRUE: lambda v, d: resolved(v, proposition=TRUE, by="early", answer=lambda f: True),
        OPEN: lambda v, d: not_testable(v, proposition=OPEN, reason="Not public."),
    }
    wrapped = {id: recorded(get(id), answer) for id, answer in answers.items()}
    monkeypatch.setattr(register, "_ANSWERS", wrapped)


@pytest.mark.parametrize(
    ("ids", "together", "either"),
    [
        ([ABOVE, ABOVE], 0.5, 0.5),
        ([ABOVE, BELOW], 0.0, 1.0),
        ([ABOVE, APART], 0.25, 0.75),
        ([ABOVE, TRUE], 0.5, 1.0),
    ],
)
def test_shared_inputs_are_not_independent(
    answered, view_on, draws, ids: list[str], together: float, either: float
) -> None:
    found = joint(ids, view_on("2025-09-07"), draws)
    assert found.together == pytest.approx(together, abs=3e-3)
    assert found.any == pytest.approx(either, abs=3e-3)
    assert found.independent == pytest.approx(found.each[0] * found.each[1])


def test_what_has_no_draws_cannot_be_joined(answered, view_on, draws) -> None:
    with pytest.raises(FindingError, match=r"C6\.1a-nre: not_testable in view test has no draws"):
        joint([ABOVE, OPEN], view_on("2025-09-07"), draws)


def test_indicators_are_kept_only_while_somebody_collects(answered, view_on, draws) -> None:
    with collecting() as noted:
        register.answer_to(ABOVE)(view_on("2025-09-07"), draws)
    register.answer_to(APART)(view_on("2025-09-07"), draws)
    assert list(noted) == [ABOVE]
