"""Sites built for Anthropic: power to chips, chip-hours, dollars, and points of AWS growth.

Capacity times price gives a ceiling on what a customer can add to a cloud's growth. The price is
the owner's cost of a chip-hour with the markup of a large tenant, since no contract is public.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.claims.chip_costs import chip_inputs
from lib.claims.model import Model, model
from lib.evidence.errors import NotKnownYet, UnknownFact
from lib.evidence.view import View
from lib.models.capacity import chips_from_power, growth_points_from_power
from lib.models.chip_hour import chip_hour_in_owned_facility, total_usd_per_chip_hour
from lib.models.tenant import tenant_price_usd_per_chip_hour

CHIP = "trainium2"
HOURS_PER_QUARTER = 2190.0
HOURS_PER_YEAR = 8760.0
W_PER_KW = 1000.0
MW_PER_GW = 1000.0
CAMPUS_FACTS = ("aws_anthropic_campus_capacity_2025", "aws_anthropic_dc_power_2025_09")
OWNER_INPUTS = tuple(chip_inputs((CHIP,)))
PRICE_INPUTS = (*OWNER_INPUTS, "anchor_markup")
CAMPUS_INPUTS = ("campus_it_mw", "campus_share_earning_2025q4", *PRICE_INPUTS)


def first_known(view: View, fact_ids: tuple[str, ...]) -> str | None:
    """The first of some facts that the view can see; None when none is.

    A row that an extract of the data leaves out counts as not seen; a test holds every id named
    here and in the modules that ask to the whole data, so that a slip of the pen cannot hide.
    """
    for fact_id in fact_ids:
        try:
            if view.knows(fact_id):
                return fact_id
        except UnknownFact:
            continue
    return None


def campuses_known(view: View) -> bool:
    """Whether the size of the campuses was public."""
    return first_known(view, CAMPUS_FACTS) is not None


def owner_usd_per_chip_hour(x: Mapping[str, Any]) -> Any:
    """The owner's cost of a sold Trainium2 chip-hour (USD), in a building of its own."""
    return total_usd_per_chip_hour(
        chip_hour_in_owned_facility(
            x["trainium2_capital_usd"],
            x["chip_life_years"],
            x["capital_rate_per_year"],
            x["trainium2_system_power_w"] / W_PER_KW,
            x["owner_pue"],
            x["load_factor"],
            x["electricity_usd_per_kwh"],
            x["facility_usd_per_mw"],
            x["facility_life_years"],
            x["operations_share_per_year"],
            x["owner_utilisation"],
            facility_rate_per_year=x["facility_rate_per_year"],
            residual_share=x["capital_residual_share"],
        )
    )


def price_usd_per_chip_hour(x: Mapping[str, Any]) -> Any:
    """The price to a large long-term tenant (USD per chip-hour)."""
    return tenant_price_usd_per_chip_hour(owner_usd_per_chip_hour(x), x["anchor_markup"])


def usd_per_mw_year(x: Mapping[str, Any]) -> Any:
    """Revenue of a fully rented megawatt of IT power (USD a year)."""
    chips = chips_from_power(1.0 / MW_PER_GW, x["trainium2_system_power_w"] / W_PER_KW)
    return chips * HOURS_PER_YEAR * price_usd_per_chip_hour(x)


def campus_chips(x: Mapping[str, Any]) -> Any:
    """Chips that the campuses' IT power feeds when full."""
    power_kw = x["trainium2_system_power_w"] / W_PER_KW
    return chips_from_power(x["campus_it_mw"] / MW_PER_GW, power_kw)


def campus_points(x: Mapping[str, Any], revenue_before_usd: float) -> Any:
    """Points that the campuses add to growth in 2025Q4 (fraction)."""
    return growth_points_from_power(
        x["campus_it_mw"] / MW_PER_GW,
        x["trainium2_system_power_w"] / W_PER_KW,
        HOURS_PER_QUARTER,
        price_usd_per_chip_hour(x),
        revenue_before_usd,
        sold_share=x["campus_share_earning_2025q4"],
    )


def campus_model(view: View, revenue_before_usd: float) -> Model:
    """The campuses' points of growth with their inputs as the view sees them."""
    if not campuses_known(view):
        raise NotKnownYet(
            f"no size of the campuses built for Anthropic is known on {view.known_on}"
        )
    view.fact(first_known(view, CAMPUS_FACTS) or CAMPUS_FACTS[0])
    return model(view, lambda x: campus_points(x, revenue_before_usd), CAMPUS_INPUTS)
