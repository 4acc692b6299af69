"""Reading: a workshop as an immutable worksheet, loaded once for each revision and kept."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from types import GenericAlias
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, bindparam, select

from reuse_app.room import Room
from reuse_app.room.visible import ENTERED_IN, visible
from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.part import Entry, Part, can_be_kept
from reuse_app.store.tables import PARTS, Exclusive
from reuse_app.worksheet import Constraints, Iteration, Worksheet, Workshop
from reuse_app.worksheet.flat import nest
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.pseudonyms import pseudonymous

__all__ = ["Entry", "Row", "Saved", "as_noun", "forget", "groups_of", "load", "revision_of"]

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

AT_ADDRESS = select(tables.workshop.c.id, tables.workshop.c.revision).where(
    tables.workshop.c.address == bindparam("address")
)
"""The query that every request asks; made once, because making it takes longer than asking it."""

FEW = 100
"""Changed entries of a part that are read one by one; when more have changed, the whole part is read."""


class Row(NamedTuple):
    """One noun on disk: which entry it is, its place in its list, who added it and when it last changed."""

    entry: Entry
    position: int
    version: int
    author: str | None
    noun: Any


@dataclass(frozen=True)
class Saved:
    """A workshop as it is on disk at one revision."""

    id: int
    address: str
    revision: int
    rows: Mapping[str, tuple[Row, ...]]
    worksheet: Worksheet
    """Everything, which only the store and the host's own command line are shown."""
    room: Room

    def seen_by(self, participant: str | None) -> Worksheet:
        """The worksheet as one person may see it; None stands for what everybody may see."""
        if participant not in self._seen:
            self._seen[participant] = visible(self.worksheet, self.room, participant)
        return self._seen[participant]

    @cached_property
    def pseudonymous(self) -> Worksheet:
        """The worksheet as everybody may see it, without the names of those who rated and voted."""
        return pseudonymous(self.seen_by(None))

    def version(self, part: str, *entry: str | int) -> int:
        """The revision at which an entry last changed; 0 for one that is not there."""
        return self._versions[part].get(entry, 0)

    @cached_property
    def _seen(self) -> dict[str | None, Worksheet]:
        return {}

    @cached_property
    def _versions(self) -> Mapping[str, Mapping[Entry, int]]:
        return {part: {row.entry: row.version for row in rows} for part, rows in self.rows.items()}


def revision_of(database: Database, address: str) -> int:
    """Return the newest revision of the workshop at an address, 0 when there is none."""
    with database.read() as connection:
        found = connection.execute(AT_ADDRESS, {"address": address}).one_or_none()
    return found.revision if found else 0


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
            return _renewed(database, connection, address, found.id, found.revision)


def _used(database: Database, address: str) -> None:
    """Count a workshop as just used, so that the one that nobody asks for leaves first."""
    with database.loading:
        if address in database.kept:
            database.kept.move_to_end(address)


def _renewed(database: Database, connection: Connection, address: str, workshop_id: int, revision: int) -> Saved:
    """Return the workshop at a revision or, when somebody has loaded it meanwhile, at a later one; keep it."""
    kept = database.kept.get(address)
    if not kept or kept.revision < revision:
        changed = _changed_entries(connection, workshop_id, kept.revision) if kept else {}
        rows = {
            name: _renewed_rows(connection, part, workshop_id, kept.rows[name], changed[name])
            if kept
            else tuple(_rows(connection, part, part.owner == workshop_id))
            for name, part in PARTS.items()
        }
        kept = Saved(workshop_id, address, revision, rows, worksheet_of(rows), room_of(rows))
        database.kept[address] = kept
    database.kept.move_to_end(address)
    while len(database.kept) > KEPT:
        database.kept.popitem(last=False)
    return kept


def forget(database: Database, address: str) -> None:
    """Let go of a workshop that was deleted."""
    with database.loading:
        database.kept.pop(address, None)


