"""C3.2a: whether the training compute of Chinese labs grows more slowly than the frontier's.

On the day of the text a published estimate of both growth rates answers. With hindsight the
compute that stands can be compared over 2025: what Chinese firms own, what domestic makers add,
and, as a bound on the other side, what labs may rent abroad.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from lib.claims.estimate import estimate
from lib.claims.finding import Finding
from lib.claims.register import proposition
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.fact_priors import prior_of_fact
from lib.inference.uncertain import Prior

OWNERS = ("google", "amazon", "meta", "microsoft", "oracle")
START, END = "2024_12_31", "2025_12_31"
SCOPE, UNITS = "chinese_compute_scope", "ascend_units_2025"
FRONTIER = "derived:frontier_stock_growth"
RENTAL = ("offshore_rental_2024_h100e", "offshore_rental_2025_h100e")


@proposition("C3.2a")
def chinese_compute_grows_slower(view: View, draws: Draws) -> Finding:
    """Growth factor of the frontier over that of Chinese labs."""
    if not view.knows(_stock("china", END)):
        return estimate(
            view,
            draws,
            proposition="C3.2a",
            quantity=lambda x: (
                x["frontier_training_growth_per_year"] / x["chinese_training_growth_per_year"]
            ),
            inputs=["frontier_training_growth_per_year", "chinese_training_growth_per_year"],
            decisive="chinese_training_growth_per_year",
            label="Growth of training compute, frontier over Chinese labs",
            reason="Growth of the largest training runs from 2018 to 2024, as one house estimated.",
            confidence_at_most="medium",
            confidence_note="both growth rates come from one estimate that states no interval",
        )
    return stock_finding(view, draws, view.reading(SCOPE) == "with_rental")


def stock_finding(view: View, draws: Draws, with_rental: bool) -> Finding:
    """The finding over 2025 from the compute that stands, with or without rental abroad."""
    return estimate(
        view,
        draws,
        proposition="C3.2a",
        quantity=growth_ratio(view, with_rental),
        inputs=stock_inputs(view, with_rental),
        decisive=RENTAL[1] if with_rental else "ascend_h100_equivalents",
        label="Growth of compute over 2025, frontier over Chinese labs",
        reason="Growth of the compute that stands over 2025, the newest year with counts, "
        + ("rental abroad included." if with_rental else "rental abroad left out."),
        confidence_at_most="low",
        confidence_note="the volume rented abroad is not observed, and compute that stands is not "
        "compute used for training",
    )


def growth_ratio(view: View, with_rental: bool) -> Any:
    """Build the ratio of growth factors over 2025 from the facts that the view knows."""
    chinese_nvidia = view.fact(_stock("china", START))
    nvidia_growth = view.fact(_stock("china", END)).value / chinese_nvidia.value
    units_2025 = ascend_units(view)

    def ratio(x: Mapping[str, Any]) -> Any:
        nvidia = x[f"fact:{chinese_nvidia.fact_id}"]
        each = x["ascend_h100_equivalents"]
        before = nvidia + x["ascend_units_2024"] * each
        after = nvidia * nvidia_growth + (x["ascend_units_2024"] + units_2025) * each
        if with_rental:
            before, after = before + x[RENTAL[0]], after + x[RENTAL[1]]
        return x[FRONTIER] / (after / before)

    return ratio


def stock_inputs(view: View, with_rental: bool) -> list[str | Prior]:
    """The inputs of `growth_ratio`."""
    start = prior_of_fact(view.fact(_stock("china", START)), bound_low=0.0)
    rental = RENTAL if with_rental else ()
    return [frontier_growth(view), start, "ascend_h100_equivalents", "ascend_units_2024", *rental]


def ascend_units(view: View) -> float:
    """Ascend units of 2025 by the reading in force: the sum of its facts."""
    reading = view.conflict(UNITS).choose(view.readings.get(UNITS))
    return float(sum(view.fact(fact_id).value for fact_id in reading.facts))


def frontier_growth(view: View) -> Prior:
    """Growth over 2025 of the Nvidia compute of five large owners; its range is that over them."""
    table = owner_growth(view)
    return Prior(
        name=FRONTIER,
        label="Growth of the five owners' compute over 2025",
        unit="ratio/year",
        default=float(table.select(pl.col("end").sum() / pl.col("start").sum()).item()),
        low=float(table["growth"].min()),  # type: ignore[arg-type]
        high=float(table["growth"].max()),  # type: ignore[arg-type]
        distribution="lognormal",
        bound_low=1.0,
        bound_high=20.0,
        basis="fact",
    )


def owner_growth(view: View) -> pl.DataFrame:
    """Nvidia compute of each large owner: owner, start, end (H100-equivalents), growth factor."""
    rows = [
        {"owner": view.fact(_stock(name, END)).entity,
         "start": view.fact(_stock(name, START)).value,
         "end": view.fact(_stock(name, END)).value}
        for name in OWNERS
    ]  # fmt: skip
    return pl.DataFrame(rows).with_columns(growth=pl.col("end") / pl.col("start")).sort("owner")


def _stock(owner: str, day: str) -> str:
    return f"epoch_nvidia_h100e_{owner}_{day}"
