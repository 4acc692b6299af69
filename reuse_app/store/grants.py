"""What secrets open: the links of people, the links of those who keep an inventory, and the tokens of programs.

All of them are rows of one table, which knows a secret only by its hash.
"""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from reuse_app.store import tables
from reuse_app.store.engine import Database, take_turn
from reuse_app.store.errors import RepeatedError, UnknownInventoryError

SECRET_BYTES = 16
"""128 bits, the size at which a capability URL cannot be guessed."""
GRANTS = tables.grant.c
PassQuery = Select[*tuple[Any, ...]]


class GrantRole(StrEnum):
    """What the holder of a secret is."""

    FACILITATOR = "facilitator"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    OUTSIDER = "outsider"
    """Answers what outsiders are asked, without a name, and sees nothing of the workshop."""
    STAGE = "stage"
    """The big screen: shows what the whole room looks at, and may do nothing."""
    KEEPER = "keeper"
    """Holds the link of an inventory."""
    READER = "reader"
    """A program that reads a workshop or an inventory."""
    WRITER = "writer"
    """A program that also writes: into a workshop as imports do, or versions of an inventory."""


PEOPLE = (GrantRole.FACILITATOR, GrantRole.PARTICIPANT, GrantRole.OBSERVER, GrantRole.STAGE)
"""Roles whose secret is a link into a workshop; that of a program is a token, which opens no page."""
BESIDE = (GrantRole.OUTSIDER, GrantRole.STAGE)
"""Roles whose link a browser may hold beside the one by which it is somebody in the workshop."""
PROGRAMS = (GrantRole.READER, GrantRole.WRITER)


@dataclass(frozen=True)
class Pass:
    """What a secret opens: a workshop, in a role, as a participant."""

    id: int
    address: str
    title: str
    role: GrantRole
    participant: str | None
    own: bool
    """Whether what the participant keeps to themselves comes back through this link."""
    label: str | None
    created_at: dt.datetime
    ended_at: dt.datetime | None
    """When the link was replaced or taken back; it opens nothing since."""
    is_template: bool
    """Whether the workshop is kept to start others from."""
    revision: int
    """The newest of the workshop when this was looked up."""
    last_day: dt.date | None
    """After which a token opens nothing, in UTC."""


@dataclass(frozen=True)
class Keeper:
    """What the holder of a secret keeps: an inventory at an address."""

    address: str
    name: str
    secret: str


@dataclass(frozen=True)
class Token:
    """What a token opens: an inventory, to read or also to write."""

    id: int
    address: str
    name: str
    role: GrantRole
    label: str
    created_at: dt.datetime
    ended_at: dt.datetime | None
    """When it was taken back; it opens nothing since."""
    last_day: dt.date | None
    """After which it opens nothing, in UTC."""

    @property
    def has_ended(self) -> bool:
        """Whether it was taken back, or its last day is over."""
        return self.ended_at is not None or is_over(self.last_day)


def today() -> dt.date:
    """The day on which the last day of a token is measured, in UTC."""
    return dt.datetime.now(dt.UTC).date()


def is_over(last_day: dt.date | None) -> bool:
    """Say whether the last day of a token is over; a token without one has no end."""
    return last_day is not None and last_day < today()


