import re
from pathlib import Path

from reuse_app import examples
from tests.cli.conftest import Run


def test_a_worksheet_goes_into_the_database_and_comes_out_the_same(run: Run, folder: Path) -> None:
    run("example", "tesla-bot")
    result = run("import", "tesla-bot.json")
    found = re.fullmatch(r"Workshop (\w+)\nFacilitator link http://127\.0\.0\.1:8000/open/\S+\n", result.stdout)
    assert found
    assert run("export", found[1], "-o", "out.json").exit_code == 0
    assert (folder / "out.json").read_text("utf-8") == examples.read("tesla-bot")
    assert run("export", found[1], "-o", "-").stdout == examples.read("tesla-bot")


def test_the_database_is_the_one_that_was_named(run: Run, folder: Path) -> None:
    run("example", "recaptcha")
    assert run("import", "recaptcha.json", "--database", "sqlite:///mine.db").exit_code == 0
    assert (folder / "mine.db").exists()


def test_the_link_is_that_by_which_others_reach_the_app(run: Run) -> None:
    run("example", "recaptcha")
    result = run("import", "recaptcha.json", "--public-url", "https://reuse.example.org/")
    assert re.search(r"^Facilitator link https://reuse\.example\.org/open/\S+$", result.stdout, re.MULTILINE)


def test_an_unknown_workshop_is_one_clear_line(run: Run, folder: Path) -> None:
    result = run("export", "nowhere", "-o", "out.json")
    assert (result.exit_code, result.stderr) == (1, "There is no workshop at this address.\n")
    assert not (folder / "out.json").exists()


def test_a_database_that_cannot_be_opened_is_one_clear_line(run: Run, folder: Path) -> None:
    (folder / "text.db").write_text("no database " * 1000)
    for url in ("bogus", "sqlite:////proc/nowhere/reuse.db", "sqlite:///text.db"):
        result = run("export", "x", "-o", "-", "--database", url)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1, result.stderr
