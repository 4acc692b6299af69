"""Tokens of an inventory: how a program reads it, and saves versions of it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Row, Select, insert, select, update

from reuse_app.store import tables
from reuse_app.store.access import PROGRAMS, Role, hash_of, is_granted
from reuse_app.store.engine import Database
from reuse_app.store.errors import UnknownInventoryError


@dataclass(frozen=True)
class Token:
    """What a token opens: an inventory, to read or also to write."""

    id: int
    address: str
    name: str
    role: Role
    label: str
    created_at: dt.datetime
    ended_at: dt.datetime | None
    """When it was taken back; it opens nothing since."""


def make_token(database: Database, address: str, role: Role, *, label: str, secret: str) -> None:
    """Let a secret open an inventory for a program, once; raises UnknownInventoryError."""
    with database.write() as connection:
        query = select(tables.inventory.c.id).where(tables.inventory.c.address == address)
        inventory_id = connection.execute(query).scalar_one_or_none()
        if inventory_id is None:
            raise UnknownInventoryError("This inventory is gone.")
        if not is_granted(connection, secret):
            values = {"inventory_id": inventory_id, "role": role.value, "label": label}
            values |= {"secret_hash": hash_of(secret), "created_at": dt.datetime.now(dt.UTC)}
            connection.execute(insert(tables.grant).values(values))


def tokens_of(database: Database, address: str) -> list[Token]:
    """Return the living tokens of an inventory, the newest first."""
    return _read(database, _tokens().where(tables.inventory.c.address == address, tables.grant.c.ended_at.is_(None)))


def token(database: Database, secret: str) -> Token | None:
    """Return what a secret opens, or has opened, for a program."""
    return next(iter(_read(database, _tokens().where(tables.grant.c.secret_hash == hash_of(secret)))), None)


def end_token(database: Database, token_id: int) -> None:
    """Let a token open nothing from now on."""
    living = update(tables.grant).where(tables.grant.c.id == token_id, tables.grant.c.ended_at.is_(None))
    with database.write() as connection:
        connection.execute(living.values(ended_at=dt.datetime.now(dt.UTC)))


def _tokens() -> Select:  # type: ignore[type-arg]  # SQLAlchemy's own type of a query
    grants, inventory = tables.grant.c, tables.inventory.c
    columns = (inventory.address, inventory.name, grants.role, grants.label, grants.created_at, grants.ended_at)
    query = select(grants.id, *columns).join(tables.inventory, inventory.id == grants.inventory_id)
    return query.where(grants.role.in_(PROGRAMS)).order_by(grants.id.desc())


def _read(database: Database, query: Select) -> list[Token]:  # type: ignore[type-arg]  # as above
    with database.read() as connection:
        return [_token(row) for row in connection.execute(query)]


def _token(row: Row) -> Token:  # type: ignore[type-arg]  # as above
    return Token(**{**row._mapping, "role": Role(row.role)})
