"""Making one entry of several that are the same, and an entry of a note."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from reuse_app.store.change_log import MERGE
from reuse_app.store.contradictions import drop_impossible, refuse_contradiction
from reuse_app.store.edit import Edit, Values, Writer, edit, referring
from reuse_app.store.entries import add_within
from reuse_app.store.errors import StoreError
from reuse_app.store.noun_table import StoredPart
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Capability, Product
from reuse_app.worksheet.columns import columns


def merge(writer: Writer, part: str, into: str, gone: str) -> int:
    """Make one entry of two capabilities or products; return the revision, by which it can be undone.

    What is empty in the entry that stays is filled from the one that goes. Where both need the same, the larger need
    counts; where one person rated both, the rating of the entry that stays; dots add up to the cap.

    Raises UnknownWorkshopError, UnknownEntryError, ConstraintError when the rules could not all hold any more, and
    StoreError for an entry with itself or a home product with an adjacent one.
    """
    if into == gone:
        raise StoreError("An entry cannot be merged with itself. Choose two different ones.")
    with edit(writer, f"{MERGE} {part} {into}") as open_edit:
        merged = PARTS[part]
        stays, goes = open_edit.row(merged, (into,)), open_edit.row(merged, (gone,))
        if stays.get("home") != goes.get("home"):
            raise StoreError("One of these exists already and the other does not, so they are not the same product.")
        for other, column, _ in referring(merged):
            _move(open_edit, other, column, into=into, gone=gone)
        marks = [row for row in open_edit.every(PARTS["mark"]) if (row["part"], row["key"]) == (part, gone)]
        open_edit.delete(PARTS["mark"], marks)
        open_edit.update(merged, (into,), before=stays, after=_filled(merged, stays, goes))
        open_edit.delete(merged, [goes])
        drop_impossible(open_edit)
        refuse_contradiction(open_edit)
        return open_edit.revision


def _move(open_edit: Edit, part: StoredPart, column: str, *, into: str, gone: str) -> None:
    """Let what referred to the entry that goes refer to the one that stays, unless that has its own already."""
    query = select(part.table).where(part.owner == open_edit.workshop_id, part.table.c[column].in_((into, gone)))
    rows = [dict(row) for row in open_edit.connection.execute(query).mappings()]
    there = {part.entry(row): row for row in rows}
    moved = [row for row in rows if row[column] == gone]
    if column not in part.identity:
        for row in moved:
            open_edit.update(part, part.entry(row), before=row, after={column: into})
        return
    open_edit.delete(part, moved)
    wanted = [row for row in ({**row, column: into} for row in moved) if not _needs_itself(part, row)]
    open_edit.insert(part, [row for row in wanted if part.entry(row) not in there])
    for row in wanted:
        own = there.get(part.entry(row))
        if own and part.name in COMBINED:
            open_edit.update(part, part.entry(row), before=own, after=COMBINED[part.name](open_edit, own, row))


def _needs_itself(part: StoredPart, row: Values) -> bool:
    """Say whether a product could be chosen only with itself, now that the two of a rule are one."""
    return part.name == "requires" and row["product"] == row["needs"]


def _link(_open_edit: Edit, own: Values, other: Values) -> Values:
    return {**_filled(PARTS["link"], own, other), "need": max(own["need"], other["need"])}


def _dots(open_edit: Edit, own: Values, other: Values) -> Values:
    cap = open_edit.row(PARTS["workshop"], ())["settings_dots_cap"]
    return {"count": max(own["count"], min(own["count"] + other["count"], cap))}


COMBINED: Mapping[str, Callable[[Edit, Values, Values], Values]] = {"link": _link, "dot": _dots}
"""How two rows about the same become one; of any other part the row of the entry that stays counts."""


def _filled(part: StoredPart, own: Values, other: Values) -> dict[str, Any]:
    """The columns that are empty in one row, as they are in the other; an estimate is taken whole or not at all."""
    return {
        name: other[name] for field in _fields(part) if all(_is_empty(own[each]) for each in field) for name in field
    }


def _fields(part: StoredPart) -> Iterator[list[str]]:
    """Yield the columns of each field of a part that could be empty."""
    known = columns(part.noun).values()
    for field in dict.fromkeys(column.path[0] for column in known):
        yield [column.name for column in known if column.path[0] == field]


def _is_empty(value: object) -> bool:
    return value is None or value is False or value == ""


TURN = "turn"
"""What the action of such a change begins with; the part of the entry follows."""


def turn_note(writer: Writer, key: str, entry: Capability | Product) -> str:
    """Add an entry made from a note of the parking lot and let the note be about it; return the key of the entry.

    Both are one change, so that undoing it brings the note back to the parking lot. Raises UnknownWorkshopError,
    UnknownEntryError, and StoreError for a note that is about something already.
    """
    part = PARTS[type(entry).__name__.lower()]
    with edit(writer, f"{TURN} {part.name} from note") as open_edit:
        row = open_edit.row(PARTS["note"], (key,))
        if row["capability"] or row["product"]:
            raise StoreError("Somebody has made something of this note already. It stands beside that now.")
        (made,) = add_within(open_edit, part, [entry])
        open_edit.update(PARTS["note"], (key,), before=row, after={part.name: made["key"]})
        return str(made["key"])
