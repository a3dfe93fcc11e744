"""Publish a figure: one call writes its files, and shows its card in the chapter.

Files of a figure, in ``figures/<id>/`` of the run folder: ``figure.json`` (the record),
``spec.json`` (Vega-Lite), ``vega.json`` (compiled, both widths), ``light.svg``, ``narrow.svg``,
``figure.png`` (twice the size), ``figure.pdf``, ``data.csv``, ``data.parquet``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

import polars as pl
from altair import TopLevelMixin

from lib.report.card import card
from lib.report.drawing import Column, Drawing, tidy_numbers
from lib.report.live import Live, compiled
from lib.report.live_html import component
from lib.report.provenance import Reads, merged, provenance
from lib.report.render import Rendered, render

SCHEMA: Final = "figure/1"
FILES: Final = (
    "spec.json",
    "vega.json",
    "light.svg",
    "narrow.svg",
    "figure.png",
    "figure.pdf",
    "data.csv",
    "data.parquet",
)
_ID: Final = re.compile(r"fig-[a-z0-9]+(-[a-z0-9]+)*\Z")
LEAST_ALT: Final = 40
SITE_ROOT: Final = "../"
"""The way from a chapter's page to the site's root, unless the run says otherwise."""


class FigureError(ValueError):
    """A figure that cannot be published: a bad id, no finding, an alt text without substance."""


class RunContext(Protocol):
    """What publishing needs of a run. ``site_root`` leads from the chapter to the site's root."""

    @property
    def chapter(self) -> str:
        """Name of the chapter."""

    @property
    def out(self) -> Path:
        """The run folder."""

    @property
    def views(self) -> Mapping[str, Any]:
        """The standard views by name."""

    @property
    def settings(self) -> Sequence[Any]:
        """Effective parameters, each with name, value, unit and origin."""


@dataclass(frozen=True)
class Figure:
    """One figure. ``finding`` is a computed sentence; ``alt`` says what the picture shows."""

    id: str
    title: str
    finding: str
    alt: str
    chart: Drawing | TopLevelMixin
    data: pl.DataFrame | None = None
    notes: str = ""
    views: Sequence[str] = ()
    reads: Reads | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)
    live: Live | None = None

    def __post_init__(self) -> None:
        """Raise FigureError for what no reader should meet."""
        if not _ID.match(self.id):
            raise FigureError(f"figure id {self.id!r}: write it as fig-words-with-hyphens")
        for name in ("title", "finding"):
            if not getattr(self, name).strip():
                raise FigureError(f"{self.id}: {name} is empty")
        if len(self.alt) < LEAST_ALT:
            raise FigureError(f"{self.id}: the alt text is shorter than {LEAST_ALT} characters")
        if self.data is None and not isinstance(self.chart, Drawing):
            raise FigureError(f"{self.id}: a plain Altair chart needs its table in data=")

    def table(self) -> pl.DataFrame:
        """The plotted table, rounded to 9 significant figures."""
        if self.data is not None:
            return tidy_numbers(self.data)
        assert isinstance(self.chart, Drawing)
        return self.chart.data

    def described_columns(self) -> dict[str, Column]:
        """Every column of the table with its label and unit."""
        known = dict(self.chart.columns) if isinstance(self.chart, Drawing) else {}
        known.update(self.columns)
        return {n: known.get(n, Column(n.replace("_", " "))) for n in self.table().columns}


def publish(figure: Figure, run: RunContext) -> dict[str, Any]:
    """Write the files of a figure, display its card, and return its record (``figure.json``).

    Without ``figure.reads`` the sources are everything that the figure's views have read so far.
    Raises: FigureError; ColourError for a colour outside the palette.
    """
    drawn = render(figure.chart, figure.id)
    folder = run.out / "figures" / figure.id
    record = _write(figure, run, drawn, folder)
    html = card_of(folder, root=getattr(run, "site_root", SITE_ROOT))
    _display(html, f"{figure.title}: {figure.finding}")
    return record


