"""What was done to a workshop and by whom, read from the change log.

What somebody knowingly replaced after a clash is told to the person whose words went, until they deal with it.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from reuse_app.store import tables
from reuse_app.store.change_log import KEEP, MERGE, as_text
from reuse_app.store.engine import Database
from reuse_app.store.noun_table import EntryId
from reuse_app.store.tables import PARTS

MOST_MERGES = 20
"""The newest of a part, which are named."""


@dataclass(frozen=True)
class LoggedChange:
    """One numbered change: what was done, by whom, and when."""

    revision: int
    action: str
    participant: str | None
    at: dt.datetime


@dataclass(frozen=True)
class Merge(LoggedChange):
    """A merge: which entry stayed, what the one that went was called, and whether it was undone."""

    into: str
    gone: str
    undone: bool


def change_of(database: Database, address: str, revision: int) -> LoggedChange | None:
    """Return the change with a revision, 1 or more; None when there is none."""
    changes = tables.change.c
    query = (
        select(changes.revision, changes.action, changes.participant, changes.at)
        .join(tables.workshop, tables.workshop.c.id == changes.workshop_id)
        .where(tables.workshop.c.address == address, changes.revision == revision)
    )
    with database.read() as connection:
        found = connection.execute(query).one_or_none()
    return LoggedChange(**found._mapping) if found else None


def was_undone(database: Database, workshop_id: int, revision: int) -> bool:
    """Say whether somebody has undone a change."""
    changes = tables.change.c
    query = select(changes.id).where(changes.workshop_id == workshop_id, changes.undoes == revision)
    with database.read() as connection:
        return connection.execute(query).first() is not None


def removed_at_home(database: Database, workshop_id: int, revision: int) -> bool:
    """Say whether a change removed a product that exists already."""
    changes, fields = tables.change.c, tables.changed_field.c
    query = (
        select(fields.entry)
        .join(tables.change, changes.id == fields.change_id)
        .where(changes.workshop_id == workshop_id, changes.revision == revision)
        .where(fields.part == "product", fields.field == "home", fields.before == as_text(True))
    )
    with database.read() as connection:
        return connection.execute(query).first() is not None


def merges(database: Database, workshop_id: int, part: str) -> list[Merge]:
    """Return the last merges of a part, the newest first."""
    changes, fields, undoing = tables.change.c, tables.changed_field.c, tables.change.alias("undoing")
    undone = select(undoing.c.id).where(undoing.c.workshop_id == workshop_id, undoing.c.undoes == changes.revision)
    query = (
        select(
            changes.revision,
            changes.action,
            changes.participant,
            changes.at,
            fields.before,
            undone.exists().label("undone"),
        )
        .join(tables.changed_field, fields.change_id == changes.id)
        .where(
            changes.workshop_id == workshop_id,
            changes.action.startswith(f"{MERGE} {part} "),
            fields.part == part,
            fields.field == "name",
            fields.after.is_(None),
        )
        .order_by(changes.revision.desc())
        .limit(MOST_MERGES)
    )
    with database.read() as connection:
        return [_merge(row) for row in connection.execute(query)]


def _merge(row: Row) -> Merge:  # type: ignore[type-arg]  # what the query selects is known above
    into = row.action.rpartition(" ")[2]
    return Merge(row.revision, row.action, row.participant, row.at, into, json.loads(row.before), row.undone)


@dataclass(frozen=True)
class Replaced:
    """One field in which a person kept their own version instead of that of another, who had saved it before."""

    revision: int
    part: str
    entry: EntryId
    field: str
    by: str | None
    whose: str
    kept: str | None
    """What stands there since, in the words of the change log."""
    gone: str | None
    """What had been saved before, in the words of the change log."""


def still_replaced(
    connection: Connection, workshop_id: int, *, since: int, told: Iterable[Replaced] = ()
) -> tuple[Replaced, ...]:
    """Return what was told at a revision and is not dealt with since, and what was replaced after that."""
    found = [*told, *_replaced_since(connection, workshop_id, since)]
    return tuple(each for each in found if not _is_dealt_with(connection, workshop_id, each, since))


def _replaced_since(connection: Connection, workshop_id: int, since: int) -> Sequence[Replaced]:
    changes, fields = tables.change.c, tables.changed_field.c
    query = (
        select(changes.revision, changes.participant, changes.action, *fields)
        .join(tables.changed_field, fields.change_id == changes.id)
        .where(changes.workshop_id == workshop_id, changes.revision > since, changes.action.startswith(f"{KEEP} "))
        .order_by(changes.revision)
    )
    found = []
    for row in connection.execute(query).all():
        whose = _author_before(connection, workshop_id, row)
        if whose and whose != row.participant and row.field in row.action.split():
            entry = PARTS[row.part].parsed(row.entry)
            place = (row.revision, row.part, entry, row.field)
            found.append(Replaced(*place, by=row.participant, whose=whose, kept=row.after, gone=row.before))
    return found


def _author_before(connection: Connection, workshop_id: int, row: Row[Any]) -> str | None:
    """Who wrote a field last before it was changed."""
    changes, fields = tables.change.c, tables.changed_field.c
    query = (
        select(changes.participant)
        .join(tables.changed_field, fields.change_id == changes.id)
        .where(changes.workshop_id == workshop_id, changes.revision < row.revision)
        .where(fields.part == row.part, fields.entry == row.entry, fields.field == row.field)
        .order_by(changes.revision.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def _is_dealt_with(connection: Connection, workshop_id: int, replaced: Replaced, since: int) -> bool:
    """Whether the person whose words went has written the field again, or confirmed what stands there."""
    changes, fields = tables.change.c, tables.changed_field.c
    query = (
        select(changes.id)
        .join(tables.changed_field, fields.change_id == changes.id)
        .where(changes.workshop_id == workshop_id, changes.revision > max(since, replaced.revision))
        .where(changes.participant == replaced.whose, fields.part == replaced.part, fields.field == replaced.field)
        .where(fields.entry == PARTS[replaced.part].text(replaced.entry))
        .limit(1)
    )
    return connection.execute(query).first() is not None
