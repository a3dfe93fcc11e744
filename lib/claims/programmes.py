"""Custom-accelerator programmes of AI labs: who had one, how large, and since when.

A programme counts for a lab that does not own a chip maker, with a published volume of at least a
third of Anthropic's on Trainium (in power or chips), announced by the day asked about.
"""

from __future__ import annotations

import polars as pl

from lib.claims import sites
from lib.evidence.view import View

COMPARABLE_SHARE = 1.0 / 3.0
POWER_FACTS = (
    "openai_broadcom_10gw",
    "meta_broadcom_mtia_capacity_2026",
)
CHIP_FACTS = ("meta_mtia_chips_deployed_2026_03", "xai_x1_units_planned")
ORDER_UNNAMED = "broadcom_fourth_customer_order_2025"
ORDER_NAMED = "anthropic_broadcom_tpu_order_2025q3"
OWN_POWER = "campus_it_mw"
OWN_CHIPS = "codesign_chips"


def volumes(view: View) -> pl.DataFrame:
    """Published volumes of other labs' programmes that the view knows, oldest first.

    Columns: entity, fact_id, public_on, unit, value, needed (a third of Anthropic's), comparable.
    """
    power_mw = view.assumption(OWN_POWER).default * COMPARABLE_SHARE
    chips = view.assumption(OWN_CHIPS).default * COMPARABLE_SHARE
    rows = []
    for fact_id in (*POWER_FACTS, *CHIP_FACTS):
        if sites.first_known(view, (fact_id,)) is None:
            continue
        fact = view.fact(fact_id)
        needed = power_mw if fact.unit == "MW" else chips
        rows.append(
            {
                "entity": fact.entity, "fact_id": fact_id, "public_on": fact.public_on,
                "unit": fact.unit, "value": fact.value, "needed": needed,
                "comparable": fact.value >= needed,
            }
        )  # fmt: skip
    schema = {
        "entity": pl.String, "fact_id": pl.String, "public_on": pl.Date, "unit": pl.String,
        "value": pl.Float64, "needed": pl.Float64, "comparable": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema).sort("public_on", "fact_id")


def comparable(view: View) -> pl.DataFrame:
    """The programmes of comparable volume that were announced by the day asked about."""
    return volumes(view).filter(pl.col("comparable"), pl.col("public_on") <= view.about)


def reason_for_none(view: View) -> str:
    """Why the count is zero, with the order that looked like an exception."""
    if sites.first_known(view, (ORDER_UNNAMED,)) is None:
        return "No other lab had published the size of such a programme"
    view.fact(ORDER_UNNAMED)
    if sites.first_known(view, (ORDER_NAMED,)) is not None:
        view.fact(ORDER_NAMED)
        return (
            "By that day no other lab had published the size of such a programme; the large "
            "order that the press gave to a rival was Anthropic's own"
        )
    return (
        "No other lab had published the size of such a programme; one large order came from a "
        "customer then unnamed"
    )
