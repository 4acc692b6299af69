"""Reading: a workshop as an immutable worksheet, loaded once for each revision and kept."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.tables import PARTS, Part
from reuse_app.worksheet import Constraints, Iteration, Worksheet, Workshop
from reuse_app.worksheet.flat import nest
from reuse_app.worksheet.noun import Noun

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
}
"""The lists of a worksheet and the part that each is made of."""

Entry = tuple[str | int, ...]


@dataclass(frozen=True)
class Row:
    """One noun on disk: which entry it is and the revision at which it last changed."""

    entry: Entry
    version: int
    noun: Any


@dataclass(frozen=True)
class Saved:
    """A workshop as it is on disk at one revision."""

    id: int
    address: str
    revision: int
    rows: Mapping[str, tuple[Row, ...]]
    worksheet: Worksheet

    def version(self, part: str, *entry: str | int) -> int:
        """The revision at which an entry last changed; 0 for one that is not there."""
        return self._versions[part].get(entry, 0)

    @cached_property
    def _versions(self) -> Mapping[str, Mapping[Entry, int]]:
        return {part: {row.entry: row.version for row in rows} for part, rows in self.rows.items()}


def load(database: Database, address: str) -> Saved:
    """Return the workshop at an address as it is now, reading only what changed since it was last loaded.

    Raises UnknownWorkshopError.
    """
    with database.read() as connection:
        query = select(tables.workshop.c.id, tables.workshop.c.revision).where(tables.workshop.c.address == address)
        found = connection.execute(query).one_or_none()
        if found is None:
            raise UnknownWorkshopError("There is no workshop at this address.")
        kept = database.kept.get(found.id)
        if kept and kept.revision == found.revision:
            return kept
        saved = _read(connection, found.id, kept)
    _keep(database, saved)
    return saved


def _keep(database: Database, saved: Saved) -> None:
    with database.lock:
        database.kept[saved.id] = saved
        database.kept.move_to_end(saved.id)
        while len(database.kept) > KEPT:
            database.kept.popitem(last=False)


def _read(connection: Connection, workshop_id: int, kept: Saved | None) -> Saved:
    changed = _changed_parts(connection, workshop_id, kept.revision) if kept else PARTS.keys()
    rows = {
        name: tuple(_rows(connection, part, workshop_id)) if name in changed or not kept else kept.rows[name]
        for name, part in PARTS.items()
    }
    query = select(tables.workshop.c.address, tables.workshop.c.revision).where(tables.workshop.c.id == workshop_id)
    address, revision = connection.execute(query).one()
    return Saved(workshop_id, address, revision, rows, _worksheet(rows))


def _changed_parts(connection: Connection, workshop_id: int, since: int) -> Collection[str]:
    query = (
        select(tables.changed_field.c.part)
        .join(tables.change, tables.change.c.id == tables.changed_field.c.change_id)
        .where(tables.change.c.workshop_id == workshop_id, tables.change.c.revision > since)
        .distinct()
    )
    return connection.execute(query).scalars().all()


def _rows(connection: Connection, part: Part, workshop_id: int) -> Iterator[Row]:
    table = part.table
    query = select(table).where(part.owner == workshop_id)
    if "position" in table.c:
        query = query.order_by(table.c.position, *(table.c[name] for name in part.identity))
    for row in connection.execute(query).mappings():
        yield Row(tuple(row[name] for name in part.identity), row["version"], as_noun(part, dict(row)))


def as_noun(part: Part, row: Mapping[str, Any]) -> Noun:
    """Return a row of a part's table, or a mapping like one, as the noun that it holds; raises ValidationError."""
    return part.noun.model_validate(nest(part.noun, row))


def _worksheet(rows: Mapping[str, tuple[Row, ...]]) -> Worksheet:
    nouns = {part: tuple(row.noun for row in found) for part, found in rows.items()}
    (framed,) = nouns["workshop"]
    groups: dict[int, list[str]] = {}
    for member in nouns["exclusive"]:
        groups.setdefault(member.group, []).append(member.product)
    constraints = {
        "must_have": [must.product for must in nouns["must_have"]],
        "exclusive": [group for group in groups.values() if len(group) > 1],
        "at_most": framed.at_most,
    }
    parts: dict[str, Any] = {field: nouns[part] for field, part in LISTS.items()}
    return Worksheet(
        workshop=Workshop.model_validate(framed.model_dump(include=set(Workshop.model_fields))),
        iterations=tuple(_iteration(numbered) for numbered in nouns["iteration"]),
        constraints=Constraints.model_validate(constraints),
        **parts,
    )


def _iteration(numbered: Noun) -> Iteration:
    return Iteration.model_validate(numbered.model_dump(include=set(Iteration.model_fields)))
