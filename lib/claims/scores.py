"""Scores of coding models as a view sees them: who made them, when, who may use them.

One benchmark, one harness at a time. The harness is named by a rule that does not look at scores:
the one with the most models in the smallest of three groups (Anthropic; other vendors outside
China; Chinese or open weights), then the one with the most models. A reading can name another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from lib.claims.finding import NotTestableYet
from lib.evidence.store import evidence
from lib.evidence.view import View

BENCHMARK = "SWE-bench Verified"
HARNESSES = ("mini-SWE-agent", "OpenHands", "Epoch")
"""Harnesses that a third party runs on all models alike; vendors' own runs are not among them."""
CONFLICT = "coding_harness"
BY_RULE = "widest"
GROUPS = ("anthropic", "other", "open_or_chinese")
_REPEATED = ("status", "effort")
LEAST_MODELS = 5
OTHER_BOARDS = (
    ("Vendors' own runs", {"benchmark": BENCHMARK, "harness": "vendor"}, True),
    ("Any agent", {"benchmark": BENCHMARK, "harness": "any agent"}, True),
    (
        "Capabilities index",
        {"benchmark": "Epoch Capabilities Index", "index_version": "2026-03-09"},
        False,
    ),
    ("Arena code", {"benchmark": "Arena code"}, False),
)
"""Further boards for a look at robustness: name, qualifiers, and whether scores are fractions."""


@dataclass(frozen=True)
class Board:
    """The models of one harness: a table sorted by release, and the day of its newest score.

    Columns of `table`: fact_id, model, score, released, public_on, group (see `GROUPS`).
    """

    harness: str
    table: pl.DataFrame
    until: date

    def barred(self, side: str) -> pl.Series:
        """Which models the side may not use: 'offshore' or 'mainland' firms."""
        open_to_all = pl.col("group") == "open_or_chinese"
        barred = ~open_to_all if side == "mainland" else pl.col("group") == "anthropic"
        return self.table.select(barred=barred)["barred"]


def primary_board(view: View) -> Board:
    """The board of the harness that holds in this view.

    Raises `NotTestableYet` when no harness has a model of every group.
    """
    chosen = view.reading(CONFLICT)
    names = HARNESSES if chosen == BY_RULE else (_harness_of(view, chosen),)
    found = [board(view, name) for name in names]
    fit = [b for b in found if b is not None and _size(b)[0] > 0]
    if not fit:
        raise NotTestableYet("No harness had scored models of every group by that day.")
    return max(fit, key=_size)


def board(view: View, harness: str) -> Board | None:
    """The models of a harness that were released by the view's day; None where there are none.

    A later run of the same model replaces an earlier one; runs with an unusual effort are left out.
    """
    rows = view.facts(
        metric="benchmark_score", basis={"benchmark": BENCHMARK, "harness": harness}
    ).filter(
        pl.col("basis").str.ends_with(f"harness={harness}")
        | pl.col("basis").str.contains(f"harness={harness};version=", literal=True)
    )
    usual = ~pl.any_horizontal(pl.col("basis").str.contains(f"{w}=") for w in _REPEATED)
    return _board(view, harness, rows.filter(usual))


def other_boards(view: View) -> list[tuple[Board, bool]]:
    """Every board with models of all groups, and whether its scores are fractions of tasks.

    The three harnesses, the vendors' own runs, the board of free agents, and two indices whose
    unit is their own. Of each model the latest score counts, and the best of that day. A board
    counts with Claude on it, one open or Chinese model, and five models in all.
    """
    found = [(board(view, harness), True) for harness in HARNESSES]
    for label, basis, fraction in OTHER_BOARDS:
        rows = view.facts(metric="benchmark_score", basis=basis)
        found.append((_board(view, label, rows), fraction))
    return [(b, fraction) for b, fraction in found if b is not None and _compares(b)]


def _board(view: View, name: str, rows: pl.DataFrame) -> Board | None:
    entities = evidence().vocabulary.entities
    models = [name for name in rows["entity"].unique() if entities[name].kind == "model"]
    rows = rows.filter(pl.col("entity").is_in(models))
    if rows.is_empty():
        return None
    releases = _releases(view)
    table = rows.select(
        "fact_id",
        pl.struct("entity", "basis").map_elements(_name, return_dtype=pl.String).alias("model"),
        pl.col("value").alias("score"),
        "public_on",
        pl.col("period_end").alias("run_on"),
        pl.col("entity").map_elements(lambda e: _group(e, releases), return_dtype=pl.String)
        .alias("group"),
    )  # fmt: skip
    table = table.join(
        releases.select("model", "released").unique("model", keep="first", maintain_order=True),
        on="model",
        how="left",
    ).with_columns(released=pl.coalesce("released", "run_on"))
    table = (
        table.filter(pl.col("released") <= view.about)
        .sort("model", "run_on", "score", "fact_id")
        .unique("model", keep="last", maintain_order=True)
        .sort("released", "model")
    )
    if table.is_empty():
        return None
    return Board(name, table.drop("run_on"), table["public_on"].max())  # type: ignore[arg-type]


def _releases(view: View) -> pl.DataFrame:
    """Release day and openness of every model that the view knows: model, released, open."""
    events = view.events(kind="model_release")
    return events.select(
        pl.struct("entity", "scope").map_elements(_event_name, return_dtype=pl.String)
        .alias("model"),
        pl.col("date").alias("released"),
        "entity",
        pl.col("scope").str.contains("open_weights=yes").alias("open"),
    )  # fmt: skip


def _name(row: dict[str, str]) -> str:
    version = row["basis"].rpartition("version=")[2] if "version=" in row["basis"] else ""
    return f"{row['entity']} {version}".strip()


def _event_name(row: dict[str, str]) -> str:
    version = row["scope"].rpartition("version=")[2] if "version=" in row["scope"] else ""
    return f"{row['entity']} {version}".strip()


def _group(entity: str, releases: pl.DataFrame) -> str:
    known = evidence().vocabulary.entities[entity]
    if known.parent == "Anthropic":
        return "anthropic"
    released_open = releases.filter((pl.col("entity") == entity) & pl.col("open"))
    return "open_or_chinese" if known.country == "China" or released_open.height else "other"


def _harness_of(view: View, reading_id: str) -> str:
    return view.conflict(CONFLICT).choose(reading_id).label


def _compares(found: Board) -> bool:
    groups = set(found.table["group"])
    return {"anthropic", "open_or_chinese"} <= groups and found.table.height >= LEAST_MODELS


def _size(found: Board) -> tuple[int, int]:
    counts = [int((found.table["group"] == group).sum()) for group in GROUPS]
    return min(counts), found.table.height
