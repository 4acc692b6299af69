"""All tables: the nouns of the worksheet plus the workshop they belong to, and what only the store knows.

A noun's table is made from the noun, so a limit is written once and the database repeats it as a CHECK constraint.
Rows belong to their workshop by primary key, so a row can only refer to rows of the same workshop.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    CursorResult,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.sql.type_api import TypeEngine
from sqlmodel import Field
from sqlmodel.sql.sqltypes import UTCDateTime

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
    flat,
)
from reuse_app.worksheet.noun import Noun
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


@dataclass(frozen=True)
class Part:
    """One noun of the worksheet as the store keeps it: its table and the columns that identify a row."""

    name: str
    noun: type[Noun]
    identity: tuple[str, ...]
    table: Table

    @property
    def owner(self) -> Column[int]:
        """The column that says to which workshop a row belongs."""
        return self.table.c.workshop_id if self.identity else self.table.c.id


SQL_TYPES: dict[type, TypeEngine[Any]] = {int: Integer(), float: Float(53), dt.date: Date()}


def _part(name: str, noun: type[Noun], *identity: str) -> Part:
    """Make the table of a noun."""
    references = [
        ForeignKeyConstraint(["workshop_id", column.name], [f"{column.refers}.workshop_id", f"{column.refers}.key"])
        for column in flat.columns(noun).values()
        if column.refers
    ]
    table = Table(
        name,
        metadata,
        Column("workshop_id", Integer, ForeignKey("workshop.id"), primary_key=True),
        *_columns(noun, identity),
        Column("position", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        *references,
        *_checks(noun),
    )
    return Part(name, noun, identity, table)


def _columns(noun: type[Noun], identity: tuple[str, ...] = ()) -> Iterator[Column[Any]]:
    for column in flat.columns(noun).values():
        yield Column(
            column.name,
            _sql_type(column),
            primary_key=column.name in identity,
            nullable=column.optional,
            autoincrement=False,
        )


def _sql_type(column: flat.Column) -> TypeEngine[Any]:
    if column.type is bool:
        return Boolean(create_constraint=True, name=column.name)
    if column.type is str:
        longest = max((len(str(choice)) for choice in column.choices), default=int(column.limits.get("max_length", 0)))
        return String(longest)
    return SQL_TYPES[column.type]


def _checks(noun: type[Noun]) -> Iterator[CheckConstraint]:
    """Yield a CHECK constraint for every limit that the noun states."""
    for column in flat.columns(noun).values():
        rules = [_rule(column, limit, bound) for limit, bound in column.limits.items()]
        if column.choices:
            rules.append(f'"{column.name}" IN ({", ".join(map(_literal, column.choices))})')
        if rules:
            yield CheckConstraint(" AND ".join(rules), name=column.name)


def _rule(column: flat.Column, limit: str, bound: float) -> str:
    subject = f'length("{column.name}")' if limit.endswith("length") else f'"{column.name}"'
    return f"{subject} {'>=' if limit in ('ge', 'min_length') else '<='} {bound:g}"


def _literal(choice: flat.Scalar) -> str:
    return f"'{choice}'" if isinstance(choice, str) else format(choice, "d")


workshop = Table(
    "workshop",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(16), nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("created_at", UTCDateTime(), nullable=False),
    *_columns(Framed),
    Column("version", Integer, nullable=False),
    *_checks(Framed),
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
