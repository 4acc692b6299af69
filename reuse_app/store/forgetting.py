"""Forgetting a person: what they added and said leaves the worksheet, the change log and every earlier state.

What others have built on it stays. Where somebody's words stood in an entry of others, what stood there before comes
back, as if they had never written; what was counted or chosen stays, by nobody in particular.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, or_, select, tuple_, update

from reuse_app.store import tables
from reuse_app.store.changes import Edit, Writer, as_text, edit, from_text
from reuse_app.store.entries import remove_within
from reuse_app.store.part import Part
from reuse_app.store.privacy import NOBODYS
from reuse_app.store.tables import PARTS
from reuse_app.store.workshops import overwrite_deleted
from reuse_app.worksheet.flat import columns

ADDED = ("capability", "product")
"""Parts whose entries go with the person who added them."""
AT_ONCE = 300
"""Entries named in one statement."""


def forget_person(writer: Writer, participant: str) -> int:
    """Forget a participant for good; return the workshop's revision. Raises UnknownEntryError.

    Nothing of it can be undone, and no file of an SQLite database holds the words afterwards. PostgreSQL rewrites its
    tables; its own write-ahead log is its keeper's to recycle.
    """
    with edit(writer, "forget participant") as open_edit:
        open_edit.row(PARTS["participant"], (participant,))
        for part in ADDED:
            for row in open_edit.every(PARTS[part]):
                if row["author"] == participant:
                    remove_within(open_edit, PARTS[part], PARTS[part].entry(row))
        remove_within(open_edit, PARTS["participant"], (participant,))
        _forget_entries(open_edit, open_edit.removed)
        for wrote in _wrote(open_edit, participant):
            _take_out(open_edit, wrote)
        _forget_votes(open_edit, participant)
        _forget_name(open_edit, participant)
        open_edit.log_nothing()
        revision = open_edit.revision
    overwrite_deleted(writer.database, writer.address)
    return revision


@dataclass(frozen=True)
class Wrote:
    """Some words that a person has written in a field, and what stood there before."""

    change_id: int
    revision: int
    part: Part
    entry: str
    field: str
    before: str | None
    after: str | None


def _wrote(open_edit: Edit, participant: str) -> list[Wrote]:
    """The words that a person has written in entries that stay, the last first."""
    changes, fields = tables.change.c, tables.changed_field.c
    query = (
        select(fields.change_id, changes.revision, fields.part, fields.entry, fields.field, fields.before, fields.after)
        .join(tables.change, changes.id == fields.change_id)
        .where(changes.workshop_id == open_edit.workshop_id, changes.participant == participant)
        .order_by(changes.revision.desc())
    )
    rows = (dict(row) for row in open_edit.connection.execute(query).mappings() if row["part"] in PARTS)
    found = (Wrote(**{**row, "part": PARTS[row["part"]]}) for row in rows)
    return [each for each in found if _holds_words(each)]


def _holds_words(wrote: Wrote) -> bool:
    column = columns(wrote.part.noun).get(wrote.field)
    return column is not None and column.type is str and not column.choices and not column.refers


def _take_out(open_edit: Edit, wrote: Wrote) -> None:
    """Let a field be as if these words had never been written, now and in every earlier state."""
    fields, changes = tables.changed_field.c, tables.change.c
    same = and_(fields.part == wrote.part.name, fields.entry == wrote.entry, fields.field == wrote.field)
    later = (
        select(fields.change_id)
        .join(tables.change, changes.id == fields.change_id)
        .where(changes.workshop_id == open_edit.workshop_id, changes.revision > wrote.revision, same)
        .order_by(changes.revision)
        .limit(1)
    )
    following = open_edit.connection.execute(later).scalar_one_or_none()
    if following is None:
        _put_back(open_edit, wrote)
    else:
        follows = update(tables.changed_field).where(fields.change_id == following, same)
        open_edit.connection.execute(follows.values(before=wrote.before))
    open_edit.connection.execute(delete(tables.changed_field).where(fields.change_id == wrote.change_id, same))


def _put_back(open_edit: Edit, wrote: Wrote) -> None:
    """Let a field that still says what this person wrote say again what stood there before."""
    entry = wrote.part.parsed(wrote.entry)
    row = open_edit.rows(wrote.part, [entry]).get(entry)
    if row and as_text(row[wrote.field]) == wrote.after:
        before = from_text(wrote.part, wrote.field, wrote.before)
        open_edit.update(wrote.part, entry, before=row, after={wrote.field: before})


def _forget_entries(open_edit: Edit, entries: Collection[tuple[str, str]]) -> None:
    """Take every trace of entries that are gone out of the change log, with the keys by which others named them."""
    named, fields = list(entries), tables.changed_field.c
    for start in range(0, len(named), AT_ONCE):
        some = named[start : start + AT_ONCE]
        among = tuple_(fields.part, fields.entry).in_(some)
        open_edit.connection.execute(delete(tables.changed_field).where(_of(open_edit), among))
        keys = [json.dumps(entry) for part, entry in some if part in ADDED]
        for moment in ("before", "after"):
            naming = update(tables.changed_field).where(_of(open_edit), fields[moment].in_(keys), _refers())
            open_edit.connection.execute(naming.values({moment: None}))


def _refers() -> ColumnElement[bool]:
    """The condition that finds values in the change log that are keys of other entries."""
    every = ((part.name, column) for part in PARTS.values() for column in columns(part.noun).values())
    fields = tables.changed_field.c
    return tuple_(fields.part, fields.field).in_([(name, column.name) for name, column in every if column.refers])


def _forget_votes(open_edit: Edit, participant: str) -> None:
    """Take a person with all that they ever rated and voted out of the change log."""
    fields = tables.changed_field.c
    whose = or_(fields.entry == participant, fields.entry.startswith(f"{participant}/", autoescape=True))
    parts = [part.name for part in PARTS.values() if _is_about_a_person(part)]
    open_edit.connection.execute(delete(tables.changed_field).where(_of(open_edit), fields.part.in_(parts), whose))


def _is_about_a_person(part: Part) -> bool:
    return part.name == "participant" or (
        bool(part.identity) and columns(part.noun)[part.identity[0]].refers == "participant"
    )


def _forget_name(open_edit: Edit, participant: str) -> None:
    """Let nobody in particular have done what this person did, and no link of theirs be known any more."""
    here, execute = open_edit.workshop_id, open_edit.connection.execute
    for table, column, stands in (
        (tables.change, "participant", None),
        (tables.change, "whose", NOBODYS),
        (tables.snapshot, "participant", None),
        *((part.table, "author", None) for part in PARTS.values() if part.identity),
    ):
        theirs = and_(table.c.workshop_id == here, table.c[column] == participant)
        execute(update(table).where(theirs).values({column: stands}))
    grants = tables.grant.c
    execute(delete(tables.grant).where(grants.workshop_id == here, grants.participant == participant))


def _of(open_edit: Edit) -> ColumnElement[bool]:
    """The condition that finds the log of one workshop."""
    changes = select(tables.change.c.id).where(tables.change.c.workshop_id == open_edit.workshop_id)
    return tables.changed_field.c.change_id.in_(changes)
