"""Undoing a change: every value goes back to what it was, as a change of its own."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping, select

from reuse_app.store import tables
from reuse_app.store.changes import Edit, Writer, as_text, edit, entry_of, from_text
from reuse_app.store.errors import StoreError
from reuse_app.store.saved import Entry, as_noun
from reuse_app.store.tables import PARTS, Part
from reuse_app.worksheet.flat import flatten

Texts = dict[str, str | None]


def undo(writer: Writer, revision: int) -> int:
    """Undo the change with this revision; return the new revision.

    Raises UnknownWorkshopError, and StoreError when the change cannot be found or an entry has changed since.
    """
    with edit(writer, "undo", undoes=revision) as open_edit:
        changed = list(_changed(open_edit, revision))
        if not changed:
            raise StoreError("There is nothing to undo there.")
        for part, entry, before, after in sorted(changed, key=_in_order):
            _revert(open_edit, part, entry, before, after)
        return open_edit.revision


def _changed(open_edit: Edit, revision: int) -> Iterator[tuple[Part, Entry, Texts, Texts]]:
    """Yield each entry that a change touched, with its fields before and after."""
    query = (
        select(
            tables.changed_field.c.part,
            tables.changed_field.c.entry,
            tables.changed_field.c.field,
            tables.changed_field.c.before,
            tables.changed_field.c.after,
        )
        .join(tables.change, tables.change.c.id == tables.changed_field.c.change_id)
        .where(tables.change.c.workshop_id == open_edit.workshop_id, tables.change.c.revision == revision)
        .order_by(tables.changed_field.c.part, tables.changed_field.c.entry)
    )
    rows = open_edit.connection.execute(query).mappings().all()
    for (part, entry), fields in groupby(rows, key=lambda row: (row["part"], row["entry"])):
        found = list(fields)
        yield PARTS[part], entry_of(PARTS[part], entry), _texts(found, "before"), _texts(found, "after")


def _texts(fields: list[RowMapping], moment: str) -> Texts:
    return {field["field"]: field[moment] for field in fields}


def _in_order(changed: tuple[Part, Entry, Texts, Texts]) -> tuple[int, int]:
    """Bring rows back before others refer to them again, take rows away when nothing refers to them any more."""
    part, _, before, after = changed
    place = list(PARTS).index(part.name)
    if _went(after):
        return 0, place
    return (2, -place) if _came(before) else (1, place)


def _went(after: Texts) -> bool:
    """Say whether the row was removed: it lost its position, which a change never empties."""
    return "position" in after and after["position"] is None


def _came(before: Texts) -> bool:
    """Say whether the row was added."""
    return "position" in before and before["position"] is None


def _revert(open_edit: Edit, part: Part, entry: Entry, before: Texts, after: Texts) -> None:
    values = {name: from_text(text) for name, text in before.items()}
    if _went(after):
        open_edit.insert(part, {**flatten(as_noun(part, values)), "position": values["position"]})
    elif _came(before):
        open_edit.delete(part, entry)
    else:
        _put_back(open_edit, part, entry, values, after)


def _put_back(open_edit: Edit, part: Part, entry: Entry, values: dict[str, Any], after: Texts) -> None:
    """Give changed fields the values they had, unless somebody has changed them again."""
    current = open_edit.row(part, entry)
    if any(as_text(current[name]) != text for name, text in after.items()):
        raise StoreError("Somebody has changed this since, so it was left as it is.")
    restored = flatten(as_noun(part, current | values)) | {"position": values.get("position")}
    open_edit.update(part, entry, before=current, after={name: restored[name] for name in values})