def card_of(folder: Path, *, root: str, heading: bool = True, actions: bool = True) -> str:
    """The card of a published figure, from its files. ``root`` leads from the page to the root."""
    record, table = load(folder)
    still = folder / "live.html"
    live = still.read_text("utf-8") if still.is_file() else ""
    drawn = card(
        record,
        (folder / "light.svg").read_text("utf-8"),
        (folder / "narrow.svg").read_text("utf-8"),
        json.loads((folder / "vega.json").read_text("utf-8")),
        table.rows(named=True),
        root=root,
        heading=heading,
        actions=actions,
    )
    return f"{drawn}\n{live}" if live else drawn


def load(folder: Path) -> tuple[dict[str, Any], pl.DataFrame]:
    """The record and the plotted table of a published figure. Raises FigureError when unfit."""
    record: dict[str, Any] = json.loads((folder / "figure.json").read_text("utf-8"))
    if record.get("schema") != SCHEMA:
        raise FigureError(f"{folder}/figure.json: schema {record.get('schema')!r}, not {SCHEMA}")
    return record, pl.read_parquet(folder / "data.parquet")


def _write(figure: Figure, run: RunContext, drawn: Rendered, folder: Path) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    table = figure.table()
    vega = {"wide": drawn.vega_wide, "narrow": drawn.vega_narrow}
    texts = {
        "spec.json": _json(drawn.spec, indent=1),
        "vega.json": _json(vega),
        "light.svg": drawn.svg_wide,
        "narrow.svg": drawn.svg_narrow,
    }
    for name, text in texts.items():
        (folder / name).write_text(text + "\n", "utf-8")
    (folder / "figure.png").write_bytes(drawn.png)
    (folder / "figure.pdf").write_bytes(drawn.pdf)
    if figure.live is not None:
        (folder / "live.json").write_text(_json(compiled(figure.live)) + "\n", "utf-8")
        (folder / "live.html").write_text(component(figure.live) + "\n", "utf-8")
    table.write_csv(folder / "data.csv")
    table.write_parquet(folder / "data.parquet", compression="zstd", statistics=False)
    record = _record(figure, run, table, folder)
    (folder / "figure.json").write_text(_json(record, indent=1) + "\n", "utf-8")
    return record


def _record(figure: Figure, run: RunContext, table: pl.DataFrame, folder: Path) -> dict[str, Any]:
    names = list(figure.views) or list(run.views)
    reads = figure.reads or merged(run.views[name].log for name in names)
    found = provenance(reads)
    return {
        "schema": SCHEMA,
        "id": figure.id,
        "chapter": run.chapter,
        "title": figure.title,
        "finding": figure.finding,
        "alt": figure.alt,
        "notes": " ".join(filter(None, (figure.notes, getattr(figure.chart, "notes", "")))),
        "views": [_view(name, run.views[name]) for name in names],
        "parameters": [_setting(s) for s in run.settings],
        "columns": {name: asdict(column) for name, column in figure.described_columns().items()},
        "rows": table.height,
        "source_line": found.source_line(),
        **asdict(found),
        "files": {name: _file(folder / name) for name in FILES},
    }


def _view(name: str, view: Any) -> dict[str, str]:
    return {"name": name, "known_on": str(view.known_on), "about": str(view.about)}


def _file(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": sha256(content).hexdigest()}


def _setting(setting: Any) -> dict[str, Any]:
    value = setting.value
    plain = value.isoformat() if hasattr(value, "isoformat") else value
    return {"name": setting.name, "value": plain, "unit": setting.unit, "origin": setting.origin}


def _json(content: Any, indent: int | None = None) -> str:
    separators = None if indent else (",", ":")
    return json.dumps(content, indent=indent, separators=separators, ensure_ascii=False)


def _display(html: str, plain: str) -> None:
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(plain)
        return
    show: Any = display  # untyped in some releases
    show({"text/html": html, "text/plain": plain}, raw=True)
