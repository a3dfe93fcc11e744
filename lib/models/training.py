"""The work, time and cost of a training run.

The amortised cost follows Cottier et al. 2024 (arXiv 2405.21015): chips lose value at a steady
pace, a run pays for the fall while it uses them, the cluster's network adds a share, and energy
comes on top.
"""

from lib.models.depreciation import decay_charge_usd_per_year, value_usd
from lib.models.energy import HOURS_PER_JULIAN_YEAR, electricity_usd
from lib.models.guards import (
    _fail_if_below_one,
    _fail_if_negative,
    _fail_if_not_positive,
    _fail_if_not_share,
    _fail_if_not_usable_share,
)
from lib.models.quantity import Quantity
from lib.models.roofline import compute_time_s

SECONDS_PER_HOUR = 3600.0


def training_flop(
    parameters: Quantity, tokens: Quantity, *, flop_per_parameter_token: Quantity = 6.0
) -> Quantity:
    """Return the operations of a run: 6 N D by default.

    Args:
        parameters: active parameters (N).
        tokens: training tokens (D).
        flop_per_parameter_token: 6 for forward and backward; 8 with full recomputation.

    Returns:
        FLOP.

    Raises:
        ValueError: for negative inputs.
    """
    _fail_if_negative(
        parameters=parameters, tokens=tokens, flop_per_parameter_token=flop_per_parameter_token
    )
    return flop_per_parameter_token * parameters * tokens


def training_time_s(
    flop: Quantity, chips: Quantity, peak_flop_per_s_per_chip: Quantity, mfu: Quantity
) -> Quantity:
    """Return the time of a run.

    Args:
        flop: operations of the run.
        chips: chips at work.
        peak_flop_per_s_per_chip: dense peak of one chip at the training precision.
        mfu: share of the peak achieved.

    Returns:
        Seconds.

    Raises:
        ValueError: for negative work, no chips or peak, or a share outside 0 to 1.
    """
    _fail_if_not_positive(chips=chips, peak_flop_per_s_per_chip=peak_flop_per_s_per_chip)
    return compute_time_s(flop, chips * peak_flop_per_s_per_chip, mfu=mfu)


def training_chip_hours(
    flop: Quantity, peak_flop_per_s_per_chip: Quantity, mfu: Quantity
) -> Quantity:
    """Return the chip-hours of a run; arguments as ``training_time_s``."""
    return training_time_s(flop, 1.0, peak_flop_per_s_per_chip, mfu) / SECONDS_PER_HOUR


def implied_mfu(
    flop: Quantity, chip_hours: Quantity, peak_flop_per_s_per_chip: Quantity
) -> Quantity:
    """Return the share of peak that a run's chip-hours imply."""
    _fail_if_negative(flop=flop)
    _fail_if_not_positive(chip_hours=chip_hours, peak_flop_per_s_per_chip=peak_flop_per_s_per_chip)
    return flop / (chip_hours * SECONDS_PER_HOUR * peak_flop_per_s_per_chip)


def rented_run_usd(chip_hours: Quantity, price_usd_per_chip_hour: Quantity) -> Quantity:
    """Return the cost of a run on rented chips, USD, without other overheads."""
    _fail_if_negative(chip_hours=chip_hours, price_usd_per_chip_hour=price_usd_per_chip_hour)
    return chip_hours * price_usd_per_chip_hour


def training_usd_per_mtoken(
    cost_usd_per_chip_hour: Quantity,
    parameters: Quantity,
    peak_flop_per_s_per_chip: Quantity,
    mfu: Quantity,
    *,
    flop_per_parameter_token: Quantity = 6.0,
) -> Quantity:
    """Return the cost of training on a million tokens.

    Args:
        cost_usd_per_chip_hour: cost or price of a chip-hour, USD.
        parameters: active parameters.
        peak_flop_per_s_per_chip: dense peak of one chip.
        mfu: share of the peak achieved.
        flop_per_parameter_token: see ``training_flop``.

    Returns:
        USD per million tokens.

    Raises:
        ValueError: for negative inputs, no peak or a share outside 0 to 1.
    """
    flop = training_flop(parameters, 1e6, flop_per_parameter_token=flop_per_parameter_token)
    return rented_run_usd(
        training_chip_hours(flop, peak_flop_per_s_per_chip, mfu), cost_usd_per_chip_hour
    )


