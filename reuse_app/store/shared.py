"""What server processes on one PostgreSQL share for minutes: who is where, what was counted, which codes are known.

On SQLite there is one server process, which keeps all this in its memory. Here it stands in tables without a log, which
are empty after PostgreSQL itself has broken down; times are those of the database, so that no two clocks have to agree.
"""

from sqlalchemy import Column, DateTime, Float, MetaData, String, Table

from reuse_app.store.tables import ADDRESS_LENGTH
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
    Column("page", String(PAGE_LENGTH), nullable=False),
    Column("place", String(PLACE_LENGTH), nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("entered_at", DateTime(timezone=True)),
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
    Column("at", DateTime(timezone=True), nullable=False),
    prefixes=UNLOGGED,
)
"""What one network has taken of something, as it was at a time."""

known_code = Table(
    "known_code",
    metadata,
    Column("key", String(HASH_LENGTH), primary_key=True),
    Column("until", DateTime(timezone=True), nullable=False),
    prefixes=UNLOGGED,
)
"""A code that was shown or right in one network."""
