import sqlite3
from contextlib import closing
from pathlib import Path
from subprocess import run

import pytest
from sqlalchemy import select

from reuse_app.exchange import worksheet_json
from reuse_app.room import Mark, Marking
from reuse_app.store import Database, entries, load, tables
from reuse_app.store.choosing import put_dots
from reuse_app.store.edit import Writer
from reuse_app.store.errors import StoreError, UnknownEntryError
from reuse_app.store.forgetting import forget_names, forget_person
from reuse_app.store.grants import GrantRole, grants_of, passes
from reuse_app.store.inventories import Naming, start_inventory
from reuse_app.store.merging import merge
from reuse_app.store.own_device import answer_here
from reuse_app.store.people import join, new_link, rename
from reuse_app.store.snapshots import keep, restore, worksheet_at
from reuse_app.store.stages import set_stage
from reuse_app.store.undo import undo
from reuse_app.worksheet import Axis, Capability, Dot, Factor, Link, Note, Participant, Product, Rating
from reuse_app.worksheet.scales import Need
from reuse_app.worksheet.steps import Step
from tests.conftest import postgres_programs
from tests.second import from_two_processes
from tests.store.people import ann_at, data_files

WORD = "zqxmark"
"""Stands in everything that Zoe writes."""
ZOE = Participant(key="zoe-zqxmark", name="Zoe Zqxmark")


def everything(database: Database) -> str:
    """All that any table holds."""
    with database.read() as connection:
        rows = [connection.execute(select(table)).all() for table in tables.metadata.tables.values()]
    return str(rows)


def with_zoe(ann: Writer) -> Writer:
    """Zoe, who has written and voted wherever she could."""
    join(ann.database, ann.address, ZOE)
    new_link(ann, GrantRole.PARTICIPANT, participant=ZOE.key)
    zoe = Writer(ann.database, ann.address, ZOE.key)
    entries.add(zoe, [Capability(key=f"{WORD}-eye", name=f"{WORD} eye", nature=f"sees {WORD}")])
    entries.add(zoe, [Product(key=f"{WORD}-thing", name=f"{WORD} thing")])
    entries.add(zoe, [Link(capability=f"{WORD}-eye", product="robot", need=Need.STRONG, note=WORD)])
    entries.add(zoe, [Rating(participant=ZOE.key, product="robot", factor="volume", level=3)])
    put_dots(zoe, Dot(participant=ZOE.key, product="robot", count=1))
    entries.add(zoe, [Note(key=f"{WORD}-note", text=f"{WORD} said so", product="robot", author=ZOE.key)])
    entries.change(zoe, "capability", ("vision",), {"owner": f"{WORD} owner"}, seen=load_revision(ann))
    rename(zoe, ZOE.key, f"Zoe {WORD} Smith", seen=load_revision(ann))
    entries.add(ann, [Mark(part="capability", key=f"{WORD}-eye", marking=Marking.LOCKED)])
    return zoe


def load_revision(ann: Writer) -> int:
    return load(ann.database, ann.address).revision


def test_who_is_forgotten_leaves_no_word_in_any_table_and_no_earlier_state(database: Database) -> None:
    ann = ann_at(database)
    before = load(database, ann.address).worksheet
    with_zoe(ann)
    named = keep(ann, "With everybody")
    assert WORD in everything(database)
    revision = forget_person(ann, ZOE.key)
    assert WORD not in everything(database).lower()
    now = load(database, ann.address)
    assert now.worksheet == before
    assert now.room.marks == frozenset()
    assert worksheet_at(database, ann.address, named) == before
    for number in range(2, revision + 1):
        assert WORD not in repr(worksheet_at(database, ann.address, number)).lower()


def test_what_others_have_built_on_it_stays(database: Database) -> None:
    ann = ann_at(database)
    zoe = with_zoe(ann)
    entries.change(ann, "capability", ("vision",), {"owner": "Ann's team"}, seen=load_revision(ann))
    entries.change(zoe, "product", ("robot",), {"problem": f"{WORD} first"}, seen=load_revision(ann))
    entries.change(ann, "product", ("robot",), {"problem": "Nights are long"}, seen=load_revision(ann))
    last = entries.change(zoe, "product", ("robot",), {"problem": f"{WORD} last"}, seen=load_revision(ann))
    forget_person(ann, ZOE.key)
    worksheet = load(database, ann.address).worksheet
    assert worksheet.capability_by_key["vision"].owner == "Ann's team"
    assert worksheet.product_by_key["robot"].problem == "Nights are long"
    assert worksheet_at(database, ann.address, last).product_by_key["robot"].problem == "Nights are long"
    assert WORD not in everything(database).lower()


@from_two_processes
def test_who_is_forgotten_holds_no_link_and_nothing_can_be_undone(database: Database) -> None:
    ann = ann_at(database)
    joined = join(database, ann.address, ZOE)
    revision = forget_person(ann, ZOE.key)
    assert passes(database, [joined.secret]) == []
    assert passes(database, [joined.secret], ended=True) == []
    with pytest.raises(StoreError):
        undo(ann, revision)
    with pytest.raises(UnknownEntryError):
        forget_person(ann, ZOE.key)


@from_two_processes
def test_another_reader_of_the_same_workshop_reads_all_of_it_again(database: Database) -> None:
    ann = ann_at(database)
    with_zoe(ann)
    assert WORD in repr(load(database, ann.address).worksheet)
    forget_person(ann, ZOE.key)
    entries.add(ann, [Capability(key="chips", name="Chips")])
    again = load(database, ann.address)
    database.kept.clear()
    assert again.worksheet == load(database, ann.address).worksheet