def acquisition_usd(
    server_usd_per_chip: Quantity, chips: Quantity, *, network_share: Quantity = 0.0
) -> Quantity:
    """Return the price of a cluster.

    Args:
        server_usd_per_chip: price of a server per chip in it, USD.
        chips: chips in the cluster.
        network_share: network between servers as a share of the whole cluster's price.

    Returns:
        USD.

    Raises:
        ValueError: for negative inputs or a share of 1.
    """
    _fail_if_negative(server_usd_per_chip=server_usd_per_chip, chips=chips)
    _fail_if_not_share(network_share=network_share)
    _fail_if_not_usable_share(one_minus_network_share=1 - network_share)
    return server_usd_per_chip * chips / (1 - network_share)


def amortised_run_parts_usd(
    server_usd_per_chip: Quantity,
    age_years: Quantity,
    chip_hours: Quantity,
    *,
    decay_per_year: Quantity = 0.14,
    decay_form: str = "orders_of_magnitude",
    network_share: Quantity = 0.0,
    server_over_chip_price: Quantity = 1.0,
    chip_power_kw: Quantity = 0.0,
    server_over_chip_power: Quantity = 1.0,
    load_factor: Quantity = 1.0,
    pue: Quantity = 1.0,
    electricity_usd_per_kwh: Quantity = 0.0,
    hours_per_year: Quantity = HOURS_PER_JULIAN_YEAR,
) -> dict[str, Quantity]:
    """Return the parts of a run's cost on owned chips that lose value at a steady pace.

    Args:
        server_usd_per_chip: price of a server per chip when it became available, USD.
        age_years: years from then to the start of the run.
        chip_hours: chip-hours of the run.
        decay_per_year: pace of the fall in value.
        decay_form: see ``depreciation.decay_rate_per_year``.
        network_share: network between servers as a share of the whole cluster's price.
        server_over_chip_price: price of a server over the price of its chips, to split the two.
        chip_power_kw: rated power of a chip, kW.
        server_over_chip_power: power of a server over the power of its chips.
        load_factor: average over rated power.
        pue: site energy over IT energy.
        electricity_usd_per_kwh: price of electricity, USD per kWh.
        hours_per_year: 8,766 in the source; 8,760 elsewhere.

    Returns:
        USD by part: chip, server (without chips), network, energy.

    Raises:
        ValueError: for negative inputs, a ratio below 1, or a share outside its bounds.

    Source:
        Cottier et al. 2024: charge per hour is the value at the start times 0.14 ln 10 / 8,766.
    """
    _fail_if_below_one(
        server_over_chip_price=server_over_chip_price,
        server_over_chip_power=server_over_chip_power,
    )
    _fail_if_negative(chip_hours=chip_hours)
    _fail_if_not_positive(hours_per_year=hours_per_year)
    start_usd = value_usd(server_usd_per_chip, age_years, decay_per_year, form=decay_form)
    charge_usd = decay_charge_usd_per_year(start_usd, decay_per_year, form=decay_form)
    servers_usd = charge_usd * chip_hours / hours_per_year
    chips_usd = servers_usd / server_over_chip_price
    cluster_usd = acquisition_usd(servers_usd, 1.0, network_share=network_share)
    energy_usd = electricity_usd(
        chip_power_kw * server_over_chip_power,
        chip_hours,
        electricity_usd_per_kwh,
        pue=pue,
        load_factor=load_factor,
    )
    return {
        "chip": chips_usd,
        "server": servers_usd - chips_usd,
        "network": cluster_usd - servers_usd,
        "energy": energy_usd,
    }
