import logging
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reuse_app.room import Mark, Marking
from reuse_app.store import Database, entries, load, people
from reuse_app.store.edit import Writer
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.grants import GrantRole
from reuse_app.store.snapshots import keep, restore
from reuse_app.store.workshops import delete_workshop, letters_of, list_workshops, start
from reuse_app.worksheet import AtLeast, Capability, Constraints, Participant, Product, Requires, Worksheet, Workshop
from tests.conftest import small_worksheet
from tests.second import from_two_processes
from tests.store.people import EXAMPLE_NAMES, ann_at, example, files_with, worksheet_of


def test_every_example_comes_back_as_it_went_in(database: Database) -> None:
    for name in EXAMPLE_NAMES:
        assert worksheet_of(ann_at(database, example(name))) == example(name), name


def test_constraints_come_back_as_they_went_in(database: Database) -> None:
    products = tuple(Product(key=key, name=key) for key in "abcd")
    constraints = Constraints(
        must_have=("d", "a"),
        exclusive=(("c", "b"), ("a", "b", "c")),
        at_most=3,
        at_least=(AtLeast(of=("d", "c"), count=1), AtLeast(of=("b", "a", "d"), count=2)),
        requires=(Requires(product="c", needs="d"), Requires(product="b", needs="a")),
    )
    worksheet = small_worksheet(products=products, capabilities=(), constraints=constraints)
    assert worksheet_of(ann_at(database, worksheet)).constraints == constraints


def test_naughty_texts_come_back_as_they_went_in(database: Database) -> None:
    names = [
        "Ω≈ç√∫˜µ≤≥÷",
        "'; DROP TABLE capability; --",
        "👩‍👩‍👧‍👦",
        "%s {x} \\",
        "=1+1",
        "﷽",
        "NULL",
        "ـﻡﺮﺤﺑﺍ",
        "x" * 200,
        "𝕏" * 200,
    ]
    capabilities = tuple(Capability(key=f"k{place}", name=name, nature=name) for place, name in enumerate(names))
    assert worksheet_of(ann_at(database, small_worksheet(capabilities=capabilities))).capabilities == capabilities


def test_an_address_is_short_and_never_the_same(sqlite: Database) -> None:
    addresses = {start(sqlite, Worksheet(workshop=Workshop(title="One of many"))).address for _ in range(50)}
    assert len(addresses) == 50
    assert {len(address) for address in addresses} == {10}


@from_two_processes
def test_deleting_leaves_the_others_as_they_are(database: Database) -> None:
    kept, gone = ann_at(database, example()), ann_at(database, example())
    before = load(database, kept.address)
    delete_workshop(database, gone.address)
    database.kept.clear()
    assert load(database, kept.address).worksheet == before.worksheet
    for read in (lambda: load(database, gone.address), lambda: entries.remove(gone, "product", ("robot",))):
        with pytest.raises(UnknownWorkshopError):
            read()


def test_deleting_what_is_not_there_says_so(database: Database) -> None:
    for address in ("nowhere", "", "a\0b", "\ud800", "x" * 100_000):
        with pytest.raises(UnknownWorkshopError):
            delete_workshop(database, address)


def test_the_next_workshop_does_not_show_what_the_deleted_one_held(sqlite: Database) -> None:
    """SQLite gives the number of a deleted row to the next one."""
    gone = ann_at(sqlite, example())
    first = load(sqlite, gone.address)
    delete_workshop(sqlite, gone.address)
    second = load(sqlite, ann_at(sqlite).address)
    assert (second.id, second.revision) == (first.id, first.revision)
    assert second.worksheet == small_worksheet()


def churn(ann: Writer, marker: str, random_: random.Random) -> None:
    """Add, change, move and remove texts of many lengths, so that rows wander between the pages of the file."""
    for round_ in range(6):
        nouns = [Capability(key="c", name=f"{marker} {round_}", nature=f"{marker} " * size) for size in range(1, 40)]
        entries.add(ann, nouns)
        keys = [capability.key for capability in worksheet_of(ann).capabilities]
        for key in random_.sample(keys, 3):
            fields = {"nature": f"{marker} " * random_.randrange(1, 300)}
            entries.change(ann, "capability", (key,), fields, seen=load(ann.database, ann.address).revision)
        entries.remove(ann, "capability", (random_.choice(keys),))


