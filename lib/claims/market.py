"""Published rents against the owner's cost of the same chip: is a modelled cost plausible?"""

from __future__ import annotations

import numpy as np
import polars as pl

from lib.claims.chip_costs import chip_hour_usd, chip_inputs
from lib.claims.words import day
from lib.evidence.chips import chip
from lib.evidence.errors import NotKnownYet
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.models.tenant import implied_markup

TERMS = {"3y_contract": "three-year contract", "capacity_block": "AWS Capacity Block"}
CHIPS = ("h100", "h200", "b200", "gb200", "mi300x", "mi325x", "mi355x")
TRAINIUM_SERVER = ("Trn2 (trn2.48xlarge)", 16)
"""The rented server and how many Trainium2 chips it holds."""


def rents_against_cost(view: View, draws: Draws) -> pl.DataFrame:
    """The latest known rent of each chip and term over the owner's modelled cost.

    Columns: chip, term, rent_usd (per chip-hour), markup with low and high (ratio: rent over cost,
    less one, over the draws), fact_id, day. Rents of other dates than the cost are not mixed in:
    the latest known of each term is taken. Raises NotKnownYet before any rent is known.
    """
    keys = ("trainium2", *CHIPS)
    columns = dict(draws.sample_all(view.assumption(name) for name in chip_inputs(keys)))
    rows = []
    for rent in rents(view).rows(named=True):
        cost = np.asarray(chip_hour_usd(columns, rent["key"]))
        low, value, high = np.quantile(implied_markup(rent["rent_usd"], cost), (0.05, 0.5, 0.95))
        rows.append({**rent, "markup": float(value), "low": float(low), "high": float(high)})
    if not rows:
        raise NotKnownYet(f"no rent of these chips is known on {day(view.known_on)}")
    return pl.DataFrame(rows).sort("term", "markup", "chip")


def rents(view: View) -> pl.DataFrame:
    """The latest known rent per chip-hour: key, chip, term, rent_usd, fact_id, day."""
    found = []
    for key in CHIPS:
        for basis, term in TERMS.items():
            rows = view.facts(
                entity=chip(key).entity, metric="rental_price", basis={"term": basis}
            ).filter(~pl.col("basis").str.contains("measure=|level="))
            if not rows.is_empty():
                last = rows.sort("period_end", "fact_id").row(-1, named=True)
                found.append(_row(key, term, last["value"], last["fact_id"], last["period_end"]))
    server, chips = TRAINIUM_SERVER
    rows = view.facts(entity=server, metric="rental_price", basis={"term": "capacity_block"})
    if not rows.is_empty():
        last = rows.sort("period_end", "fact_id").row(-1, named=True)
        found.append(
            _row("trainium2", TERMS["capacity_block"], last["value"] / chips, last["fact_id"],
                 last["period_end"])
        )  # fmt: skip
    return pl.DataFrame(found)


def _row(key: str, term: str, usd: float, fact_id: str, day: object) -> dict[str, object]:
    return {
        "key": key, "chip": chip(key).label, "term": term, "rent_usd": usd, "fact_id": fact_id,
        "day": day,
    }  # fmt: skip
