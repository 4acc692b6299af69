"""One noun of the worksheet as the store keeps it: its table, made from the noun, and how a row of it is found."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Date,
    Float,
    ForeignKeyConstraint,
    Integer,
    Select,
    String,
    Table,
    Update,
    and_,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.sql.type_api import TypeEngine
from sqlmodel import Field

from reuse_app.room.room import LAST_TURN, SPOTLIGHT_LENGTH
from reuse_app.worksheet import Iteration, Workshop, columns
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import KEY_LENGTH, Noun, ProductKey, clean_line

EntryId = tuple[str | int, ...]
"""What identifies one row of a part within its workshop."""

LAST_SECOND = 10**11
"""Unix seconds in the year 5138."""
LARGEST_INTEGER = 2**31 - 1
"""What an integer column of PostgreSQL holds."""
LAST_ITEM = 10**6
"""The largest number of an agenda item."""


class Framed(Workshop):
    """The workshop as a row: with the one constraint that is a single number, and where the room is."""

    at_most: int | None = Field(default=None, ge=1, le=1000)
    step: Step = Step.FRAME
    since: int | None = Field(default=None, ge=0, le=LAST_SECOND)
    starts_at: int | None = Field(default=None, ge=0, le=LAST_SECOND)
    at_item: int | None = Field(default=None, ge=1, le=LAST_ITEM)
    ends_at: int | None = Field(default=None, ge=0, le=LAST_SECOND)
    sound: bool = False
    spotlight: str | None = Field(default=None, max_length=SPOTLIGHT_LENGTH)
    turn: int | None = Field(default=None, ge=0, le=LAST_TURN)
    has_joined: bool = False
    closed: bool = False
    report_open: bool = False
    is_template: bool = False


class MustHave(Noun):
    """A product that has to be chosen."""

    product: ProductKey


class Exclusive(Noun):
    """One product of a group of which at most one may be chosen."""

    group: int = Field(ge=1, le=1000)
    product: ProductKey


class Minimum(Noun):
    """One product of a group of which at least so many have to be chosen; every row of a group says how many."""

    group: int = Field(ge=1, le=1000)
    product: ProductKey
    count: int = Field(ge=1, le=1000)


class NumberedIteration(Iteration):
    """An iteration with the number by which the store finds it again."""

    number: int = Field(ge=1)


@dataclass(frozen=True)
class StoredPart:
    """A noun with its table and the columns that identify a row."""

    name: str
    noun: type[Noun]
    identity: tuple[str, ...]
    table: Table
    limit: int | None = None
    """The most entries that a worksheet file may hold; None where nothing but other parts limits them."""

    @property
    def owner(self) -> Column[int]:
        """The column that says to which workshop a row belongs."""
        return self.table.c.workshop_id if self.identity else self.table.c.id

    @property
    def said(self) -> str:
        """What the part is called in a message."""
        return self.name.replace("_", " ")

    def entry(self, row: Mapping[str, Any]) -> EntryId:
        """Which entry a row is."""
        return tuple(row[name] for name in self.identity)

    def where(self, workshop_id: int, entry: EntryId) -> ColumnElement[bool]:
        """The condition that finds one entry."""
        identity = (self.table.c[name] == value for name, value in zip(self.identity, entry, strict=True))
        return and_(self.owner == workshop_id, *identity)

    def read(self, connection: Connection, workshop_id: int, entries: Collection[EntryId]) -> list[dict[str, Any]]:
        """Return the rows of those of the entries, of which there is one at least, that a workshop has."""
        pieces = {name: list(set(values)) for name, *values in zip(self.identity, *entries, strict=True)}
        found = connection.execute(self._among, {"workshop_id": workshop_id, **pieces}).mappings()
        wanted = set(entries)
        return [row for row in map(dict, found) if self.entry(row) in wanted]

    @cached_property
    def _among(self) -> Select[Any]:
        """The query for rows made of given pieces, not of given pairs, for which SQLite would read the whole workshop.

        Made once, because making it takes longer than asking it.
        """
        pieces = (self.table.c[name].in_(bindparam(name, expanding=True)) for name in self.identity)
        return select(self.table).where(self.owner == bindparam("workshop_id"), *pieces)

    def change(self, connection: Connection, workshop_id: int, entry: EntryId, values: Mapping[str, Any]) -> None:
        """Write columns of one entry."""
        which = {f"of_{name}": value for name, value in zip(self.identity, entry, strict=True)}
        connection.execute(self._changing, {"of_workshop": workshop_id, **which, **values})

    @cached_property
    def _changing(self) -> Update:
        """The statement that changes one entry; which columns it writes is told by what it is executed with."""
        which = (self.table.c[name] == bindparam(f"of_{name}") for name in self.identity)
        return update(self.table).where(self.owner == bindparam("of_workshop"), *which)

    @cached_property
    def count_and_last(self) -> Select[int, int]:
        """The query for how many rows a workshop has and for the last position of one, or 0."""
        query = select(func.count(), func.coalesce(func.max(self.table.c.position), 0))
        return query.where(self.owner == bindparam("workshop_id"))

    def text(self, entry: EntryId) -> str:
        """An entry as the change log writes it: its identity joined by slashes, which no key contains."""
        return "/".join(map(str, entry))

    def parsed(self, text: str) -> EntryId:
        """The entry that `text` wrote."""
        pieces = text.split("/") if self.identity else []
        types = (self.table.c[name].type.python_type for name in self.identity)
        return tuple(kind(piece) for kind, piece in zip(types, pieces, strict=True))


def can_be_kept(entry: EntryId) -> bool:
    """Say whether a database could hold an entry at all; PostgreSQL refuses even to look for a NUL."""
    return all(
        len(piece) <= KEY_LENGTH and piece == clean_line(piece)
        if isinstance(piece, str)
        else 0 <= piece <= LARGEST_INTEGER
        for piece in entry
    )


SQL_TYPES: dict[type, TypeEngine[Any]] = {int: Integer(), float: Float(53), dt.date: Date()}


def columns_of(noun: type[Noun], identity: tuple[str, ...] = ()) -> Iterator[Column[Any]]:
    """Yield a column for every single value of a noun."""
    for column in columns.columns(noun).values():
        yield Column(
            column.name,
            _sql_type(column),
            primary_key=column.name in identity,
            nullable=column.optional,
            autoincrement=False,
        )


def references_of(noun: type[Noun]) -> Iterator[ForeignKeyConstraint]:
    """Yield a foreign key for every column that names another part, within the same workshop.

    What a part within the noun names may be younger, and name the entry itself: `Edit.close` sees to these.
    """
    for column in columns.columns(noun).values():
        if column.refers and len(column.path) == 1:
            there = [f"{column.refers}.workshop_id", f"{column.refers}.key"]
            yield ForeignKeyConstraint(["workshop_id", column.name], there)


def checks_of(noun: type[Noun]) -> Iterator[CheckConstraint]:
    """Yield a CHECK constraint for every limit that the noun states."""
    for column in columns.columns(noun).values():
        rules = [_rule(column, limit, bound) for limit, bound in column.limits.items()]
        if column.choices:
            rules.append(f'"{column.name}" IN ({", ".join(map(_literal, column.choices))})')
        if rules:
            yield CheckConstraint(" AND ".join(rules), name=column.name)


def _sql_type(column: columns.Column) -> TypeEngine[Any]:
    if column.type is bool:
        return Boolean(create_constraint=True, name=column.name)
    if column.type is str:
        longest = max((len(str(choice)) for choice in column.choices), default=int(column.limits.get("max_length", 0)))
        return String(longest)
    is_large = column.type is int and column.limits.get("le", 0) > LARGEST_INTEGER
    return BigInteger() if is_large else SQL_TYPES[column.type]


def _rule(column: columns.Column, limit: str, bound: float) -> str:
    subject = f'length("{column.name}")' if limit.endswith("length") else f'"{column.name}"'
    return f"{subject} {'>=' if limit in ('ge', 'min_length') else '<='} {bound:g}"


def _literal(choice: columns.Scalar) -> str:
    return f"'{choice}'" if isinstance(choice, str) else format(choice, "d")
