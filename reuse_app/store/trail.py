"""What was done to a workshop and by whom, read from the change log."""

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import Row, select

from reuse_app.store import tables
from reuse_app.store.changes import as_text
from reuse_app.store.engine import Database
from reuse_app.store.merging import MERGE

MOST = 20
"""Merges that a trail names."""


@dataclass(frozen=True)
class Change:
    """One numbered change: what was done, by whom, and when."""

    revision: int
    action: str
    participant: str | None
    at: dt.datetime


@dataclass(frozen=True)
class Merge(Change):
    """A merge: which entry stayed, what the one that went was called, and whether it was undone."""

    into: str
    gone: str
    undone: bool


def change_of(database: Database, address: str, revision: int) -> Change | None:
    """Return the change with a revision, 1 or more; None when there is none."""
    changes = tables.change.c
    query = (
        select(changes.revision, changes.action, changes.participant, changes.at)
        .join(tables.workshop, tables.workshop.c.id == changes.workshop_id)
        .where(tables.workshop.c.address == address, changes.revision == revision)
    )
    with database.read() as connection:
        found = connection.execute(query).one_or_none()
    return Change(**found._mapping) if found else None


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
        .limit(MOST)
    )
    with database.read() as connection:
        return [_merge(row) for row in connection.execute(query)]


def _merge(row: Row) -> Merge:  # type: ignore[type-arg]  # what the query selects is known above
    into = row.action.rpartition(" ")[2]
    return Merge(row.revision, row.action, row.participant, row.at, into, json.loads(row.before), row.undone)
