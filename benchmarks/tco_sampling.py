"""From a table of draws to the probability that each chip is the cheapest, in one process.

All engines draw the same named inputs (scrambled Sobol, priors of the assumptions table) and
compute eight chips' cost per TB/s-hour with the yearly shares of capital once per draw: `polars`
in the streaming engine by the public formulas, `formulas` by the same over arrays, as claims do,
`numpy` by the bare arithmetic. Prints JSON with the seconds of each stage.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
from tco_engines import cost_by_operators, measure, share_by_numpy

from lib.evidence.view import View
from lib.inference.draws import Draws
from lib.models.capital import capital_share_per_year
from lib.models.chip_hour import chip_hour_from_shares, total_usd_per_chip_hour
from lib.models.unit_cost import cost_usd_per_tb_s_hour

# Peak bandwidths by data sheet: fixed here, because the benchmark is about time, not about chips.
TB_PER_S = {
    "trainium2": 2.9,
    "h100": 3.35,
    "h200": 4.8,
    "b200": 8.0,
    "gb200": 8.0,
    "mi300x": 5.3,
    "mi355x": 8.0,
    "tpu_v5p": 2.765,
}
SHARED = {
    "pue": "owner_pue",
    "load_factor": "load_factor",
    "electricity_usd_per_kwh": "electricity_usd_per_kwh",
    "facility_usd_per_mw": "facility_usd_per_mw",
    "operations_share_per_year": "operations_share_per_year",
    "utilisation": "owner_utilisation",
}
LIVES = (
    ("chip_life_years", "capital_rate_per_year"),
    ("facility_life_years", "facility_rate_per_year"),
)
Columns = Mapping[str, np.ndarray]


def draw(count: int) -> dict[str, np.ndarray]:
    """Every input by name, drawn from its prior."""
    view = View()
    names = [*SHARED.values(), *(name for pair in LIVES for name in pair)]
    names += [f"{chip}_{part}" for chip in TB_PER_S for part in ("capital_usd", "system_power_w")]
    return Draws(count).sample_all([view.assumption(name) for name in names])


def inputs_of(chip: str, x: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of the cost of one chip, from named columns."""
    shared = {argument: x[name] for argument, name in SHARED.items()}
    return shared | {
        "capital_usd": x[f"{chip}_capital_usd"],
        "power_kw": x[f"{chip}_system_power_w"] / 1000,
    }


def by_polars(x: Columns) -> dict[str, float]:
    """Probabilities with the arithmetic in the streaming engine."""
    shares = [capital_share_per_year(pl.col(life), pl.col(rate)) for life, rate in LIVES]
    names = {name: pl.col(name) for name in x}
    costs = []
    for chip, bandwidth in TB_PER_S.items():
        parts = chip_hour_from_shares(
            **inputs_of(chip, names),
            capital_share_per_year=pl.col("share"),
            facility_share_per_year=pl.col("facility_share"),
        )
        cost = cost_usd_per_tb_s_hour(total_usd_per_chip_hour(parts), bandwidth)
        costs.append(cost.alias(chip))
    table = pl.DataFrame(dict(x)).lazy()
    priced = table.with_columns(share=shares[0], facility_share=shares[1]).select(costs)
    lowest = pl.min_horizontal(TB_PER_S.keys())
    cheapest = [(pl.col(chip) == lowest).mean().alias(chip) for chip in TB_PER_S]
    return priced.select(cheapest).collect(engine="streaming").row(0, named=True)


def by_formulas(x: Columns) -> dict[str, float]:
    """Probabilities by the public formulas over arrays, guards included: what claims do."""
    shares = [capital_share_per_year(x[life], x[rate]) for life, rate in LIVES]
    costs = []
    for chip, bandwidth in TB_PER_S.items():
        inputs = inputs_of(chip, x)
        parts = chip_hour_from_shares(
            **inputs, capital_share_per_year=shares[0], facility_share_per_year=shares[1]
        )
        costs.append(cost_usd_per_tb_s_hour(total_usd_per_chip_hour(parts), bandwidth))
    return _cheapest(np.stack(costs))


def by_numpy(x: Columns) -> dict[str, float]:
    """Probabilities with the arithmetic in numpy."""
    shares = [share_by_numpy(x[rate], x[life]) for life, rate in LIVES]
    costs = np.stack(
        [
            cost_by_operators(inputs_of(chip, x) | {"bandwidth_tb_per_s": bandwidth}, *shares)
            for chip, bandwidth in TB_PER_S.items()
        ]
    )
    return _cheapest(costs)


def _cheapest(costs: np.ndarray) -> dict[str, float]:
    counts = np.bincount(costs.argmin(axis=0), minlength=len(TB_PER_S))
    return dict(zip(TB_PER_S, (counts / costs.shape[1]).tolist(), strict=True))


ENGINES: dict[str, Callable[[Columns], dict[str, float]]] = {
    "polars": by_polars,
    "formulas": by_formulas,
    "numpy": by_numpy,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--draws", type=int, default=2**18)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    start = time.perf_counter()
    columns = draw(arguments.draws)
    sampling = time.perf_counter() - start
    run = ENGINES[arguments.engine]
    report = measure(lambda: run(columns), arguments.repeats)
    print(json.dumps(report | {"sampling": sampling}))


if __name__ == "__main__":
    main()
