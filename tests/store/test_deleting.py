import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import update

from reuse_app.store import Database, deleting, entries, forgetting, tables, workshops
from reuse_app.store.deleting import delete_unchanged, last_change
from reuse_app.store.edit import Writer
from reuse_app.store.people import join
from reuse_app.store.workshops import list_workshops
from reuse_app.worksheet import Capability, Participant
from tests.store.people import ann_at, as_another_process, data_files, files_with

Act = Callable[[], object]
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
RECENTLY = LONG_AGO + dt.timedelta(days=1000)


def rest(database: Database) -> None:
    """Let all that was done until now have been done long ago."""
    with database.write() as connection:
        connection.execute(update(tables.change).values(at=LONG_AGO))


def test_what_nobody_has_changed_for_long_is_gone_and_the_rest_stays(database: Database) -> None:
    resting, template, lively = (ann_at(database) for _ in range(3))
    entries.add(resting, [Capability(key="x", name="xylophone")])
    entries.change(template, "workshop", (), {"is_template": True}, seen=99)
    rest(database)
    entries.add(lively, [Capability(key="x", name="X")])
    assert delete_unchanged(database, since=LONG_AGO) == 0
    assert delete_unchanged(database, since=RECENTLY) == 1
    assert {each.address for each in list_workshops(database)} == {template.address, lively.address}
    if database.is_sqlite:
        assert files_with("xylophone", database.file.parent) == []
    assert delete_unchanged(database, since=RECENTLY) == 0


@pytest.mark.parametrize("act", ["delete", "unchanged", "forget"])
def test_what_a_killed_process_has_deleted_is_overwritten_by_the_next_one(
    act: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = ann_at(database)
    join(database, ann.address, Participant(key="zoe", name="Zoe"))
    entries.add(Writer(database, ann.address, "zoe"), [Capability(key="x", name="xylophone " * 15)])
    copied(database)
    rest(database)
    acts: dict[str, Act] = {
        "delete": partial(workshops.delete_workshop, database, ann.address),
        "unchanged": partial(delete_unchanged, database, since=RECENTLY),
        "forget": partial(forgetting.forget_person, ann, "zoe"),
    }
    for module in (deleting, workshops, forgetting):
        monkeypatch.setattr(module, "overwrite_deleted", interrupted)
    with pytest.raises(KeyboardInterrupt):
        acts[act]()
    monkeypatch.undo()
    assert holds_xylophone(database)
    with database.read() as connection:
        assert connection.execute(tables.erasure.select()).one().address == (ann.address * database.is_sqlite)
    with as_another_process(database):
        assert not holds_xylophone(database)
    with database.read() as connection:
        assert connection.execute(tables.erasure.select()).all() == []


def interrupted(_database: Database) -> None:
    raise KeyboardInterrupt


def holds_xylophone(database: Database) -> bool:
    return any(b"xylophone" in file.read_bytes() for file in data_files(database) if file.is_file())


def copied(database: Database) -> None:
    """Let a copy of a file stand beside it, as before a restore."""
    if database.is_sqlite:
        copy = f"{database.file}.before-restore"
        with closing(sqlite3.connect(database.file)) as there, closing(sqlite3.connect(copy)) as to:
            there.backup(to)


def test_leaving_something_as_it_is_counts_as_a_change(database: Database) -> None:
    ann = ann_at(database)
    rest(database)
    entries.confirm(ann, "workshop", (), "title")
    assert delete_unchanged(database, since=RECENTLY) == 0
    with database.read() as connection:
        (workshop_id,) = connection.execute(tables.workshop.select().with_only_columns(tables.workshop.c.id)).scalars()
    assert last_change(database, workshop_id) > RECENTLY
