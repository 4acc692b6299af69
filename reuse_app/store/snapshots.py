"""Earlier states of a workshop: named, read from the change log, and brought back as a change of their own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select

from reuse_app.room.visible import visible
from reuse_app.store import tables
from reuse_app.store.changes import Edit, Writer, as_text, edit, from_text
from reuse_app.store.engine import Database
from reuse_app.store.errors import StoreError
from reuse_app.store.part import Part
from reuse_app.store.saved import Row, Saved, as_noun, load, room_of, worksheet_of
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Worksheet, Workshop
from reuse_app.worksheet.flat import columns, flatten

OF_THE_ROOM = {"stage", "seat", "completion", "mark"}
"""Parts that stay as they are when a worksheet is brought back."""
FRAME = [*columns(Workshop), "at_most"]
"""What is brought back of the workshop itself; where the room is stays."""

Texts = dict[str, str | None]
State = dict[str, dict[str, Texts]]
"""The fields of each entry of each part, in the words of the change log."""


@dataclass(frozen=True)
class Snapshot:
    """A name for a state of a workshop."""

    id: int
    revision: int
    name: str
    at: dt.datetime
    participant: str | None


def keep(writer: Writer, name: str) -> int:
    """Give the workshop as it is now a name; return its revision. Raises UnknownWorkshopError."""
    with edit(writer, "snapshot") as open_edit:
        values = {"revision": open_edit.revision, "name": name, "participant": writer.participant}
        values |= {"workshop_id": open_edit.workshop_id, "at": dt.datetime.now(dt.UTC)}
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
    with database.read() as connection:
        return [Snapshot(**row._mapping) for row in connection.execute(query)]


def worksheet_at(database: Database, address: str, revision: int, *, viewer: str | None = None) -> Worksheet:
    """Return the worksheet as it was at a revision, as far as somebody may see it by the rules of today.

    Raises UnknownWorkshopError, and StoreError for a revision that the workshop never had.
    """
    saved = load(database, address)
    _refuse_unknown(revision, saved.revision)
    with database.read() as connection:
        state = _state_at(connection, saved.id, _state(saved), revision)
    rows = _rows(state, saved)
    room = replace(saved.room, authors=room_of(rows).authors)
    return visible(worksheet_of(rows), room, viewer)


def restore(writer: Writer, revision: int) -> int:
    """Make the worksheet what it was at a revision, as one change; return the new revision.

    Who takes part and how the steps are set stays as it is. Raises as `worksheet_at` does.
    """
    saved = load(writer.database, writer.address)
    with edit(writer, "restore") as open_edit:
        _refuse_unknown(revision, open_edit.revision)
        now = {
            name: {part.text(part.entry(row)): _texts(row) for row in open_edit.every(part)} for name, part in _lists()
        }
        now["workshop"] = {"": _texts(open_edit.row(PARTS["workshop"], ()))}
        then = _state_at(open_edit.connection, saved.id, now, revision)
        _bring_back(open_edit, now, then)
        return open_edit.revision


def _refuse_unknown(revision: int, newest: int) -> None:
    if not 1 <= revision <= newest:
        raise StoreError("The workshop never was in this state.")


def _lists() -> list[tuple[str, Part]]:
    """The parts of a worksheet that are lists."""
    return [(name, part) for name, part in PARTS.items() if name not in OF_THE_ROOM and part.identity]


def _state(saved: Saved) -> State:
    return {name: {PARTS[name].text(row.entry): _row_texts(row) for row in rows} for name, rows in saved.rows.items()}


def _row_texts(row: Row) -> Texts:
    return _texts({**flatten(row.noun), "position": row.position, "author": row.author})


def _texts(row: Mapping[str, Any]) -> Texts:
    return {name: as_text(value) for name, value in row.items() if name not in ("workshop_id", "version")}


def _state_at(connection: Connection, workshop_id: int, now: State, revision: int) -> State:
    """Take back in thought, the newest first, every change after a revision."""
    state: State = defaultdict(lambda: defaultdict(dict))
    for part, entries in now.items():
        state[part].update({entry: dict(texts) for entry, texts in entries.items()})
    fields, changes = tables.changed_field.c, tables.change.c
    query = (
        select(fields.part, fields.entry, fields.field, fields.before)
        .join(tables.change, changes.id == fields.change_id)
        .where(changes.workshop_id == workshop_id, changes.revision > revision)
        .order_by(changes.revision.desc())
    )
    for part, entry, field, before in connection.execute(query):
        state[part][entry][field] = before
    return {
        part: {entry: texts for entry, texts in entries.items() if not PARTS[part].identity or texts.get("position")}
        for part, entries in state.items()
    }


def _values(part: Part, entry: str, texts: Texts) -> dict[str, Any]:
    """The columns of an entry from the words of the change log."""
    identity = dict(zip(part.identity, part.parsed(entry), strict=True))
    values = {name: from_text(part, name, text) for name, text in texts.items()}
    own = {name: from_text(part, name, None) for name in columns(part.noun)}
    noun = as_noun(part, {**own, **values, **identity})
    return {**flatten(noun), **{name: values.get(name) for name in ("position", "author") if part.identity}}


def _rows(state: State, saved: Saved) -> dict[str, tuple[Row, ...]]:
    """The rows of a state; the room is as it is today."""
    rows = dict(saved.rows)
    for name, part in [*_lists(), ("workshop", PARTS["workshop"])]:
        found = [_row(part, entry, texts) for entry, texts in state.get(name, {}).items()]
        rows[name] = tuple(sorted(found, key=lambda row: (row.position, row.entry)))
    return rows


def _row(part: Part, entry: str, texts: Texts) -> Row:
    values = _values(part, entry, texts)
    return Row(part.parsed(entry), values.get("position", 0), 0, values.get("author"), as_noun(part, values))


def _bring_back(open_edit: Edit, now: State, then: State) -> None:
    """Write what differs: first what is there then, in the order of reference, then away with the rest."""
    frame = _values(PARTS["workshop"], "", then["workshop"][""])
    row = open_edit.row(PARTS["workshop"], ())
    open_edit.update(PARTS["workshop"], (), before=row, after={name: frame[name] for name in FRAME})
    for name, part in _lists():
        current = open_edit.rows(part, map(part.parsed, now[name]))
        wanted = {part.parsed(entry): _values(part, entry, texts) for entry, texts in then.get(name, {}).items()}
        open_edit.insert(part, [values for entry, values in wanted.items() if entry not in current])
        for entry in wanted.keys() & current.keys():
            open_edit.update(part, entry, before=current[entry], after=wanted[entry])
    for name, part in reversed(_lists()):
        gone = now[name].keys() - then.get(name, {}).keys() if name != "participant" else set()
        marks = [mark for mark in open_edit.every(PARTS["mark"]) if mark["part"] == name and mark["key"] in gone]
        open_edit.delete(PARTS["mark"], marks)
        open_edit.delete(part, list(open_edit.rows(part, map(part.parsed, gone)).values()))
