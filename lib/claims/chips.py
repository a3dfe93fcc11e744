"""Chips as a view sees them: their specifications, whether they are on sale, their inputs."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from lib.evidence.chips import Chip, chip, load_chips
from lib.evidence.errors import MissingSpecification
from lib.evidence.facts import Fact
from lib.evidence.view import View

GB_PER_GIB = 2**30 / 1e9

SPECIFICATIONS = {
    "bf16_tflop_per_s": "bf16_dense",
    "fp8_tflop_per_s": "fp8_dense",
    "fp4_tflop_per_s": "fp4_dense",
    "bandwidth_tb_per_s": "hbm_bandwidth",
    "memory_gb": "hbm_capacity",
    "chip_power_w": "chip_tdp",
    "domain_chips": "scale_up_domain_size",
}
"""Name in the models, with its unit, and the metric of the facts."""


def spec_fact(view: View, key: str, name: str) -> Fact | None:
    """The fact behind a specification: the value that most sources state, as first published.

    Sources round and repeat each other, so the latest or best-graded row alone would let one slip
    decide; every row that counted is in the read log. None where no source states it by the day.
    """
    rows = view.facts(entity=chip(key).entity, metric=SPECIFICATIONS[name], basis="")
    if rows.is_empty():
        return None
    counted = (
        rows.with_columns(in_gb=_in_gb())
        .with_columns(votes=pl.col("source_id").n_unique().over("in_gb"))
        .sort("votes", "public_on", "grade", "fact_id", descending=[True, False, False, False])
    )
    return view.fact(counted["fact_id"][0])


def spec(view: View, key: str, name: str) -> float:
    """A specification in the unit that its name carries (GiB are converted to GB).

    Raises MissingSpecification, naming chip, specification and day, where no source states it.
    """
    fact = spec_fact(view, key, name)
    if fact is None:
        raise MissingSpecification(
            f"{chip(key).label} has no {name} in the data on {view.known_on}; "
            f"allowed: a row with entity {chip(key).entity!r} and metric {SPECIFICATIONS[name]!r}"
        )
    return fact.value * GB_PER_GIB if fact.unit == "GiB" else fact.value


def with_spec(view: View, keys: Iterable[str], *names: str) -> tuple[str, ...]:
    """Those of the chips for which the view knows every one of these specifications."""
    return tuple(
        key for key in keys if all(spec_fact(view, key, name) is not None for name in names)
    )


def on_sale(view: View, key: str) -> bool:
    """Whether the chip's first documented sale lies on or before the day that the view is about."""
    first = view.events(ids=[chip(key).on_sale_event])
    return not first.is_empty() and first["date"][0] <= view.about


def buyable(view: View) -> tuple[str, ...]:
    """The chips that any owner could buy on the day, in the order of the table."""
    return _chosen(view, (c for c in load_chips().values() if c.merchant == "yes"))


def rentable(view: View) -> tuple[str, ...]:
    """The chips that a tenant outside China could rent on the day, Trainium left out."""
    others = (c for c in load_chips().values() if c.rentable and c.vendor != "AWS")
    return _chosen(view, others)


def _chosen(view: View, chips: Iterable[Chip]) -> tuple[str, ...]:
    return tuple(c.key for c in chips if on_sale(view, c.key))


def _in_gb() -> pl.Expr:
    gib = pl.col("unit") == "GiB"
    in_gb = pl.when(gib).then(pl.col("value") * GB_PER_GIB).otherwise(pl.col("value"))
    return in_gb.round_sig_figs(3)