def _changed_entries(connection: Connection, workshop_id: int, since: int) -> Mapping[str, Collection[Entry]]:
    """The entries of each part that were added, changed or removed since a revision."""
    fields = tables.changed_field.c
    query = (
        select(fields.part, fields.entry)
        .join(tables.change, tables.change.c.id == fields.change_id)
        .where(tables.change.c.workshop_id == workshop_id, tables.change.c.revision > since)
        .distinct()
    )
    changed: dict[str, set[Entry]] = defaultdict(set)
    for name, text in connection.execute(query):
        changed[name].add(PARTS[name].parsed(text))
    return changed


def _renewed_rows(
    connection: Connection, part: Part, workshop_id: int, kept: tuple[Row, ...], changed: Collection[Entry]
) -> tuple[Row, ...]:
    """Return the rows of a part, of which only the changed ones are read again."""
    if not changed:
        return kept
    if len(changed) > FEW:
        return tuple(_rows(connection, part, part.owner == workshop_id))
    now = [row for row in _rows(connection, part, part.near(workshop_id, changed)) if row.entry in changed]
    return tuple(
        sorted([*(row for row in kept if row.entry not in changed), *now], key=attrgetter("position", "entry"))
    )


def _rows(connection: Connection, part: Part, which: ColumnElement[bool]) -> Iterator[Row]:
    """Yield rows in their order; where two have the same place, by what identifies them."""
    found = [dict(row) for row in connection.execute(select(part.table).where(which)).mappings()]
    nouns = _nouns(part.noun).validate_python([nest(part.noun, row) for row in found])
    rows = (
        Row(part.entry(row), row.get("position", 0), row["version"], row.get("author"), noun)
        for row, noun in zip(found, nouns, strict=True)
    )
    return iter(sorted(rows, key=attrgetter("position", "entry")))


@cache
def _nouns(noun: type[Noun]) -> TypeAdapter[list[Any]]:
    """Checks many rows at once, which takes a third of the time of checking them one by one."""
    listed: Any = GenericAlias(list, (noun,))
    return TypeAdapter(listed)


def as_noun(part: Part, row: Mapping[str, Any]) -> Noun:
    """Return a row of a part's table, or a mapping like one, as the noun that it holds; raises ValidationError."""
    return part.noun.model_validate(nest(part.noun, row))


def worksheet_of(rows: Mapping[str, tuple[Row, ...]]) -> Worksheet:
    """Return the worksheet that rows make."""
    nouns = {part: tuple(row.noun for row in found) for part, found in rows.items()}
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


def room_of(rows: Mapping[str, tuple[Row, ...]]) -> Room:
    """Return the room that rows make."""
    (framed,) = (row.noun for row in rows["workshop"])
    return Room(
        step=framed.step,
        since=framed.since,
        ends_at=framed.ends_at,
        sound=framed.sound,
        closed=framed.closed,
        report_open=framed.report_open,
        is_template=framed.is_template,
        stages={row.noun.step: row.noun for row in rows["stage"]},
        authors={(part, row.noun.key): row.author for part in ENTERED_IN for row in rows[part] if row.author},
        marks=frozenset((row.noun.part, row.noun.key, row.noun.marking) for row in rows["mark"]),
        seats={row.noun.participant: row.noun for row in rows["seat"]},
        completions=frozenset((row.noun.participant, row.noun.step) for row in rows["completion"]),
    )


def groups_of(members: Iterable[Exclusive]) -> Mapping[int, tuple[str, ...]]:
    """The products that exclude each other, by the number of their group; a product that is left alone is no group."""
    groups: dict[int, list[str]] = defaultdict(list)
    for member in members:
        groups[member.group].append(member.product)
    return {number: tuple(products) for number, products in groups.items() if len(products) > 1}


def _iteration(numbered: Noun) -> Iteration:
    return Iteration.model_validate(numbered.model_dump(include=set(Iteration.model_fields)))
