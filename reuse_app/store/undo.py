"""Undoing a change: every value goes back to what it was, as a change of its own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import Any

from pydantic import ValidationError
from sqlalchemy import RowMapping, select, update
from sqlalchemy.exc import IntegrityError

from reuse_app.store import tables
from reuse_app.store.change_log import UNDO, Texts, as_text, from_text
from reuse_app.store.contradictions import refuse_contradiction
from reuse_app.store.edit import Edit, Writer, edit
from reuse_app.store.errors import StoreError, TakenError, UnknownEntryError
from reuse_app.store.noun_table import EntryId, StoredPart
from reuse_app.store.rows import as_noun
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import flatten

FIRST_UNDOABLE = 2
"""Revision 1 is the start of the workshop."""


class Way(IntEnum):
    """What a change did to an entry, in the order of undoing: a row is there again before others refer to it."""

    WENT = 0
    STAYED = 1
    CAME = 2


@dataclass(frozen=True)
class Touched:
    """One entry that a change touched, with its fields before and after."""

    part: StoredPart
    entry: EntryId
    before: Texts
    after: Texts

    @property
    def way(self) -> Way:
        """Whether the row was added, removed or changed; a change never empties its position."""
        if "position" in self.after and self.after["position"] is None:
            return Way.WENT
        return Way.CAME if "position" in self.before and self.before["position"] is None else Way.STAYED

    @property
    def order(self) -> tuple[Way, int]:
        """When to undo it: rows come back after what they refer to, and go away before it."""
        place = list(PARTS).index(self.part.name)
        return self.way, -place if self.way is Way.CAME else place


def undo(writer: Writer, revision: int) -> int:
    """Undo the change with this revision; return the new revision.

    Raises UnknownWorkshopError, ConstraintError when the rules could not all hold any more, and StoreError when the
    change cannot be found or an entry has changed since.
    """
    with edit(writer, UNDO) as open_edit:
        touched = sorted(_touched(open_edit, revision), key=lambda each: each.order)
        if not touched:
            raise StoreError("There is nothing to undo there.")
        try:
            for (way, _), entries in groupby(touched, key=lambda each: each.order):
                _revert(open_edit, way, list(entries))
        except (ValidationError, IntegrityError, TakenError, UnknownEntryError) as error:
            raise _changed_since() from error
        refuse_contradiction(open_edit)
        _note(open_edit, [revision])
        return open_edit.revision


def _note(open_edit: Edit, undone: Collection[int]) -> None:
    """Note which changes are undone by this one; what was undone by one of these stands again."""
    changes = tables.change.c
    here = update(tables.change).where(changes.workshop_id == open_edit.workshop_id)
    open_edit.connection.execute(here.where(changes.undone_by.in_(undone)).values(undone_by=None))
    open_edit.connection.execute(here.where(changes.revision.in_(undone)).values(undone_by=open_edit.revision))


def _touched(open_edit: Edit, revision: int) -> Iterator[Touched]:
    """Yield each entry that a change touched."""
    if not FIRST_UNDOABLE <= revision <= open_edit.revision:
        return
    fields = tables.changed_field.c
    query = (
        select(fields.part, fields.entry, fields.field, fields.before, fields.after)
        .join(tables.change, tables.change.c.id == fields.change_id)
        .where(tables.change.c.workshop_id == open_edit.workshop_id, tables.change.c.revision == revision)
        .where(fields.part.in_(PARTS))
        .order_by(fields.part, fields.entry)
    )
    rows = open_edit.connection.execute(query).mappings().all()
    for (part, entry), group in groupby(rows, key=lambda row: (row["part"], row["entry"])):
        found = list(group)
        yield Touched(PARTS[part], PARTS[part].parsed(entry), _texts(found, "before"), _texts(found, "after"))


def _texts(fields: list[RowMapping], moment: str) -> Texts:
    return {field["field"]: field[moment] for field in fields}


def _revert(open_edit: Edit, way: Way, entries: list[Touched]) -> None:
    """Revert what one change did in one way to entries of one part."""
    part = entries[0].part
    if way is Way.WENT:
        open_edit.insert(part, [_restored(each, {}) for each in entries])
    elif way is Way.CAME:
        open_edit.delete(part, [_unchanged(open_edit, each) for each in entries])
    else:
        for each in entries:
            current = _unchanged(open_edit, each)
            restored = _restored(each, current)
            open_edit.update(part, each.entry, before=current, after={name: restored[name] for name in each.before})


def _unchanged(open_edit: Edit, touched: Touched) -> dict[str, Any]:
    """Return an entry as it is, unless somebody has changed the same fields again, or anything of an added entry."""
    current = open_edit.row(touched.part, touched.entry)
    fields = touched.after if touched.way is Way.STAYED else current.keys() - {"workshop_id", "version", "position"}
    if any(as_text(current[name]) != touched.after.get(name) for name in fields):
        raise _changed_since()
    return current


def _restored(touched: Touched, current: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with the values that it had; what it says beside them stays."""
    values = {name: from_text(touched.part, name, text) for name, text in touched.before.items()}
    kept: dict[str, Any] = {name: values[name] for name in ("position", "author") if name in values}
    return {"author": None} | flatten(as_noun(touched.part, current | values)) | kept


def _changed_since() -> StoreError:
    return StoreError("Somebody has changed this since, so it was left as it is.")
