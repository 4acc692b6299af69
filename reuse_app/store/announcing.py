"""Announcing on PostgreSQL: with its commit a change tells every server process which revision it has made of what.

An announcement may be lost, with the connection that listens or because it was too long; the change log is the truth,
and whoever has lost one looks there.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from reuse_app.store.engine import Database, is_shared, reason_of
from reuse_app.store.errors import DatabaseError

CHANNEL = "reuse"
LISTENER = "reuse-app, listening"
"""How PostgreSQL lists the connection of each process that listens."""
MOST_BYTES = 7_900
"""Of one announcement; PostgreSQL takes 7,999."""
_NOTIFY = select(func.pg_notify(CHANNEL, bindparam("said")))

Parts = Mapping[str, Collection[str | None]]


class Announcement(NamedTuple):
    """A change of a workshop; which parts it is in, and whom that concerns, if it could be told."""

    address: str
    revision: int
    concerned: Parts | None


def announce_within(connection: Connection, address: str, revision: int, concerned: Parts) -> None:
    """Let every process hear of a change when this transaction is committed; on SQLite there is but one."""
    if is_shared(connection):
        people = {part: sorted(each, key=lambda who: who or "") for part, each in concerned.items()}
        said = json.dumps([address, revision, people])
        short = said if len(said.encode()) <= MOST_BYTES else json.dumps([address, revision, None])
        connection.execute(_NOTIFY, {"said": short})


class Ear:
    """A connection that listens, beside which it can do something else from time to time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._driver: Any = connection.connection.dbapi_connection
        connection.execute(text(f"SET application_name = '{LISTENER}'"))
        connection.execute(text(f"LISTEN {CHANNEL}"))

    def heard(self, *, within: float) -> Iterator[Announcement]:
        """What is announced within some seconds, as it comes."""
        for note in self._driver.notifies(timeout=within):
            yield Announcement(*json.loads(note.payload))


@contextmanager
def listening(database: Database) -> Iterator[Ear]:
    """Listen on a connection of its own, which is closed in the end; raises DatabaseError when it breaks."""
    try:
        with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.detach()
            yield Ear(connection)
    except (DBAPIError, NoConnectionError, database.writer.dialect.loaded_dbapi.Error) as error:
        raise DatabaseError("Nothing is heard of other processes.", reason=reason_of(error)) from error
