"""What server processes on one PostgreSQL share for minutes: who is where, what was counted, which codes are known.

On SQLite there is one server process, which keeps all this in its memory. Here it stands in tables without a log, which
are empty after PostgreSQL itself has broken down; times are those of the database, so that no two clocks have to agree.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Column, Connection, DateTime, Float, MetaData, String, Table, delete, select, text

from reuse_app.store.engine import is_shared
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
    """What other processes have told in the last seconds."""
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
