"""What a chip costs its owner, and what a tenant pays for it, as quantities over named inputs.

Inputs are named as in the assumptions: those of a chip carry its key (`gb200_capital_usd`), the
rest are shared by all chips, so that a dear dollar or a short life counts against each alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lib.claims.chips import spec, with_spec
from lib.evidence.chips import chip
from lib.evidence.view import View
from lib.models.chip_hour import chip_hour_in_owned_facility, total_usd_per_chip_hour
from lib.models.ops import minimum
from lib.models.tenant import tenant_price_usd_per_chip_hour
from lib.models.unit_cost import cost_usd_per_unit_hour, units_per_mw

SHARED = (
    "chip_life_years",
    "capital_rate_per_year",
    "facility_rate_per_year",
    "capital_residual_share",
    "owner_pue",
    "load_factor",
    "electricity_usd_per_kwh",
    "facility_usd_per_mw",
    "facility_life_years",
    "operations_share_per_year",
    "owner_utilisation",
)
SIDES = ("owner", "tenant")
UNITS_OF = {
    "tbs": ("bandwidth_tb_per_s", 1.0),
    "pflop": ("bf16_tflop_per_s", 1000.0),
    "fp8": ("fp8_tflop_per_s", 1000.0),
    "fp4": ("fp4_tflop_per_s", 1000.0),
    "gb": ("memory_gb", 1.0),
}
"""Specification behind a measure, and how many of it make the unit (TFLOP/s per PFLOP/s)."""


def chip_inputs(keys: Iterable[str], side: str = "owner") -> list[str]:
    """The names of the inputs that the cost of these chips needs."""
    keys = list(keys)
    own = [f"{key}_{part}" for key in keys for part in ("capital_usd", "system_power_w")]
    markups = sorted({markup_name(key) for key in keys}) if side == "tenant" else []
    return [*SHARED, *own, *markups]


def markup_name(key: str) -> str:
    """The markup that a large tenant of this chip pays: the cloud's own silicon, or bought GPUs."""
    own_silicon = chip(key).vendor in ("AWS", "Alphabet")
    if own_silicon:
        return "anchor_markup" if chip(key).vendor == "AWS" else "tpu_anchor_markup"
    return "gpu_tenant_markup"


def cost_parts(x: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The owner's cost of a used chip-hour by part, USD per chip-hour, from named inputs."""
    return chip_hour_in_owned_facility(
        capital_usd=x[f"{key}_capital_usd"],
        life_years=x["chip_life_years"],
        capital_rate_per_year=x["capital_rate_per_year"],
        power_kw=x[f"{key}_system_power_w"] / 1000,
        pue=x["owner_pue"],
        load_factor=x["load_factor"],
        electricity_usd_per_kwh=x["electricity_usd_per_kwh"],
        facility_usd_per_mw=x["facility_usd_per_mw"],
        facility_life_years=x["facility_life_years"],
        operations_share_per_year=x["operations_share_per_year"],
        utilisation=x["owner_utilisation"],
        facility_rate_per_year=x["facility_rate_per_year"],
        residual_share=x["capital_residual_share"],
    )


def chip_hour_usd(x: Mapping[str, Any], key: str, side: str = "owner") -> Any:
    """Cost (owner) or price (tenant) of a used chip-hour, USD per chip-hour."""
    if side not in SIDES:
        raise ValueError(f"side is {side!r}; allowed: {', '.join(SIDES)}")
    cost = total_usd_per_chip_hour(cost_parts(x, key))
    if side == "owner":
        return cost
    return tenant_price_usd_per_chip_hour(cost, x[markup_name(key)])


class Comparison:
    """Trainium2 against other chips by one measure, with the specifications that the view knows.

    measure: a key of `UNITS_OF`; side: owner or tenant; ours and rivals: chip keys. A rival whose
    specification the view does not know is left out (`left_out`). Raises MissingSpecification where
    ours, or every rival's, is not known.
    """

    def __init__(
        self, view: View, measure: str, side: str, rivals: Iterable[str], ours: str = "trainium2"
    ) -> None:
        name, per_unit = UNITS_OF[measure]
        self.side, self.ours = side, ours
        asked = tuple(rivals)
        self.rivals = with_spec(view, asked, name)
        self.left_out = tuple(key for key in asked if key not in self.rivals)
        if not self.rivals:
            spec(view, asked[0] if asked else ours, name)
        self.units = {k: spec(view, k, name) / per_unit for k in (ours, *self.rivals)}
        self.inputs = chip_inputs((ours, *self.rivals), side)

    def unit_cost(self, x: Mapping[str, Any], key: str) -> Any:
        """USD per unit-hour of the measure on a chip."""
        return cost_usd_per_unit_hour(chip_hour_usd(x, key, self.side), self.units[key])

    def advantage(self, x: Mapping[str, Any]) -> Any:
        """Cost of a unit on the cheapest rival over its cost on ours; above 1 ours is cheaper."""
        rivals = [self.unit_cost(x, key) for key in self.rivals]
        cheapest = rivals[0] if len(rivals) == 1 else minimum(*rivals)
        return cheapest / self.unit_cost(x, self.ours)


class PowerComparison(Comparison):
    """The same, per megawatt of IT power: how much of the measure a megawatt carries."""

    def __init__(self, view: View, measure: str, rivals: Iterable[str]) -> None:
        super().__init__(view, measure, "owner", rivals)
        self.inputs = [f"{key}_system_power_w" for key in (self.ours, *self.rivals)]

    def per_mw(self, x: Mapping[str, Any], key: str) -> Any:
        """Units of the measure per MW of IT power."""
        return units_per_mw(self.units[key], x[f"{key}_system_power_w"] / 1000)

    def advantage(self, x: Mapping[str, Any]) -> Any:
        """Units per megawatt on our chip over the best rival's; above 1 ours carries more."""
        rivals = [1 / self.per_mw(x, key) for key in self.rivals]
        least = rivals[0] if len(rivals) == 1 else minimum(*rivals)
        return self.per_mw(x, self.ours) * least
