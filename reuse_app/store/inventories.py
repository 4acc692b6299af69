"""Inventories: named lists of capabilities that outlive workshops, in versions that never change."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, func, insert, select

from reuse_app.store import tables
from reuse_app.store.deleting import note_deleted, overwrite_deleted
from reuse_app.store.engine import Database
from reuse_app.store.errors import NewerVersionError, SameVersionError, UnknownInventoryError, UnknownVersionError
from reuse_app.store.grants import Keeper, end_all_of_inventory, inventory_at, keep
from reuse_app.store.holdings import hold_within
from reuse_app.store.workshops import new_address
from reuse_app.worksheet import Capability
from reuse_app.worksheet.columns import flatten, nest
from reuse_app.worksheet.values import Line, Name, Noun, Prose

VERSIONS_KEPT = 12
"""Versions that stay in memory; one of 2,000 capabilities takes about 5 MB."""
CAPABILITIES = TypeAdapter(tuple[Capability, ...])
"""Checks all rows at once, which is much faster than one by one."""


class Saving(Noun):
    """What is said about a version when it is saved: by whom, why, and the unit of its costs if that is known."""

    author: Name
    note: Prose = ""
    unit: Line = ""


class Naming(Saving):
    """What is said about an inventory when its first version is saved."""

    name: Name


@dataclass(frozen=True)
class Version:
    """One state of an inventory: its number from 1, when it was saved, by whom and why, and how much it holds.

    The unit of its costs is empty where nobody said it.
    """

    number: int
    at: dt.datetime
    author: str
    note: str
    unit: str
    size: int


def start_inventory(
    database: Database, naming: Naming, capabilities: Sequence[Capability], *, secret: str | None = None
) -> Keeper:
    """Make an inventory of capabilities, its first version, and return the link by which it is reached.

    A form that brings the secret of that link makes one inventory however often it is sent: raises RepeatedError from
    the second time on.
    """
    address, now = new_address(), dt.datetime.now(dt.UTC)
    with database.write() as connection:
        values = {"address": address, "name": naming.name, "created_at": now}
        inventory_id = tables.new_id(connection.execute(insert(tables.inventory).values(values)))
        secret = keep(connection, inventory_id, secret=secret)
        _insert(connection, inventory_id, 1, naming, capabilities)
    database.stored(_letters(capabilities))
    return Keeper(address, naming.name, secret)


def save_version(
    database: Database, address: str, saving: Saving, capabilities: Sequence[Capability], *, after: int
) -> int:
    """Save capabilities as the next version of an inventory and return its number.

    `after` is the number of the version that this person has seen as the newest; the same form sent twice saves one.
    Raises UnknownInventoryError, NewerVersionError when somebody has saved another one meanwhile, and
    SameVersionError when nothing differs from it.
    """
    with database.write() as connection:
        inventory_id = inventory_at(connection, address, lock=True)
        newest = _newest(connection, inventory_id)
        is_same = _is_same(connection, inventory_id, newest, saving.unit, capabilities)
        if is_same and newest == after + 1:
            return newest
        if newest != after:
            raise NewerVersionError(f"Somebody has saved version {newest} meanwhile. Look at it, then save again.")
        if is_same:
            raise SameVersionError(f"Nothing differs from version {newest}, so no new one was saved.")
        _insert(connection, inventory_id, newest + 1, saving, capabilities)
    database.stored(_letters(capabilities))
    return newest + 1


def replace_links(database: Database, address: str, *, secret: str | None = None, holder: str | None = None) -> str:
    """Give an inventory a new link and return its secret; every other one, and every token, opens nothing any more.

    `holder` is the browser that goes on with it. Raises UnknownInventoryError, and RepeatedError for a secret that was
    given out before.
    """
    with database.write() as connection:
        inventory_id = inventory_at(connection, address, lock=True)
        end_all_of_inventory(connection, inventory_id)
        secret = keep(connection, inventory_id, secret=secret)
        if holder:
            hold_within(connection, holder, secret)
        return secret


def versions(database: Database, address: str) -> tuple[Version, ...]:
    """Return the versions of an inventory, at least one, the newest first; raises UnknownInventoryError."""
    made, held = tables.inventory_version.c, tables.inventory_capability.c
    size = select(func.count()).where(held.inventory_id == made.inventory_id, held.number == made.number)
    query = select(made.number, made.at, made.author, made.note, made.unit, size.scalar_subquery().label("size"))
    query = query.join(tables.inventory).where(tables.inventory.c.address == address).order_by(made.number.desc())
    with database.ask() as connection:
        found = tuple(Version(*row) for row in connection.execute(query))
    if not found:
        raise UnknownInventoryError
    return found


def capabilities_of(database: Database, address: str, number: int) -> tuple[Capability, ...]:
    """Return what a version of an inventory holds; kept in memory, because it never changes.

    Raises UnknownInventoryError, also when another process has deleted it, and UnknownVersionError.
    """
    with database.ask() as connection:
        inventory_at(connection, address)
    return _kept(database, address, number)


@lru_cache(maxsize=VERSIONS_KEPT)
def _kept(database: Database, address: str, number: int) -> tuple[Capability, ...]:
    with database.read() as connection:
        inventory_id = inventory_at(connection, address)
        if not 1 <= number <= _newest(connection, inventory_id):
            raise UnknownVersionError("There is no such version of this inventory.")
        return _read(connection, inventory_id, number)


def delete_inventory(database: Database, address: str) -> None:
    """Delete an inventory for good, with every version and link; raises UnknownInventoryError."""
    with database.write() as connection:
        inventory_id = inventory_at(connection, address, lock=True)
        for table in (tables.inventory_capability, tables.inventory_version, tables.grant):
            connection.execute(delete(table).where(table.c.inventory_id == inventory_id))
        connection.execute(delete(tables.inventory).where(tables.inventory.c.id == inventory_id))
        note_deleted(connection, address)
    _kept.cache_clear()
    overwrite_deleted(database)


def _newest(connection: Connection, inventory_id: int) -> int:
    made = tables.inventory_version.c
    return int(connection.execute(select(func.max(made.number)).where(made.inventory_id == inventory_id)).scalar_one())


def _is_same(
    connection: Connection, inventory_id: int, number: int, unit: str, capabilities: Sequence[Capability]
) -> bool:
    made = tables.inventory_version.c
    query = select(made.unit).where(made.inventory_id == inventory_id, made.number == number)
    is_unit = connection.execute(query).scalar_one() == unit
    return is_unit and _read(connection, inventory_id, number) == tuple(capabilities)


def _insert(
    connection: Connection, inventory_id: int, number: int, saving: Saving, capabilities: Sequence[Capability]
) -> None:
    version = {"inventory_id": inventory_id, "number": number}
    said = {"at": dt.datetime.now(dt.UTC)} | saving.model_dump(include=set(Saving.model_fields))
    connection.execute(insert(tables.inventory_version).values(version | said))
    rows = [flatten(each) | version | {"position": place} for place, each in enumerate(capabilities, start=1)]
    if rows:
        connection.execute(insert(tables.inventory_capability), rows)


def _letters(capabilities: Sequence[Capability]) -> int:
    return sum(len(capability.model_dump_json()) for capability in capabilities)


def _read(connection: Connection, inventory_id: int, number: int) -> tuple[Capability, ...]:
    held = tables.inventory_capability.c
    query = select(tables.inventory_capability).where(held.inventory_id == inventory_id, held.number == number)
    rows = connection.execute(query.order_by(held.position)).mappings()
    return CAPABILITIES.validate_python(tuple(nest(Capability, dict(row)) for row in rows))
