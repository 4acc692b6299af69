"""Forgetting a person: what they added and said leaves the worksheet, the change log and every earlier state.

What others have built on it stays. Where somebody's words stood in an entry of others, what stood there before comes
back, as if they had never written; what was counted or chosen stays, by nobody in particular. Where others have typed
their name, “somebody” stands.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, and_, delete, or_, select, tuple_, update

from reuse_app.store import tables
from reuse_app.store.change_log import (
    FIELDS,
    MERGE,
    MOMENTS,
    RESTORE,
    UNDO,
    about_person,
    as_text,
    from_text,
    of_workshop,
)
from reuse_app.store.deleting import note_deleted, overwrite_deleted
from reuse_app.store.edit import Edit, Writer, edit
from reuse_app.store.engine import Database
from reuse_app.store.entries import remove_within
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.forgotten_names import forget_sightings, names_of, take_out_of_inventories, take_out_of_workshop
from reuse_app.store.noun_table import StoredPart
from reuse_app.store.privacy import NOBODYS, nobodys
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import columns

ADDED = ("capability", "product", "factor", "note", "look", "inquiry", "referral", "agenda_item")
"""Parts whose entries go with the person who added them."""
COPYING = (MERGE, UNDO, RESTORE)
"""What the actions begin with by which somebody writes again what another has written."""
AT_ONCE = 300
"""Entries named in one statement."""

EntryText = tuple[str, str]
"""A part, and one of its entries in the words of the change log."""
Said = tuple[str, str, str, str | None]
"""A part, an entry, a field, and what stood there."""


def forget_person(writer: Writer, participant: str) -> int:
    """Forget a participant for good; return the workshop's revision. Raises UnknownEntryError.

    Nothing of it can be undone, and no file of an SQLite database holds the words afterwards. PostgreSQL rewrites its
    tables; its own write-ahead log is its keeper's to recycle.
    """
    with edit(writer, "forget participant") as open_edit:
        open_edit.row(PARTS["participant"], (participant,))
        names = names_of(open_edit, participant)
        _remove_added(open_edit, participant)
        remove_within(open_edit, PARTS["participant"], (participant,))
        gone = {each for each in open_edit.removed if each[0] in ADDED} | _once_added(open_edit, participant)
        words = _words(open_edit, participant, gone)
        _forget_entries(open_edit, gone)
        for wrote in words:
            _take_out(open_edit, wrote)
        votes = and_(of_workshop(open_edit.workshop_id), about_person(participant))
        open_edit.connection.execute(delete(tables.changed_field).where(votes))
        _forget_name(open_edit, participant)
        hand = tables.hand.c
        theirs = and_(hand.workshop_id == open_edit.workshop_id, hand.person == participant)
        open_edit.connection.execute(delete(tables.hand).where(theirs))
        open_edit.log_nothing()
        take_out_of_workshop(open_edit, names)
        forget_sightings(open_edit, writer.address, participant, names)
        note_deleted(open_edit.connection, writer.address)
        revision = open_edit.revision
    overwrite_deleted(writer.database)
    return revision


def forget_names(database: Database, names: Collection[str]) -> int:
    """Put “somebody” in the place of names in every workshop and inventory for good; return how many rows named them.

    It is for those who take part in none of them, but are named.
    """
    found = _put_everywhere(database, names, is_kept=True)
    if found:
        overwrite_deleted(database)
    return found


def count_names(database: Database, names: Collection[str]) -> int:
    """Return in how many rows `forget_names` would put “somebody”; nothing is changed."""
    return _put_everywhere(database, names, is_kept=False)


class _CountedError(Exception):
    """Rows were counted, and nothing is to be changed."""


def _put_everywhere(database: Database, names: Collection[str], *, is_kept: bool) -> int:
    with database.read() as connection:
        addresses = connection.execute(select(tables.workshop.c.address)).scalars().all()
    found = sum(_named_in(Writer(database, address), names, is_kept=is_kept) for address in addresses)
    try:
        with database.write() as connection:
            note_deleted(connection)
            return found + _counted(take_out_of_inventories(connection, names), is_kept=is_kept)
    except _CountedError as error:
        return found + int(error.args[0])


def _named_in(writer: Writer, names: Collection[str], *, is_kept: bool) -> int:
    try:
        with edit(writer, "forget participant") as open_edit:
            open_edit.log_nothing()
            note_deleted(open_edit.connection)
            return _counted(take_out_of_workshop(open_edit, names), is_kept=is_kept)
    except _CountedError as error:
        return int(error.args[0])
    except UnknownWorkshopError:
        return 0


def _counted(rows: int, *, is_kept: bool) -> int:
    """Return how many rows name somebody; raises _CountedError, which takes every change back, unless it is kept."""
    if not (is_kept and rows):
        raise _CountedError(rows)
    return rows


@dataclass(frozen=True)
class Wrote:
    """Some words of a person that were written into a field, by them or by who brought them back or merged them."""

    change_id: int
    revision: int
    part: StoredPart
    entry: str
    field: str
    before: str | None
    after: str | None
    instead: str | None
    """What stood there before this person wrote in it."""


def _remove_added(open_edit: Edit, participant: str) -> None:
    for part in ADDED:
        for row in open_edit.every(PARTS[part]):
            if row["author"] in (participant, nobodys(participant)):
                remove_within(open_edit, PARTS[part], PARTS[part].entry(row))


def _once_added(open_edit: Edit, participant: str) -> set[EntryText]:
    """The entries that a person has ever added, those that are gone already included."""
    theirs = [as_text(participant), as_text(nobodys(participant))]
    query = select(FIELDS.part, FIELDS.entry).distinct().where(of_workshop(open_edit.workshop_id))
    query = query.where(FIELDS.part.in_(ADDED), FIELDS.field == "author")
    found = (open_edit.connection.execute(query.where(FIELDS[moment].in_(theirs))) for moment in MOMENTS)
    return {(part, entry) for rows in found for part, entry in rows}


def _words(open_edit: Edit, participant: str, gone: Set[EntryText]) -> list[Wrote]:
    """What of a person's words was written into entries that stay, the last first."""
    changes = tables.change.c
    by_them = changes.participant == participant
    copying = (changes.action.startswith(each) for each in COPYING)
    logged = _logged(open_edit, or_(by_them, *copying))
    theirs = [row for row in logged if row["participant"] == participant]
    added = [row for row in _logged(open_edit, FIELDS.part.in_(ADDED)) if (row["part"], row["entry"]) in gone]
    said = {(row["part"], row["field"], row["after"]) for row in (*theirs, *added) if row["after"]}
    origins = {(row["part"], row["entry"], row["field"], row["after"]): row["before"] for row in theirs}
    found = []
    for row in logged:
        part, is_theirs = PARTS[row["part"]], row["participant"] == participant
        is_copy = (row["part"], row["field"], row["after"]) in said
        if (is_theirs or is_copy) and (row["part"], row["entry"]) not in gone and _holds_words(part, row["field"]):
            place = (row["change_id"], row["revision"], part, row["entry"], row["field"])
            instead = row["before"] if is_theirs else _instead(row, origins)
            found.append(Wrote(*place, before=row["before"], after=row["after"], instead=instead))
    return found


