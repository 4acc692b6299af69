"""Reading: a workshop as an immutable worksheet, loaded once for each revision and kept."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from sys import getsizeof
from types import GenericAlias
from typing import Any, NamedTuple, cast

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, func, select

from reuse_app.room import Room
from reuse_app.room.room import visible
from reuse_app.store import tables
from reuse_app.store.change_log import Replaced, still_replaced
from reuse_app.store.engine import Database
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.noun_table import EntryId, StoredPart, can_be_kept
from reuse_app.store.rows import NounRow, NounRows, ordered, room_of, worksheet_of
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Participant, Worksheet
from reuse_app.worksheet.columns import nest
from reuse_app.worksheet.copies import pseudonymous
from reuse_app.worksheet.values import Noun

_WORKSHOP = tables.workshop.c
AT_ADDRESS = select(_WORKSHOP.id, _WORKSHOP.revision, _WORKSHOP.salt, _WORKSHOP.closed).where(
    _WORKSHOP.address == bindparam("address")
)
"""The query that every request asks; made once, because making it takes longer than asking it."""

NEWEST = (
    select(tables.change.c.whose, func.max(tables.change.c.revision).label("newest"))
    .where(tables.change.c.workshop_id == bindparam("workshop_id"), tables.change.c.revision > bindparam("since"))
    .group_by(tables.change.c.whose)
)
"""The newest change since a revision of those that concern everybody, and of those that each person keeps back."""

_CHANGE, _FIELD = tables.change.c, tables.changed_field.c
CHANGED_SINCE = (
    select(_CHANGE.revision, _CHANGE.whose, _CHANGE.action, _FIELD.part, _FIELD.entry)
    .join(tables.changed_field, _FIELD.change_id == _CHANGE.id)
    .where(tables.change.c.workshop_id == bindparam("workshop_id"), tables.change.c.revision > bindparam("since"))
    .distinct()
)
"""The changes since a revision, each with the entries that it added, changed or removed."""

BYTES_OF_WORKSHOP, BYTES_OF_ROW, BYTES_OF_VALUE = 50_000, 300, 90
"""What a workshop takes in memory beside its rows, and each of them beside its values, as measured."""
FEW = 100
"""Changed entries of a part that are read one by one; when more have changed, the whole part is read."""


@dataclass(frozen=True)
class Saved:
    """A workshop as it is on disk at one revision."""

    id: int
    address: str
    salt: str
    """What the revisions are hidden with wherever people see them."""
    revision: int
    newest: Mapping[str | None, int]
    """The newest revision that concerns everybody, and those that people keep to themselves, by person."""
    rows: Mapping[str, NounRows]
    worksheet: Worksheet
    """Everything, which only the store and the host's own command line are shown."""
    room: Room
    replaced: tuple[Replaced, ...] = ()
    """What people have to be told: where somebody kept their own version instead of theirs."""

    def seen_by(self, participant: str | None) -> Worksheet:
        """The worksheet as one person may see it; None stands for what everybody may see."""
        seen = self._seen  # of two who ask at first, each may have one of its own
        if participant not in seen:
            seen[participant] = visible(self.worksheet, self.room, participant)
        return seen[participant]

    def revision_for(self, *people: str | None) -> int:
        """The newest revision of which some people may know: what others keep to themselves makes none for them."""
        return max(self.newest.get(each, 0) for each in {None, *people})

    @cached_property
    def pseudonymous(self) -> Worksheet:
        """The worksheet as everybody may see it, without the names of those who rated and voted."""
        return pseudonymous(self.seen_by(None))

    @cached_property
    def people(self) -> Mapping[str, Participant]:
        """Everybody who takes part, by key."""
        return {each.key: each for each in self.worksheet.participants}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What everybody who takes part is called, by key."""
        return {each.key: each.name for each in self.worksheet.participants}

    @cached_property
    def bytes(self) -> int:
        """About what all of it takes in memory."""
        return BYTES_OF_WORKSHOP + sum(rows.bytes for rows in self.rows.values())

    def version(self, part: str, *entry: str | int) -> int:
        """The revision at which an entry last changed; 0 for one that is not there."""
        return self.rows[part].version(entry)

    @cached_property
    def _seen(self) -> dict[str | None, Worksheet]:
        return {}


def load(database: Database, address: str, *, revision: int | None = None) -> Saved:
    """Return the workshop at an address as it is now, reading only what changed since it was last loaded.

    Whoever has just read which `revision` is its newest says so, and what is kept of it is not looked up.
    Raises UnknownWorkshopError.
    """
    kept = database.kept.known(address) if revision is not None else None
    if kept and revision is not None and kept.revision >= revision:
        return cast("Saved", kept)
    with database.read() as connection:
        found = connection.execute(AT_ADDRESS, {"address": address}).one_or_none() if can_be_kept((address,)) else None
        if found is None:
            database.kept.forget(address)
            raise UnknownWorkshopError("There is no workshop at this address.")
        saved: Saved = database.kept.get(
            address,
            lambda kept: _read(connection, address, found, kept),
            is_current=lambda kept: kept.revision >= found.revision,
        )
        return saved


def _read(connection: Connection, address: str, found: Any, kept: Saved | None) -> Saved:
    """Return the workshop as it was found, reading only what has changed since it was kept, if that can be told."""
    news = _changed_since(connection, found.id, kept.revision) if kept else None
    before = kept if news else None
    rows = {
        name: _renewed_rows(connection, part, found.id, before.rows[name], news.entries[name])
        if before and news
        else _all_rows(connection, part, found.id)
        for name, part in PARTS.items()
    }
    return Saved(
        id=found.id,
        address=address,
        salt=found.salt,
        revision=found.revision,
        newest={**before.newest, **news.newest} if before and news else newest_since(connection, found.id, 0),
        rows=rows,
        worksheet=worksheet_of(rows),
        room=room_of(rows),
        replaced=still_replaced(
            connection,
            found.id,
            since=before.revision if before else 0,
            told=before.replaced if before else (),
            actions=news.actions if news else None,
        ),
    )


class _News(NamedTuple):
    """What has changed since a revision."""

    newest: dict[str | None, int]
    """The newest revision of those that concern everybody, and of those that each person keeps back."""
    actions: set[str]
    entries: dict[str, set[EntryId]]
    """By part."""


def _changed_since(connection: Connection, workshop_id: int, since: int) -> _News | None:
    """What has changed since a revision; None where the log does not say which entries."""
    news = _News({}, set(), defaultdict(set))
    for revision, whose, action, name, text in connection.execute(
        CHANGED_SINCE, {"workshop_id": workshop_id, "since": since}
    ):
        if name not in PARTS:
            return None
        news.newest[whose] = max(revision, news.newest.get(whose, 0))
        news.actions.add(action)
        news.entries[name].add(PARTS[name].parsed(text))
    return news


def _renewed_rows(
    connection: Connection, part: StoredPart, workshop_id: int, kept: NounRows, changed: Collection[EntryId]
) -> NounRows:
    """Return the rows of a part, of which only the changed ones are read again."""
    if not changed:
        return kept
    if len(changed) > FEW:
        return _all_rows(connection, part, workshop_id)
    return kept.renewed(changed, _as_rows(part, part.read(connection, workshop_id, changed)))


def _all_rows(connection: Connection, part: StoredPart, workshop_id: int) -> NounRows:
    found = connection.execute(select(part.table).where(part.owner == workshop_id))
    names = tuple(found.keys())
    return ordered(_as_rows(part, [dict(zip(names, row, strict=True)) for row in found.all()]))


def _as_rows(part: StoredPart, found: Sequence[dict[str, Any]]) -> Iterator[NounRow]:
    nouns = _nouns(part.noun).validate_python([nest(part.noun, row) for row in found])
    for row, noun in zip(found, nouns, strict=True):
        size = BYTES_OF_ROW + BYTES_OF_VALUE * len(row) + sum(map(getsizeof, row.values()))
        yield NounRow(part.entry(row), row.get("position", 0), row["version"], row.get("author"), noun, size)


@cache
def _nouns(noun: type[Noun]) -> TypeAdapter[list[Any]]:
    """Checks many rows at once, which takes a third of the time of checking them one by one."""
    listed: Any = GenericAlias(list, (noun,))
    return TypeAdapter(listed)


class Glance(NamedTuple):
    """What can be told of a workshop without reading it."""

    salt: str
    closed: bool
    newest: Mapping[str | None, int]
    """The newest revision after one that concerns everybody, and those that people keep to themselves, by person."""


def glance(database: Database, address: str, *, since: int) -> Glance | None:
    """Return what can be told of a workshop without reading it; None for one that is gone."""
    with database.read() as connection:
        found = connection.execute(AT_ADDRESS, {"address": address}).one_or_none()
        return Glance(found.salt, found.closed, newest_since(connection, found.id, since)) if found else None


def newest_since(connection: Connection, workshop_id: int, since: int) -> dict[str | None, int]:
    """The newest revision that concerns everybody, and those that people keep to themselves, by person."""
    found = connection.execute(NEWEST, {"workshop_id": workshop_id, "since": since})
    return {row.whose: row.newest for row in found}
