"""Who keeps an inventory: everybody who holds its link, of which the database knows only the hash."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from reuse_app.store import tables
from reuse_app.store.access import SECRET_BYTES, Role, hash_of
from reuse_app.store.engine import Database
from reuse_app.store.errors import RepeatedError, UnknownInventoryError


@dataclass(frozen=True)
class Keeper:
    """What the holder of a secret keeps: an inventory at an address."""

    address: str
    name: str
    secret: str


def keepers(database: Database, secrets_held: Sequence[str], *, ended: bool = False) -> list[Keeper]:
    """Return the inventories that these secrets open, by name; a wrong secret opens nothing.

    With `ended`, return instead what they opened before their link was replaced.
    """
    grants, inventory = tables.grant.c, tables.inventory.c
    by_hash = {hash_of(secret): secret for secret in secrets_held}
    query = select(inventory.address, inventory.name, grants.secret_hash).join(tables.grant)
    query = query.where(grants.secret_hash.in_(by_hash), grants.role == Role.KEEPER.value)
    query = query.where(grants.ended_at.is_not(None) if ended else grants.ended_at.is_(None))
    with database.read() as connection:
        rows = connection.execute(query.order_by(inventory.name, inventory.id))
        return [Keeper(row.address, row.name, by_hash[row.secret_hash]) for row in rows]


def keep(connection: Connection, inventory_id: int, *, secret: str | None = None) -> str:
    """Make a link to an inventory, or take the secret of one, and return its secret.

    Raises RepeatedError for a secret that was given out before.
    """
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    grants = tables.grant.c
    if connection.execute(select(grants.id).where(grants.secret_hash == hash_of(secret))).first():
        raise RepeatedError("This was done already.")
    values = {"inventory_id": inventory_id, "role": Role.KEEPER.value, "created_at": dt.datetime.now(dt.UTC)}
    connection.execute(insert(tables.grant).values(**values, secret_hash=hash_of(secret)))
    return secret


def replace_links(database: Database, address: str, *, secret: str | None = None) -> str:
    """Give an inventory a new link and return its secret; every other one, and every token, opens nothing any more.

    Raises UnknownInventoryError, and RepeatedError for a secret that was given out before.
    """
    grants, inventory = tables.grant.c, tables.inventory.c
    with database.write() as connection:
        inventory_id = connection.execute(select(inventory.id).where(inventory.address == address)).scalar_one_or_none()
        if inventory_id is None:
            raise UnknownInventoryError("This inventory is gone: somebody has deleted it.")
        living = update(tables.grant).where(grants.inventory_id == inventory_id)
        now = dt.datetime.now(dt.UTC)
        connection.execute(living.where(grants.ended_at.is_(None)).values(ended_at=now))
        return keep(connection, inventory_id, secret=secret)
