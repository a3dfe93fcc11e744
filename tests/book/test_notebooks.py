"""Text and notebook of a chapter are one thing, compared by content."""

import json

import pytest

from lib.book import notebooks
from lib.book.commands import pair_chapters
from lib.book.project import Project
from lib.evidence.paths import ROOT

HEADER = "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n\n"


def test_making_a_notebook_twice_gives_the_same_bytes(book):
    text = book.text_of("01_price").read_text()
    assert notebooks.dump(notebooks.from_text(text)) == notebooks.dump(notebooks.from_text(text))


def test_cell_ids_come_from_content_and_are_unique_and_valid():
    cell = "```{code-cell} ipython3\nx = 1\n```\n\n"
    made = notebooks.from_text(HEADER + "# T\n\n" + cell + cell)
    ids = [c["id"] for c in made["cells"]]
    assert len(set(ids)) == len(ids) == 3
    assert ids[2] == f"{ids[1]}-2"
    assert all(len(i) <= 64 for i in ids)


def test_an_unrelated_edit_keeps_the_other_cells_ids(book):
    path = book.text_of("01_price")
    before = [c["id"] for c in notebooks.notebook_of(book, "01_price")["cells"]]
    path.write_text(path.read_text().replace("which is", "and that is"))
    after = [c["id"] for c in notebooks.notebook_of(book, "01_price")["cells"]]
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_text_survives_the_way_through_a_notebook(book):
    made = notebooks.notebook_of(book, "01_price")
    again = notebooks.from_text(notebooks.to_text(made))
    assert notebooks.same_content(made, again)


def test_a_pair_out_of_step_is_named_whatever_the_files_dates_are(book):
    assert notebooks.out_of_step(book, "01_price") is None
    path = book.text_of("01_price")
    path.write_text(path.read_text().replace("Electricity costs", "Power costs"))
    assert "says something else" in (notebooks.out_of_step(book, "01_price") or "")
    assert pair_chapters(book, ["01_price"]) == ["wrote chapters/01_price.ipynb"]
    assert notebooks.out_of_step(book, "01_price") is None


def test_a_notebook_with_outputs_is_out_of_step(book):
    path = notebooks.paired(book, "02_other")
    content = json.loads(path.read_text())
    content["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["hi"]}]
    path.write_text(notebooks.dump(content))
    assert "outputs or metadata" in (notebooks.out_of_step(book, "02_other") or "")


def test_an_edited_notebook_can_be_the_source(book):
    path = notebooks.paired(book, "02_other")
    content = json.loads(path.read_text())
    content["cells"][0]["source"] = ["# Another title"]
    path.write_text(notebooks.dump(content))
    pair_chapters(book, ["02_other"], from_notebook=True)
    assert "# Another title" in book.text_of("02_other").read_text()
    assert notebooks.out_of_step(book, "02_other") is not None  # the id of the edited cell
    pair_chapters(book, ["02_other"])
    assert notebooks.out_of_step(book, "02_other") is None


@pytest.mark.parametrize("chapter", Project(ROOT).page_names)
def test_the_books_own_pairs_are_in_step(chapter):
    assert notebooks.out_of_step(Project(ROOT), chapter) is None
