"""Earlier states of a workshop: named, read from the change log, and brought back as a change of their own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from reuse_app.room.room import visible
from reuse_app.store import tables
from reuse_app.store.change_log import RESTORE, Texts, as_text, from_text
from reuse_app.store.edit import Edit, Writer, edit, referring
from reuse_app.store.engine import Database
from reuse_app.store.entries import remove_within
from reuse_app.store.errors import StoreError
from reuse_app.store.noun_table import EntryId, StoredPart
from reuse_app.store.rows import NounRow, NounRows, as_noun, room_of, worksheet_of
from reuse_app.store.tables import PARTS
from reuse_app.store.workshop_state import load, newest_since
from reuse_app.worksheet import Worksheet, Workshop
from reuse_app.worksheet.columns import columns, flatten

OF_THE_ROOM = {"stage", "agenda_item", "seat", "completion", "nature_share", "map_share", "mark", "inquiry", "referral"}
"""Parts that stay as they are when a worksheet is brought back."""
LOGGED = sorted(PARTS.keys() - OF_THE_ROOM)
"""Parts whose earlier states the change log holds."""
FRAME = [*columns(Workshop), "at_most"]
"""What is brought back of the workshop itself; where the room is stays."""
Then = dict[str, dict[EntryId, Texts]]
"""By part and entry, the fields that have changed since a revision, as they were then."""


@dataclass(frozen=True)
class Snapshot:
    """A name for a state of a workshop."""

    id: int
    revision: int
    name: str
    at: dt.datetime
    participant: str | None


def keep(writer: Writer, name: str) -> int:
    """Give the workshop as it is now a name; return its revision. Raises UnknownWorkshopError.

    As long as nothing has changed that everybody may know of, the same name is moved here instead of standing twice.
    """
    table = tables.snapshot.c
    with edit(writer, "snapshot") as open_edit:
        known = newest_since(open_edit.connection, open_edit.workshop_id, 0).get(None, 0)
        same = (table.workshop_id == open_edit.workshop_id, table.name == name, table.revision >= known)
        moved = update(tables.snapshot).where(*same).values(revision=open_edit.revision)
        if not open_edit.connection.execute(moved).rowcount:
            values = {"workshop_id": open_edit.workshop_id, "revision": open_edit.revision, "name": name}
            values |= {"at": dt.datetime.now(dt.UTC), "participant": writer.participant}
            open_edit.connection.execute(insert(tables.snapshot).values(values))
        return open_edit.revision


def snapshots(database: Database, address: str) -> list[Snapshot]:
    """Return the named states of a workshop, the newest first."""
    table = tables.snapshot.c
    query = (
        select(table.id, table.revision, table.name, table.at, table.participant)
        .join(tables.workshop, tables.workshop.c.id == table.workshop_id)
        .where(tables.workshop.c.address == address)
        .order_by(table.revision.desc(), table.id.desc())
    )
    with database.ask() as connection:
        return [Snapshot(**row._mapping) for row in connection.execute(query)]


def worksheet_at(database: Database, address: str, revision: int, *, viewer: str | None = None) -> Worksheet:
    """Return the worksheet as it was at a revision, as far as somebody may see it by the rules of today.

    Raises UnknownWorkshopError, and StoreError for a revision that the workshop never had.
    """
    saved = load(database, address)
    _refuse_unknown(revision, saved.revision)
    with database.read() as connection:
        then = _changed_since(connection, saved.id, revision)
    rows = {name: _rows_then(PARTS[name], rows, then[name]) for name, rows in saved.rows.items()}
    room = replace(saved.room, authors=room_of(rows).authors)
    return visible(worksheet_of(rows), room, viewer)


def restore(writer: Writer, revision: int) -> int:
    """Make the worksheet what it was at a revision, as one change; return the new revision.

    Who takes part, how the steps are set and what people keep to themselves stays as it is. Raises as `worksheet_at`
    does.
    """
    with edit(writer, RESTORE) as open_edit:
        _refuse_unknown(revision, open_edit.revision)
        then = _changed_since(open_edit.connection, open_edit.workshop_id, revision)
        _bring_back(open_edit, _without_hidden(open_edit, then))
        return open_edit.revision


def _refuse_unknown(revision: int, newest: int) -> None:
    if not 1 <= revision <= newest:
        raise StoreError("The workshop never was in this state.")


def _lists() -> list[tuple[str, StoredPart]]:
    """The parts of a worksheet that are lists."""
    return [(name, part) for name, part in PARTS.items() if name not in OF_THE_ROOM and part.identity]


def _changed_since(connection: Connection, workshop_id: int, revision: int) -> Then:
    """What has changed since a revision, as it was then; the room has no earlier state."""
    fields, changes = tables.changed_field.c, tables.change.c
    query = (
        select(fields.part, fields.entry, fields.field, fields.before)
        .join(tables.change, changes.id == fields.change_id)
        .where(changes.workshop_id == workshop_id, changes.revision > revision, fields.part.in_(LOGGED))
        .order_by(changes.revision.desc())
    )
    then: Then = defaultdict(lambda: defaultdict(dict))
    for part, entry, field, before in connection.execute(query):
        then[part][PARTS[part].parsed(entry)][field] = before
    return then


def _without_hidden(open_edit: Edit, then: Then) -> Then:
    """An earlier state without what somebody keeps to themselves: whoever brings it back cannot know of that."""
    log = {
        (name, PARTS[name].text(entry), field): (before, None)
        for name, states in then.items()
        for entry, texts in states.items()
        for field, before in texts.items()
    }
    kept = open_edit.keepers(log)
    seen: Then = defaultdict(lambda: defaultdict(dict))
    for name, states in then.items():
        seen[name] |= {entry: texts for entry, texts in states.items() if kept[name, PARTS[name].text(entry)] is None}
    return seen


def _texts(row: Mapping[str, Any]) -> Texts:
    return {name: as_text(value) for name, value in row.items() if name not in ("workshop_id", "version")}


def row_texts(row: NounRow) -> Texts:
    """Return what a row says in the words of the change log."""
    return _texts({**flatten(row.noun), "position": row.position, "author": row.author})


def _was_there(part: StoredPart, texts: Texts) -> bool:
    return not part.identity or bool(texts.get("position"))


def _values(part: StoredPart, entry: EntryId, texts: Texts) -> dict[str, Any]:
    """The columns of an entry from the words of the change log."""
    identity = dict(zip(part.identity, entry, strict=True))
    values = {name: from_text(part, name, text) for name, text in texts.items()}
    own = {name: from_text(part, name, None) for name in columns(part.noun)}
    noun = as_noun(part, {**own, **values, **identity})
    return {**flatten(noun), **{name: values.get(name) for name in ("position", "author") if part.identity}}


def _rows_then(part: StoredPart, rows: NounRows, then: Mapping[EntryId, Texts]) -> NounRows:
    """The rows of a part as they were; those that have not changed since are taken as they are."""
    found = []
    for entry, before in then.items():
        now = rows.by_entry.get(entry)
        texts = (row_texts(now) if now else {}) | before
        if _was_there(part, texts):
            found.append(_row(part, entry, texts))
    return rows.renewed(then.keys(), found)


def _row(part: StoredPart, entry: EntryId, texts: Texts) -> NounRow:
    values = _values(part, entry, texts)
    return NounRow(entry, values.get("position", 0), 0, values.get("author"), as_noun(part, values))


def _bring_back(open_edit: Edit, then: Then) -> None:
    """Write what differs: first what is there then, in the order of reference, then away with the rest."""
    row = open_edit.row(PARTS["workshop"], ())
    frame = _values(PARTS["workshop"], (), _texts(row) | then["workshop"][()])
    open_edit.update(PARTS["workshop"], (), before=row, after={name: frame[name] for name in FRAME})
    gone: dict[str, list[Mapping[str, Any]]] = {}
    for name, part in _lists():
        now = open_edit.rows(part, then[name])
        states = {entry: _texts(now.get(entry, {})) | before for entry, before in then[name].items()}
        wanted = {entry: _values(part, entry, texts) for entry, texts in states.items() if _was_there(part, texts)}
        open_edit.insert(part, [values for entry, values in wanted.items() if entry not in now])
        for entry in wanted.keys() & now.keys():
            open_edit.update(part, entry, before=now[entry], after=wanted[entry])
        gone[name] = [row for entry, row in now.items() if entry not in wanted]
    for name, part in reversed(_lists()):
        if gone[name] and name != "participant":
            _remove(open_edit, part, gone[name])


def _remove(open_edit: Edit, part: StoredPart, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remove rows, with the marks on them and what hidden things hang on them."""
    if any(referring(part)):
        for row in rows:
            remove_within(open_edit, part, part.entry(row))
    else:
        open_edit.delete(part, rows)
