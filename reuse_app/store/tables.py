"""All tables: the nouns of the worksheet plus the workshop they belong to, and what only the store knows.

A noun's table is made from the noun, so a limit is written once and the database repeats it as a CHECK constraint.
Rows belong to their workshop by primary key, so a row can only refer to rows of the same workshop.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    CursorResult,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel.sql.sqltypes import UTCDateTime

from reuse_app.room import Completion, Mark, Seat, Stage
from reuse_app.store.noun_table import (
    Exclusive,
    Framed,
    MustHave,
    NounTable,
    NumberedIteration,
    checks_of,
    columns_of,
    references_of,
)
from reuse_app.worksheet import (
    Capability,
    Decision,
    Dot,
    Factor,
    GapPlan,
    Link,
    Participant,
    Product,
    Rating,
)
from reuse_app.worksheet.document import LISTS, Outcome
from reuse_app.worksheet.values import KEY_LENGTH, NAME_LENGTH, PROSE_LENGTH, Noun

ADDRESS_LENGTH = 16
"""Characters that the address of a workshop or an inventory may have."""
CURRENT = "0005"
"""The version of these tables: that of the newest migration."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _part(name: str, noun: type[Noun], *identity: str) -> NounTable:
    """Make the table of a noun: its columns, whose it is, its place in its list, who added it and when it changed."""
    table = Table(
        name,
        metadata,
        Column("workshop_id", Integer, ForeignKey("workshop.id"), primary_key=True),
        *columns_of(noun, identity),
        Column("position", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        Column("author", String(KEY_LENGTH)),
        *references_of(noun),
        *checks_of(noun),
    )
    return NounTable(name, noun, identity, table, _limit(noun))


def _limit(noun: type[Noun]) -> int | None:
    """The most entries that a worksheet holds in the list of this noun, if it has one."""
    return next((listed.limit for listed in LISTS.values() if issubclass(noun, listed.noun)), None)


workshop = Table(
    "workshop",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(ADDRESS_LENGTH), nullable=False, unique=True),
    Column("join_code", String(8), unique=True),
    Column("salt", String(32), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UTCDateTime(), nullable=False),
    *columns_of(Framed),
    Column("version", Integer, nullable=False),
    *checks_of(Framed),
)

PARTS = {
    part.name: part
    for part in (
        NounTable("workshop", Framed, (), workshop),
        _part("stage", Stage, "step"),
        _part("participant", Participant, "key"),
        _part("seat", Seat, "participant"),
        _part("completion", Completion, "participant", "step"),
        _part("factor", Factor, "key"),
        _part("product", Product, "key"),
        _part("capability", Capability, "key"),
        _part("link", Link, "capability", "product"),
        _part("rating", Rating, "participant", "product", "factor", "round"),
        _part("dot", Dot, "participant", "product"),
        _part("decision", Decision, "product"),
        _part("gap_plan", GapPlan, "capability"),
        _part("iteration", NumberedIteration, "number"),
        _part("outcome", Outcome, "product"),
        _part("must_have", MustHave, "product"),
        _part("exclusive", Exclusive, "group", "product"),
        _part("mark", Mark, "part", "key", "marking"),
    )
}
"""Every part of a workshop, each after the parts that it refers to."""

inventory = Table(
    "inventory",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(ADDRESS_LENGTH), nullable=False, unique=True),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("created_at", UTCDateTime(), nullable=False),
)
"""A named list of capabilities that outlives workshops."""

inventory_version = Table(
    "inventory_version",
    metadata,
    Column("inventory_id", Integer, ForeignKey("inventory.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UTCDateTime(), nullable=False),
    Column("author", String(NAME_LENGTH), nullable=False),
    Column("note", String(PROSE_LENGTH), nullable=False),
)
"""One state of an inventory, which never changes: who saved it when, and why."""

inventory_capability = Table(
    "inventory_capability",
    metadata,
    Column("inventory_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    *columns_of(Capability, ("key",)),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(["inventory_id", "number"], ["inventory_version.inventory_id", "inventory_version.number"]),
    *checks_of(Capability),
)
"""A capability in one version of an inventory; its home product is a word there, no reference."""

grant = Table(
    "grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workshop_id", Integer, ForeignKey("workshop.id"), index=True),
    Column("inventory_id", Integer, ForeignKey("inventory.id"), index=True),
    Column("role", String(20), nullable=False),
    Column("participant", String(KEY_LENGTH)),
    Column("own", Boolean(create_constraint=True, name="own"), nullable=False, default=True),
    Column("label", String(NAME_LENGTH)),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("created_at", UTCDateTime(), nullable=False),
    Column("ended_at", UTCDateTime()),
    CheckConstraint("(workshop_id IS NULL) <> (inventory_id IS NULL)", name="one_thing"),
)
"""What the holder of a secret may do in one workshop or inventory; the secret itself is not kept.

A grant that was replaced or taken back stays, so that its holder can be told so. One that is not the person's `own`
was made by somebody else, or was theirs before they went on with another device: what they keep to themselves does not
come back through it.
"""

holding = Table(
    "holding",
    metadata,
    Column("browser_hash", String(64), primary_key=True),
    Column("grant_id", Integer, ForeignKey("grant.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("sealed", String(200), nullable=False),
)
"""A link that a browser holds: by the hash of its secret, with that of the link as only the browser can read it."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workshop_id", Integer, ForeignKey("workshop.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("name", String(NAME_LENGTH), nullable=False),
    Column("at", UTCDateTime(), nullable=False),
    Column("participant", String(KEY_LENGTH)),
)
"""A name for a revision of a workshop: what it looked like then follows from the change log."""

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workshop_id", Integer, ForeignKey("workshop.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", UTCDateTime(), nullable=False),
    Column("participant", String(KEY_LENGTH)),
    Column("action", String(80), nullable=False),
    Column("once", String(40)),
    Column("undoes", Integer),
    Column("whose", String(KEY_LENGTH)),
    Column("content_hash", String(40)),
    UniqueConstraint("workshop_id", "revision"),
    UniqueConstraint("workshop_id", "once"),
)
"""One numbered change of a workshop: who did what, and when. `once` is the key of the form that was sent, hashed as
what was filled in.

`whose` is the participant who kept the change to themselves when it was made; there is nobody for what all may see.
"""

changed_field = Table(
    "changed_field",
    metadata,
    Column("change_id", Integer, ForeignKey("change.id"), primary_key=True),
    Column("part", String(20), primary_key=True),
    Column("entry", String(170), primary_key=True),
    Column("field", String(40), primary_key=True),
    Column("before", Text),
    Column("after", Text),
)
"""One value before and after a change, each as a JSON scalar; NULL where there was none."""


def new_id(result: CursorResult[Any]) -> int:
    """The id of the row that an insert has just made."""
    assert result.inserted_primary_key is not None  # noqa: S101  # a single-row insert has one
    return int(result.inserted_primary_key[0])
