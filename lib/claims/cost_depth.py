"""Further views of the cost of chips: every chip, what moves the answer, intensity, decoding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from lib.claims.chip_costs import UNITS_OF, chip_hour_usd, chip_inputs
from lib.claims.chips import on_sale, spec, spec_fact
from lib.claims.cost_draws import LEVELS, compared
from lib.claims.cost_of_ownership import comparison
from lib.claims.model import model
from lib.evidence.chips import chip, load_chips
from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.inference.sensitivity import sobol_shares, tornado
from lib.models.decode import decode_step_time_s, decode_tokens_per_s, largest_batch
from lib.models.intensity import (
    cost_usd_per_byte,
    cost_usd_per_flop,
    crossover_intensity_flop_per_byte,
    roofline_cost_usd_per_pflop,
)
from lib.models.scarcity import breakeven_shadow_price_usd_per_mw_hour
from lib.models.serving import cost_usd_per_mtoken
from lib.models.transformer import (
    forward_flop_per_token,
    kv_bytes_per_sequence,
    kv_bytes_per_token,
    weight_bytes,
)
from lib.models.unit_cost import cost_usd_per_unit_hour, units_per_mw

BILLION = 1e9
TERA = 1e12


REFERENCE = ("parameters", "layers", "kv_heads", "head_width", "bytes_per_value")
"""What the reference model is: rows `reference_model_...` of the assumptions."""
CONTEXTS = (1024, 8192, 32768, 131072)


def every_chip(view: View, draws: Draws, measure: str = "tbs") -> pl.DataFrame:
    """The owner's cost of a unit-hour on every chip on sale that the view knows, bought or not.

    Columns: chip, market (who may own it), value, low, high (USD). Chips without a stated
    specification or a price interval are left out; the coverage table names them.
    """
    name, per_unit = UNITS_OF[measure]
    rows = []
    for key, about in load_chips().items():
        if not on_sale(view, key) or spec_fact(view, key, name) is None:
            continue
        columns = draws.sample_all(view.assumption(n) for n in chip_inputs((key,)))
        cost = np.asarray(
            cost_usd_per_unit_hour(chip_hour_usd(columns, key), spec(view, key, name) / per_unit)
        )
        low, value, high = (float(q) for q in np.quantile(cost, LEVELS))
        rows.append(
            {"chip": about.label, "market": _market(about.merchant, about.rentable),
             "value": value, "low": low, "high": high}
        )  # fmt: skip
    return pl.DataFrame(rows).sort("value", "chip")


def cheapest_shares(view: View, draws: Draws) -> pl.DataFrame:
    """Probability of being the cheapest chip on sale, by measure: chip, measure, probability."""
    keys = compared(view)
    columns = draws.sample_all(view.assumption(n) for n in chip_inputs(keys))
    rows = []
    for measure, (name, per_unit) in UNITS_OF.items():
        known = [key for key in keys if spec_fact(view, key, name) is not None]
        costs = np.stack(
            [
                np.asarray(
                    cost_usd_per_unit_hour(
                        chip_hour_usd(columns, key), spec(view, key, name) / per_unit
                    )
                )
                for key in known
            ]
        )
        winners = np.argmin(costs, axis=0)
        rows += [
            {
                "chip": chip(key).label,
                "measure": measure,
                "probability": float(np.mean(winners == place)),
            }
            for place, key in enumerate(known)
        ]
    return pl.DataFrame(rows)


def what_moves_it(view: View, draws: Draws, most: int = 9) -> tuple[pl.DataFrame, float]:
    """The advantage in bandwidth at the ends of each input, widest first, and at the medians.

    Columns: input, low, high (the ratio at the input's 5th and 95th percentile), variance_share
    (first-order Sobol index over the draws).
    """
    bound = comparison(view, "C5.1b-tbs-owner")
    made = model(view, bound.advantage, bound.inputs)
    columns = made.columns(draws)
    shares = sobol_shares(columns, np.asarray(bound.advantage(columns)))
    bars = tornado(bound.advantage, made.priors)[:most]
    table = pl.DataFrame(
        [
            {"input": b.label, "low": b.at_low, "high": b.at_high, "variance_share": shares[b.name]}
            for b in bars
        ]
    )
    return table, made.point()


def two_assumptions(
    view: View, draws: Draws, prices_usd: Sequence[float], lives_years: Sequence[float]
) -> pl.DataFrame:
    """Probability that Trainium2 is the cheapest bandwidth, by its price and its own life.

    The life of Trainium2 alone moves; that of the rivals keeps its range. Columns: price_usd,
    life_years, probability.
    """
    bound = comparison(view, "C5.1b-tbs-owner")
    columns = draws.sample_all(view.assumption(n) for n in bound.inputs)
    rivals = np.min([bound.unit_cost(columns, key) for key in bound.rivals], axis=0)
    rows = []
    for price in prices_usd:
        for life in lives_years:
            ours = {
                **columns,
                "trainium2_capital_usd": np.full(draws.n, float(price)),
                "chip_life_years": np.full(draws.n, float(life)),
            }
            wins = bound.unit_cost(ours, "trainium2") < rivals
            rows.append(
                {"price_usd": price, "life_years": life, "probability": float(np.mean(wins))}
            )
    return pl.DataFrame(rows)


def cost_by_intensity(
    view: View, keys: Sequence[str], intensities: Sequence[float]
) -> pl.DataFrame:
    """USD per PFLOP of work (BF16) by intensity at the point inputs: chip, flop_per_byte, usd."""
    x = {n: view.assumption(n).default for n in chip_inputs(keys)}
    return pl.DataFrame(
        [
            {
                "chip": chip(key).label,
                "flop_per_byte": float(intensity),
                "usd": float(
                    roofline_cost_usd_per_pflop(
                        chip_hour_usd(x, key),
                        intensity,
                        spec(view, key, "bf16_tflop_per_s") * TERA,
                        spec(view, key, "bandwidth_tb_per_s") * TERA,
                    )
                ),
            }
            for key in keys
            for intensity in intensities
        ]
    )


def crossover_with(view: View, key: str) -> float:
    """The intensity (FLOP per byte) above which the other chip costs less than Trainium2."""
    x = {n: view.assumption(n).default for n in chip_inputs(("trainium2", key))}
    costs = []
    for each in ("trainium2", key):
        hour = chip_hour_usd(x, each)
        costs += [
            cost_usd_per_byte(hour, spec(view, each, "bandwidth_tb_per_s") * TERA),
            cost_usd_per_flop(hour, spec(view, each, "bf16_tflop_per_s") * TERA),
        ]
    return float(crossover_intensity_flop_per_byte(*costs))


def power_price_that_turns_it(view: View, key: str) -> float:
    """What a MW-hour must be worth beyond its price (USD) for a rival's bandwidth to cost the same.

    Positive: the rival, dearer and thriftier, wins above it. Not positive or not finite: scarcity
    of power does not turn the order. At the point inputs.
    """
    costs, per_mw = {}, {}
    for each in ("trainium2", key):
        x = {n: view.assumption(n).default for n in chip_inputs((each,))}
        bandwidth = spec(view, each, "bandwidth_tb_per_s")
        costs[each] = cost_usd_per_unit_hour(chip_hour_usd(x, each), bandwidth)
        per_mw[each] = units_per_mw(bandwidth, x[f"{each}_system_power_w"] / 1000)
    return float(
        breakeven_shadow_price_usd_per_mw_hour(
            costs["trainium2"], per_mw["trainium2"], costs[key], per_mw[key]
        )
    )


def decode_costs(
    view: View, keys: Sequence[str], contexts: Sequence[int] = CONTEXTS
) -> pl.DataFrame:
    """Owner's USD per million output tokens of the reference model, by chip and context.

    The batch is the largest that the memory of a replica holds; weights and cache are read at the
    achieved share of bandwidth. Columns: chip, context_tokens, batch,
    usd_per_mtoken (null where the model does not fit).
    """
    x = {n: view.assumption(n).default for n in chip_inputs(keys)}
    m = {part: view.assumption(f"reference_model_{part}").default for part in REFERENCE}
    chips = view.assumption("reference_replica_chips").default
    usable = view.assumption("reference_memory_share").default
    weights = weight_bytes(m["parameters"], m["bytes_per_value"])
    per_token = kv_bytes_per_token(
        m["layers"], m["kv_heads"], m["head_width"], m["bytes_per_value"]
    )
    rows = []
    for key in keys:
        side = "trainium2" if chip(key).vendor == "AWS" else "gpu"
        memory = spec(view, key, "memory_gb") * BILLION * chips
        for context in contexts:
            cache = kv_bytes_per_sequence(per_token, context)
            batch = float(largest_batch(memory, weights, cache, usable_share=usable))
            row: dict[str, object] = {
                "chip": chip(key).label, "context_tokens": context, "batch": batch,
                "usd_per_mtoken": None,
            }  # fmt: skip
            if batch >= 1:
                step_s = decode_step_time_s(
                    weights,
                    cache,
                    batch,
                    spec(view, key, "bandwidth_tb_per_s") * TERA * chips,
                    flop_per_token=forward_flop_per_token(m["parameters"]),
                    peak_flop_per_s=spec(view, key, "bf16_tflop_per_s") * TERA * chips,
                    mfu=view.assumption(f"{side}_mfu").default,
                    bandwidth_utilisation=view.assumption(f"{side}_bandwidth_utilisation").default,
                )
                row["usd_per_mtoken"] = float(
                    cost_usd_per_mtoken(
                        chip_hour_usd(x, key) * chips, decode_tokens_per_s(batch, step_s)
                    )
                )
            rows.append(row)
    return pl.DataFrame(rows)


def _market(merchant: str, rentable: bool) -> str:
    if merchant == "yes":
        return "sold to anyone"
    return "rented only" if rentable else "sold in China"
