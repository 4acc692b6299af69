"""The database: one writer behind one lock, readers that cannot write.

SQLite before 3.51.3 can corrupt a WAL database when two connections write or checkpoint at the same instant, so one
connection does every write and every checkpoint. PostgreSQL does its own locking; there the lock costs nothing much.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from reuse_app.store.errors import DatabaseError

if TYPE_CHECKING:
    from reuse_app.store.saved import Saved

BUSY_MILLISECONDS = 5_000
WAL_PAGES = 1_000

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
    f"wal_autocheckpoint={WAL_PAGES}",
    "secure_delete=ON",
    "trusted_schema=OFF",
)


class Database:
    """An open database; made by `open_database`, closed by `close`."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.lock = threading.RLock()
        self.kept: OrderedDict[int, Saved] = OrderedDict()
        self.writer = _engine(self, writes=True)
        self.reader = _engine(self, writes=False)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; on disk when the block ends, undone when it raises."""
        with self.lock, self.writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; hold it briefly, an open one keeps the WAL from shrinking."""
        with self.reader.begin() as connection:
            yield connection

    def answers(self) -> bool:
        """Say whether the database answers a query."""
        with self.read() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar_one())

    def close(self) -> None:
        """Close every connection, the writer's last so that it makes the final checkpoint."""
        self.reader.dispose()
        self.writer.dispose()


def open_database(url: str) -> Database:
    """Open the database at an SQLAlchemy URL, bringing it to the current version.

    Raises DatabaseError when it cannot be opened or was written by a newer version of the app.
    """
    from reuse_app.store.migrate import migrate  # noqa: PLC0415  # alembic is needed here only

    try:
        database = Database(url)
        if database.is_sqlite and database.url.database:
            Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
        migrate(database)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseError(f"{url!r} is not the address of a database this app can use: {error}") from error
    except (OperationalError, OSError) as error:
        raise DatabaseError(f"The database cannot be opened: {error}") from error
    return database


def _engine(database: Database, *, writes: bool) -> Engine:
    if not database.is_sqlite:
        return create_engine(database.url, pool_size=10, max_overflow=20)
    if writes:
        engine = create_engine(database.url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(database.url, poolclass=QueuePool, pool_size=10, max_overflow=40)
    event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
    event.listen(engine, "begin", _begin_immediate if writes else _begin)
    return engine


def _prepare_writer(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _prepare_reader(connection: Any, record: object) -> None:
    _prepare_writer(connection, record)
    connection.execute("PRAGMA query_only=ON")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
