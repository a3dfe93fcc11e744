"""Releases stay as they are and say what moved; two runs can be compared; a sweep is a table."""

import subprocess

import polars as pl
import pytest
import yaml

from lib.book.commands import build_book, run_chapter
from lib.book.compare import moved, side
from lib.book.errors import BookError, ParameterError
from lib.book.outcomes import Outcome
from lib.book.progress import Silent
from lib.book.release import release
from lib.book.sweep import sweep


def test_a_release_is_frozen_with_checksums_and_a_citation(book):
    folder = release(book, "1.0.0", Silent())
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False
    )
    assert checked.returncode == 0
    cff = yaml.safe_load((book.root / "CITATION.cff").read_text())
    assert cff["version"] == "1.0.0"
    assert (book.root / "releases" / "1.0.0.json").is_file()
    site = build_book(book, (), None, 1, False, Silent())
    assert (site / "v" / "1.0.0" / "chapters" / "01_price.html").is_file()


def test_the_next_release_says_which_number_moved_and_by_how_much(book):
    release(book, "1.0.0", Silent())
    table = book.data / "assumptions.csv"
    table.write_text(table.read_text().replace("USD/kWh,0.06", "USD/kWh,0.09"))
    package = book.root / "pyproject.toml"
    package.write_text(package.read_text().replace("1.0.0", "1.1.0"))
    release(book, "1.1.0", Silent())
    changes = (book.root / "releases" / "1.1.0.md").read_text()
    assert "Compared with 1.0.0" in changes
    assert {path.name for path in book.releases.iterdir()} == {"1.0.0", "1.1.0"}
    assert "price: $0.06 per kWh -> $0.09 per kWh (+50.0%)" in changes


def test_a_move_below_the_printed_places_is_no_move_to_a_reader():
    def said(value, text):
        return Outcome("01", "finding", "C1", "then", value, None, None, "", text)

    (move,) = moved([said(0.0021, "under 1%")], [said(0.0019, "under 1%")])
    assert not move.is_read
    (move,) = moved([said(0.0021, "under 1%")], [said(0.02, "2%")])
    assert move.is_read


@pytest.mark.parametrize(
    ("version", "words"), [("1.0", "not of the form"), ("2.0.0", "pyproject.toml says")]
)
def test_a_release_that_may_not_be_is_refused(book, version, words):
    with pytest.raises(BookError, match=words):
        release(book, version, Silent())
    assert not book.releases.exists()


def test_a_release_is_never_made_twice(book):
    release(book, "1.0.0", Silent())
    with pytest.raises(BookError, match="never made twice"):
        release(book, "1.0.0", Silent())


def test_two_scenarios_are_compared_by_what_they_say(book):
    moves = moved(side(book, "base", Silent()), side(book, "dear", Silent()))
    lines = {move.name: move.line() for move in moves}
    assert lines["price"].startswith("price: $0.06 per kWh -> $0.20 per kWh (+233")
    assert lines["how_much"] == "how_much: little -> much"
    assert lines["cheap"] == "cheap: holds -> fails"


def test_a_run_compared_with_itself_has_not_moved(book, tmp_path):
    out = run_chapter(book, "01", [], tmp_path / "one", Silent())
    same = side(book, str(out), Silent())
    assert same
    assert moved(same, same) == []


def test_something_that_is_no_run_is_refused(book):
    with pytest.raises(BookError, match="neither a folder nor a scenario"):
        side(book, "bare", Silent())


def test_a_sweep_is_one_table_over_every_combination(book, tmp_path):
    out = tmp_path / "sweep.parquet"
    runs = sweep(
        book, "01_price", ["electricity_usd_per_kwh=0.05:0.15:3", "seed=1,2"], out, Silent()
    )
    table = pl.read_parquet(out).filter(pl.col("name") == "price")
    assert runs == 6
    assert sorted(table["value"].to_list()) == [0.05, 0.05, 0.1, 0.1, 0.15, 0.15]
    assert set(table["seed"]) == {1, 2}


@pytest.mark.parametrize("lists", [["pue"], ["pue=1.2,9"], ["pew=1.2"], ["pue=1:2:1"], []])
def test_a_wrong_sweep_is_refused_before_anything_runs(book, tmp_path, lists):
    with pytest.raises(ParameterError):
        sweep(book, "01_price", lists, tmp_path / "x.parquet", Silent())
    assert not (tmp_path / "x.parquet").exists()
