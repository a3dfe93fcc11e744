"""The price at which Trainium3 stays within the limit (C2.1c): all that can be said today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.claims.chip_costs import Comparison
from lib.claims.chips import buyable, spec_fact
from lib.claims.finding import Finding
from lib.claims.model import model
from lib.claims.propositions import get
from lib.claims.register import proposition
from lib.claims.resolve import not_testable
from lib.evidence.view import View
from lib.inference.breakeven import breakeven
from lib.inference.draws import Draws


@proposition("C2.1c")
def trainium3_parity_price(view: View, draws: Draws) -> Finding:
    """Not testable; the capital per Trainium3 chip at which its cost reaches the threshold."""
    reason = (
        "No price or cost of Trainium3, of its successor or of the chips that it will compete with "
        "is public. What can be said is the price at which it would stay within the limit."
    )
    if spec_fact(view, "trainium3", "bandwidth_tb_per_s") is None:
        return not_testable(
            view,
            proposition="C2.1c",
            reason="Neither the specification nor the price of Trainium3 was public on that day.",
        )
    rivals = buyable(view)
    bound = Comparison(view, "tbs", "owner", rivals, ours="trainium3")
    limit = get("C2.1c").threshold
    assert limit is not None

    def margin(x: Mapping[str, Any]) -> Any:
        return bound.advantage(x) - 1 / limit

    priors = model(view, bound.advantage, bound.inputs).priors
    turn = breakeven(margin, priors, "trainium3_capital_usd")
    return not_testable(view, proposition="C2.1c", reason=reason, breakeven=turn)