def _logged(open_edit: Edit, which: ColumnElement[bool]) -> Sequence[RowMapping]:
    """The fields that some changes wrote, the last change first."""
    changes = tables.change.c
    query = (
        select(*FIELDS, changes.revision, changes.participant)
        .join(tables.change, changes.id == FIELDS.change_id)
        .where(changes.workshop_id == open_edit.workshop_id, FIELDS.part.in_(PARTS), which)
        .order_by(changes.revision.desc())
    )
    return open_edit.connection.execute(query).mappings().all()


def _instead(row: RowMapping, origins: Mapping[Said, str | None]) -> str | None:
    """What stood in a field before a person wrote there, also where somebody has brought their words back."""
    said: str | None = row["after"]
    found: set[str | None] = set()
    while (place := (row["part"], row["entry"], row["field"], said)) in origins and said not in found:
        found.add(said)
        said = origins[place]
    return said if found else str(row["before"]) if row["before"] else None


def _holds_words(part: StoredPart, field: str) -> bool:
    column = columns(part.noun).get(field)
    return column is not None and column.type is str and not column.choices and not column.refers


def _take_out(open_edit: Edit, wrote: Wrote) -> None:
    """Let a field be as if these words had never been written, now and in every earlier state."""
    same = and_(FIELDS.part == wrote.part.name, FIELDS.entry == wrote.entry, FIELDS.field == wrote.field)
    here = and_(FIELDS.change_id == wrote.change_id, same)
    changes, execute = tables.change.c, open_edit.connection.execute
    later = (
        select(FIELDS.change_id)
        .join(tables.change, changes.id == FIELDS.change_id)
        .where(changes.workshop_id == open_edit.workshop_id, changes.revision > wrote.revision, same)
        .order_by(changes.revision)
        .limit(1)
    )
    following = execute(later).scalar_one_or_none()
    if following is None:
        _put_back(open_edit, wrote)
    else:
        follows = update(tables.changed_field).where(FIELDS.change_id == following, same)
        execute(follows.values(before=wrote.instead))
    if wrote.instead == wrote.before:
        execute(delete(tables.changed_field).where(here))
    else:
        execute(update(tables.changed_field).where(here).values(after=wrote.instead))


