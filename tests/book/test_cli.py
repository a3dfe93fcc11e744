"""The `book` command: a mistake is one line that names it, exit code 2, and nothing written."""

import pytest

from lib.book import cli
from lib.book.project import Project


@pytest.fixture
def command(book, monkeypatch, capsys):
    """command(*arguments) -> (exit code, standard output, standard error)."""
    monkeypatch.setattr(Project, "here", classmethod(lambda cls: book))

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments))
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "01", "-p", "electricity_usd_per_kwh=-1"], "electricity_usd_per_kwh=-1.0 is out"),
        (
            ["run", "01", "-p", "electricity_usd_per_kwh=x"],
            "electricity_usd_per_kwh='x' is not a n",
        ),
        (["run", "01", "-p", "electricity=0.1"], "parameter 'electricity' is unknown"),
        (["run", "01", "-p", "pue=0.9"], "pue=0.9 is out of bounds; allowed: 1 to 3 ratio"),
        (["run", "index"], "chapter index has no code"),
        (["run", "01", "-p", "known_on=1999-01-01"], "1999-01-01 is before the first fact"),
        (["run", "01", "-p", "seed"], "'seed' is not NAME=VALUE"),
        (["run", "01", "-p", "seed=1", "-p", "seed=2"], "'seed' is given twice"),
        (["run", "09"], "chapter '09' does not exist"),
        (["build", "-p", "scenario=beer"], "scenario='beer' is unknown"),
        (["frob"], "No such command 'frob'"),
    ],
)
def test_a_mistake_is_one_line_exit_code_two_and_nothing_written(command, book, arguments, words):
    before = sorted(book.root.rglob("*"))
    code, out, err = command(*arguments)
    assert code == 2
    assert out == ""
    assert words in err
    assert err.count("\n") == 1
    made = set(book.root.rglob("*")) - set(before)
    assert {p.name for p in made if p.is_dir()} <= {"_build", "pairs"}


def test_any_assumption_may_be_given_and_one_that_nothing_reads_is_named(command, book, tmp_path):
    code, _, err = command("run", "01", "-p", "pue=1.3", "-o", str(tmp_path / "out"))
    assert code == 0
    assert "nothing in 01_price reads 'pue'" in err
    assert "electricity" not in err
    assert (tmp_path / "out" / "results.json").is_file()


@pytest.mark.parametrize(
    "name", ["run", "build", "check", "pair", "compare", "sweep", "release", "parameters", "ids"]
)
def test_every_command_has_help(command, name):
    code, out, _ = command(name, "--help")
    assert code == 0
    assert len(out.splitlines()) > 4


def test_parameters_are_listed_with_unit_and_bounds(command):
    code, out, _ = command("parameters", "electricity")
    assert code == 0
    assert "electricity_usd_per_kwh" in out
    assert "0 to 0.5 USD/kWh" in out


def test_check_names_what_is_wrong_and_exits_with_one(command, book):
    path = book.text_of("02_other")
    path.write_text(path.read_text() + "\nIt costs 12 dollars.\n")
    code, out, _ = command("check")
    assert code == 1
    assert "'12' is typed" in out
    assert "says something else" in out
    assert "run `book build`" in out
