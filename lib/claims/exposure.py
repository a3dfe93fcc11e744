"""What a startup stands to lose when its provider is lost, and what preparing for it costs.

A reference startup, the coding product of C1.1c. Each provider is interrupted on its own (by
policy, rationing or price), and one shock can take all at once. The rates come from few dated
events with a Gamma prior; damage and costs are our judgement, and the break-even comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lib.evidence.interruptions import KINDS, load_watch
from lib.evidence.view import View
from lib.inference.hazard import Rate, posterior
from lib.inference.uncertain import Prior
from lib.models.exposure import probability_of_event, probability_of_losing_all
from lib.models.ops import exp

DAYS_PER_YEAR = 365.25
OWN, COMMON = "derived:own_interruptions", "derived:common_shocks"
STRATEGIES = {
    "single": "One provider",
    "standby": "Second provider on standby",
    "multihomed": "Two providers at once",
    "open_weights": "Open weights",
    "reseat": "Change of seat and ownership",
}
DAMAGE_INPUTS = (
    "interruption_hits_share",
    "interruption_days",
    "interruption_lost_share",
    "interruption_churn",
    "migration_usd",
    "product_revenue_usd_per_year",
    "product_contribution_margin",
    "standby_residual_share",
)
COST_OF = {
    "standby": "standby_usd_per_year",
    "multihomed": "multihome_usd_per_year",
    "open_weights": "open_weights_usd_per_year",
    "reseat": "reseat_usd_per_year",
}
STRATEGY_INPUTS = (
    *DAMAGE_INPUTS,
    *COST_OF.values(),
    "open_weights_residual_share",
    "reseat_policy_residual_share",
)


@dataclass(frozen=True)
class Hazards:
    """Interruptions counted by a view: rates a year, and the share of each kind.

    own: of one provider; common: of a shock that takes all; shares: by kind, adding to one (with
    one third of an event added to each, so that an unseen kind is not impossible).
    """

    own: Rate
    common: Rate
    shares: Mapping[str, float]
    events: int
    provider_years: float


def interruptions(view: View) -> pl.DataFrame:
    """The interruptions that the view knows: date, provider, kind, why, fact, event.

    date: the day on which it began; those that began after the day asked about are left out.
    """
    rows = []
    for item in load_watch().interruptions:
        if item.fact and view.knows(item.fact):
            day: date = view.fact(item.fact).period_start
        elif item.event and not (found := view.events(ids=[item.event])).is_empty():
            day = found["date"][0]
        else:
            continue
        if day <= view.about:
            rows.append({"date": day, "provider": item.provider, "kind": item.kind,
                         "why": item.why, "fact": item.fact, "event": item.event})  # fmt: skip
    schema = {"date": pl.Date, **dict.fromkeys(("provider", "kind", "why", "fact", "event"),
                                               pl.String)}  # fmt: skip
    return pl.DataFrame(rows, schema=schema).sort("date", "provider", "kind")


def hazards(view: View) -> Hazards:
    """The rates that the view's interruptions imply, with half an event as the prior."""
    start = view.assumption("interruption_watch_start_year").default
    years = view.about.year + view.about.timetuple().tm_yday / DAYS_PER_YEAR - start
    table = interruptions(view)
    providers = len(load_watch().providers)
    third = 1 / len(KINDS)
    counted = {kind: int((table["kind"] == kind).sum()) for kind in KINDS}
    shares = {kind: (n + third) / (table.height + 1) for kind, n in counted.items()}
    return Hazards(
        own=posterior(table.height, providers * years),
        common=posterior(0, years),
        shares=shares,
        events=table.height,
        provider_years=providers * years,
    )


def hazard_priors(found: Hazards) -> list[Prior]:
    """The two rates as inputs: median and percentiles of their Gamma distributions."""
    return [
        _prior(OWN, "Interruptions of one provider a year", found.own),
        _prior(COMMON, "Shocks a year that take all providers", found.common),
    ]


def damage_share(x: Mapping[str, Any]) -> Any:
    """Damage of one interruption without preparation, as a share of yearly revenue."""
    downtime = x["interruption_days"] / DAYS_PER_YEAR * x["interruption_lost_share"]
    lost = (downtime + x["interruption_churn"]) * x["product_contribution_margin"]
    return lost + x["migration_usd"] / x["product_revenue_usd_per_year"]


def standby_margin(x: Mapping[str, Any]) -> Any:
    """Yearly loss avoided by a second provider on standby less its cost, over revenue.

    A shock that takes both is not avoided (Marshall and Olkin 1967), nor is the residual damage.
    """
    own = probability_of_event(x[OWN] * x["interruption_hits_share"], 1.0)
    no_shock = exp(-x[COMMON])
    avoided = own * no_shock * damage_share(x) * (1 - x["standby_residual_share"])
    return avoided - x["standby_usd_per_year"] / x["product_revenue_usd_per_year"]


def expected_cost(x: Mapping[str, Any], strategy: str, shares: Mapping[str, float]) -> Any:
    """Preparation and expected loss of a strategy a year, as a share of revenue.

    Returns a pair (preparation, loss). Raises KeyError for an unknown strategy.
    """
    cost = COST_OF.get(strategy)
    prepared = x[cost] / x["product_revenue_usd_per_year"] if cost else 0.0 * x[OWN]
    return prepared, _expected_loss(x, strategy, shares)


def _expected_loss(x: Mapping[str, Any], strategy: str, shares: Mapping[str, float]) -> Any:
    hazard, shock, damage = x[OWN] * x["interruption_hits_share"], x[COMMON], damage_share(x)
    left = x["standby_residual_share"]
    if strategy == "single":
        return damage * probability_of_losing_all(hazard, shock, 1)
    if strategy == "standby":
        return damage * _own_and_common(hazard, shock, left)
    if strategy == "multihomed":
        return damage * _own_and_common(2 * hazard, shock, left / 2)
    if strategy == "open_weights":
        rest = (shares["rationing"] + shares["price"]) * x["open_weights_residual_share"]
        return damage * probability_of_event(hazard * rest, 1.0)
    if strategy == "reseat":
        policy = shares["policy"] * x["reseat_policy_residual_share"]
        remaining = hazard * (policy + shares["rationing"] + shares["price"])
        shock_left = shock * x["reseat_policy_residual_share"]
        return damage * probability_of_losing_all(remaining, shock_left, 1)
    raise KeyError(f"strategy {strategy!r}; allowed: {', '.join(STRATEGIES)}")


def _own_and_common(hazard: Any, shock: Any, left: Any) -> Any:
    """Chance of the common shock, plus that of an own one alone with a part of the damage."""
    no_shock = exp(-shock)
    return 1 - no_shock + no_shock * probability_of_event(hazard, 1.0) * left


def _prior(name: str, label: str, rate: Rate) -> Prior:
    return Prior(
        name=name,
        label=label,
        unit="ratio/year",
        default=float(rate.quantile(0.5)),
        low=float(rate.quantile(0.05)),
        high=float(rate.quantile(0.95)),
        distribution="lognormal",
        bound_low=0.0,
        bound_high=50.0,
        basis="fact",
    )
