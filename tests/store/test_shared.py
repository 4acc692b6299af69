"""What server processes on one PostgreSQL share for minutes."""

import math

import pytest
from sqlalchemy import text

from reuse_app.store import Database, shared
from reuse_app.store.allowances import SharedAllowance, SharedCodes
from reuse_app.store.shared import Glimpse
from reuse_app.store.workshops import delete_workshop
from tests.store.people import ann_at, at_once

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def told(database: Database, by: str, *glimpses: Glimpse) -> None:
    with database.write() as connection:
        shared.tell(connection, by, glimpses)


def heard(database: Database, by: str) -> list[tuple[object, ...]]:
    """What a process hears, with whole seconds."""
    with database.read() as connection:
        found = shared.hear(connection, by, within=60)
    return [tuple(round(each) if isinstance(each, float) else each for each in glimpse) for glimpse in found]


def test_of_two_processes_each_tells_what_it_knows_better(database: Database) -> None:
    at = ann_at(database).address
    told(database, "one", Glimpse(at, "ann", 9, "map", 20, "link/need", "Ann", 9))
    told(database, "two", Glimpse(at, "ann", 2, "frame", 2, "", "", math.inf))
    assert heard(database, "one") == [(at, "ann", 2, "frame", 2, "link/need", "Ann", 9)]
    assert heard(database, "two") == [], "it has told it itself"
    told(database, "two", Glimpse(at, "ann", 0, "map", 5, "", "Ann", 0))
    assert heard(database, "three") == [(at, "ann", 0, "frame", 2, "", "Ann", 0)]


def test_nobody_is_seen_in_a_workshop_that_is_gone(database: Database) -> None:
    ann = ann_at(database)
    glimpse = Glimpse(ann.address, "ann", 0, "map", 0, "", "", math.inf)
    told(database, "one", glimpse)
    delete_workshop(database, ann.address)
    assert heard(database, "two") == []
    told(database, "one", glimpse)
    assert heard(database, "two") == []


def test_who_was_seen_long_ago_is_tidied_away(database: Database) -> None:
    at = ann_at(database).address
    told(
        database,
        "one",
        Glimpse(at, "ann", shared.KEPT_SECONDS + 1, "map", 400, "", "", math.inf),
        Glimpse(at, "bob", 1, "map", 400, "", "", math.inf),
    )
    SharedAllowance(database, "codes", 1, seconds=0.001).take("here")
    SharedCodes(database, seconds=0).know("here", "ABC")
    with database.write() as connection:
        shared.tidy(connection)
        left = [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in shared.metadata.tables]  # noqa: S608  # ours
    assert left == [1, 0, 0]


def test_what_is_taken_at_once_is_counted_once_each(database: Database) -> None:
    allowance = SharedAllowance(database, "codes", 3, seconds=3_000_000)
    waits = at_once(*[lambda: allowance.take("troll")] * 8)
    assert sorted(map(bool, waits)) == [False] * 3 + [True] * 5
    assert max(float(str(each)) for each in waits) == pytest.approx(1_000_000, abs=60)
    assert allowance.take("room") == 0
    assert SharedAllowance(database, "started", 3, seconds=3).take("troll") == 0


def test_what_has_happened_is_counted_in_full_and_given_back(database: Database) -> None:
    allowance = SharedAllowance(database, "stored", 100, seconds=1_000_000)
    allowance.charge("here", 130)
    assert allowance.wait("here") == pytest.approx(300_000, abs=60)
    assert allowance.wait("there") == 0
    allowance.charge("here", -1000)
    assert allowance.wait("here") == 0
    assert [allowance.take("here") for _ in range(100)] == [0.0] * 100


def test_a_known_code_is_known_in_its_network_until_it_is_forgotten(database: Database) -> None:
    codes = SharedCodes(database, seconds=3600)
    codes.know("room", "ABC")
    codes.know("room", "ABC")
    assert codes.is_known("room", "ABC")
    assert not codes.is_known("elsewhere", "ABC")
    codes.forget("room", "ABC")
    assert not codes.is_known("room", "ABC")
