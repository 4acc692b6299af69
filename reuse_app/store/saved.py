"""Reading: a workshop as an immutable worksheet, loaded once for each revision and kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, select

from reuse_app.room import Room
from reuse_app.room.visible import ENTERED_IN, visible
from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.glance import AT_ADDRESS, newest_since
from reuse_app.store.nouns import Exclusive
from reuse_app.store.part import Entry, Part, can_be_kept
from reuse_app.store.replaced import Replaced, still_replaced
from reuse_app.store.rows import Row, Rows, ordered
from reuse_app.store.tables import PARTS
from reuse_app.worksheet import Constraints, Iteration, Worksheet, Workshop
from reuse_app.worksheet.columns import nest
from reuse_app.worksheet.copies import pseudonymous
from reuse_app.worksheet.values import Noun

__all__ = ["Entry", "Saved", "as_noun", "forget", "groups_of", "load"]

KEPT = 64
"""Workshops whose latest worksheet stays in memory."""

LISTS = {
    "factors": "factor",
    "capabilities": "capability",
    "products": "product",
    "links": "link",
    "participants": "participant",
    "ratings": "rating",
    "dots": "dot",
    "decisions": "decision",
    "gap_plans": "gap_plan",
    "outcomes": "outcome",
}
"""The lists of a worksheet and the part that each is made of."""

CHANGED_SINCE = (
    select(tables.changed_field.c.part, tables.changed_field.c.entry)
    .join(tables.change, tables.change.c.id == tables.changed_field.c.change_id)
    .where(tables.change.c.workshop_id == bindparam("workshop_id"), tables.change.c.revision > bindparam("since"))
    .distinct()
)
"""The entries of each part that were added, changed or removed since a revision."""

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
    rows: Mapping[str, Rows]
    worksheet: Worksheet
    """Everything, which only the store and the host's own command line are shown."""
    room: Room
    replaced: tuple[Replaced, ...] = ()
    """What people have to be told: where somebody kept their own version instead of theirs."""

    def seen_by(self, participant: str | None) -> Worksheet:
        """The worksheet as one person may see it; None stands for what everybody may see."""
        if participant not in self._seen:
            self._seen[participant] = visible(self.worksheet, self.room, participant)
        return self._seen[participant]

    def revision_for(self, *people: str | None) -> int:
        """The newest revision of which some people may know: what others keep to themselves makes none for them."""
        return max(self.newest.get(each, 0) for each in {None, *people})

    @cached_property
    def pseudonymous(self) -> Worksheet:
        """The worksheet as everybody may see it, without the names of those who rated and voted."""
        return pseudonymous(self.seen_by(None))

    def version(self, part: str, *entry: str | int) -> int:
        """The revision at which an entry last changed; 0 for one that is not there."""
        return self.rows[part].version(entry)

    @cached_property
    def _seen(self) -> dict[str | None, Worksheet]:
        return {}


def load(database: Database, address: str) -> Saved:
    """Return the workshop at an address as it is now, reading only what changed since it was last loaded.

    Raises UnknownWorkshopError.
    """
    with database.read() as connection:
        found = connection.execute(AT_ADDRESS, {"address": address}).one_or_none() if can_be_kept((address,)) else None
        if found is None:
            forget(database, address)
            raise UnknownWorkshopError("There is no workshop at this address.")
        kept = database.kept.get(address)
        if kept and kept.revision >= found.revision:
            _used(database, address)
            return kept
        with database.loading:
            return _renewed(database, connection, address, found)


def _used(database: Database, address: str) -> None:
    """Count a workshop as just used, so that the one that nobody asks for leaves first."""
    with database.loading:
        if address in database.kept:
            database.kept.move_to_end(address)


def _renewed(database: Database, connection: Connection, address: str, found: Any) -> Saved:
    """Return the workshop as it was found or, when somebody has loaded it meanwhile, as it is later; keep it."""
    kept = database.kept.get(address)
    if not kept or kept.revision < found.revision:
        kept = database.kept[address] = _read(connection, address, found, kept)
    database.kept.move_to_end(address)
    while len(database.kept) > KEPT:
        database.kept.popitem(last=False)
    return kept


def _read(connection: Connection, address: str, found: Any, kept: Saved | None) -> Saved:
    """Return the workshop as it was found, reading only what has changed since it was kept, if that can be told."""
    changed = _changed_entries(connection, found.id, kept.revision) if kept else None
    before = kept if changed is not None else None
    since = before.revision if before else 0
    rows = {
        name: _renewed_rows(connection, part, found.id, before.rows[name], changed[name])
        if before and changed is not None
        else _all_rows(connection, part, found.id)
        for name, part in PARTS.items()
    }
    return Saved(
        id=found.id,
        address=address,
        salt=found.salt,
        revision=found.revision,
        newest={**(before.newest if before else {}), **newest_since(connection, found.id, since)},
        rows=rows,
        worksheet=worksheet_of(rows),
        room=room_of(rows),
        replaced=still_replaced(connection, found.id, since=since, told=before.replaced if before else ()),
    )


