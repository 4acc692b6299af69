import re
from contextlib import closing
from pathlib import Path

from reuse_app import examples
from reuse_app.cli.serving import own_database
from reuse_app.room import Names
from reuse_app.store import entries, open_database
from reuse_app.store.edit import Writer
from reuse_app.store.people import join
from reuse_app.store.stages import begin_round, set_stage
from reuse_app.worksheet import Capability, Participant, Rating
from reuse_app.worksheet.steps import Step
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


def test_an_export_holds_no_more_than_is_shown_and_says_what_it_leaves_out(run: Run) -> None:
    run("example", "tesla-bot")
    address = re.search(r"Workshop (\w+)", run("import", "tesla-bot.json").stdout)
    assert address
    with closing(open_database(own_database())) as database:
        ann = Writer(database, address[1], "ada")
        join(database, ann.address, Participant(key="dora", name="Dora"))
        begin_round(ann, 2)
        dora = Writer(database, ann.address, "dora")
        rating = Rating(participant="dora", product="robot", factor="volume", level=4, round=2)
        entries.put(dora, [rating], seen=99)
        set_stage(ann, Step.PRODUCTS, names=Names.NOBODY)
        set_stage(ann, Step.INVENTORY, private=True)
        entries.add(dora, [Capability(key="eye", name="An eye of one's own")])
    result = run("export", address[1], "-o", "-")
    assert "eye of one" not in result.stdout
    assert "Dora" not in result.stdout
    assert re.search(r"Left out, because it is not shown yet: 1 capability, \d+ ratings\.", result.stderr)
    assert "People are numbered" in result.stderr
