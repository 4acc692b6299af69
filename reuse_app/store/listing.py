"""Every workshop of a database, with how large it is and when somebody last worked in it, for who runs the server.

Ratings and dots count nowhere in it: a ballot is blind to whoever runs the server, too.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, Text, cast, func, select

from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.tables import PARTS

ENTRIES = ("factor", "product", "capability", "link", "decision", "gap_plan", "iteration", "outcome")
"""Parts whose rows are what people have entered."""
BALLOTS = ("rating", "dot", "completion")
"""Parts that would tell who has voted, or how many."""


@dataclass(frozen=True)
class Listed:
    """One workshop; `size` is the letters that it keeps, with all that ever changed in it."""

    address: str
    title: str
    people: int
    entries: int
    size: int
    changed_at: dt.datetime


def workshops(database: Database) -> list[Listed]:
    """Return every workshop, the one that changed last first."""
    with database.read() as connection:
        counts, sizes = _rows(connection), _sizes(connection)
        changed = _changed(connection)
        found = tables.workshop.c
        query = select(found.id, found.address, found.title, found.created_at)
        listed = [
            Listed(
                address=row.address,
                title=row.title,
                people=counts["participant", row.id],
                entries=sum(counts[part, row.id] for part in ENTRIES),
                size=sizes[row.id],
                changed_at=changed.get(row.id, row.created_at),
            )
            for row in connection.execute(query)
        ]
    return sorted(listed, key=lambda each: each.changed_at, reverse=True)


def _rows(connection: Connection) -> Counter[tuple[str, int]]:
    """How many rows each part of each workshop has."""
    counts: Counter[tuple[str, int]] = Counter()
    for name in (*ENTRIES, "participant"):
        owner = PARTS[name].owner
        for workshop_id, count in connection.execute(select(owner, func.count()).group_by(owner)):
            counts[name, workshop_id] = count
    return counts


def _sizes(connection: Connection) -> Counter[int]:
    """The letters of each workshop: in its entries, and in what they were before."""
    sizes: Counter[int] = Counter()
    for name in (*ENTRIES, "participant", "workshop"):
        part = PARTS[name]
        for workshop_id, size in connection.execute(select(part.owner, _letters(part.table)).group_by(part.owner)):
            sizes[workshop_id] += size
    for workshop_id, size in connection.execute(_told(_letters(tables.changed_field))):
        sizes[workshop_id] += size
    return sizes


def _changed(connection: Connection) -> dict[int, dt.datetime]:
    """When somebody last changed something in each workshop."""
    return {row[0]: row[1] for row in connection.execute(_told(func.max(tables.change.c.at)))}


def _told(figure: ColumnElement[Any]) -> Select[tuple[int, Any]]:
    """A figure over the changes of each workshop, without those that would tell of ballots."""
    changes, fields = tables.change, tables.changed_field
    query = select(changes.c.workshop_id, figure).join(fields, fields.c.change_id == changes.c.id)
    return query.where(fields.c.part.not_in(BALLOTS)).group_by(changes.c.workshop_id)


def _letters(table: Table) -> ColumnElement[int]:
    """The letters in all columns of a table's rows."""
    lengths = (func.coalesce(func.length(cast(column, Text)), 0) for column in table.columns)
    return func.sum(reduce(add, lengths))
