"""The write commands on entries: add, change, put, remove, move. Each is one transaction and one change."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Integer, cast, func, select

from reuse_app.room.room import ENTERED_IN
from reuse_app.store import tables
from reuse_app.store.change_log import Texts, as_text, keeping
from reuse_app.store.contradictions import drop_impossible
from reuse_app.store.edit import AT_ONCE, Edit, SentForm, Values, Writer, edit, referring
from reuse_app.store.errors import Clash, ConflictError
from reuse_app.store.noun_table import EntryId, StoredPart
from reuse_app.store.rows import as_noun
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Link, Need, Product
from reuse_app.worksheet.columns import flatten
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import KEY_LENGTH, Noun, key_of_chance

SeenLater = Mapping[str, int]
"""Single fields that a person has seen in another version than the rest, each with that version."""
NOTHING: SeenLater = MappingProxyType({})


def add(writer: Writer, nouns: Sequence[Noun], *, once: SentForm | None = None) -> int:
    """Add nouns of one part at the end of their list; return the workshop's revision.

    Raises UnknownWorkshopError, TakenError and RepeatedError.
    """
    part = _part_of(nouns[0])
    with edit(writer, f"add {part.name}", once=once) as open_edit:
        add_within(open_edit, part, nouns)
        return open_edit.revision


def add_idea(writer: Writer, nouns: Sequence[Product], *, once: SentForm | None = None) -> int:
    """Add products as `add` does; one that came from a capability needs it, so that the map does not begin empty."""
    with edit(writer, "add product", once=once) as open_edit:
        add_idea_within(open_edit, nouns)
        return open_edit.revision


def add_idea_within(open_edit: Edit, nouns: Sequence[Product]) -> None:
    """Do what `add_idea` does as a piece of a larger change."""
    rows = add_within(open_edit, PARTS["product"], nouns)
    needed = [
        Link(capability=row["origin_capability"], product=row["key"], need=Need.STRONG)
        for row in rows
        if row["origin_capability"]
    ]
    open_edit.insert(PARTS["link"], [flatten(link) for link in needed])


def add_within(open_edit: Edit, part: StoredPart, nouns: Sequence[Noun]) -> list[dict[str, Any]]:
    """Do what `add` does as a piece of a larger change; return the rows as they were written."""
    rows: list[dict[str, Any]] = [flatten(noun) for noun in nouns]
    if part.identity == ("number",):
        last = _last_number(open_edit, part)
        rows = [row | {"number": last + place} for place, row in enumerate(rows, start=1)]
    elif part.identity == ("key",):
        rows = with_keys(open_edit, part, rows)
    open_edit.insert(part, rows)
    return rows


def _last_number(open_edit: Edit, part: StoredPart) -> int:
    """The largest number that an entry has or ever had: a page opened before a removal never means another entry."""
    query = (
        select(func.coalesce(func.max(cast(tables.changed_field.c.entry, Integer)), 0))
        .join(tables.change, tables.change.c.id == tables.changed_field.c.change_id)
        .where(tables.change.c.workshop_id == open_edit.workshop_id, tables.changed_field.c.part == part.name)
    )
    return max(open_edit.largest(part, "number"), int(open_edit.connection.execute(query).scalar_one()))


def change(  # noqa: PLR0913  # what is changed, and on the ground of what, each by its name
    writer: Writer,
    part: str,
    entry: EntryId,
    fields: Values,
    *,
    seen: int,
    later: SeenLater = NOTHING,
    kept: Collection[str] = (),
) -> int:
    """Change only the fields that differ from what this person saw; return the workshop's revision.

    `seen` is the version of the entry that the person was looking at, `later` that of single fields which they have
    seen in another one, `kept` are fields in which they keep their own version, knowing another. Raises
    UnknownWorkshopError, UnknownEntryError, pydantic's ValidationError for a value outside its limits,
    NotOwnError for another name of what somebody else has added, and ConflictError when somebody else changed one of
    the same fields since.
    """
    with edit(writer, keeping(kept) if kept else f"change {part}") as open_edit:
        change_within(open_edit, PARTS[part], entry, fields, seen=seen, later=later)
        return open_edit.revision


def change_within(  # noqa: PLR0913  # as for `change`
    open_edit: Edit, part: StoredPart, entry: EntryId, fields: Values, *, seen: int, later: SeenLater = NOTHING
) -> None:
    """Do what `change` does as a piece of a larger change."""
    current = open_edit.row(part, entry)
    wanted = flatten(as_noun(part, current | dict(fields)))
    is_newer = current["version"] > _oldest(seen, later)
    meanwhile = _as_seen(open_edit, part, [entry], seen, later)[entry] if is_newer else {}
    _merge(open_edit, part, current, {name: wanted[name] for name in fields}, meanwhile)


def confirm(writer: Writer, part: str, entry: EntryId, field: str) -> int:
    """Note that a person leaves a field as it is, having read who changed it; return the workshop's revision.

    Raises UnknownWorkshopError and UnknownEntryError.
    """
    with edit(writer, f"confirm {part}") as open_edit:
        row = open_edit.row(PARTS[part], entry)
        open_edit.confirm(PARTS[part], entry, field, row[field])
        return open_edit.revision


def put(
    writer: Writer, nouns: Sequence[Noun], *, seen: int, later: SeenLater = NOTHING, kept: Collection[str] = ()
) -> int:
    """Add nouns of one part or, where an entry exists, change what differs; return the revision.

    Raises as `change` does.
    """
    with edit(writer, keeping(kept) if kept else f"put {_part_of(nouns[0]).name}") as open_edit:
        _put_within(open_edit, nouns, seen=seen, later=later)
        return open_edit.revision


def put_each(writer: Writer, groups: Sequence[Sequence[Noun]], *, seen: int) -> int:
    """Do what `put` does for several parts, one group of nouns after another, in one change; return the revision."""
    with edit(writer, f"put {_part_of(groups[-1][0]).name}") as open_edit:
        for nouns in groups:
            _put_within(open_edit, nouns, seen=seen)
        return open_edit.revision


def _put_within(open_edit: Edit, nouns: Sequence[Noun], *, seen: int, later: SeenLater = NOTHING) -> None:
    """Do what `put` does as a piece of a larger change."""
    part = _part_of(nouns[0])
    wanted: dict[EntryId, dict[str, Any]] = {part.entry(row): row for row in map(flatten, nouns)}
    there = open_edit.rows(part, wanted)
    newer = [entry for entry, current in there.items() if current["version"] > _oldest(seen, later)]
    meanwhile = _as_seen(open_edit, part, newer, seen, later)
    for entry, current in there.items():
        since = meanwhile.get(entry, {})
        _merge(open_edit, part, current, _said(wanted[entry], since), since)
    open_edit.insert(part, [row for entry, row in wanted.items() if entry not in there])


def remove(writer: Writer, part: str, entry: EntryId) -> int:
    """Remove an entry with everything that hangs on it; return the revision, by which it can be undone.

    Raises UnknownWorkshopError, UnknownEntryError and NotOwnError.
    """
    with edit(writer, f"remove {part}") as open_edit:
        open_edit.refuse_others(PARTS[part], open_edit.row(PARTS[part], entry))
        remove_within(open_edit, PARTS[part], entry)
        return open_edit.revision


def remove_within(open_edit: Edit, part: StoredPart, entry: EntryId) -> None:
    """Do what `remove` does as a piece of a larger change."""
    row = open_edit.row(part, entry)
    for other, column, may_be_empty in referring(part):
        _let_go(open_edit, other, column, entry, empty=may_be_empty)
    marks = [mark for mark in open_edit.every(PARTS["mark"]) if (mark["part"], mark["key"]) == (part.name, *entry)]
    open_edit.delete(PARTS["mark"], marks)
    open_edit.delete(part, [row])
    if part.name == "product":
        drop_impossible(open_edit)


def move(writer: Writer, part: str, entry: EntryId, *, by: int, among: Collection[EntryId] | None = None) -> int:
    """Move an entry up (negative) or down its list by so many places; return the revision.

    Where the list that somebody sees holds some entries alone, `among` are these, and the places are counted there.
    Raises UnknownWorkshopError and UnknownEntryError.
    """
    table = PARTS[part].table
    with edit(writer, f"move {part}") as open_edit:
        open_edit.row(PARTS[part], entry)
        identity = [table.c[name] for name in PARTS[part].identity]
        query = select(*identity, table.c.position).where(table.c.workshop_id == open_edit.workshop_id)
        rows = open_edit.connection.execute(query.order_by(table.c.position, *identity)).all()
        order = [tuple(row[:-1]) for row in rows]
        listed = [each for each in order if among is None or each in among or each == entry]
        place = order.index(listed[max(0, min(len(listed) - 1, listed.index(entry) + by))])
        order.remove(entry)
        order.insert(place, entry)
        positions = {tuple(row[:-1]): row[-1] for row in rows}
        for position, moved in enumerate(order, start=1):
            open_edit.update(PARTS[part], moved, before={"position": positions[moved]}, after={"position": position})
        return open_edit.revision


def with_keys(
    open_edit: Edit, part: StoredPart, rows: Sequence[dict[str, Any]], *, taken: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Return rows with keys that no row of the workshop has yet: the second of a kind gets -2, the third -3.

    `taken` are those that they have, where they were looked up already.
    While entries are private, such a number would tell that somebody else has written the same: there every key ends
    in letters of chance.
    """
    if open_edit.room().is_private(ENTERED_IN.get(part.name, Step.FRAME)):
        rows = [row | {"key": key_of_chance(row["key"])} for row in rows]
    if taken is None:
        query = select(part.table.c.key).where(part.owner == open_edit.workshop_id)
        taken = open_edit.connection.execute(query).scalars().all()
    known = set(taken)
    counts: dict[str, int] = defaultdict(lambda: 1)
    free = []
    for row in rows:
        key = stem = row["key"]
        while key in known:
            counts[stem] += 1
            key = f"{stem[: KEY_LENGTH - 5]}-{counts[stem]}"
        known.add(key)
        free.append(row | {"key": key})
    open_edit.note_absent(part, ((row["key"],) for row in free))
    return free


