"""A quantity on which independent origins disagree: a mixture with stated weights.

Averaging the numbers of sources that contradict each other gives a number that none of them holds.
Here each origin keeps its own quantity and inputs; a draw belongs to one origin, with the
origin's weight as probability. The choice of origin is never narrowed or widened with the priors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from lib.claims.estimate import estimate_from_draws
from lib.claims.finding import Finding
from lib.claims.model import Inputs, Model, model, with_turns
from lib.claims.propositions import get
from lib.evidence.view import View
from lib.inference.curves import holds, probability
from lib.inference.draws import Draws
from lib.inference.priors import BASE, NARROW, WIDE
from lib.inference.sensitivity import decision_shares, evidence_share
from lib.inference.uncertain import Column

CHOICE = "noise:choice"


@dataclass(frozen=True)
class Part:
    """One origin: its quantity as a function of one mapping of named inputs, and its weight."""

    name: str
    label: str
    quantity: Callable[[Mapping[str, Any]], Any]
    inputs: Inputs
    weight: float = 1.0

    def scaled(self, factor: float) -> Part:
        """The same origin in another unit."""
        quantity = self.quantity
        return replace(self, quantity=lambda x: quantity(x) * factor)


@dataclass(frozen=True)
class Mixture:
    """Parts bound to their inputs in a view."""

    parts: tuple[Part, ...]
    models: tuple[Model, ...]
    name: str

    @property
    def weights(self) -> Column:
        """The parts' weights, summing to one."""
        raw = np.array([part.weight for part in self.parts], dtype=float)
        return np.asarray(raw / raw.sum())

    def model_of(self, name: str) -> Model:
        """The model of a part by its name. Raises ValueError with the names there are."""
        names = [part.name for part in self.parts]
        if name not in names:
            raise ValueError(f"{self.name}: no part {name!r}; allowed: {', '.join(names)}")
        return self.models[names.index(name)]

    def columns(self, draws: Draws, width: float = BASE) -> dict[str, Column]:
        """The draws of every input of every part, and of the choice of origin."""
        found: dict[str, Column] = {CHOICE: draws.uniform(f"noise:{self.name}")}
        for bound in self.models:
            found.update(bound.columns(draws, width))
        return found

    def quantity(self, x: Mapping[str, Any]) -> Any:
        """The quantity in every draw, each from the origin that the draw belongs to."""
        edges = np.cumsum(self.weights)[:-1]
        chosen = np.searchsorted(edges, x[CHOICE], side="right")
        values = [
            np.broadcast_to(np.asarray(bound.quantity(x), dtype=float), np.shape(chosen))
            for bound in self.models
        ]
        return np.choose(chosen, values)

    def values(self, draws: Draws, width: float = BASE) -> Column:
        """Draws of the mixture in the quantity's unit."""
        return np.ascontiguousarray(self.quantity(self.columns(draws, width)), dtype=float)


def mixture(view: View, name: str, parts: Sequence[Part]) -> Mixture:
    """Bind parts to their inputs in a view. Raises ValueError without a part or a weight."""
    if not parts or sum(part.weight for part in parts) <= 0:
        raise ValueError(f"{name}: a mixture needs at least one part with a weight above 0")
    models = tuple(model(view, part.quantity, part.inputs) for part in parts)
    return Mixture(tuple(parts), models, name)


def estimate_mixture(
    view: View,
    draws: Draws,
    *,
    proposition: str,
    parts: Sequence[Part],
    status: str = "estimated",
    turning: str | None = None,
    decisive: str | None = None,
    **rest: Any,
) -> Finding:
    """The finding of a mixture; `rest` as in `estimate_from_draws` (label, unit, reason, ...).

    turning: the part whose flip points and break-even are reported (each origin turns at values
    of its own inputs); decisive: the input of that part whose break-even is shown.
    """
    bound = mixture(view, proposition, parts)
    columns = bound.columns(draws)
    values = np.ascontiguousarray(bound.quantity(columns), dtype=float)
    if draws.detail:
        proposed = get(proposition)
        threshold = float(rest.get("threshold") or proposed.threshold or 0.0)
        holding = holds(values, threshold, proposed.direction).astype(float)
        rest["settles"] = _settles(bound, columns, holding)
    finding = estimate_from_draws(
        view,
        draws,
        proposition=proposition,
        values=values,
        narrow=bound.values(draws, NARROW),
        wide=bound.values(draws, WIDE),
        status=status,
        evidence_share=_evidence_share(bound, columns),
        **rest,
    )
    if turning is None or not draws.detail:
        return finding
    return with_turns(finding, bound.model_of(turning), decisive)


def table(bound: Mixture, draws: Draws, threshold: float, direction: str) -> pl.DataFrame:
    """One row per part: name, label, weight, p5, p50, p95 (in the quantity's unit), probability."""
    rows = []
    for part, bound_model, weight in zip(bound.parts, bound.models, bound.weights, strict=True):
        values = bound_model.values(draws)
        p5, p50, p95 = (float(v) for v in np.quantile(values, [0.05, 0.5, 0.95]))
        rows.append(
            {
                "name": part.name, "label": part.label, "weight": float(weight),
                "p5": p5, "p50": p50, "p95": p95,
                "probability": probability(values, threshold, direction),
            }
        )  # fmt: skip
    return pl.DataFrame(rows)


def _evidence_share(bound: Mixture, columns: Mapping[str, Column]) -> float | None:
    """Mean over parts, by weight, of the variance share that facts explain within each part.

    Which origin is right is not a matter of facts: its variance is left out here and shown among
    what would settle the claim.
    """
    shares = [
        evidence_share(m.quantity, m.priors, {k: columns[k] for k in m.priors})
        for m in bound.models
    ]
    pairs = [(s, w) for s, w in zip(shares, bound.weights, strict=True) if s is not None]
    if not pairs:
        return None
    return float(sum(s * w for s, w in pairs) / sum(w for _, w in pairs))


def _settles(
    bound: Mixture, columns: Mapping[str, Column], holding: Column
) -> tuple[tuple[str, str, float], ...]:
    labels = {name: prior.label for m in bound.models for name, prior in m.priors.items()}
    labels[CHOICE] = "Which source is right"
    shares = decision_shares(columns, holding)
    return tuple((name, labels[name], share) for name, share in shares.items())
