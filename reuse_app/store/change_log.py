"""What somebody has said as it stands in the change log: whether there is any, and how to find it."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select

from reuse_app.store import tables
from reuse_app.store.changes import Edit, as_text
from reuse_app.store.part import Part
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import columns

FIELDS = tables.changed_field.c
MOMENTS = ("before", "after")


def of_workshop(workshop_id: int) -> ColumnElement[bool]:
    """The condition that finds what one workshop logs."""
    changes = select(tables.change.c.id).where(tables.change.c.workshop_id == workshop_id)
    return FIELDS.change_id.in_(changes)


def about_person(participant: str) -> ColumnElement[bool]:
    """The condition that finds a person with all that they ever rated and voted."""
    whose = or_(FIELDS.entry == participant, FIELDS.entry.startswith(f"{participant}/", autoescape=True))
    return and_(FIELDS.part.in_([part.name for part in PARTS.values() if _is_about_a_person(part)]), whose)


def have_said(open_edit: Edit, parts: Collection[str], *, but: str | None) -> bool:
    """Say whether the log knows of somebody, but for one, who has added anything to parts."""
    by_others = or_(*(and_(FIELDS[moment].is_not(None), FIELDS[moment] != (as_text(but) or "")) for moment in MOMENTS))
    query = select(FIELDS.entry).where(of_workshop(open_edit.workshop_id), FIELDS.part.in_(parts), by_others)
    return open_edit.connection.execute(query.where(FIELDS.field == "author").limit(1)).first() is not None


def _is_about_a_person(part: Part) -> bool:
    return part.name == "participant" or (
        bool(part.identity) and columns(part.noun)[part.identity[0]].refers == "participant"
    )
