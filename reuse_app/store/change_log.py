"""The words of the change log: how it writes values and actions, and how to find what somebody has said."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from reuse_app.store import tables
from reuse_app.store.noun_table import StoredPart
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
