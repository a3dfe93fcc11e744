"""One engine, one job, one process: times the runs and the memory they take, prints JSON.

Jobs, over the same table of cost scenarios (one row is a chip in a scenario):

- `shares`: cost per TB/s-hour from yearly shares of capital that were computed once per
  (rate, life), then its mean and the share of rows below a threshold;
- `powers`: the same with both annuities computed in every row;
- `sum`: the mean of every input column, which shows what reading the table costs.

Polars calls the public formulas of `lib.models`. numpy, pandas and numexpr get the same
arithmetic written for them, without the guards of the public functions.
"""

import argparse
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from lib.models.capital import capital_share_per_year
from lib.models.chip_hour import chip_hour_from_shares, total_usd_per_chip_hour
from lib.models.unit_cost import cost_usd_per_tb_s_hour

Table = Mapping[str, np.ndarray]
Result = tuple[float, float]
THRESHOLD_USD = 0.3
RANGES = {
    "capital_usd": (10_000, 60_000),
    "power_kw": (0.5, 2.5),
    "pue": (1.08, 1.3),
    "load_factor": (0.6, 0.95),
    "electricity_usd_per_kwh": (0.04, 0.1),
    "facility_usd_per_mw": (9e6, 15e6),
    "operations_share_per_year": (0.01, 0.06),
    "utilisation": (0.6, 0.95),
    "bandwidth_tb_per_s": (2, 8),
}
LIVES = {"life_years": (3, 6), "facility_life_years": (12, 20), "rate_per_year": (0.05, 0.13)}


def scenarios(job: str, rows: int) -> dict[str, np.ndarray]:
    """The table of a job: shares as columns, or rates and lives to compute them from."""
    generator = np.random.default_rng(20250907)
    table = {name: generator.uniform(*bounds, rows) for name, bounds in RANGES.items()}
    lives = {name: generator.uniform(*bounds, rows) for name, bounds in LIVES.items()}
    if job == "powers":
        return table | lives
    rate = lives["rate_per_year"]
    return table | {
        "capital_share_per_year": share_by_numpy(rate, lives["life_years"]),
        "facility_share_per_year": share_by_numpy(rate, lives["facility_life_years"]),
    }


def share_by_numpy(rate_per_year: Any, years: Any) -> Any:
    """The yearly cost of a dollar by a monthly annuity, for arrays and pandas alike."""
    rate = rate_per_year / 12
    return 12 * rate / -np.expm1(-12 * years * np.log1p(rate))


def cost_by_operators(x: Mapping[str, Any], capital_share: Any, facility_share: Any) -> Any:
    """The public formula's arithmetic, for numpy and pandas."""
    capital = x["capital_usd"] * capital_share
    facility = x["facility_usd_per_mw"] * x["power_kw"] / 1000 * facility_share
    electricity = x["power_kw"] * x["load_factor"] * x["pue"] * 8760 * x["electricity_usd_per_kwh"]
    operations = x["capital_usd"] * x["operations_share_per_year"]
    yearly = capital + facility + electricity + operations
    return yearly / (8760 * x["utilisation"]) / x["bandwidth_tb_per_s"]


def cost_by_columns(job: str) -> pl.Expr:
    """The public formula over columns."""
    x = {name: pl.col(name) for name in (*RANGES, *LIVES)}
    shares = {name: pl.col(name) for name in ("capital_share_per_year", "facility_share_per_year")}
    if job == "powers":
        rate = x["rate_per_year"]
        shares = {
            "capital_share_per_year": capital_share_per_year(x["life_years"], rate),
            "facility_share_per_year": capital_share_per_year(x["facility_life_years"], rate),
        }
    inputs = {name: x[name] for name in RANGES if name != "bandwidth_tb_per_s"}
    cost = total_usd_per_chip_hour(chip_hour_from_shares(**inputs, **shares))
    return cost_usd_per_tb_s_hour(cost, x["bandwidth_tb_per_s"])


def polars_run(job: str, table: Table) -> Callable[[], Result]:
    """The job in the Polars streaming engine."""
    frame = pl.DataFrame(dict(table)).lazy()
    if job == "sum":
        query = frame.select(pl.all().mean()).select(pl.sum_horizontal(pl.all()), pl.lit(0.0))
    else:
        cost = pl.col("cost")
        query = frame.select(cost_by_columns(job).alias("cost")).select(
            cost.mean().alias("mean"), (cost < THRESHOLD_USD).mean().alias("below")
        )
    return lambda: query.collect(engine="streaming").row(0)


def numpy_run(job: str, table: Table) -> Callable[[], Result]:
    """The job in numpy."""

    def run() -> Result:
        if job == "sum":
            return float(sum(column.mean() for column in table.values())), 0.0
        return _summary(cost_by_operators(table, *_shares(job, table)))

    return run


def pandas_run(job: str, table: Table) -> Callable[[], Result]:
    """The job in pandas, which hands large columns to numexpr by itself."""
    import pandas as pd

    frame = pd.DataFrame(dict(table), copy=False)

    def run() -> Result:
        if job == "sum":
            return float(frame.mean().sum()), 0.0
        return _summary(cost_by_operators(frame, *_shares(job, frame)))

    return run


def numexpr_run(job: str, table: Table) -> Callable[[], Result]:
    """The job in numexpr, as one string on all threads."""
    import numexpr

    numexpr.set_num_threads(numexpr.detect_number_of_cores())
    share = "12*(rate_per_year/12)/-expm1(-12*{}*log1p(rate_per_year/12))"
    capital = share.format("life_years") if job == "powers" else "capital_share_per_year"
    facility = share.format("facility_life_years") if job == "powers" else "facility_share_per_year"
    line = (
        f"(capital_usd*{capital} + facility_usd_per_mw*power_kw/1000*{facility}"
        " + power_kw*load_factor*pue*8760*electricity_usd_per_kwh"
        " + capital_usd*operations_share_per_year) / (8760*utilisation) / bandwidth_tb_per_s"
    )

    def run() -> Result:
        if job == "sum":
            return float(sum(numexpr.evaluate(f"sum({n})", table) for n in table)), 0.0
        return _summary(numexpr.evaluate(line, table))

    return run


def _shares(job: str, x: Any) -> tuple[Any, Any]:
    if job != "powers":
        return x["capital_share_per_year"], x["facility_share_per_year"]
    rate = x["rate_per_year"]
    return share_by_numpy(rate, x["life_years"]), share_by_numpy(rate, x["facility_life_years"])


def _summary(cost: Any) -> Result:
    return float(cost.mean()), float((cost < THRESHOLD_USD).mean())


ENGINES = {
    "polars": polars_run,
    "numpy": numpy_run,
    "pandas": pandas_run,
    "numexpr": numexpr_run,
}


def memory_mb(field: str) -> float:
    """A field of this process's status, such as VmHWM (most so far) or VmRSS (now), in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return float(line.split()[1]) / 1024
    raise RuntimeError(f"/proc/self/status has no {field}; this benchmark needs Linux")


def measure(run: Callable[[], Result], repeats: int) -> dict[str, Any]:
    """Times of the runs after one that warms up, and the memory beyond what stood before."""
    before_mb = memory_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of making the table
    result = run()
    extra_mb = memory_mb("VmHWM") - before_mb
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds, "extra_mb": extra_mb, "result": result}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("job", choices=("shares", "powers", "sum"))
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    run = ENGINES[arguments.engine](arguments.job, scenarios(arguments.job, arguments.rows))
    print(json.dumps(measure(run, arguments.repeats)))


if __name__ == "__main__":
    main()