def hash_of(secret: str) -> str:
    """The form in which the database knows a secret."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def is_granted(connection: Connection, secret: str) -> bool:
    """Say whether a secret opens or has opened something; nobody else makes it do so before the transaction ends."""
    take_turn(connection, hash_of(secret))
    return connection.execute(select(GRANTS.id).where(GRANTS.secret_hash == hash_of(secret))).first() is not None


def grant(  # noqa: PLR0913  # each says one thing about the link, and is named
    connection: Connection,
    workshop_id: int,
    role: GrantRole,
    *,
    participant: str | None,
    own: bool = True,
    secret: str | None = None,
    label: str | None = None,
    last_day: dt.date | None = None,
) -> str:
    """Make a secret for a role in a workshop, or take the given one, and return it; only its hash is stored.

    It is the participant's own unless somebody else could have it, and opens nothing after its last day.
    """
    values = {"workshop_id": workshop_id, "participant": participant, "own": own, "label": label, "last_day": last_day}
    return _insert(connection, role, secret, values)


def keep(connection: Connection, inventory_id: int, *, secret: str | None = None) -> str:
    """Make a link to an inventory, or take the secret of one, and return its secret.

    Raises RepeatedError for a secret that was given out before.
    """
    if secret and is_granted(connection, secret):
        raise RepeatedError("This was done already.")
    return _insert(connection, GrantRole.KEEPER, secret, {"inventory_id": inventory_id})


def make_token(  # noqa: PLR0913  # each says one thing about the token, and is named
    database: Database, address: str, role: GrantRole, *, label: str, secret: str, last_day: dt.date | None = None
) -> None:
    """Let a secret open an inventory for a program, once, until its last day; raises UnknownInventoryError."""
    with database.write() as connection:
        inventory_id = inventory_at(connection, address)
        if not is_granted(connection, secret):
            values = {"inventory_id": inventory_id, "label": label, "last_day": last_day}
            _insert(connection, role, secret, values)


def inventory_at(connection: Connection, address: str, *, lock: bool = False) -> int:
    """The id of the inventory at an address; with `lock` nobody else writes to it until the transaction ends.

    Raises UnknownInventoryError.
    """
    query = select(tables.inventory.c.id).where(tables.inventory.c.address == address)
    found = connection.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if found is None:
        raise UnknownInventoryError
    return int(found)


def end_grants(connection: Connection, workshop_id: int, grant_ids: Sequence[int]) -> None:
    """Let secrets of a workshop open nothing from now on."""
    _end(connection, GRANTS.workshop_id == workshop_id, GRANTS.id.in_(grant_ids))


def end_all_of_inventory(connection: Connection, inventory_id: int) -> None:
    """Let every link to an inventory, and every token of it, open nothing from now on."""
    _end(connection, GRANTS.inventory_id == inventory_id)


def end_token(database: Database, token_id: int) -> None:
    """Let a token open nothing from now on."""
    with database.write() as connection:
        _end(connection, GRANTS.id == token_id)


def disown(connection: Connection, workshop_id: int, participant: str) -> None:
    """Let no link that there is bring back any more what a participant keeps to themselves."""
    query = update(tables.grant).where(GRANTS.workshop_id == workshop_id, GRANTS.participant == participant)
    connection.execute(query.values(own=False))


def passes(
    database: Database, secrets_held: Sequence[str], *, ended: bool = False, roles: Collection[GrantRole] = PEOPLE
) -> list[Pass]:
    """Return what these secrets open for people, or in other roles, the newest first; a wrong secret opens nothing.

    With `ended`, return instead what they opened before their link was replaced or taken back.
    """
    hashes = [hash_of(secret) for secret in secrets_held]
    return _passes(database, _opened(ended=ended), hashes=hashes, roles=list(roles))


def held(database: Database, browser: str, *, address: str | None = None, ended: bool = False) -> list[Pass]:
    """Return what the links that a browser holds open for people, or those to one workshop alone, the newest first.

    With `ended`, return instead what they opened before their link was replaced or taken back.
    """
    values = {"browser": hash_of(browser)}
    at = {} if address is None else {"address": address}
    return _passes(database, _held(ended=ended, at_one=bool(at)), **values, **at)


def grants_of(database: Database, address: str) -> list[Pass]:
    """Return every living grant of the workshop at an address, the newest first."""
    return _passes(database, _living(), address=address)


def leaders_of(database: Database, address: str) -> frozenset[str]:
    """Return the participants who hold a living facilitator link to the workshop at an address."""
    with database.ask() as connection:
        return frozenset(connection.execute(_leading(), {"address": address}).scalars())


def holders(connection: Connection, workshop_id: int) -> set[str]:
    """Return the participants of a workshop who have a living link of their own."""
    return set(connection.execute(_holders(workshop_id).where(which_are(ended=False))).scalars())


def ever_holders(connection: Connection, workshop_id: int) -> set[str]:
    """Return the participants of a workshop who have or had a link of their own."""
    return set(connection.execute(_holders(workshop_id).distinct()).scalars())


def ever_held(database: Database, address: str) -> set[str]:
    """Return the participants of the workshop at an address who have or had a link of their own."""
    with database.ask() as connection:
        return set(connection.execute(_ever_held(), {"address": address}).scalars())


def keepers(database: Database, secrets_held: Sequence[str], *, ended: bool = False) -> list[Keeper]:
    """Return the inventories that these secrets open, by name; a wrong secret opens nothing.

    With `ended`, return instead what they opened before their link was replaced.
    """
    inventory = tables.inventory.c
    by_hash = {hash_of(secret): secret for secret in secrets_held}
    query = select(inventory.address, inventory.name, GRANTS.secret_hash).join(tables.grant)
    query = query.where(GRANTS.secret_hash.in_(by_hash), GRANTS.role == GrantRole.KEEPER, which_are(ended=ended))
    with database.ask() as connection:
        rows = connection.execute(query.order_by(inventory.name, inventory.id))
        return [Keeper(row.address, row.name, by_hash[row.secret_hash]) for row in rows]


def tokens_of(database: Database, address: str) -> list[Token]:
    """Return the living tokens of an inventory, the newest first."""
    return _tokens(database, tables.inventory.c.address == address, which_are(ended=False))


def token(database: Database, secret: str) -> Token | None:
    """Return what a secret opens, or has opened, for a program."""
    return next(iter(_tokens(database, GRANTS.secret_hash == hash_of(secret))), None)


def which_are(*, ended: bool) -> ColumnElement[bool]:
    """The condition that finds grants that open nothing any more, or those that do."""
    now: BindParameter[dt.date] = bindparam("today", callable_=today, type_=Date())
    if ended:
        return or_(GRANTS.ended_at.is_not(None), GRANTS.last_day < now)
    return and_(GRANTS.ended_at.is_(None), or_(GRANTS.last_day.is_(None), GRANTS.last_day >= now))


def _insert(connection: Connection, role: GrantRole, secret: str | None, values: Mapping[str, object]) -> str:
    secret = secret or secrets.token_urlsafe(SECRET_BYTES)
    made = {"role": role.value, "secret_hash": hash_of(secret), "created_at": dt.datetime.now(dt.UTC)}
    connection.execute(insert(tables.grant).values({**values, **made}))
    return secret


def _end(connection: Connection, *which: ColumnElement[bool]) -> None:
    living = update(tables.grant).where(*which, which_are(ended=False))
    connection.execute(living.values(ended_at=dt.datetime.now(dt.UTC)))


@cache
def _ever_held() -> Select[str]:
    """The query for those who have or had a link; made once, because making it takes longer than asking it."""
    return _holders(_at_address()).distinct()


def _at_address() -> ScalarSelect[int]:
    found = select(tables.workshop.c.id).where(tables.workshop.c.address == bindparam("address"))
    return found.scalar_subquery()


def _holders(workshop_id: int | ScalarSelect[int]) -> Select[str]:
    return select(GRANTS.participant).where(GRANTS.workshop_id == workshop_id, GRANTS.participant.is_not(None))


@cache
def _opened(*, ended: bool) -> PassQuery:
    """The query for what secrets open; made once, because making it takes longer than asking it."""
    hashes: BindParameter[str] = bindparam("hashes", expanding=True)
    roles: BindParameter[GrantRole] = bindparam("roles", expanding=True)
    return _of_workshops().where(GRANTS.role.in_(roles), GRANTS.secret_hash.in_(hashes), which_are(ended=ended))


@cache
def _held(*, ended: bool, at_one: bool) -> PassQuery:
    """The query for what a browser holds, which every request asks: a list of roles would be put into it each time."""
    is_for_people = or_(*(GRANTS.role == role for role in PEOPLE))
    query = _of_workshops().join(tables.holding, tables.holding.c.grant_id == GRANTS.id)
    query = query.where(tables.holding.c.browser_hash == bindparam("browser"), is_for_people, which_are(ended=ended))
    return query.where(tables.workshop.c.address == bindparam("address")) if at_one else query


@cache
def _living() -> PassQuery:
    return _of_workshops().where(tables.workshop.c.address == bindparam("address"), which_are(ended=False))


@cache
def _leading() -> Select[str]:
    """The query for those who lead, which most pages ask."""
    leads = (GRANTS.role == GrantRole.FACILITATOR, which_are(ended=False))
    return _holders(_at_address()).where(*leads).distinct()


def _of_workshops() -> PassQuery:
    workshop = tables.workshop.c
    described = (GRANTS.role, GRANTS.participant, GRANTS.own, GRANTS.label, GRANTS.created_at, GRANTS.ended_at)
    of_it = (workshop.is_template, workshop.revision, GRANTS.last_day)
    query = select(GRANTS.id, workshop.address, workshop.title, *described, *of_it)
    return query.join(tables.grant, GRANTS.workshop_id == workshop.id).order_by(GRANTS.id.desc())


def _passes(database: Database, query: PassQuery, **values: object) -> list[Pass]:
    with database.ask() as connection:
        return [
            Pass(number, at, title, GrantRole(role), *described)
            for number, at, title, role, *described in connection.execute(query, values)
        ]


def _tokens(database: Database, *which: ColumnElement[bool]) -> list[Token]:
    inventory = tables.inventory.c
    described = (GRANTS.role, GRANTS.label, GRANTS.created_at, GRANTS.ended_at, GRANTS.last_day)
    query = select(GRANTS.id, inventory.address, inventory.name, *described)
    query = query.join(tables.inventory, inventory.id == GRANTS.inventory_id).where(GRANTS.role.in_(PROGRAMS), *which)
    with database.ask() as connection:
        return [Token(**_described(row)) for row in connection.execute(query.order_by(GRANTS.id.desc()))]


def _described(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {**row._mapping, "role": GrantRole(row.role)}
