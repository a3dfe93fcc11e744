"""The real data with one cell spoiled: `check-data` refuses it by file, row, column and words."""

import csv
import shutil

import pytest

from lib.evidence.check import main
from lib.evidence.errors import EvidenceError
from lib.evidence.paths import DATA
from lib.evidence.store import Evidence

ROW = 10  # as a spreadsheet numbers it: the header is row 1
CASES = {
    "a corrupt cell": (
        "value",
        "33,006",
        "'33,006' is not a plain decimal number; allowed: digits",
    ),
    "an unknown unit": ("unit", "dollars", "'dollars' is unknown; allowed: "),
    "a duplicated id": ("fact_id", None, "is already used in"),
    "an impossible date": ("public_on", "2025-02-30", "'2025-02-30' is not a day that exists"),
    "an unknown metric": ("metric", "revenu", "'revenu' is unknown; allowed: revenue"),
}


@pytest.mark.parametrize(("column", "cell", "message"), CASES.values(), ids=CASES)
def test_a_spoiled_copy_is_refused(tmp_path, capsys, column, cell, message):
    data = tmp_path / "data"
    shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("datasets"))
    path = data / "facts" / "cloud.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    place = rows[0].index(column)
    rows[ROW - 1][place] = rows[ROW - 2][place] if cell is None else cell
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    assert main(["--data", str(data)]) == 1
    said = capsys.readouterr().out
    assert f"facts/cloud.csv, row {ROW}, column {column}: " in said
    assert message in said
    with pytest.raises(EvidenceError, match=f"row {ROW}, column {column}"):
        Evidence(data, cache=None)
