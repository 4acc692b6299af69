import json
import re
from contextlib import closing
from pathlib import Path

import pytest

from reuse_app import examples
from reuse_app.cli.serving import own_database
from reuse_app.room import Names
from reuse_app.store import Database, entries, load, open_database
from reuse_app.store.edit import Writer
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.grants import GrantRole, passes
from reuse_app.store.inventories import Naming, start_inventory
from reuse_app.store.people import join
from reuse_app.store.stages import begin_round, set_stage
from reuse_app.worksheet import Capability, Participant, Rating
from reuse_app.worksheet.steps import Step
from tests.cli.conftest import Run
from tests.store.people import ann_at, example


def test_a_worksheet_goes_into_the_database_and_comes_out_the_same(run: Run, folder: Path) -> None:
    run("example", "tesla-bot", "-o", "tesla-bot.json")
    result = run("import", "tesla-bot.json")
    found = re.fullmatch(r"Workshop (\w+)\nFacilitator link http://127\.0\.0\.1:8000/open/\S+\n", result.stdout)
    assert found
    assert run("export", found[1], "-o", "out.json").exit_code == 0
    assert (folder / "out.json").read_text("utf-8") == examples.read("tesla-bot")
    assert run("export", found[1], "-o", "-").stdout == examples.read("tesla-bot")


def test_the_database_is_the_one_that_was_named(run: Run, folder: Path) -> None:
    run("example", "recaptcha", "-o", "recaptcha.json")
    assert run("import", "recaptcha.json", "--database", "sqlite:///mine.db").exit_code == 0
    assert (folder / "mine.db").exists()


def test_the_link_is_that_by_which_others_reach_the_app(run: Run) -> None:
    run("example", "recaptcha", "-o", "recaptcha.json")
    result = run("import", "recaptcha.json", "--public-url", "https://reuse.example.org/")
    assert re.search(r"^Facilitator link https://reuse\.example\.org/open/\S+$", result.stdout, re.MULTILINE)


def test_an_unknown_workshop_is_one_clear_line(run: Run, folder: Path) -> None:
    run("example", "recaptcha", "-o", "recaptcha.json")
    run("import", "recaptcha.json")
    result = run("export", "nowhere", "-o", "out.json")
    assert (result.exit_code, result.stderr) == (1, "There is no workshop at this address.\n")
    assert not (folder / "out.json").exists()


def test_an_export_holds_no_more_than_is_shown_and_says_what_it_leaves_out(run: Run) -> None:
    run("example", "tesla-bot", "-o", "tesla-bot.json")
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


@pytest.fixture
def ann(sqlite: Database) -> Writer:
    """Ann, in the workshop of a database that the app has open meanwhile."""
    return ann_at(sqlite, example("recaptcha"))


def test_workshops_are_listed_in_columns(run: Run, sqlite: Database, ann: Writer) -> None:
    other = ann_at(sqlite, example("tesla-bot"))
    result = run("workshops", "--database", sqlite.url)
    assert result.exit_code == 0, result.stderr
    heading, *lines = result.stdout.splitlines()
    assert heading.split() == ["Address", "People", "Entries", "Size", "Last", "change", "(UTC)", "Title"]
    assert {line.split()[0] for line in lines} == {ann.address, other.address}
    assert len({line.index(title) for line in lines for title in ("Tesla Bot", "reCAPTCHA") if title in line}) == 1
    assert heading.index("Title") == next(line.index("Tesla Bot") for line in lines if "Tesla Bot" in line)


def test_workshops_are_listed_for_programs(run: Run, sqlite: Database, ann: Writer) -> None:
    (before,) = json.loads(run("workshops", "--json", "--database", sqlite.url).stdout)
    assert before["address"] == ann.address
    assert before["people"] == len(example("recaptcha").participants)
    entries.add(ann, [Capability(key="new", name="New", description="x" * 3000)])
    (after,) = json.loads(run("workshops", "--json", "--database", sqlite.url).stdout)
    assert after["entries"] == before["entries"] + 1
    assert after["size"] > before["size"] + 3000
    assert after["changed_at"] >= before["changed_at"]


def test_a_listing_tells_nothing_of_ballots(run: Run, sqlite: Database) -> None:
    ann = ann_at(sqlite, example("tesla-bot"))
    words = ("workshops", "--json", "--database", str(sqlite.url))
    before = run(*words).stdout
    rating = example("tesla-bot").ratings[0]
    entries.change(
        ann,
        "rating",
        (rating.participant, rating.product, rating.factor, rating.round),
        {"level": 1 if rating.level != 1 else 2},
        seen=1,
    )
    assert run(*words).stdout == before


def test_a_new_link_opens_the_workshop_as_its_facilitator(run: Run, sqlite: Database, ann: Writer) -> None:
    result = run("link", ann.address, "--public-url", "https://reuse.example.org", "--database", sqlite.url)
    found = re.fullmatch(r"Facilitator link https://reuse\.example\.org/open/(\S+)\n", result.stdout)
    assert found
    (held,) = passes(sqlite, [found[1]])
    assert (held.address, held.role) == (ann.address, GrantRole.FACILITATOR)