@pytest.mark.parametrize("seed", range(1, 5))
def test_the_text_of_a_deleted_workshop_is_in_no_file(seed: int, sqlite: Database, tmp_path: Path) -> None:
    random_ = random.Random(seed)  # noqa: S311  # a mixer, not a secret
    kept, gone = ann_at(sqlite), ann_at(sqlite)
    for _ in range(2):
        churn(gone, "xylophone", random_)
        churn(kept, "vibraphone", random_)
    killed = [f".reuse.db{kept}.reuse-k3_x9ab2" for kept in ("", ".before-restore", ".before-restore-2")]
    for name in ("reuse-before-0001.db", "reuse.db.before-restore", "reuse.db.before-restore-2", *killed):
        with closing(sqlite3.connect(sqlite.file)) as there, closing(sqlite3.connect(tmp_path / name)) as copy:
            there.backup(copy)
        (tmp_path / f"{name}-journal").write_text("xylophone")
    assert "reuse.db" in files_with("xylophone", tmp_path)
    before = worksheet_of(kept)
    delete_workshop(sqlite, gone.address)
    assert files_with("xylophone", tmp_path) == []
    assert files_with(gone.address, tmp_path) == []
    assert files_with("vibraphone", tmp_path) == ["reuse.db"]
    sqlite.kept.clear()
    assert worksheet_of(kept) == before


def test_copies_without_what_is_deleted_stay(sqlite: Database, tmp_path: Path) -> None:
    ann_at(sqlite)
    for name in ("reuse-before-0001.db", "reuse.db.before-restore"):
        with closing(sqlite3.connect(sqlite.file)) as there, closing(sqlite3.connect(tmp_path / name)) as copy:
            there.backup(copy)
    (tmp_path / "reuse.db.before-restore-2").write_text("nothing that can be asked")
    delete_workshop(sqlite, ann_at(sqlite).address)
    assert {each.name for each in tmp_path.glob("*before*")} == {"reuse-before-0001.db", "reuse.db.before-restore"}


def test_nothing_of_the_room_of_a_deleted_workshop_is_in_any_file(sqlite: Database, tmp_path: Path) -> None:
    gone = ann_at(sqlite)
    people.join(sqlite, gone.address, Participant(key="x", name="Xylophone"))
    people.new_link(gone, GrantRole.OBSERVER, label="a xylophone link")
    entries.add(gone, [Capability(key="xylophone-removed", name="xylophone")])
    keep(gone, "xylophone version")
    entries.put(gone, [Mark(part="capability", key="xylophone-removed", marking=Marking.HIDDEN)], seen=9)
    entries.remove(gone, "capability", ("xylophone-removed",))
    restore(gone, 1)
    assert files_with("xylophone", tmp_path)
    delete_workshop(sqlite, gone.address)
    assert [*files_with("xylophone", tmp_path), *files_with("Xylophone", tmp_path)] == []


def test_a_log_that_cannot_be_emptied_yet_is_reported_and_emptied_at_the_end(
    sqlite: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ann = ann_at(sqlite)
    entries.add(ann, [Capability(key="x", name="xylophone")])
    with sqlite.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with caplog.at_level(logging.WARNING), sqlite.read() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM workshop")
        delete_workshop(sqlite, ann.address)
    assert "somebody holds the database open" in caplog.text
    sqlite.close()
    assert files_with("xylophone", tmp_path) == []


def test_every_workshop_is_listed_the_one_that_changed_last_first(database: Database) -> None:
    first, second = ann_at(database, example("tesla-bot")), ann_at(database)
    assert [each.address for each in list_workshops(database)] == [second.address, first.address]
    entries.add(first, [Capability(key="new", name="New", description="x" * 3000)])
    newest, other = list_workshops(database)
    assert (newest.address, newest.title, newest.people) == (first.address, "Tesla Bot", 6)
    assert type(newest.size) is int
    assert newest.size > 10_000 > other.size
    assert newest.entries > other.entries
    assert newest.changed_at > other.changed_at


def test_who_is_signed_in_is_counted_by_what_they_started(database: Database) -> None:
    first = start(database, example("recaptcha"), starter="ann's secret")
    alone = letters_of(database, "ann's secret")
    start(database, example("recaptcha"), starter="bob's secret")
    start(database, example("recaptcha"))
    assert alone == letters_of(database, "ann's secret") > 1000
    assert letters_of(database, "bob's secret") == pytest.approx(alone, abs=100), "ids may have a digit more"
    entries.add(Writer(database, first.address), [Capability(key="new", name="New", description="x" * 3000)])
    assert letters_of(database, "ann's secret") > alone + 3000
    assert letters_of(database, "carl's secret") == 0
