import datetime as dt

from sqlalchemy import update

from reuse_app.store import Database, entries, tables
from reuse_app.store.deleting import delete_unchanged, last_change
from reuse_app.store.workshops import list_workshops
from reuse_app.worksheet import Capability
from tests.store.people import ann_at, files_with

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


def test_leaving_something_as_it_is_counts_as_a_change(database: Database) -> None:
    ann = ann_at(database)
    rest(database)
    entries.confirm(ann, "workshop", (), "title")
    assert delete_unchanged(database, since=RECENTLY) == 0
    with database.read() as connection:
        (workshop_id,) = connection.execute(tables.workshop.select().with_only_columns(tables.workshop.c.id)).scalars()
    assert last_change(database, workshop_id) > RECENTLY