def _said(wanted: Values, meanwhile: Texts) -> Values:
    """What a person said of an entry: where none was there to be seen, a zero or an empty box says nothing."""
    is_new = "position" in meanwhile and meanwhile["position"] is None
    return {name: value for name, value in wanted.items() if value} if is_new else wanted


def _merge(open_edit: Edit, part: StoredPart, current: Values, wanted: Values, meanwhile: Texts) -> None:
    """Write what this person changed, unless somebody else changed the same field since it was seen."""
    was_seen = {name: as_text(current[name]) for name in wanted} | dict(meanwhile)
    mine = {name: value for name, value in wanted.items() if as_text(value) != was_seen[name]}
    clashing = {name for name in mine if as_text(current[name]) not in (was_seen[name], as_text(mine[name]))}
    if not clashing and meanwhile and not _go_together(part, {**current, **mine}):
        clashing = (wanted.keys() & meanwhile.keys()) or set(mine)
    if clashing:
        clashes = {name: Clash(yours=wanted[name], theirs=current[name]) for name in wanted if name in clashing}
        raise ConflictError(clashes, version=current["version"])
    if "name" in mine:
        open_edit.refuse_others(part, current)
    open_edit.update(part, part.entry(current), before=current, after=mine)


def _go_together(part: StoredPart, row: Values) -> bool:
    """Say whether fields that two people changed still make a noun: a low cost below the likely one, for example."""
    try:
        as_noun(part, row)
    except ValidationError:
        return False
    return True


