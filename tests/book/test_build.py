"""The machine on a tiny book: what is executed, what is assembled, what stops a build."""

import json
import re

import pytest

from lib.book.assemble import stamp_of
from lib.book.check import different_files
from lib.book.commands import build_book, run_chapter
from lib.book.errors import BuildFailed, ExecutionFailed
from lib.book.progress import Progress, Silent
from lib.book.run import plan


class Told(Progress):
    """Keeps what was said."""

    def __init__(self):
        super().__init__()
        self.steps = []

    def step(self, text):
        self.steps.append(text)


def build(project, *given, force=False):
    told = Told()
    site = build_book(project, given, None, 2, force, told)
    return site, told.steps


def test_every_page_is_there_with_its_results_in_the_prose(built):
    page = (built.site / "chapters" / "01_price.html").read_text()
    assert re.search(r'<span class="cuc-n"[^>]*id="n-price"[^>]*>\$0\.06[^<]*</span>', page)
    assert "which is little" in page
    assert "Electricity is cheap, and the rest follows." in page
    assert (built.site / "index.html").is_file()
    assert (built.site / "search.html").is_file()


def test_hovering_over_a_number_shows_its_label_and_interval(built):
    page = (built.site / "chapters" / "01_price.html").read_text()
    assert re.search(r'title="Price of electricity; \$0\.03 to \$0\.10? per kWh"', page)


def test_a_page_may_name_a_number_of_another_chapter(built):
    page = (built.site / "chapters" / "02_other.html").read_text()
    assert "The price of the other chapter is" in page
    assert "0.06" in page
    assert 'id="n-price"' not in page


def test_equations_are_mathml_and_no_page_asks_another_host(built):
    page = (built.site / "chapters" / "01_price.html").read_text()
    assert "<math " in page
    for path in built.site.rglob("*.html"):
        assert not re.search(r'(?:src|href)="(?:https?:)?//', path.read_text()), path.name


def test_a_run_holds_no_times_and_no_random_ids(built):
    (job,) = plan(built, ["01_price"])
    notebook = json.loads((job.folder / "notebook.ipynb").read_text())
    text = json.dumps(notebook)
    assert "papermill" not in text
    assert "start_time" not in text
    source = json.loads((built.chapters / "01_price.ipynb").read_text())
    assert [c["id"] for c in notebook["cells"]] == [c["id"] for c in source["cells"]]
    files = {p.name for p in job.folder.iterdir()}
    records = {"results.json", "claims.json", "history.json", "log.json"}
    assert files == {"notebook.ipynb", "manifest.json"} | records


def test_nothing_changed_executes_nothing_and_runs_no_sphinx(book, monkeypatch):
    build(book)
    monkeypatch.setattr("lib.book.run._work", lambda *_: pytest.fail("a kernel was started"))
    monkeypatch.setattr("lib.book.assemble.run_sphinx", lambda *_: pytest.fail("Sphinx ran"))
    _, steps = build(book)
    assert "site: nothing changed" in steps


def test_a_changed_sentence_executes_nothing_and_shows_on_the_page(book, monkeypatch):
    build(book)
    path = book.text_of("01_price")
    path.write_text(path.read_text().replace("Electricity costs", "Power from the grid costs"))
    monkeypatch.setattr("lib.book.run._work", lambda *_: pytest.fail("a kernel was started"))
    site, _ = build(book)
    assert "Power from the grid costs" in (site / "chapters" / "01_price.html").read_text()


def test_changed_data_executes_again(book):
    (before,) = plan(book, ["01_price"])
    path = book.data / "assumptions.csv"
    path.write_text(path.read_text().replace("0.06", "0.07"))
    (after,) = plan(book, ["01_price"])
    assert before.key != after.key


def test_two_builds_from_nothing_are_the_same_bytes(book):
    from dataclasses import replace

    build(book)
    again = replace(book, build_name="_build/again")
    build_book(again, (), None, 1, True, Silent())
    assert list(different_files(book.site, again.site)) == []


def test_a_variant_replaces_the_paragraph_and_leaves_the_published_site_alone(book):
    site, _ = build(book)
    published = (site / "chapters" / "01_price.html").read_bytes()
    variant, _ = build(book, "scenario=dear")
    page = (variant / "chapters" / "01_price.html").read_text()
    assert "Electricity is not cheap in this variant." in page
    assert "and the rest follows" not in page
    assert "A variant of the book" in page
    assert (site / "chapters" / "01_price.html").read_bytes() == published


def test_a_premise_that_fails_in_the_base_scenario_stops_the_build_and_names_it(book):
    site, _ = build(book)
    stamp = stamp_of(site)
    path = book.data / "assumptions.csv"
    path.write_text(path.read_text().replace("USD/kWh,0.06", "USD/kWh,0.4"))
    with pytest.raises(BuildFailed, match=r"01_price.*premise 'cheap' no longer holds"):
        build(book)
    assert stamp_of(site) == stamp


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{n}`price`, which", "{n}`prise`, which", "no result is called 'prise'"),
        ("```{premise} cheap", "```{premise} cheep", "no premise is called 'cheep'"),
        ("An equation", "[A dead link](nowhere.md)", "nowhere"),
    ],
)
def test_a_mistake_in_the_prose_stops_the_build(book, old, new, words):
    path = book.text_of("01_price")
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(BuildFailed, match=words):
        build(book)
    assert not book.site.exists()


def test_a_cell_that_raises_stops_the_build_and_names_the_chapter(book):
    path = book.text_of("02_other")
    path.write_text(path.read_text().replace("import os", "raise ValueError('no such chip')"))
    with pytest.raises(ExecutionFailed, match="02_other: ValueError: no such chip"):
        build(book)
    assert not book.site.exists()
    assert "no such chip" in (book.build / "failed" / "02_other.txt").read_text()


def test_one_chapter_runs_with_a_changed_value_into_a_folder(book, tmp_path):
    out = tmp_path / "out"
    run_chapter(book, "01", ["electricity_usd_per_kwh=0.04"], out, Silent())
    results = json.loads((out / "results.json").read_text())
    assert results["numbers"]["price"]["value"] == 0.04
    assert "electricity_usd_per_kwh" in (out / "notebook.ipynb").read_text()
