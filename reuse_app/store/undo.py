"""Undoing a change: every value goes back to what it was, as a change of its own."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import Any

from pydantic import ValidationError
from sqlalchemy import RowMapping, select, update
from sqlalchemy.exc import IntegrityError

from reuse_app.store import tables
from reuse_app.store.change_log import UNDO, Texts, as_text, from_text
from reuse_app.store.choosing import refuse_too_many
from reuse_app.store.contradictions import refuse_contradiction
from reuse_app.store.edit import Edit, Writer, edit
from reuse_app.store.entries import remove_within
from reuse_app.store.errors import ChangedSinceError, StoreError, TakenError, UnknownEntryError
from reuse_app.store.noun_table import EntryId, StoredPart
from reuse_app.store.rows import as_noun
from reuse_app.store.tables import PARTS
from reuse_app.worksheet.columns import flatten

FIRST_UNDOABLE = 2
"""Revision 1 is the start of the workshop."""
FAILURES = (ValidationError, IntegrityError, StoreError)
"""What undoing one entry raises when something else has come in its way."""


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


@dataclass(frozen=True)
class Undone:
    """What came of undoing several changes: which are undone, and which were left because others changed them since."""

    done: tuple[int, ...]
    left: tuple[int, ...]
    revision: int


class _Tried(Exception):  # noqa: N818  # no failure
    """Ends a transaction of which nothing is to be kept."""


def undo(writer: Writer, revision: int) -> int:
    """Undo the change with this revision; return the new revision.

    What somebody keeps to themselves and has changed since is left as it is, without a word. Raises
    UnknownWorkshopError, ConstraintError when the rules could not all hold any more, VoteError, and StoreError when the
    change cannot be found or an entry has changed since.
    """
    with edit(writer, UNDO) as open_edit:
        _undo_within(open_edit, writer, revision)
        _note(open_edit, [revision])
        return open_edit.revision


def undo_anyway(writer: Writer, revision: int, *, seen: int) -> int:
    """Undo what can be undone of a change, whatever has become of it by the revision `seen`; return the new revision.

    What it added goes with all that hangs on it; what it removed comes back unless something else has its place; what
    it changed is what it was. Raises as `undo` does, and when something has changed after `seen`.
    """
    with edit(writer, UNDO) as open_edit:
        before = open_edit.revision
        touched = _found(open_edit, revision)
        kept = _kept_by_others(open_edit, writer, touched)
        if any(_version(open_edit, each) > seen for each in touched if each not in kept):
            raise ChangedSinceError()
        for each in touched:
            with suppress(*FAILURES), open_edit.attempt():
                if each in kept:
                    _revert(open_edit, each.way, [each])
                else:
                    _overwrite(open_edit, each)
        _refuse_impossible(open_edit, touched)
        if open_edit.revision == before:
            raise StoreError("Nothing of it is left that could be undone.")
        _note(open_edit, [revision])
        return open_edit.revision


def undo_all(writer: Writer, revisions: Iterable[int]) -> Undone:
    """Undo changes as one, the newest first, and leave those that others have changed since. Raises as `edit` does."""
    with edit(writer, UNDO) as open_edit:
        return _undo_each(open_edit, writer, revisions)


def would_undo(writer: Writer, revisions: Iterable[int]) -> Undone:
    """Say what `undo_all` would do now, and do nothing."""
    with suppress(_Tried), edit(writer, UNDO) as open_edit:
        found = _undo_each(open_edit, writer, revisions)
        raise _Tried
    return found


def _undo_each(open_edit: Edit, writer: Writer, revisions: Iterable[int]) -> Undone:
    done: list[int] = []
    left: list[int] = []
    undoing = _undoing(open_edit)
    for revision in sorted(revisions, reverse=True):
        if undoing.get(revision) is not None and undoing[revision] not in done:
            continue
        try:
            with open_edit.attempt():
                _undo_within(open_edit, writer, revision)
            done.append(revision)
        except StoreError:
            left.append(revision)
    _note(open_edit, done)
    return Undone(tuple(done), tuple(left), open_edit.revision)


def _undoing(open_edit: Edit) -> Mapping[int, int]:
    """By which change each change is undone that is."""
    changes = tables.change.c
    query = select(changes.revision, changes.undone_by).where(
        changes.workshop_id == open_edit.workshop_id, changes.undone_by.is_not(None)
    )
    return {row.revision: row.undone_by for row in open_edit.connection.execute(query)}


def _undo_within(open_edit: Edit, writer: Writer, revision: int) -> None:
    """Do what `undo` does as a piece of a larger change."""
    touched = _found(open_edit, revision)
    kept = _kept_by_others(open_edit, writer, touched)
    try:
        for (way, _), entries in groupby(touched, key=lambda each: each.order):
            together = list(entries)
            _revert(open_edit, way, [each for each in together if each not in kept])
            for each in together:
                if each in kept:
                    with suppress(*FAILURES), open_edit.attempt():
                        _revert(open_edit, way, [each])
    except (ValidationError, IntegrityError, TakenError, UnknownEntryError) as error:
        raise ChangedSinceError() from error
    _refuse_impossible(open_edit, touched)


def _refuse_impossible(open_edit: Edit, touched: Iterable[Touched]) -> None:
    refuse_contradiction(open_edit)
    refuse_too_many(open_edit, {str(each.entry[0]) for each in touched if each.part.name == "dot"})


def _found(open_edit: Edit, revision: int) -> list[Touched]:
    """The entries that a change touched, in the order of undoing; raises StoreError when there are none."""
    touched = sorted(_touched(open_edit, revision), key=lambda each: each.order)
    if not touched:
        raise StoreError("There is nothing to undo there.")
    return touched


def _kept_by_others(open_edit: Edit, writer: Writer, touched: Iterable[Touched]) -> list[Touched]:
    """Those of the entries that somebody else keeps to themselves."""
    log = {
        (each.part.name, each.part.text(each.entry), name): (text, each.after[name])
        for each in touched
        for name, text in each.before.items()
    }
    keeping = open_edit.keepers(log)
    mine = (None, writer.participant)
    return [each for each in touched if keeping[each.part.name, each.part.text(each.entry)] not in mine]


def _version(open_edit: Edit, touched: Touched) -> int:
    row = open_edit.rows(touched.part, [touched.entry]).get(touched.entry)
    return int(row["version"]) if row else 0


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
    yield from touched_by(open_edit.connection.execute(query).mappings().all())


def touched_by(rows: Sequence[RowMapping]) -> Iterator[Touched]:
    """Yield each entry that a change touched, from the fields that it wrote, sorted by part and entry."""
    for (part, entry), group in groupby(rows, key=lambda row: (row["part"], row["entry"])):
        found = list(group)
        yield Touched(PARTS[part], PARTS[part].parsed(entry), _texts(found, "before"), _texts(found, "after"))


def _texts(fields: list[RowMapping], moment: str) -> Texts:
    return {field["field"]: field[moment] for field in fields}


def _revert(open_edit: Edit, way: Way, entries: Sequence[Touched]) -> None:
    """Revert what one change did in one way to entries of one part; raises StoreError when one has changed since."""
    if not entries:
        return
    part = entries[0].part
    if way is Way.WENT:
        open_edit.insert(part, [_restored(each, {}) for each in entries])
    elif way is Way.CAME:
        open_edit.delete(part, [_unchanged(open_edit, each) for each in entries])
    else:
        for each in entries:
            _put_back(open_edit, each, _unchanged(open_edit, each))


def _overwrite(open_edit: Edit, touched: Touched) -> None:
    """Let an entry be what it was before a change, whatever has become of it."""
    if touched.way is Way.CAME:
        remove_within(open_edit, touched.part, touched.entry)
    elif touched.way is Way.WENT:
        open_edit.insert(touched.part, [_restored(touched, {})])
    else:
        _put_back(open_edit, touched, open_edit.row(touched.part, touched.entry))


def _put_back(open_edit: Edit, touched: Touched, current: dict[str, Any]) -> None:
    restored = _restored(touched, current)
    after = {name: restored[name] for name in touched.before}
    open_edit.update(touched.part, touched.entry, before=current, after=after)


def _unchanged(open_edit: Edit, touched: Touched) -> dict[str, Any]:
    """Return an entry as it is, unless somebody has changed the same fields again, or anything of an added entry."""
    current = open_edit.row(touched.part, touched.entry)
    fields = touched.after if touched.way is Way.STAYED else current.keys() - {"workshop_id", "version", "position"}
    if any(as_text(current[name]) != touched.after.get(name) for name in fields):
        raise ChangedSinceError()
    return current


def _restored(touched: Touched, current: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with the values that it had; what it says beside them stays."""
    values = {name: from_text(touched.part, name, text) for name, text in touched.before.items()}
    kept: dict[str, Any] = {name: values[name] for name in ("position", "author") if name in values}
    return {"author": None} | flatten(as_noun(touched.part, current | values)) | kept
