"""What server processes on one PostgreSQL share for minutes: who is where, what was counted, which codes are known.

On SQLite there is one server process, which keeps all this in its memory. Here it stands in tables without a log, which
are empty after PostgreSQL itself has broken down; times are those of the database, so that no two clocks have to agree.

With its commit a change tells every process which revision it has made of what. Such an announcement may be lost, with
the connection that listens or because it was too long; the change log is the truth, and whoever lost one looks there.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Float,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from reuse_app.store.engine import Database, is_shared, reason_of
from reuse_app.store.errors import DatabaseError
from reuse_app.store.tables import ADDRESS_LENGTH, workshop
from reuse_app.worksheet.values import KEY_LENGTH, NAME_LENGTH

HASH_LENGTH = 40
"""Hexadecimal digits by which a network or a code is known here: nobody reads them from a table."""
PROCESS_LENGTH = 16
PAGE_LENGTH = 20
PLACE_LENGTH = 200

metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})
UNLOGGED = ["UNLOGGED"]

sighting = Table(
    "sighting",
    metadata,
    Column("address", String(ADDRESS_LENGTH), primary_key=True),
    Column("who", String(KEY_LENGTH), primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("page", String(PAGE_LENGTH), nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("place", String(PLACE_LENGTH), nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    Column("told_by", String(PROCESS_LENGTH), nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    prefixes=UNLOGGED,
)
"""Somebody in a workshop: on which page, in which field, and which process has told it last."""

allowance = Table(
    "allowance",
    metadata,
    Column("key", String(HASH_LENGTH), primary_key=True),
    Column("spent", Float(53), nullable=False),
    Column("rate", Float(53), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    prefixes=UNLOGGED,
)
"""What one network had taken of something at a time, and what of it comes back each second."""

known_code = Table(
    "known_code",
    metadata,
    Column("key", String(HASH_LENGTH), primary_key=True),
    Column("until", DateTime(timezone=True), nullable=False),
    prefixes=UNLOGGED,
)
"""A code that was shown or right in one network."""

LONGEST_AGO = 1e6
"""Seconds that stand for never."""
KEPT_SECONDS = 300
"""For how long a sighting stays after somebody was seen, and what was counted after it was counted last."""
OVERLAP_SECONDS = 2.0
"""How much of what was heard the last time is read again: a process may tell something later than it says."""


class Glimpse(NamedTuple):
    """Somebody in a workshop, as one process tells it to the others; times are seconds ago."""

    address: str
    who: str
    seen: float
    page: str
    asked: float
    """When they asked for the page."""
    place: str
    name: str
    entered: float
    """When they went into the field, or out of it."""


_TELL = text("""
    INSERT INTO sighting AS known
           (address, who, seen_at, page, asked_at, place, name, entered_at, told_by, told_at)
    SELECT CAST(:address AS varchar), CAST(:who AS varchar), clock_timestamp() - :seen * interval '1 second',
           CAST(:page AS varchar), clock_timestamp() - :asked * interval '1 second',
           CAST(:place AS varchar), CAST(:name AS varchar), clock_timestamp() - :entered * interval '1 second',
           CAST(:told_by AS varchar), clock_timestamp()
    WHERE EXISTS (SELECT FROM workshop WHERE workshop.address = :address)
    ON CONFLICT (address, who) DO UPDATE SET
           seen_at = greatest(known.seen_at, excluded.seen_at),
           page = CASE WHEN excluded.asked_at > known.asked_at THEN excluded.page ELSE known.page END,
           asked_at = greatest(known.asked_at, excluded.asked_at),
           place = CASE WHEN excluded.entered_at > known.entered_at THEN excluded.place ELSE known.place END,
           name = CASE WHEN excluded.entered_at > known.entered_at THEN excluded.name ELSE known.name END,
           entered_at = greatest(known.entered_at, excluded.entered_at),
           told_by = excluded.told_by, told_at = excluded.told_at
    """)
_HEAR = text("""
    SELECT address, who, extract(epoch FROM clock_timestamp() - seen_at)::float8,
           page, extract(epoch FROM clock_timestamp() - asked_at)::float8,
           place, name, extract(epoch FROM clock_timestamp() - entered_at)::float8
    FROM sighting WHERE told_by <> :me AND told_at > clock_timestamp() - :within * interval '1 second'
    """)
"""Who was seen where, as others have told it within some seconds: `me` is the name of the process that asks.

