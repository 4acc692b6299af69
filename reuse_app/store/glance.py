"""What can be told of a workshop without reading it, which every request and every stream asks."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from reuse_app.store import tables
from reuse_app.store.engine import Database

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
