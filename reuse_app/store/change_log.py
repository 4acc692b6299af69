"""The change log: how it writes values and actions, and what it knows of who has done and said what.

What somebody knowingly replaced after a clash is told to the person whose words went, until they deal with it.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, or_, select

from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.noun_table import EntryId, StoredPart
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import Scalar, columns

MERGE = "merge"
"""What the action of a merge begins with; the part and the key of the entry that stayed follow."""
UNDO = "undo"
"""The action of a change that undoes another."""
RESTORE = "restore"
"""The action of a change that brings an earlier state back."""
KEEP = "keep"
"""What the action of a change begins with in which somebody kept their own version; the names of the fields follow."""
ACTION_LENGTH = 80

FIELDS = tables.changed_field.c
MOMENTS = ("before", "after")

Texts = dict[str, str | None]
"""Fields of an entry, each as the change log writes it."""
Log = Mapping[tuple[str, str, str], tuple[str | None, str | None]]
"""What one change wrote: by part, entry and field, the texts before and after."""
MOST_MERGES = 20
"""The newest of a part, which are named."""


def as_text(value: Scalar) -> str | None:
    """A value as a JSON scalar, the form in which the change log keeps it; empty text is nothing."""
    return None if value in (None, "") else json.dumps(to_jsonable_python(value), ensure_ascii=False)


def from_text(part: StoredPart, field: str, text: str | None) -> Any:
    """The value that `as_text` wrote, a date as text."""
    if text is not None:
        return json.loads(text)
    column = columns(part.noun).get(field)
    return "" if column and column.type is str and not column.optional and not column.choices else None


def keeping(fields: Collection[str]) -> str:
    """The action of a change that keeps one's own version of these fields; of very many it names as many as fit."""
    action = KEEP
    for field in fields:
        if len(action) + len(field) < ACTION_LENGTH:
            action = f"{action} {field}"
    return action


def of_workshop(workshop_id: int) -> ColumnElement[bool]:
    """The condition that finds what one workshop logs."""
    changes = select(tables.change.c.id).where(tables.change.c.workshop_id == workshop_id)
    return FIELDS.change_id.in_(changes)


def about_person(participant: str) -> ColumnElement[bool]:
    """The condition that finds a person with all that they ever rated and voted."""
    whose = or_(FIELDS.entry == participant, FIELDS.entry.startswith(f"{participant}/", autoescape=True))
    return and_(FIELDS.part.in_([part.name for part in PARTS.values() if _is_about_a_person(part)]), whose)


def have_said(connection: Connection, workshop_id: int, parts: Collection[str], *, but: str | None) -> bool:
    """Say whether the log knows of somebody, but for one, who has added anything to parts."""
    by_others = or_(*(and_(FIELDS[moment].is_not(None), FIELDS[moment] != (as_text(but) or "")) for moment in MOMENTS))
    query = select(FIELDS.entry).where(of_workshop(workshop_id), FIELDS.part.in_(parts), by_others)
    return connection.execute(query.where(FIELDS.field == "author").limit(1)).first() is not None


def _is_about_a_person(part: StoredPart) -> bool:
    return part.name == "participant" or (
        bool(part.identity) and columns(part.noun)[part.identity[0]].refers == "participant"
    )


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
    with database.ask() as connection:
        found = connection.execute(query).one_or_none()
    return LoggedChange(**found._mapping) if found else None


def was_undone(database: Database, workshop_id: int, revision: int) -> bool:
    """Say whether somebody has undone a change."""
    changes = tables.change.c
    query = select(changes.undone_by).where(changes.workshop_id == workshop_id, changes.revision == revision)
    with database.ask() as connection:
        return connection.execute(query).scalar() is not None


def removed_at_home(database: Database, workshop_id: int, revision: int) -> bool:
    """Say whether a change removed a product that exists already."""
    changes, fields = tables.change.c, tables.changed_field.c
    query = (
        select(fields.entry)
        .join(tables.change, changes.id == fields.change_id)
        .where(changes.workshop_id == workshop_id, changes.revision == revision)
        .where(fields.part == "product", fields.field == "home", fields.before == as_text(True))
    )
    with database.ask() as connection:
        return connection.execute(query).first() is not None


def merges(database: Database, workshop_id: int, part: str) -> list[Merge]:
    """Return the last merges of a part, the newest first."""
    asked = {"workshop_id": workshop_id, "beginning": f"{MERGE} {part} ", "part": part}
    with database.ask() as connection:
        return [_merge(row) for row in connection.execute(_merges(), asked)]


@cache
def _merges() -> Select[Any]:
    """The query for merges; made once, because making it takes longer than asking it."""
    changes, fields = tables.change.c, tables.changed_field.c
    is_here = changes.workshop_id == bindparam("workshop_id")
    told = (changes.revision, changes.action, changes.participant, changes.at, fields.before)
    return (
        select(*told, changes.undone_by.is_not(None).label("undone"))
        .join(tables.changed_field, fields.change_id == changes.id)
        .where(is_here, changes.action.startswith(bindparam("beginning")), fields.part == bindparam("part"))
        .where(fields.field == "name", fields.after.is_(None))
        .order_by(changes.revision.desc())
        .limit(MOST_MERGES)
    )


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
    connection: Connection,
    workshop_id: int,
    *,
    since: int,
    told: Iterable[Replaced] = (),
    actions: Collection[str] | None = None,
) -> tuple[Replaced, ...]:
    """Return what was told at a revision and is not dealt with since, and what was replaced after that.

    `actions` are those of the changes since, where they are known.
    """
    is_new = actions is None or any(action.startswith(f"{KEEP} ") for action in actions)
    found = [*told, *(_replaced_since(connection, workshop_id, since) if is_new else ())]
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
