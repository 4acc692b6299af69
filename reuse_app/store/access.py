"""Who may enter a workshop or an inventory: holders of a secret, which the database knows only by its hash."""

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256

from sqlalchemy import BindParameter, Connection, Row, ScalarSelect, Select, bindparam, insert, select, update

from reuse_app.store import tables
from reuse_app.store.engine import Database

SECRET_BYTES = 16
"""128 bits, the size at which a capability URL cannot be guessed."""


class Role(StrEnum):
    """What the holder of a secret is."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    KEEPER = "keeper"
    """Holds the link of an inventory."""
    READER = "reader"
    """A program that reads a workshop or an inventory."""
    WRITER = "writer"
    """A program that also saves versions of an inventory."""


PEOPLE = (Role.FACILITATOR, Role.PARTICIPANT, Role.OBSERVER)
"""Roles whose secret is a link that somebody opens; that of a program is a token, which opens no page."""
PROGRAMS = (Role.READER, Role.WRITER)


@dataclass(frozen=True)
class Pass:
    """What a secret opens: a workshop, in a role, as a participant."""

    id: int
    address: str
    title: str
    role: Role
    participant: str | None
    own: bool
    """Whether what the participant keeps to themselves comes back through this link."""
    label: str | None
    created_at: dt.datetime
    ended_at: dt.datetime | None
    """When the link was replaced or taken back; it opens nothing since."""
    is_template: bool
    """Whether the workshop is kept to start others from."""


def grant(  # noqa: PLR0913  # each says one thing about the link, and is named
    connection: Connection,
    workshop_id: int,
    role: Role,
    *,
    participant: str | None,
    own: bool = True,
    secret: str | None = None,
    label: str | None = None,
) -> str:
    """Make a secret for a role in a workshop, or take the given one, and return it; only its hash is stored.

    It is the participant's own unless somebody else could have it.
    """
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    values = {
        "workshop_id": workshop_id,
        "role": role.value,
        "participant": participant,
        "own": own,
        "label": label,
        "secret_hash": hash_of(secret),
        "created_at": dt.datetime.now(dt.UTC),
    }
    connection.execute(insert(tables.grant).values(values))
    return secret


def is_granted(connection: Connection, secret: str) -> bool:
    """Say whether a secret opens or has opened something."""
    query = select(tables.grant.c.id).where(tables.grant.c.secret_hash == hash_of(secret))
    return connection.execute(query).first() is not None


def passes(
    database: Database, secrets_held: Sequence[str], *, ended: bool = False, roles: Collection[Role] = PEOPLE
) -> list[Pass]:
    """Return what these secrets open for people, or in other roles, the newest first; a wrong secret opens nothing.

    With `ended`, return instead what they opened before their link was replaced or taken back.
    """
    hashes = [hash_of(secret) for secret in secrets_held]
    return _read(database, _held(ended=ended), hashes=hashes, roles=list(roles))


def held(database: Database, browser: str, *, address: str | None = None, ended: bool = False) -> list[Pass]:
    """Return what the links that a browser holds open for people, or those to one workshop alone, the newest first.

    With `ended`, return instead what they opened before their link was replaced or taken back.
    """
    values = {"browser": hash_of(browser), "roles": list(PEOPLE)}
    at = {} if address is None else {"address": address}
    return _read(database, _held_by(ended=ended, at_one=bool(at)), **values, **at)


def grants_of(database: Database, address: str) -> list[Pass]:
    """Return every living grant of the workshop at an address, the newest first."""
    return _read(database, _living(), address=address)


def end_grants(connection: Connection, workshop_id: int, grant_ids: Sequence[int]) -> None:
    """Let secrets of a workshop open nothing from now on."""
    grants = tables.grant.c
    query = update(tables.grant).where(grants.workshop_id == workshop_id, grants.id.in_(grant_ids))
    connection.execute(query.where(grants.ended_at.is_(None)).values(ended_at=dt.datetime.now(dt.UTC)))


def holders(connection: Connection, workshop_id: int) -> set[str]:
    """Return the participants of a workshop who have a living link of their own."""
    grants = tables.grant.c
    query = select(grants.participant).where(grants.workshop_id == workshop_id, grants.participant.is_not(None))
    return set(connection.execute(query.where(_has_ended(ended=False))).scalars())


def ever_held(database: Database, address: str) -> set[str]:
    """Return the participants of the workshop at an address who have or had a link of their own."""
    found = select(tables.workshop.c.id).where(tables.workshop.c.address == address)
    with database.read() as connection:
        return ever_holders(connection, found.scalar_subquery())


def ever_holders(connection: Connection, workshop_id: int | ScalarSelect[int]) -> set[str]:
    """Return the participants of a workshop who have or had a link of their own."""
    grants = tables.grant.c
    query = select(grants.participant).where(grants.workshop_id == workshop_id, grants.participant.is_not(None))
    return set(connection.execute(query.distinct()).scalars())


def disown(connection: Connection, workshop_id: int, participant: str) -> None:
    """Let no link that there is bring back any more what a participant keeps to themselves."""
    grants = tables.grant.c
    query = update(tables.grant).where(grants.workshop_id == workshop_id, grants.participant == participant)
    connection.execute(query.values(own=False))


def hash_of(secret: str) -> str:
    """The form in which the database knows a secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _held(*, ended: bool) -> Select:  # type: ignore[type-arg]
    """The query for what secrets open; made once, because making it takes longer than asking it."""
    hashes: BindParameter[str] = bindparam("hashes", expanding=True)
    roles: BindParameter[Role] = bindparam("roles", expanding=True)
    grants = tables.grant.c
    return _passes().where(grants.secret_hash.in_(hashes), grants.role.in_(roles), _has_ended(ended=ended))


@cache
def _held_by(*, ended: bool, at_one: bool) -> Select:  # type: ignore[type-arg]
    roles: BindParameter[Role] = bindparam("roles", expanding=True)
    query = _passes().join(tables.holding, tables.holding.c.grant_id == tables.grant.c.id)
    query = query.where(tables.holding.c.browser_hash == bindparam("browser"))
    query = query.where(tables.grant.c.role.in_(roles), _has_ended(ended=ended))
    return query.where(tables.workshop.c.address == bindparam("address")) if at_one else query


@cache
def _living() -> Select:  # type: ignore[type-arg]
    return _passes().where(tables.workshop.c.address == bindparam("address"), _has_ended(ended=False))


def _has_ended(*, ended: bool):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type of a condition
    return tables.grant.c.ended_at.is_not(None) if ended else tables.grant.c.ended_at.is_(None)


def _passes() -> Select:  # type: ignore[type-arg]
    grants, workshop = tables.grant.c, tables.workshop.c
    return (
        select(
            grants.id,
            workshop.address,
            workshop.title,
            grants.role,
            grants.participant,
            grants.own,
            grants.label,
            grants.created_at,
            grants.ended_at,
            workshop.is_template,
        )
        .join(tables.grant, grants.workshop_id == workshop.id)
        .order_by(grants.id.desc())
    )


def _read(database: Database, query: Select, **values: object) -> list[Pass]:  # type: ignore[type-arg]
    with database.read() as connection:
        return [_pass(row) for row in connection.execute(query, values)]


def _pass(row: Row) -> Pass:  # type: ignore[type-arg]
    return Pass(**{**row._mapping, "role": Role(row.role)})