def test_a_workshop_is_deleted_for_good_beside_the_app(run: Run, sqlite: Database, ann: Writer, tmp_path: Path) -> None:
    entries.add(ann, [Capability(key="x", name="xylophone")])
    kept = ann_at(sqlite, example("tesla-bot"))
    refused = run("delete", ann.address, "--database", sqlite.url, stdin="n\n")
    assert (refused.exit_code, "Nothing was deleted." in refused.stderr) == (1, True)
    alone = run("delete", ann.address, "--database", sqlite.url)
    assert (alone.exit_code, "Nothing was deleted." in alone.stderr) == (1, True)
    assert load(sqlite, ann.address)
    assert run("delete", ann.address, "--database", sqlite.url, stdin="y\n").stdout.startswith("Deleted “")
    with pytest.raises(UnknownWorkshopError):
        load(sqlite, ann.address)
    assert load(sqlite, kept.address).worksheet == example("tesla-bot")
    assert [each for each in tmp_path.glob("reuse.db*") if b"xylophone" in each.read_bytes()] == []


def test_nobody_is_asked_who_has_said_yes(run: Run, sqlite: Database, ann: Writer) -> None:
    assert run("delete", ann.address, "--yes", "--database", sqlite.url).exit_code == 0
    with closing(open_database(str(sqlite.url))) as database, pytest.raises(UnknownWorkshopError):
        load(database, ann.address)


def test_an_unknown_workshop_is_neither_linked_nor_deleted(run: Run, sqlite: Database, ann: Writer) -> None:
    for command in (("link", "nowhere"), ("delete", "nowhere", "--yes")):
        result = run(*command, "--database", sqlite.url)
        assert (result.exit_code, result.stderr) == (1, "There is no workshop at this address.\n")
    assert run("workshops", "--database", sqlite.url).stdout.count("\n") == 2, "headings and a workshop"


def test_only_workshops_that_rest_are_listed(run: Run, sqlite: Database, ann: Writer) -> None:
    words = ("workshops", "--json", "--database", str(sqlite.url), "--unchanged-for")
    assert json.loads(run(*words, "1d").stdout) == []
    assert [each["address"] for each in json.loads(run(*words, "0").stdout)] == [ann.address]
    refused = run(*words, "soon")
    assert (refused.exit_code, "say a number of days, such as 365d" in refused.stderr) == (2, True)


def test_somebody_is_forgotten_in_every_workshop(run: Run, sqlite: Database, ann: Writer, tmp_path: Path) -> None:
    other = ann_at(sqlite, example("tesla-bot"))
    for workshop in (ann, other):
        join(sqlite, workshop.address, Participant(key="dora", name="Dora Xylo"))
        entries.add(Writer(sqlite, workshop.address, "dora"), [Capability(key="x", name="xylophone")])
    start_inventory(sqlite, Naming(author="Dora Xylo", name="Ours"), [])
    third, before = ann_at(sqlite), ann_at(sqlite)
    entries.add(third, [Capability(key="arm", name="Arm", owner="Dora Xylo")])
    words = ("forget", "dora xylo", "--database", str(sqlite.url))
    refused = run(*words, stdin="n\n")
    assert (refused.exit_code, refused.stdout.count("Dora Xylo, in “")) == (1, 2)
    assert run(*words, "--workshop", ann.address, "--yes").stdout.endswith("Workshops: 1; places elsewhere: 0.\n")
    assert load(sqlite, other.address).worksheet.capability_by_key["x"].name == "xylophone"
    assert run(*words, stdin="y\n").stdout.endswith("Workshops: 1; places elsewhere: 3.\n")
    assert [each for each in tmp_path.glob("reuse.db*") if b"xylo" in each.read_bytes().lower()] == []
    assert load(sqlite, third.address).worksheet.capability_by_key["arm"].owner == "somebody"
    assert load(sqlite, before.address).revision == 1
    nobody = run(*words, "--yes")
    assert (nobody.exit_code, nobody.stderr) == (1, "Nobody is called so.\n")


def test_a_word_that_is_nobodys_name_is_counted_before_it_goes(run: Run, sqlite: Database, ann: Writer) -> None:
    entries.add(ann, [Capability(key="arm", name="Arm", owner="Nobody", description="Nobody knows")])
    before = load(sqlite, ann.address)
    words = ("forget", "Nobody", "--database", str(sqlite.url))
    asked = run(*words, stdin="n\n")
    assert asked.exit_code == 1
    assert "Nobody takes part as “Nobody”; it stands in 5 places, which will read “somebody”." in asked.stdout
    assert load(sqlite, ann.address) == before
    assert run(*words, stdin="y\n").stdout.endswith("Workshops: 0; places elsewhere: 5.\n")


def test_a_name_typed_in_small_letters_is_not_every_word_like_it(run: Run, sqlite: Database, ann: Writer) -> None:
    join(sqlite, ann.address, Participant(key="will", name="Will"))
    other = ann_at(sqlite)
    entries.add(other, [Capability(key="arm", name="Arm", owner="Will", description="It will move, says Will")])
    assert run("forget", "will", "--yes", "--database", str(sqlite.url)).exit_code == 0
    arm = load(sqlite, other.address).worksheet.capability_by_key["arm"]
    assert (arm.owner, arm.description) == ("somebody", "It will move, says somebody")
