"""Statements about several propositions at once, from the draws that they share.

Propositions with common inputs are not independent: the product of their probabilities is not the
probability of all. Each answer's indicator is collected while its function runs, so a joint
statement needs nothing beyond the functions themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from lib.claims.finding import Finding, FindingError
from lib.claims.indicators import collecting
from lib.claims.register import answer_to
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.uncertain import Column


@dataclass(frozen=True)
class Joint:
    """Probabilities (0 to 1) about several propositions in one view.

    each: of every one, in the order of `propositions`; together: that all hold; any: that at least
    one holds; independent: what `together` would be without common inputs.
    """

    propositions: tuple[str, ...]
    each: tuple[float, ...]
    together: float
    any: float
    independent: float


def joint(ids: Sequence[str], view: View, draws: Draws) -> Joint:
    """The joint probabilities of propositions that are estimated, forecast or resolved.

    A resolved proposition holds in every draw or in none. Raises `FindingError` for one that has
    neither draws nor a resolution in this view (a judgement, or not testable).
    """
    holding = np.stack([indicator(id, view, draws) for id in ids])
    each = tuple(float(share) for share in holding.mean(axis=1))
    return Joint(
        propositions=tuple(ids),
        each=each,
        together=float(holding.min(axis=0).mean()),
        any=float(holding.max(axis=0).mean()),
        independent=prod(each),
    )


def indicator(id: str, view: View, draws: Draws) -> Column:
    """Whether a proposition holds, draw by draw (1 or 0). Raises as `joint`."""
    with collecting() as noted:
        finding = answer_to(id)(view, draws)
    if id in noted:
        return noted[id]
    return _constant(finding, draws)


def _constant(finding: Finding, draws: Draws) -> Column:
    if finding.status != "resolved":
        raise FindingError(
            f"{finding.proposition}: {finding.status} in view {finding.view} has no draws to join"
        )
    return np.full(draws.n, float(bool(finding.answer)))
