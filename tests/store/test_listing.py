from reuse_app.store import Database, entries
from reuse_app.store.listing import workshops
from reuse_app.worksheet import Capability
from tests.store.people import ann_at, example


def test_every_workshop_is_listed_the_one_that_changed_last_first(database: Database) -> None:
    first, second = ann_at(database, example("tesla-bot")), ann_at(database)
    assert [each.address for each in workshops(database)] == [second.address, first.address]
    entries.add(first, [Capability(key="new", name="New", description="x" * 3000)])
    newest, other = workshops(database)
    assert (newest.address, newest.title, newest.people) == (first.address, "Tesla Bot", 6)
    assert type(newest.size) is int
    assert newest.size > 10_000 > other.size
    assert newest.entries > other.entries
    assert newest.changed_at > other.changed_at
