"""What somebody knowingly replaced after a clash, told to the person whose words went until they deal with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from reuse_app.store import tables
from reuse_app.store.part import Entry
from reuse_app.store.tables import PARTS

KEEP = "keep"
"""What the action of a change begins with in which somebody kept their own version; the names of the fields follow."""
ACTION_LENGTH = 80


@dataclass(frozen=True)
class Replaced:
    """One field in which a person kept their own version instead of that of another, who had saved it before."""

    revision: int
    part: str
    entry: Entry
    field: str
    by: str | None
    whose: str
    kept: str | None
    """What stands there since, in the words of the change log."""
    gone: str | None
    """What had been saved before, in the words of the change log."""


def keeping(fields: Collection[str]) -> str:
    """The action of a change that keeps one's own version of these fields; of very many it names as many as fit."""
    action = KEEP
    for field in fields:
        if len(action) + len(field) < ACTION_LENGTH:
            action = f"{action} {field}"
    return action


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