There is one row for each person in a workshop, and whichever process has seen something new of them writes over it,
with its own name. The one that has told a row last knows what is in it, and does not ask for it. What counts is when a
row was told, not when the person was seen: a process tells once a second what it has seen since.
"""
_TIDY = (
    text("""
    DELETE FROM sighting WHERE seen_at < now() - :kept * interval '1 second'
    OR NOT EXISTS (SELECT FROM workshop WHERE workshop.address = sighting.address)
    """),
    text("DELETE FROM known_code WHERE until < now()"),
    text("DELETE FROM allowance WHERE spent <= extract(epoch FROM now() - at) * rate"),
)


def tell(connection: Connection, me: str, glimpses: Iterable[Glimpse]) -> None:
    """Let other processes hear what this one has seen."""
    rows = [
        {**each._asdict(), "told_by": me}
        | {name: min(getattr(each, name), LONGEST_AGO) for name in ("seen", "asked", "entered")}
        for each in sorted(glimpses, key=lambda each: (each.address, each.who))
    ]
    if rows:
        connection.execute(_TELL, rows)


def hear(connection: Connection, me: str, *, within: float) -> list[Glimpse]:
    """What other processes have seen, as they have told it within so many seconds; `me` is this one's name.

    Each process remembers by itself who is where (live/presence.py), so that no page asks the database. Once a second
    it hears what the others have seen (this) and tells what it has seen itself (`tell`): within two seconds a name
    shows on every page, whichever process its reader is at. It hears before it tells, as it would else write over what
    it has not heard.

    `within` is how long ago it heard the last time. A little of what was told before that is read once more, because a
    transaction is seen only after its end, later than the time in its rows; to hear something twice changes nothing. A
    process that has just begun asks for `KEPT_SECONDS`, which is all there is.

    When somebody was seen comes as seconds ago by the database's clock: those of two machines may differ.
    """
    found = connection.execute(_HEAR, {"me": me, "within": min(within + OVERLAP_SECONDS, KEPT_SECONDS)})
    return [Glimpse(*row) for row in found]


def forget_sightings(connection: Connection, workshop_id: int) -> None:
    """Forget who is where in a workshop; those who are still there are told again."""
    if is_shared(connection):
        address = select(workshop.c.address).where(workshop.c.id == workshop_id).scalar_subquery()
        connection.execute(delete(sighting).where(sighting.c.address == address))


def tidy(connection: Connection) -> None:
    """Remove what nobody needs any more."""
    for statement in _TIDY:
        connection.execute(statement, {"kept": KEPT_SECONDS})


CHANNEL = "reuse"
LISTENER = "reuse-app, listening"
"""How PostgreSQL lists the connection of each process that listens."""
MOST_BYTES = 7_900
"""Of one announcement; PostgreSQL takes 7,999."""

Parts = Mapping[str, Collection[str | None]]


class Announcement(NamedTuple):
    """A change of a workshop; which parts it is in, and whom that concerns, if it could be told."""

    address: str
    revision: int
    concerned: Parts | None


_NUMBER = update(workshop).where(workshop.c.address == bindparam("at"))
_NUMBER_AND_SAY = _NUMBER.returning(func.pg_notify(CHANNEL, bindparam("said")))


def announce_within(connection: Connection, address: str, revision: int, concerned: Parts) -> None:
    """Give a workshop its new revision, and let every process hear of it when this transaction is committed.

    Both are one statement on PostgreSQL; on SQLite there is but one process.
    """
    said = {"said": _said(address, revision, concerned)} if is_shared(connection) else {}
    statement = _NUMBER_AND_SAY if said else _NUMBER
    connection.execute(statement, {"at": address, "revision": revision, **said})


def _said(address: str, revision: int, concerned: Parts) -> str:
    people = {part: sorted(each, key=lambda who: who or "") for part, each in concerned.items()}
    said = json.dumps([address, revision, people])
    return said if len(said.encode()) <= MOST_BYTES else json.dumps([address, revision, None])


class Ear:
    """A connection that listens, beside which it can do something else from time to time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._driver: Any = connection.connection.dbapi_connection
        connection.execute(text(f"SET application_name = '{LISTENER}'"))
        connection.execute(text(f"LISTEN {CHANNEL}"))

    def heard(self, *, within: float) -> Iterator[Announcement]:
        """What is announced within some seconds, as it comes."""
        for note in self._driver.notifies(timeout=within):
            yield Announcement(*json.loads(note.payload))


@contextmanager
def listening(database: Database) -> Iterator[Ear]:
    """Listen on a connection of its own, which is closed in the end; raises DatabaseError when it breaks."""
    try:
        with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.detach()
            yield Ear(connection)
    except (DBAPIError, NoConnectionError, database.writer.dialect.loaded_dbapi.Error) as error:
        raise DatabaseError("Nothing is heard of other processes.", reason=reason_of(error)) from error
