"""What must hold of the cost of a chip-hour and of a unit of work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.models import capital, chip_hour, energy, facility, unit_cost

PRICES = ("capital_usd", "electricity_usd_per_kwh", "facility_usd_per_mw")
BILL = st.fixed_dictionaries(
    {
        "capital_usd": st.floats(100, 1e6),
        "life_years": st.floats(1, 10),
        "capital_rate_per_year": st.floats(0, 0.3),
        "power_kw": st.floats(0.05, 10),
        "pue": st.floats(1, 2),
        "load_factor": st.floats(0.1, 1),
        "electricity_usd_per_kwh": st.floats(0.01, 1),
        "facility_usd_per_mw": st.floats(1e5, 1e8),
        "facility_life_years": st.floats(5, 40),
        "operations_share_per_year": st.floats(0, 0.2),
        "utilisation": st.floats(0.05, 1),
    }
)
METHODS = st.sampled_from(capital.CAPITAL_METHODS)


def cost(bill, **more):
    return chip_hour.total_usd_per_chip_hour(chip_hour.chip_hour_in_owned_facility(**bill, **more))


@given(BILL, METHODS, st.floats(0.01, 100))
def test_cost_is_homogeneous_in_prices(bill, method, k):
    scaled = bill | {name: bill[name] * k for name in PRICES}
    assert cost(scaled, method=method) == pytest.approx(k * cost(bill, method=method), rel=1e-10)


@given(BILL, METHODS, st.sampled_from(PRICES), st.floats(1, 10))
def test_cost_never_falls_when_a_price_rises(bill, method, price, k):
    assert cost(bill | {price: bill[price] * k}, method=method) >= cost(bill, method=method)


@given(BILL, st.floats(0.05, 1))
def test_cost_falls_as_one_over_utilisation(bill, other):
    spent = cost(bill) * bill["utilisation"]
    assert cost(bill | {"utilisation": other}) * other == pytest.approx(spent, rel=1e-12)


@given(BILL)
def test_parts_add_up_and_none_is_negative(bill):
    parts = chip_hour.chip_hour_in_owned_facility(**bill)
    assert tuple(parts) == chip_hour.PARTS
    assert all(part >= 0 for part in parts.values())
    assert sum(parts.values()) == cost(bill)


@given(BILL)
def test_colocation_equals_a_facility_of_the_same_yearly_cost(bill):
    yearly = facility.owned_facility_usd_per_year(
        bill["facility_usd_per_mw"],
        bill["power_kw"],
        bill["facility_life_years"],
        bill["capital_rate_per_year"],
    )
    rented = {k: v for k, v in bill.items() if not k.startswith("facility")}
    rent = yearly / 12 / bill["power_kw"]
    parts = chip_hour.chip_hour_in_colocation(**rented, colocation_usd_per_kw_month=rent)
    assert chip_hour.total_usd_per_chip_hour(parts) == pytest.approx(cost(bill), rel=1e-10)


@given(st.floats(0.01, 100), st.floats(0.1, 50), st.floats(0.01, 1))
def test_a_unit_costs_more_the_less_of_it_is_achieved(price, units, share):
    full = unit_cost.cost_usd_per_unit_hour(price, units)
    assert unit_cost.cost_usd_per_unit_hour(price, units, utilisation=share) == pytest.approx(
        full / share
    )


@given(st.floats(0.01, 100), st.floats(0.1, 5), st.floats(1, 2), st.floats(0.1, 50))
def test_cost_per_unit_is_the_same_by_chip_and_by_megawatt(price, kw, pue, units):
    by_chip = unit_cost.cost_usd_per_unit_hour(price, units)
    by_mw = unit_cost.cost_usd_per_mw_hour(price, kw, pue) / unit_cost.units_per_mw(units, kw, pue)
    assert by_mw == pytest.approx(by_chip)


def test_units_are_what_their_names_say():
    assert unit_cost.cost_usd_per_pflop_hour(2.5, 2500) == pytest.approx(1.0)
    assert unit_cost.cost_usd_per_domain_hour(2.36, 72) == pytest.approx(169.92)
    assert unit_cost.chips_per_mw(2.0, 1.25) == pytest.approx(400)
    assert unit_cost.capital_usd_per_unit(31250, 0.989) == pytest.approx(31597.57, abs=0.01)


@given(st.floats(0, 100), st.floats(0, 9000), st.floats(0, 1), st.floats(0, 1))
def test_idle_power_lies_between_off_and_full(kw, hours, utilisation, idle):
    off = energy.energy_kwh(kw, hours, utilisation=utilisation)
    some = energy.energy_kwh(kw, hours, utilisation=utilisation, idle_share=idle)
    full = energy.energy_kwh(kw, hours)
    assert off <= some * (1 + 1e-12)
    assert some <= full * (1 + 1e-12)


def test_a_dollar_of_each_bill_by_hand():
    parts = chip_hour.owner_parts_usd_per_chip_hour(
        capital_usd_per_year=8760 * 8, electricity_usd_per_year=4380 * 8, chips=8, utilisation=0.5
    )
    assert parts == {"capital": 2.0, "facility": 0.0, "electricity": 1.0, "operations": 0.0}