def _as_seen(
    open_edit: Edit, part: StoredPart, entries: Collection[EntryId], seen: int, later: SeenLater
) -> dict[EntryId, dict[str, str | None]]:
    """The fields of each entry that changed since they were seen, as they were then, in the words of the change log."""
    found: dict[EntryId, dict[str, str | None]] = {entry: {} for entry in entries}
    by_text = {part.text(entry): entry for entry in entries}
    texts, fields = list(by_text), tables.changed_field.c
    for start in range(0, len(texts), AT_ONCE):
        query = (
            select(fields.entry, fields.field, fields.before, tables.change.c.revision)
            .join(tables.change, tables.change.c.id == fields.change_id)
            .where(
                tables.change.c.workshop_id == open_edit.workshop_id,
                tables.change.c.revision > _oldest(seen, later),
                fields.part == part.name,
                fields.entry.in_(texts[start : start + AT_ONCE]),
            )
            .order_by(tables.change.c.revision.desc())
        )
        for row in open_edit.connection.execute(query):
            if row.revision > later.get(row.field, seen):
                found[by_text[row.entry]][row.field] = row.before
    return found


def _oldest(seen: int, later: SeenLater) -> int:
    return min([seen, *later.values()])


def _let_go(open_edit: Edit, part: StoredPart, column: str, entry: EntryId, *, empty: bool) -> None:
    """Empty references to an entry that goes away, or remove the rows that cannot be without it."""
    table = part.table
    query = select(table).where(part.owner == open_edit.workshop_id, table.c[column] == entry[0])
    rows = [dict(row) for row in open_edit.connection.execute(query).mappings()]
    if not empty:
        open_edit.delete(part, rows)
        return
    for row in rows:
        open_edit.update(part, part.entry(row), before=row, after={column: None})


def _part_of(noun: Noun) -> StoredPart:
    return next(part for part in PARTS.values() if part.noun is type(noun))
