"""Writing: one transaction on one workshop becomes one numbered change, with every value before and after."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from reuse_app.room import Room
from reuse_app.room.room import owned_in
from reuse_app.store import tables
from reuse_app.store.change_log import Log, as_text
from reuse_app.store.engine import Database
from reuse_app.store.errors import (
    NotOwnError,
    RepeatedError,
    ReusedFormError,
    RoomError,
    TakenError,
    UnknownEntryError,
    UnknownWorkshopError,
)
from reuse_app.store.noun_table import EntryId, StoredPart, can_be_kept
from reuse_app.store.privacy import NOBODYS, Concerned, Keepers, concerned, keepers, room_within
from reuse_app.store.shared import announce_within
from reuse_app.store.tables import PARTS
from reuse_app.store.workshop_state import AT_ADDRESS
from reuse_app.worksheet.columns import Scalar, columns

Values = Mapping[str, Any]

TO_CHANGE = AT_ADDRESS.with_for_update()

ANYTHING = "*"
"""Stands for the parts where the change log does not say, or nobody knows, what has changed."""
PLACELESS = ("position", None)
"""What the change log says after an entry has been removed, and no other change does."""
PLACE = "place"
"""Stands among the parts that have changed when the room has moved: every page goes along, whatever it shows."""
SETTINGS = ("workshop", "stage", ANYTHING)
"""Parts with which it may change how the steps are set, and whether anybody has joined."""
LARGE = 25
"""Entries that a change touches before the state that it leaves is kept by name."""
AT_ONCE = 500
"""Entries looked up by one query."""


@dataclass(frozen=True)
class Writer:
    """Somebody who writes in one workshop; no participant stands for the command line."""

    database: Database
    address: str
    participant: str | None = None
    author: str | None = None
    """For whom, when that is somebody without a device."""
    leads: bool = True
    """Whether they remove and rename whatever there is; who does not is held to their own where the step says so."""


@dataclass(frozen=True)
class SentForm:
    """A form as it was sent: the key by which sending it twice has one effect, and what was filled in."""

    key: str
    content: str = ""

    @cached_property
    def hashes(self) -> tuple[str, str]:
        """Both in a length and in letters that every database holds, whatever was sent."""
        return _hash(self.key), _hash(self.content)


@contextmanager
def edit(writer: Writer, action: str, *, once: SentForm | None = None) -> Iterator["Edit"]:
    """Open one change of a workshop; `once` is the form that asks for it.

    Raises UnknownWorkshopError, RepeatedError when this form has had its effect already, ReusedFormError when it had
    one with other content, and UnknownEntryError when something that is written refers to an entry that is gone.
    """
    at = {"address": writer.address}
    with writer.database.write() as connection:
        found = connection.execute(TO_CHANGE, at).one_or_none() if can_be_kept((writer.address,)) else None
        if found is None:
            raise UnknownWorkshopError("There is no workshop at this address.")
        if once:
            refuse_second(connection, found.id, once)
        key, content = once.hashes if once else (None, None)
        change = {
            "participant": writer.participant,
            "action": action,
            "once": key,
            "content_hash": content,
        }
        open_edit = Edit(connection, found.id, found.revision, writer=writer)
        try:
            yield open_edit
            open_edit.close(change)
        except IntegrityError as error:
            raise UnknownEntryError("Something that this belongs to is not in the workshop any more.") from error
    if open_edit.revision > found.revision:
        writer.database.stored(open_edit.letters)
        writer.database.announce(writer.address, open_edit.revision, open_edit.concerned)


class Edit:
    """The writes of one transaction, and their log, which is written when the last of them has happened."""

    def __init__(self, connection: Connection, workshop_id: int, revision: int, *, writer: Writer) -> None:
        self.connection = connection
        self.workshop_id = workshop_id
        self._writer = writer
        self._author = writer.author or writer.participant
        self._leads = writer.leads
        self._seen = revision
        self._log: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
        self._keepers: Keepers = {}
        self._absent: set[tuple[str, EntryId]] = set()
        self.moves_room = False
        """Whether everybody goes along with what is written."""

    @property
    def concerned(self) -> Concerned:
        """Whom the change concerns, once it is closed."""
        moved: Concerned = {PLACE: (None,)} if self.moves_room else {}
        return {**concerned(self._keepers), **moved}

    @property
    def revision(self) -> int:
        """The revision of the workshop after what has been written so far."""
        return self._seen + 1 if self._log else self._seen

    @property
    def removed(self) -> set[tuple[str, str]]:
        """The part and the text of each entry that has been removed so far."""
        return {(part, entry) for (part, entry, field), (_, after) in self._log.items() if (field, after) == PLACELESS}

    def log_nothing(self) -> None:
        """Keep no value of what has been written so far, only that everything may have changed."""
        self._log = {(ANYTHING, "", ""): (None, None)}

    def room(self) -> Room:
        """How the steps of the workshop are set by now, and whether anybody has joined.

        It is looked up once, and not at all where what is kept of the workshop tells it: nobody else changes it before
        this transaction ends.
        """
        if any(part in SETTINGS for part, _, _ in self._log):
            return room_within(self.connection, self.workshop_id)
        return self._room_before

    @cached_property
    def _room_before(self) -> Room:
        kept = self._writer.database.kept.known(self._writer.address)
        is_current = kept is not None and kept.revision == self._seen
        return kept.room if kept and is_current else room_within(self.connection, self.workshop_id)

    def keepers(self, log: Log) -> Keepers:
        """Who keeps each entry to themselves of which a log says that it was written."""
        return keepers(self.connection, self.workshop_id, log, room_now=self.room)

    def note_absent(self, part: StoredPart, entries: Iterable[EntryId]) -> None:
        """Note that entries are not in the workshop, which was found out otherwise than by `rows`."""
        self._absent |= {(part.name, entry) for entry in entries}

    @property
    def letters(self) -> int:
        """How much text the change log keeps of what has been written so far."""
        return sum(len(before or "") + len(after or "") for before, after in self._log.values())

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Let what is written in the block stand, or, when it raises, let nothing of it be written or logged."""
        log = dict(self._log)
        try:
            with self.connection.begin_nested():
                yield
        except Exception:
            self._log = log
            raise

    def rows(self, part: StoredPart, entries: Iterable[EntryId]) -> dict[EntryId, dict[str, Any]]:
        """Return those of the entries that the workshop has, with their columns as they are now."""
        wanted = [entry for entry in entries if can_be_kept(entry)]
        found: dict[EntryId, dict[str, Any]] = {}
        for start in range(0, len(wanted), AT_ONCE):
            rows = part.read(self.connection, self.workshop_id, wanted[start : start + AT_ONCE])
            found |= {part.entry(row): row for row in rows}
        self.note_absent(part, (entry for entry in wanted if entry not in found))
        return {entry: found[entry] for entry in wanted if entry in found}

    def row(self, part: StoredPart, entry: EntryId) -> dict[str, Any]:
        """Return the columns of an entry as they are now; raises UnknownEntryError."""
        found = self.rows(part, [entry])
        if entry not in found:
            raise UnknownEntryError(f"This {part.said} is not in the workshop any more.")
        return found[entry]

    def every(self, part: StoredPart) -> list[dict[str, Any]]:
        """Return the columns of every entry of a part as they are now, in their order."""
        query = select(part.table).where(part.owner == self.workshop_id)
        ordered = query.order_by(part.table.c.position, *(part.table.c[name] for name in part.identity))
        return [dict(row) for row in self.connection.execute(ordered).mappings()]

    def largest(self, part: StoredPart, column: str) -> int:
        """The largest number in a column of a part; 0 when the part is empty."""
        query = select(func.coalesce(func.max(part.table.c[column]), 0)).where(part.owner == self.workshop_id)
        return int(self.connection.execute(query).scalar_one())

    def insert(self, part: StoredPart, rows: Sequence[Values]) -> None:
        """Write new rows, last in their list and by this writer unless they say otherwise.

        Raises TakenError and RoomError.
        """
        if not rows:
            return
        last = self._last_of_few(part, len(rows))
        entries = [part.entry(row) for row in rows]
        self._refuse_taken(part, entries)
        placed = [{"position": last + place, "author": self._author, **row} for place, row in enumerate(rows, start=1)]
        for entry, row in zip(entries, placed, strict=True):
            self._record(part, entry, before={}, after=row)
        common = {"workshop_id": self.workshop_id, "version": self.revision}
        self.connection.execute(insert(part.table), [row | common for row in placed])

    def update(self, part: StoredPart, entry: EntryId, *, before: Values, after: Values) -> None:
        """Write only the columns in `after` that differ from `before`."""
        changed = {name: value for name, value in after.items() if as_text(value) != as_text(before[name])}
        if changed:
            self._record(part, entry, before=before, after=changed)
            part.change(self.connection, self.workshop_id, entry, {**changed, "version": self.revision})

    def confirm(self, part: StoredPart, entry: EntryId, name: str, value: Scalar) -> None:
        """Log that somebody leaves a value as it is."""
        self._log.setdefault((part.name, part.text(entry), name), (as_text(value), as_text(value)))

    def delete(self, part: StoredPart, rows: Sequence[Values]) -> None:
        """Remove rows, keeping their values in the change log."""
        for row in rows:
            self._record(part, part.entry(row), before=row, after=dict.fromkeys(row))
        if rows:
            identity = (part.table.c[name] == bindparam(f"old_{name}") for name in part.identity)
            gone = [{f"old_{name}": row[name] for name in part.identity} for row in rows]
            self.connection.execute(delete(part.table).where(part.owner == self.workshop_id, *identity), gone)

    def refuse_others(self, part: StoredPart, row: Values) -> None:
        """Refuse to remove or rename an entry that this writer has not added, where the step says so; of notes always.

        What nobody has added came with a file, and is the facilitator's. Raises NotOwnError.
        """
        step = owned_in(part.name, home=bool(row.get("home")))
        is_own = row["author"] is not None and row["author"] == self._author
        if self._leads or is_own or (step is None and part.name != "note"):
            return
        if step is None or self.room().stage(step).own_only:
            raise NotOwnError(part.said)

    def close(self, change: Values) -> None:
        """Number the change, write its log and announce it, when something has changed."""
        if not self._log:
            return
        self._refuse_dangling()
        now = dt.datetime.now(dt.UTC)
        self._keepers = self.keepers(self._log)
        values = {"workshop_id": self.workshop_id, "revision": self.revision, "at": now, "whose": self._whose()}
        change_id = tables.new_id(self.connection.execute(insert(tables.change), {**values, **change}))
        fields = [
            {"change_id": change_id, "part": part, "entry": entry, "field": field, "before": before, "after": after}
            for (part, entry, field), (before, after) in self._log.items()
        ]
        self.connection.execute(insert(tables.changed_field), fields)
        self._keep_before(now)
        announce_within(self.connection, self._writer.address, self.revision, self.concerned)

    def _refuse_dangling(self) -> None:
        """Raise UnknownEntryError for a reference that no foreign key watches, to something that is gone."""
        for (name, _, field), (_, after) in self._log.items():
            refers = INNER_REFERENCES.get((name, field))
            if refers and after is not None:
                self.row(PARTS[refers], (json.loads(after),))

    def _whose(self) -> str | None:
        """Who keeps the whole change to themselves, if anybody does."""
        people = set(self._keepers.values())
        if None in people:
            return None
        return people.pop() if len(people) == 1 else NOBODYS

    def _keep_before(self, now: dt.datetime) -> None:
        """Give the state before a large change a name, so that it can be found again; nothing hidden counts in it."""
        entries = sum(keeper is None for keeper in self._keepers.values())
        if entries >= LARGE:
            name = f"Before a change of {entries} entries"
            values = {"workshop_id": self.workshop_id, "revision": self._seen, "name": name, "at": now}
            self.connection.execute(insert(tables.snapshot).values(values))

    def _last_of_few(self, part: StoredPart, new: int) -> int:
        """Return the last position in a list; raises RoomError when it has no room.

        What is written here can be exported, and an export can be imported: both have the same limits.
        """
        count, last = self.connection.execute(part.count_and_last, {"workshop_id": self.workshop_id}).one()
        if part.limit is not None and count + new > part.limit:
            raise RoomError(f"There is no room for this {part.said}: a workshop holds at most {part.limit:,} of them.")
        return int(last)

    def _refuse_taken(self, part: StoredPart, entries: Sequence[EntryId]) -> None:
        """Refuse to write an entry twice; what was looked for in vain in this change is not looked for again."""
        taken = set(self.rows(part, [entry for entry in entries if (part.name, entry) not in self._absent]))
        for entry in entries:
            if entry in taken:
                raise TakenError(f"There is already a {part.said} “{part.text(entry)}”.")
            taken.add(entry)
        self._absent -= {(part.name, entry) for entry in entries}

    def _record(self, part: StoredPart, entry: EntryId, *, before: Values, after: Values) -> None:
        """Remember what each field was before the first write of this change and is after the last.

        What has come and gone again within this change was never there.
        """
        text = part.text(entry)
        for name, value in after.items():
            was, becomes = as_text(before.get(name)), as_text(value)
            if was != becomes and name not in ("workshop_id", "version"):
                first, _ = self._log.pop((part.name, text, name), (was, None))
                if (first, becomes) != (None, None):
                    self._log[part.name, text, name] = first, becomes


INNER_REFERENCES = {
    (part.name, column.name): column.refers
    for part in PARTS.values()
    for column in columns(part.noun).values()
    if column.refers and len(column.path) > 1
}
"""By part and column, what is named by a part within a noun, such as the origin of a product."""


def referring(part: StoredPart) -> Iterator[tuple[StoredPart, str, bool]]:
    """Yield each part with a column that names an entry of this one, and whether that column may be empty."""
    for other in PARTS.values():
        for column in columns(other.noun).values():
            if column.refers == part.name:
                yield other, column.name, column.may_be_emptied


def refuse_second(connection: Connection, workshop_id: int, once: SentForm) -> None:
    """Let a form have one effect: raises RepeatedError, and ReusedFormError when something else was sent by it."""
    key, content = once.hashes
    change = tables.change.c
    query = select(change.content_hash).where(change.workshop_id == workshop_id, change.once == key)
    found = connection.execute(query).one_or_none()
    if found:
        raise RepeatedError("This was saved already.") if found.content_hash in (content, None) else ReusedFormError


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:40]