def holding(files: list[Path]) -> list[Path]:
    return [path for path in files if path.is_file() and WORD.encode() in path.read_bytes().lower()]


def test_no_file_holds_the_words_afterwards(database: Database) -> None:
    ann = ann_at(database)
    with_zoe(ann)
    assert holding(data_files(database))
    forget_person(ann, ZOE.key)
    assert holding(data_files(database)) == []


def dumped(database: Database) -> str:
    """All that a database says when it is asked for everything."""
    if database.is_sqlite:
        with closing(sqlite3.connect(database.file)) as connection:
            return "\n".join(connection.iterdump())
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return run([postgres_programs() / "pg_dump", "--dbname", url], capture_output=True, text=True, check=True).stdout


def test_the_name_leaves_what_others_have_typed_by_somebody(database: Database) -> None:
    ann = ann_at(database)
    zoe = with_zoe(ann)
    rename(zoe, ZOE.key, "Zoe Zqxmark", seen=load_revision(ann))
    owned = Capability(
        key="arm", name="Arm", owner="ZOE ZQXMARK", description="As Zoe Zqxmark’s team said, and “Zoe Zqxmark”."
    )
    entries.add(ann, [owned, Capability(key="leg", name="Leg", owner="Carl")])
    entries.change(ann, "capability", ("leg",), {"owner": "Zoe Zqxmark Smith"}, seen=load_revision(ann))
    entries.change(ann, "capability", ("leg",), {"owner": "Carl"}, seen=load_revision(ann))
    named = keep(ann, "After Zoe Zqxmark")
    new_link(ann, GrantRole.OBSERVER, label="For Zoe Zqxmark")
    start_inventory(database, Naming(author="Zoe Zqxmark", name="Ours", note="zoe zqxmark"), [owned])
    forget_person(ann, ZOE.key)
    assert forget_names(database, {"Zoe Zqxmark"}) == 2
    worksheet = load(database, ann.address).worksheet
    arm, leg = worksheet.capability_by_key["arm"], worksheet.capability_by_key["leg"]
    assert (arm.owner, arm.description) == ("somebody", "As somebody’s team said, and “somebody”.")
    assert (leg.owner, worksheet_at(database, ann.address, named).capability_by_key["leg"].owner) == ("Carl", "Carl")
    for said in (dumped(database), worksheet_json.write(worksheet), everything(database)):
        assert WORD not in said.lower()
    assert holding(data_files(database)) == []


def test_a_name_that_another_has_too_stays_where_it_was_typed(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, Participant(key="kim", name="Kim Lee"))
    joined = join(database, ann.address, Participant(key="kim-2", name="Kim Park"))
    rename(Writer(database, ann.address, "kim-2"), "kim-2", "Kim Lee (Oslo)", seen=load_revision(ann))
    entries.add(ann, [Capability(key="arm", name="Arm", owner="Kim Lee")])
    assert joined
    forget_person(ann, "kim-2")
    assert load(database, ann.address).worksheet.capability_by_key["arm"].owner == "Kim Lee"


def test_words_that_others_have_copied_or_removed_go_too(database: Database) -> None:
    ann = ann_at(database)
    zoe = with_zoe(ann)
    entries.change(zoe, "product", ("robot",), {"name": f"{WORD} robot"}, seen=load_revision(ann))
    entries.add(zoe, [Factor(key=f"{WORD}-factor", name=f"{WORD} factor", axis=Axis.POTENTIAL)])
    entries.add(ann, [Product(key="arm", name="Arm"), Product(key="leg", name="Leg")])
    entries.change(zoe, "product", (f"{WORD}-thing",), {"customer": f"{WORD} hospitals"}, seen=load_revision(ann))
    entries.add(ann, [Capability(key="eye", name="Eye")])
    merge(ann, "capability", f"{WORD}-eye", "eye")
    merge(ann, "product", "arm", f"{WORD}-thing")
    undo(ann, entries.remove(ann, "product", ("robot",)))
    entries.add(zoe, [Capability(key=f"{WORD}-gone", name=f"{WORD} gone")])
    entries.put(ann, [Link(capability=f"{WORD}-gone", product="leg", need=Need.STRONG, note="Ann's")], seen=99)
    entries.remove(ann, "capability", (f"{WORD}-gone",))
    restore(ann, load_revision(ann) - 1)
    revision = forget_person(ann, ZOE.key)
    assert WORD not in everything(database).lower()
    worksheet = load(database, ann.address).worksheet
    assert worksheet.product_by_key["robot"].name == "Robot"
    assert worksheet.product_by_key["arm"].customer == ""
    for number in range(2, revision + 1):
        assert WORD not in repr(worksheet_at(database, ann.address, number)).lower()


def test_what_was_said_for_somebody_or_before_they_began_anew_goes_too(database: Database) -> None:
    ann = ann_at(database)
    with_zoe(ann)
    set_stage(ann, Step.INVENTORY, private=True)
    zoe = Writer(database, ann.address, ZOE.key)
    entries.add(zoe, [Capability(key=f"{WORD}-own", name=f"{WORD} own")])
    (made, *_) = [held for held in grants_of(database, ann.address) if held.participant == ZOE.key]
    answer_here(zoe, made.id, secret="n" * 22)
    recorded = Writer(database, ann.address, "ann", author=ZOE.key)
    entries.remove(ann, "product", (entries_added(recorded),))
    forget_person(ann, ZOE.key)
    assert WORD not in everything(database).lower()


def entries_added(writer: Writer) -> str:
    """The key of a product that somebody has just added."""
    entries.add(writer, [Product(key=f"{WORD}-said", name=f"{WORD} said")])
    return f"{WORD}-said"
