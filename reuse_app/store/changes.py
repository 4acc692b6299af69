"""Writing: one transaction on one workshop becomes one numbered change, with every value before and after."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.errors import RepeatedError, TakenError, UnknownEntryError, UnknownWorkshopError
from reuse_app.store.saved import Entry
from reuse_app.store.tables import PARTS, Part
from reuse_app.worksheet.flat import Scalar, columns

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Writer:
    """Somebody who writes in one workshop; no participant stands for the command line."""

    database: Database
    address: str
    participant: str | None = None


@contextmanager
def edit(writer: Writer, action: str, *, once: str | None = None, undoes: int | None = None) -> Iterator["Edit"]:
    """Open one change of a workshop; `once` is the key of the form that asks for it.

    Raises UnknownWorkshopError, and RepeatedError when the form with this key has had its effect already.
    """
    workshop = tables.workshop
    with writer.database.write() as connection:
        query = select(workshop.c.id, workshop.c.revision).where(workshop.c.address == writer.address)
        found = connection.execute(query.with_for_update()).one_or_none()
        if found is None:
            raise UnknownWorkshopError("There is no workshop at this address.")
        if once and _happened(connection, found.id, once):
            raise RepeatedError("This was saved already.")
        change = {"participant": writer.participant, "action": action, "once": once or None, "undoes": undoes}
        yield Edit(connection, found.id, found.revision, change)


def _happened(connection: Connection, workshop_id: int, once: str) -> bool:
    query = select(tables.change.c.id).where(tables.change.c.workshop_id == workshop_id, tables.change.c.once == once)
    return connection.execute(query).first() is not None


class Edit:
    """The writes of one transaction; the change is numbered when the first of them happens."""

    def __init__(self, connection: Connection, workshop_id: int, revision: int, change: Values) -> None:
        self.connection = connection
        self.workshop_id = workshop_id
        self.revision = revision
        self._change = change
        self._change_id: int | None = None

    def row(self, part: Part, entry: Entry) -> dict[str, Any]:
        """Return the columns of an entry as they are now; raises UnknownEntryError."""
        found = self.connection.execute(select(part.table).where(self.where(part, entry))).mappings().one_or_none()
        if found is None:
            raise UnknownEntryError(f"This {part.name.replace('_', ' ')} is not in the workshop any more.")
        return dict(found)

    def exists(self, part: Part, entry: Entry) -> bool:
        """Say whether the workshop has this entry."""
        query = select(func.count()).select_from(part.table).where(self.where(part, entry))
        return self.connection.execute(query).scalar_one() > 0

    def insert(self, part: Part, row: Values) -> Entry:
        """Write a new row, last in its list unless it has a position; raises TakenError."""
        row = {"position": self.next_position(part), **row}
        entry: Entry = tuple(row[name] for name in part.identity)
        if self.exists(part, entry):
            raise TakenError(f"There is already a {part.name.replace('_', ' ')} {'/'.join(map(str, entry))!r}.")
        self._record(part, entry, before={}, after=row)
        self.connection.execute(insert(part.table).values(workshop_id=self.workshop_id, version=self.revision, **row))
        return entry

    def update(self, part: Part, entry: Entry, *, before: Values, after: Values) -> None:
        """Write only the columns in `after` that differ from `before`."""
        changed = {name: value for name, value in after.items() if value != before[name]}
        if changed:
            self._record(part, entry, before=before, after=changed)
            values = {**changed, "version": self.revision}
            self.connection.execute(update(part.table).where(self.where(part, entry)).values(values))

    def delete(self, part: Part, entry: Entry) -> None:
        """Remove a row, keeping its values in the change log."""
        row = self.row(part, entry)
        self._record(part, entry, before=row, after=dict.fromkeys(row))
        self.connection.execute(delete(part.table).where(self.where(part, entry)))

    def where(self, part: Part, entry: Entry) -> ColumnElement[bool]:
        """The condition that finds one entry of this workshop."""
        identity = (part.table.c[name] == value for name, value in zip(part.identity, entry, strict=True))
        return and_(part.owner == self.workshop_id, *identity)

    def next_position(self, part: Part) -> int:
        """The position after the last one of a list."""
        query = select(func.coalesce(func.max(part.table.c.position), 0)).where(part.owner == self.workshop_id)
        return int(self.connection.execute(query).scalar_one()) + 1

    def _record(self, part: Part, entry: Entry, *, before: Values, after: Values) -> None:
        texts = ((name, as_text(before.get(name)), as_text(value)) for name, value in after.items())
        fields = [
            {"field": name, "before": was, "after": becomes}
            for name, was, becomes in texts
            if was != becomes and name not in ("workshop_id", "version")
        ]
        common = {"change_id": self._numbered(), "part": part.name, "entry": entry_text(entry)}
        self.connection.execute(insert(tables.changed_field), [common | field for field in fields])

    def _numbered(self) -> int:
        """Give the change the next revision, once."""
        if self._change_id is None:
            self.revision += 1
            self.connection.execute(
                update(tables.workshop).where(tables.workshop.c.id == self.workshop_id).values(revision=self.revision)
            )
            values = {"workshop_id": self.workshop_id, "revision": self.revision, "at": dt.datetime.now(dt.UTC)}
            made = self.connection.execute(insert(tables.change).values(**values, **self._change))
            self._change_id = tables.new_id(made)
        return self._change_id


def entry_text(entry: Entry) -> str:
    """An entry as the change log writes it: its identity joined by slashes, which no key contains."""
    return "/".join(map(str, entry))


def entry_of(part: Part, text: str) -> Entry:
    """The entry that `entry_text` wrote."""
    pieces = text.split("/") if part.identity else []
    return tuple(part.table.c[name].type.python_type(piece) for name, piece in zip(part.identity, pieces, strict=True))


def as_text(value: Scalar) -> str | None:
    """A value as a JSON scalar, the form in which the change log keeps it; empty text is nothing."""
    return None if value in (None, "") else json.dumps(to_jsonable_python(value), ensure_ascii=False)


def from_text(text: str | None) -> Any:
    """The value that `as_text` wrote, a date as text."""
    return None if text is None else json.loads(text)


def referring(part: Part) -> Iterator[tuple[Part, str, bool]]:
    """Yield each part with a column that names an entry of this one, and whether that column may be empty."""
    for other in PARTS.values():
        for column in columns(other.noun).values():
            if column.refers == part.name:
                yield other, column.name, column.optional
