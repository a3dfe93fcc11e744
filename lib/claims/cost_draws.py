"""Costs of chips over the shared draws: what the cost figures and the cost table show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from lib.claims.chip_costs import UNITS_OF, Comparison, chip_hour_usd, chip_inputs, cost_parts
from lib.claims.chips import buyable, spec, spec_fact, with_spec
from lib.claims.learning_step import rl_advantage, rl_inputs
from lib.evidence.chips import chip
from lib.evidence.view import View
from lib.inference.breakeven import point_values
from lib.inference.draws import Draws
from lib.models.unit_cost import cost_usd_per_unit_hour

LEVELS = (0.05, 0.5, 0.95)
COMPARED_BY = ("bandwidth_tb_per_s", "bf16_tflop_per_s", "memory_gb")


def unit_costs(
    view: View, draws: Draws, keys: Sequence[str], measure: str, side: str = "owner"
) -> pl.DataFrame:
    """The cost of a unit-hour of a measure on each chip: label, low, value, high (USD), cheapest.

    low, value and high are the 5th, 50th and 95th percentile over the draws; `cheapest` is the
    share of draws in which the chip is the cheapest of those given. Raises MissingSpecification.
    """
    name, per_unit = UNITS_OF[measure]
    columns = _columns(view, draws, keys, side)
    costs = {
        key: np.asarray(
            cost_usd_per_unit_hour(
                chip_hour_usd(columns, key, side), spec(view, key, name) / per_unit
            )
        )
        for key in keys
    }
    least = np.min(np.stack(list(costs.values())), axis=0)
    rows = []
    for key, column in costs.items():
        low, value, high = np.quantile(column, LEVELS)
        rows.append(
            {
                "chip": chip(key).label,
                "value": float(value),
                "low": float(low),
                "high": float(high),
                "cheapest": float(np.mean(column <= least)),
            }
        )
    return pl.DataFrame(rows).sort("value", "chip")


def parts_of_cost(view: View, keys: Sequence[str]) -> pl.DataFrame:
    """The owner's cost of a used chip-hour by part at the point inputs: chip, part, usd."""
    x = _points(view, chip_inputs(keys))
    return pl.DataFrame(
        [
            {"chip": chip(key).label, "part": part.capitalize(), "usd": float(usd)}
            for key in keys
            for part, usd in cost_parts(x, key).items()
        ]
    )


def cost_by_life(view: View, keys: Sequence[str], years: Sequence[float]) -> pl.DataFrame:
    """USD per TB/s-hour at the point inputs, by chip and by the years in which it pays."""
    x = _points(view, chip_inputs(keys))
    return pl.DataFrame(
        [
            {
                "chip": chip(key).label,
                "years": float(life),
                "usd": float(
                    cost_usd_per_unit_hour(
                        chip_hour_usd({**x, "chip_life_years": life}, key),
                        spec(view, key, "bandwidth_tb_per_s"),
                    )
                ),
            }
            for key in keys
            for life in years
        ]
    )


def rl_by_utilisation(view: View, draws: Draws, ratios: Sequence[float]) -> pl.DataFrame:
    """Cost of a learning step on GB200 over Trainium2, by the ratio of achieved bandwidth shares.

    Columns: ratio (Trainium2 over GB200), value, low, high (percentiles of the cost ratio).
    """
    columns = draws.sample_all(view.assumption(name) for name in rl_inputs())
    advantage = rl_advantage(view)
    rows = []
    for ratio in ratios:
        given = columns["gpu_bandwidth_utilisation"] * ratio
        values = advantage({**columns, "trainium2_bandwidth_utilisation": given})
        low, value, high = np.quantile(values, LEVELS)
        rows.append({"ratio": ratio, "value": value, "low": low, "high": high})
    return pl.DataFrame(rows)


def specifications(view: View, keys: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    """Specifications with the fact behind each: chip, label, name, value, unit, fact_id, metric."""
    rows = []
    for key in keys:
        for name in names:
            fact = spec_fact(view, key, name)
            if fact is not None:
                rows.append(
                    {
                        "chip": key,
                        "label": chip(key).label,
                        "name": name,
                        "value": fact.value,
                        "unit": fact.unit,
                        "fact_id": fact.fact_id,
                        "metric": fact.metric,
                        "source_id": fact.source_id,
                        "public_on": fact.public_on,
                    }
                )
    return pl.DataFrame(rows)


def compared(view: View) -> tuple[str, ...]:
    """Trainium2 and every chip on sale whose data sheet the view knows."""
    return with_spec(view, ("trainium2", *buyable(view)), *COMPARED_BY)


def _points(view: View, names: Sequence[str]) -> dict[str, float]:
    return point_values({name: view.assumption(name) for name in names})


def _columns(view: View, draws: Draws, keys: Sequence[str], side: str) -> dict[str, Any]:
    return dict(draws.sample_all(view.assumption(name) for name in chip_inputs(keys, side)))


def probability_by_price(
    view: View, draws: Draws, prices_usd: Sequence[float], measure: str = "tbs"
) -> pl.DataFrame:
    """Probability that Trainium2 is the cheapest for an owner, by capital per chip (USD).

    Columns: price_usd, all (against every chip on sale), gb200 (against GB200 NVL72 alone).
    """
    everyone = Comparison(view, measure, "owner", buyable(view))
    alone = Comparison(view, measure, "owner", ("gb200",))
    columns = draws.sample_all(view.assumption(name) for name in everyone.inputs)
    rows = []
    for price in prices_usd:
        given = {**columns, "trainium2_capital_usd": np.full(draws.n, float(price))}
        rows.append(
            {
                "price_usd": float(price),
                "all": float(np.mean(everyone.advantage(given) > 1)),
                "gb200": float(np.mean(alone.advantage(given) > 1)),
            }
        )
    return pl.DataFrame(rows)


def probability_against(view: View, draws: Draws, rival: str, measure: str = "tbs") -> float:
    """Probability that a unit costs an owner less on Trainium2 than on one rival."""
    pair = Comparison(view, measure, "owner", (rival,))
    columns = draws.sample_all(view.assumption(name) for name in pair.inputs)
    return float(np.mean(pair.advantage(columns) > 1))