def forget(database: Database, address: str) -> None:
    """Let go of a workshop that was deleted."""
    with database.loading:
        database.kept.pop(address, None)


def _changed_entries(connection: Connection, workshop_id: int, since: int) -> Mapping[str, Collection[Entry]] | None:
    """The entries of each part that have changed since a revision; None where the log does not say which."""
    changed: dict[str, set[Entry]] = defaultdict(set)
    for name, text in connection.execute(CHANGED_SINCE, {"workshop_id": workshop_id, "since": since}):
        if name not in PARTS:
            return None
        changed[name].add(PARTS[name].parsed(text))
    return changed


def _renewed_rows(connection: Connection, part: Part, workshop_id: int, kept: Rows, changed: Collection[Entry]) -> Rows:
    """Return the rows of a part, of which only the changed ones are read again."""
    if not changed:
        return kept
    if len(changed) > FEW:
        return _all_rows(connection, part, workshop_id)
    return kept.renewed(changed, _as_rows(part, part.read(connection, workshop_id, changed)))


def _all_rows(connection: Connection, part: Part, workshop_id: int) -> Rows:
    found = connection.execute(select(part.table).where(part.owner == workshop_id)).mappings()
    return ordered(_as_rows(part, [dict(row) for row in found]))


def _as_rows(part: Part, found: Sequence[dict[str, Any]]) -> Iterator[Row]:
    nouns = _nouns(part.noun).validate_python([nest(part.noun, row) for row in found])
    for row, noun in zip(found, nouns, strict=True):
        yield Row(part.entry(row), row.get("position", 0), row["version"], row.get("author"), noun)


@cache
def _nouns(noun: type[Noun]) -> TypeAdapter[list[Any]]:
    """Checks many rows at once, which takes a third of the time of checking them one by one."""
    listed: Any = GenericAlias(list, (noun,))
    return TypeAdapter(listed)


def as_noun(part: Part, row: Mapping[str, Any]) -> Noun:
    """Return a row of a part's table, or a mapping like one, as the noun that it holds; raises ValidationError."""
    return part.noun.model_validate(nest(part.noun, row))


def worksheet_of(rows: Mapping[str, Rows]) -> Worksheet:
    """Return the worksheet that rows make."""
    nouns = {part: found.nouns for part, found in rows.items()}
    (framed,) = nouns["workshop"]
    constraints = {
        "must_have": [must.product for must in nouns["must_have"]],
        "exclusive": tuple(groups_of(nouns["exclusive"]).values()),
        "at_most": framed.at_most,
    }
    parts: dict[str, Any] = {field: nouns[part] for field, part in LISTS.items()}
    return Worksheet(
        workshop=Workshop.model_validate(framed.model_dump(include=set(Workshop.model_fields))),
        iterations=tuple(_iteration(numbered) for numbered in nouns["iteration"]),
        constraints=Constraints.model_validate(constraints),
        **parts,
    )


def room_of(rows: Mapping[str, Rows]) -> Room:
    """Return the room that rows make."""
    (framed,) = rows["workshop"].nouns
    return Room(
        step=framed.step,
        since=framed.since,
        ends_at=framed.ends_at,
        sound=framed.sound,
        closed=framed.closed,
        report_open=framed.report_open,
        is_template=framed.is_template,
        has_joined=framed.has_joined,
        stages={stage.step: stage for stage in rows["stage"].nouns},
        authors={(part, row.noun.key): row.author for part in ENTERED_IN for row in rows[part] if row.author},
        marks=frozenset((mark.part, mark.key, mark.marking) for mark in rows["mark"].nouns),
        seats={seat.participant: seat for seat in rows["seat"].nouns},
        completions=frozenset((done.participant, done.step) for done in rows["completion"].nouns),
    )


def groups_of(members: Iterable[Exclusive]) -> Mapping[int, tuple[str, ...]]:
    """The products that exclude each other, by the number of their group; a product that is left alone is no group."""
    groups: dict[int, list[str]] = defaultdict(list)
    for member in members:
        groups[member.group].append(member.product)
    return {number: tuple(products) for number, products in groups.items() if len(products) > 1}


def _iteration(numbered: Noun) -> Iteration:
    return Iteration.model_validate(numbered.model_dump(include=set(Iteration.model_fields)))
