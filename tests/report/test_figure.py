"""One call publishes a figure: all its files, and a card that reads without JavaScript."""

import json
from pathlib import Path

import altair as alt
import polars as pl
import pytest
from bs4 import BeautifulSoup

from lib.report import theme
from lib.report.figure import FILES, Figure, FigureError, card_of, load, publish
from lib.report.svg import ColourError
from lib.report.theme import PALETTE, palette_css


def test_all_files_are_written(figure, run, comparison):
    record = publish(figure, run)
    folder = run.out / "figures" / figure.id
    assert sorted(p.name for p in folder.iterdir()) == sorted([*FILES, "figure.json"])
    assert (folder / "figure.png").read_bytes()[:4] == b"\x89PNG"
    assert (folder / "figure.pdf").read_bytes()[:5] == b"%PDF-"
    assert pl.read_csv(folder / "data.csv").equals(comparison)
    assert record["sources"][0]["source_id"] == "awsneuron2023trainium1"
    assert "1 fact of 1 independent origin" in record["source_line"]
    assert load(folder)[0] == json.loads((folder / "figure.json").read_text())


def test_the_same_figure_has_the_same_bytes(figure, run, tmp_path):
    publish(figure, run)
    first = {p.name: p.read_bytes() for p in (run.out / "figures" / figure.id).iterdir()}
    for turn in range(3):
        run.out = tmp_path / f"again{turn}"
        publish(figure, run)
        again = {p.name: p.read_bytes() for p in (run.out / "figures" / figure.id).iterdir()}
        assert {n for n in first if again[n] != first[n]} == set()


def test_the_card_is_complete_without_scripts(figure, run):
    publish(figure, run)
    html = card_of(run.out / "figures" / figure.id, root="../")
    tree = BeautifulSoup(html, "html.parser")
    assert tree.find("figure")["id"] == figure.id
    assert len(tree.find_all("svg", role="img")) == 2
    links = {a.text: a["href"] for a in tree.find_all("a")}
    assert links["Cite"] == "../figures/fig-cost-per-bandwidth.html#cite"
    cells = [td.text for td in tree.find_all("td")]
    assert "$0.41" in cells
    assert "none" in cells
    ids = [e["id"] for e in tree.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert "onclick" not in html


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "cost"}, "fig-words"),
        ({"finding": " "}, "finding is empty"),
        ({"alt": "A chart."}, "alt text"),
    ],
)
def test_unfit_figures_are_refused(figure, change, message):
    with pytest.raises(FigureError, match=message):
        Figure(**{**figure.__dict__, **change})


def test_a_colour_that_dark_mode_does_not_know_is_refused(figure, run, comparison):
    chart = alt.Chart(comparison).mark_bar(color="#123456").encode(x="cost:Q", y="chip:N")
    foreign = Figure(**{**figure.__dict__, "chart": chart, "data": comparison})
    with pytest.raises(ColourError, match="#123456"):
        publish(foreign, run)


def test_the_stylesheet_of_the_palette_is_the_palette():
    path = Path(theme.__file__).parents[1] / "book" / "static" / "palette.css"
    assert path.read_text() == palette_css()
    assert len({light for light, _ in PALETTE.values()}) == len(PALETTE)
