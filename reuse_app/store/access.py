"""Who may enter a workshop: holders of a secret link, which the database knows only by its hash."""

import datetime as dt
import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from reuse_app.store import tables
from reuse_app.store.engine import Database

SECRET_BYTES = 16
"""128 bits, the size at which a capability URL cannot be guessed."""


class Role(StrEnum):
    """What somebody is in a workshop."""

    FACILITATOR = "facilitator"


@dataclass(frozen=True)
class Pass:
    """What a secret opens: a workshop, in a role, as a participant."""

    address: str
    title: str
    role: Role
    participant: str | None


def grant(
    connection: Connection, workshop_id: int, role: Role, *, participant: str | None, secret: str | None = None
) -> str:
    """Make a secret for a role in a workshop, or take the given one, and return it; only its hash is stored."""
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    values = {
        "workshop_id": workshop_id,
        "role": role.value,
        "participant": participant,
        "secret_hash": _hash(secret),
        "created_at": dt.datetime.now(dt.UTC),
    }
    connection.execute(insert(tables.grant).values(values))
    return secret


def is_granted(connection: Connection, secret: str) -> bool:
    """Say whether a secret opens a workshop."""
    query = select(tables.grant.c.id).where(tables.grant.c.secret_hash == _hash(secret))
    return connection.execute(query).first() is not None


def passes(database: Database, secrets_held: list[str]) -> list[Pass]:
    """Return what these secrets open, the newest first; a wrong secret opens nothing."""
    hashes = [_hash(secret) for secret in secrets_held]
    query = (
        select(tables.workshop.c.address, tables.workshop.c.title, tables.grant.c.role, tables.grant.c.participant)
        .join(tables.grant, tables.grant.c.workshop_id == tables.workshop.c.id)
        .where(tables.grant.c.secret_hash.in_(hashes))
        .order_by(tables.grant.c.id.desc())
    )
    with database.read() as connection:
        return [Pass(row.address, row.title, Role(row.role), row.participant) for row in connection.execute(query)]


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