def _put_back(open_edit: Edit, wrote: Wrote) -> None:
    """Let a field that still says what this person wrote say again what stood there before."""
    entry = wrote.part.parsed(wrote.entry)
    row = open_edit.rows(wrote.part, [entry]).get(entry)
    if row and as_text(row[wrote.field]) == wrote.after:
        instead = from_text(wrote.part, wrote.field, wrote.instead)
        open_edit.update(wrote.part, entry, before=row, after={wrote.field: instead})


def _forget_entries(open_edit: Edit, gone: Set[EntryText]) -> None:
    """Take every trace of entries that are gone out of the change log, with the keys by which others named them."""
    here, execute = of_workshop(open_edit.workshop_id), open_edit.connection.execute
    logged = execute(select(FIELDS.part, FIELDS.entry).distinct().where(here, FIELDS.part.in_(PARTS)))
    traces = [(part, entry) for part, entry in logged if not gone.isdisjoint(_named(PARTS[part], entry))]
    for some in _pieces(traces):
        execute(delete(tables.changed_field).where(here, tuple_(FIELDS.part, FIELDS.entry).in_(some)))
    for some in _pieces(sorted(gone)):
        keys = [json.dumps(key) for _, key in some]
        for moment in MOMENTS:
            naming = update(tables.changed_field).where(here, FIELDS[moment].in_(keys), _refers())
            execute(naming.values({moment: None}))
        merges = [f"{MERGE} {part} {key}" for part, key in some]
        into = update(tables.change).where(tables.change.c.workshop_id == open_edit.workshop_id)
        execute(into.where(tables.change.c.action.in_(merges)).values(action=f"{MERGE} {NOBODYS} {NOBODYS}"))


def _pieces(entries: Sequence[EntryText]) -> Iterator[Sequence[EntryText]]:
    return (entries[start : start + AT_ONCE] for start in range(0, len(entries), AT_ONCE))


def _named(part: StoredPart, text: str) -> set[EntryText]:
    """The entries that an entry of the change log is, or cannot be without."""
    if part.name in ADDED:
        return {(part.name, text)}
    entry = part.parsed(text)
    if part.name == "mark":
        return {(str(entry[0]), str(entry[1]))}
    known = columns(part.noun)
    return {(str(known[name].refers), str(value)) for name, value in zip(part.identity, entry, strict=True)}


def _refers() -> ColumnElement[bool]:
    """The condition that finds values in the change log that are keys of other entries."""
    every = ((part.name, column) for part in PARTS.values() for column in columns(part.noun).values())
    return tuple_(FIELDS.part, FIELDS.field).in_([(name, column.name) for name, column in every if column.refers])


def _forget_name(open_edit: Edit, participant: str) -> None:
    """Let nobody in particular have done what this person did, and no link of theirs be known any more."""
    here, execute = open_edit.workshop_id, open_edit.connection.execute
    for table, column, stands in (
        (tables.change, "participant", None),
        (tables.change, "whose", NOBODYS),
        (tables.snapshot, "participant", None),
        *((part.table, "author", None) for part in PARTS.values() if part.identity),
    ):
        theirs = and_(table.c.workshop_id == here, table.c[column].in_([participant, nobodys(participant)]))
        execute(update(table).where(theirs).values({column: stands}))
    grants = tables.grant.c
    execute(delete(tables.grant).where(grants.workshop_id == here, grants.participant == participant))
