"""Servers for many tests, and a PostgreSQL that a test may stop."""

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import new_server
from tests.web.server.program import LARGE
from tests.web.server.wire import Running, running

NewPostgres = Callable[[], tuple[str, Callable[[], None]]]
"""Starts a server; returns its URL, and what stops it."""


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server as it is."""
    with running(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def common_hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that waits for hardly anything."""
    with running(
        tmp_path_factory.mktemp("hasty"),
        "bodies.SECONDS_BETWEEN_PARTS=0.5",
        "bodies.SECONDS_FOR_ALL=2.0",
        "connections.HEAD_SECONDS=1",
        "connections.IDLE_SECONDS=2",
        "connections.STALL_SECONDS=3",
    ) as server:
        yield server


@pytest.fixture(scope="session")
def common_small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that has little room."""
    with running(
        tmp_path_factory.mktemp("small"),
        "connections.MOST_CONNECTIONS=6",
        "bodies.MOST_HELD=100000",
        f"answers.MOST_WAITING={3 * LARGE}",
    ) as server:
        yield server


@pytest.fixture
def server(common: Running) -> Running:
    """A server as it is, with nothing in its log."""
    return common.from_now()


@pytest.fixture
def hasty(common_hasty: Running) -> Running:
    """A server that waits for hardly anything, with nothing in its log."""
    return common_hasty.from_now()


@pytest.fixture
def small(common_small: Running) -> Running:
    """A server that has little room, with nothing in its log."""
    return common_small.from_now()


@pytest.fixture
def new_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewPostgres]:
    """A real PostgreSQL server of this test alone."""
    servers = []

    def begin() -> tuple[str, Callable[[], None]]:
        server = new_server(tmp_path_factory)
        servers.append(server)
        return server.get_uri().replace("postgresql://", "postgresql+psycopg://"), server.cleanup

    yield begin
    for server in servers:
        server.cleanup()
