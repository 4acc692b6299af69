"""All tables: the nouns of the worksheet plus the workshop they belong to, and what only the store knows.

A noun's table is made from the noun, so a limit is written once and the database repeats it as a CHECK constraint.
Rows belong to their workshop by primary key, so a row can only refer to rows of the same workshop.
"""

from typing import Any

from sqlalchemy import (
    Column,
    CursorResult,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field
from sqlmodel.sql.sqltypes import UTCDateTime

from reuse_app.store.part import Part, checks_of, columns_of, references_of
from reuse_app.worksheet import (
    Capability,
    Decision,
    Dot,
    Factor,
    GapPlan,
    Iteration,
    Link,
    Participant,
    Product,
    Rating,
    Workshop,
)
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.parts import PARTS as LISTED
from reuse_app.worksheet.text import ProductKey

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Framed(Workshop):
    """The workshop as a row: with the one constraint that is a single number."""

    at_most: int | None = Field(default=None, ge=1, le=1000)


class MustHave(Noun):
    """A product that has to be chosen."""

    product: ProductKey


class Exclusive(Noun):
    """One product of a group of which at most one may be chosen."""

    group: int = Field(ge=1, le=1000)
    product: ProductKey


class NumberedIteration(Iteration):
    """An iteration with the number by which the store finds it again."""

    number: int = Field(ge=1)


def _part(name: str, noun: type[Noun], *identity: str) -> Part:
    """Make the table of a noun: its columns, whose it is, its place in the list and when it last changed."""
    table = Table(
        name,
        metadata,
        Column("workshop_id", Integer, ForeignKey("workshop.id"), primary_key=True),
        *columns_of(noun, identity),
        Column("position", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        *references_of(noun),
        *checks_of(noun),
    )
    return Part(name, noun, identity, table, _limit(noun))


def _limit(noun: type[Noun]) -> int | None:
    """The most entries that a worksheet holds in the list of this noun, if it has one."""
    return next((listed.limit for listed in LISTED.values() if issubclass(noun, listed.noun)), None)


workshop = Table(
    "workshop",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(16), nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("created_at", UTCDateTime(), nullable=False),
    *columns_of(Framed),
    Column("version", Integer, nullable=False),
    *checks_of(Framed),
)

PARTS = {
    part.name: part
    for part in (
        Part("workshop", Framed, (), workshop),
        _part("participant", Participant, "key"),
        _part("factor", Factor, "key"),
        _part("product", Product, "key"),
        _part("capability", Capability, "key"),
        _part("link", Link, "capability", "product"),
        _part("rating", Rating, "participant", "product", "factor", "round"),
        _part("dot", Dot, "participant", "product"),
        _part("decision", Decision, "product"),
        _part("gap_plan", GapPlan, "capability"),
        _part("iteration", NumberedIteration, "number"),
        _part("must_have", MustHave, "product"),
        _part("exclusive", Exclusive, "group", "product"),
    )
}
"""Every part of a worksheet, each after the parts that it refers to."""


grant = Table(
    "grant",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workshop_id", Integer, ForeignKey("workshop.id"), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("participant", String(40)),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("created_at", UTCDateTime(), nullable=False),
)
"""What the holder of a secret link may do in one workshop; the secret itself is not kept."""

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("workshop_id", Integer, ForeignKey("workshop.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", UTCDateTime(), nullable=False),
    Column("participant", String(40)),
    Column("action", String(80), nullable=False),
    Column("once", String(40)),
    Column("undoes", Integer),
    UniqueConstraint("workshop_id", "revision"),
    UniqueConstraint("workshop_id", "once"),
)
"""One numbered change of a workshop: who did what, and when. `once` is the key of the form that was sent."""

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
