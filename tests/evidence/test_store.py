"""Loading: the parsed copy is never stale, never half written, and never needed."""

import polars as pl
import pytest

from lib.evidence.errors import CorruptCell, UnknownSource, allowed_words
from lib.evidence.store import Evidence, content_key


def test_the_parsed_copy_is_reused_and_follows_the_content(project, tmp_path):
    project.fact("a").write()
    cache = tmp_path / "cache"
    first = Evidence(project.data, cache)
    (kept,) = (cache / "evidence").iterdir()
    assert Evidence(project.data, cache).facts.equals(first.facts)
    project.fact("b", value="7").write()
    assert Evidence(project.data, cache).facts["value"].to_list() == [100, 7]
    (newer,) = (cache / "evidence").iterdir()
    assert newer != kept


def test_a_copy_never_hides_a_corrupt_file(project, tmp_path):
    project.fact("a").write()
    Evidence(project.data, tmp_path)
    project.fact("b", value="seven").write()
    with pytest.raises(CorruptCell, match="row 3"):
        Evidence(project.data, tmp_path)


@pytest.mark.parametrize("name", ["sources.csv", "units.txt", "metrics.csv", "entities.csv"])
def test_every_file_that_validation_reads_is_in_the_key(project, name):
    project.fact("a").write()
    before = content_key(project.data)
    path = project.data / name
    path.write_text(path.read_text() + "\n# more\n")
    assert content_key(project.data) != before


def test_a_torn_copy_is_read_again_from_the_source(project, tmp_path):
    project.fact("a").write()
    Evidence(project.data, tmp_path)
    (kept,) = (tmp_path / "evidence").iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    assert Evidence(project.data, tmp_path).facts["fact_id"].to_list() == ["a"]


def test_a_folder_that_cannot_be_written_still_loads(project, tmp_path):
    project.fact("a").write()
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    facts = Evidence(project.data, blocked).facts
    assert facts.schema["value"] == pl.Float64
    assert facts.schema["public_on"] == pl.Date


def test_a_source_is_found_by_its_id(project):
    data = project.fact("a").load()
    assert data.source("cloudy2025").publisher == "Cloudy"
    with pytest.raises(UnknownSource, match="'cloudy' is not in the data; allowed: cloudy2025"):
        data.source("cloudy")


def test_the_nearest_words_come_first_even_of_thousands():
    words = [f"{name}_revenue_{year}q{n}" for name in ("aws", "azure", "google", "oracle")
             for year in range(1900, 2026) for n in (1, 2, 3, 4)]  # fmt: skip
    text = allowed_words("aws_revenue_2025q5", words)
    assert text.startswith("; allowed: aws_revenue_2025q")
    assert text.endswith("and 2008 more")
    assert allowed_words("b", ["c", "a"]) == "; allowed: a, c"
    assert allowed_words("b", []) == ""
