"""The write commands on entries: add, change, put, remove, move. Each is one transaction and one change."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from reuse_app.store import tables
from reuse_app.store.changes import Edit, Values, Writer, as_text, edit, entry_text, referring
from reuse_app.store.errors import Clash, ConflictError
from reuse_app.store.saved import Entry, as_noun
from reuse_app.store.tables import PARTS, Part
from reuse_app.worksheet.flat import flatten
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.text import KEY_LENGTH


def add(writer: Writer, nouns: Sequence[Noun], *, once: str | None = None) -> int:
    """Add nouns of one part at the end of their list; return the workshop's revision.

    Raises UnknownWorkshopError, TakenError and RepeatedError.
    """
    part = _part_of(nouns[0])
    with edit(writer, f"add {part.name}", once=once) as open_edit:
        for noun in nouns:
            open_edit.insert(part, _unused(open_edit, part, flatten(noun)))
        return open_edit.revision


def _unused(open_edit: Edit, part: Part, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with a key or a number that no row of the workshop has yet."""
    if part.identity == ("number",):
        return row | {"number": open_edit.next_position(part)}
    stem, count = row.get("key", ""), 1
    while part.identity == ("key",) and open_edit.exists(part, (row["key"],)):
        count += 1
        row |= {"key": f"{stem[: KEY_LENGTH - 5]}-{count}"}
    return row


def change(writer: Writer, part: str, entry: Entry, fields: Values, *, seen: int) -> int:
    """Change only the fields that differ from what this person saw; return the workshop's revision.

    `seen` is the version of the entry that the person was looking at. Raises UnknownWorkshopError,
    UnknownEntryError, pydantic's ValidationError for a value outside its limits, and ConflictError when somebody
    else changed one of the same fields since.
    """
    with edit(writer, f"change {part}") as open_edit:
        _merge(open_edit, PARTS[part], entry, fields, seen=seen)
        return open_edit.revision


def put(writer: Writer, nouns: Sequence[Noun], *, seen: int) -> int:
    """Add nouns of one part or, where an entry exists, change what differs; return the revision.

    Raises as `change` does.
    """
    part = _part_of(nouns[0])
    with edit(writer, f"put {part.name}") as open_edit:
        for noun in nouns:
            row: dict[str, Any] = flatten(noun)
            entry: Entry = tuple(row[name] for name in part.identity)
            if open_edit.exists(part, entry):
                _merge(open_edit, part, entry, row, seen=seen)
            else:
                open_edit.insert(part, row)
        return open_edit.revision


def remove(writer: Writer, part: str, entry: Entry) -> int:
    """Remove an entry with everything that hangs on it; return the revision, by which it can be undone.

    Raises UnknownWorkshopError and UnknownEntryError.
    """
    with edit(writer, f"remove {part}") as open_edit:
        for other, column, may_be_empty in referring(PARTS[part]):
            _let_go(open_edit, other, column, entry, empty=may_be_empty)
        open_edit.delete(PARTS[part], entry)
        return open_edit.revision


def move(writer: Writer, part: str, entry: Entry, *, by: int) -> int:
    """Move an entry up (negative) or down its list by so many places; return the revision.

    Raises UnknownWorkshopError and UnknownEntryError.
    """
    table = PARTS[part].table
    with edit(writer, f"move {part}") as open_edit:
        open_edit.row(PARTS[part], entry)
        identity = [table.c[name] for name in PARTS[part].identity]
        query = select(*identity, table.c.position).where(table.c.workshop_id == open_edit.workshop_id)
        rows = open_edit.connection.execute(query.order_by(table.c.position, *identity)).all()
        order = [tuple(row[:-1]) for row in rows]
        place = order.index(entry)
        order.insert(max(0, place + by), order.pop(place))
        positions = {tuple(row[:-1]): row[-1] for row in rows}
        for position, moved in enumerate(order, start=1):
            open_edit.update(PARTS[part], moved, before={"position": positions[moved]}, after={"position": position})
        return open_edit.revision


def _merge(open_edit: Edit, part: Part, entry: Entry, fields: Values, *, seen: int) -> None:
    """Write what this person changed, unless somebody else changed the same field since it was seen."""
    current = open_edit.row(part, entry)
    wanted = flatten(as_noun(part, current | dict(fields)))
    was_seen = {name: as_text(current[name]) for name in fields} | _as_seen(open_edit, part, entry, seen)
    mine = {name: wanted[name] for name in fields if as_text(wanted[name]) != was_seen[name]}
    clashes = {
        name: Clash(yours=value, theirs=current[name])
        for name, value in mine.items()
        if as_text(current[name]) not in (was_seen[name], as_text(value))
    }
    if clashes:
        raise ConflictError(clashes, version=current["version"])
    open_edit.update(part, entry, before=current, after=mine)


def _as_seen(open_edit: Edit, part: Part, entry: Entry, seen: int) -> dict[str, str | None]:
    """The fields that changed since a revision, as they were then, in the words of the change log."""
    query = (
        select(tables.changed_field.c.field, tables.changed_field.c.before)
        .join(tables.change, tables.change.c.id == tables.changed_field.c.change_id)
        .where(
            tables.change.c.workshop_id == open_edit.workshop_id,
            tables.change.c.revision > seen,
            tables.changed_field.c.part == part.name,
            tables.changed_field.c.entry == entry_text(entry),
        )
        .order_by(tables.change.c.revision.desc())
    )
    return {row.field: row.before for row in open_edit.connection.execute(query)}


def _let_go(open_edit: Edit, part: Part, column: str, entry: Entry, *, empty: bool) -> None:
    """Empty a reference to an entry that goes away, or remove the row that cannot be without it."""
    table = part.table
    query = select(table).where(part.owner == open_edit.workshop_id, table.c[column] == entry[0])
    for row in map(dict, open_edit.connection.execute(query).mappings().all()):
        referring_entry = tuple(row[name] for name in part.identity)
        if empty:
            open_edit.update(part, referring_entry, before=row, after={column: None})
        else:
            open_edit.delete(part, referring_entry)


def _part_of(noun: Noun) -> Part:
    return next(part for part in PARTS.values() if part.noun is type(noun))
