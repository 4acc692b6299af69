"""The database: one writer behind one lock, readers that cannot write.

SQLite before 3.51.3 can corrupt a WAL database when two connections write or checkpoint at the same instant, so one
connection does every write and every checkpoint, and of several processes one at a time, such as a command beside a
running server. PostgreSQL does its own locking: there the lock is not taken.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, bindparam, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InvalidatePoolError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.pool import QueuePool, StaticPool

from reuse_app.store.cache import Cache
from reuse_app.store.database_files import WriteTurn
from reuse_app.store.errors import DatabaseError, NotSavedError

BUSY_MILLISECONDS = 5_000
PATIENCE_MILLISECONDS = 200
"""For how long a checkpoint waits for somebody who reads an older state."""
SECONDS_FOR_THE_LAST_WRITE = 0.5
PATIENCE = BUSY_MILLISECONDS / 1000
"""Seconds that a write waits for another process to end its own."""
WAL_PAGES = 1_000
WAL_BYTES = 16 * 1024 * 1024
"""What a log that a large import has stretched is cut back to."""

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
    f"wal_autocheckpoint={WAL_PAGES}",
    f"journal_size_limit={WAL_BYTES}",
    "secure_delete=ON",
    "trusted_schema=OFF",
)
WAITS = {"connect_timeout": "5", "tcp_user_timeout": "10000", "keepalives_idle": "5", "keepalives_interval": "2"}
"""Seconds, of tcp_user_timeout milliseconds, after which a PostgreSQL that does not answer counts as gone, unless its
URL says otherwise: a page waits no longer, and whoever listens begins anew."""
ONE_VIEW = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
ONE_STATEMENT = "one_statement"
"""The option of a connection to SQLite that begins no transaction: a statement is one by itself."""
RESTED_SECONDS = 1.0
"""After how long without use a connection to PostgreSQL is asked whether it still answers."""
MOST_BYTES = 256 * 2**20
"""Memory that the workshops which were read last may take, unless the server's settings say otherwise."""
VERSION_TABLE = "schema_version"
"""The table in which a database says of which version its tables are."""

Announce = Callable[[str, int, Mapping[str, Collection[str | None]]], None]
"""Takes the address of a workshop, its new revision, and whom what has changed in each part concerns."""


class Database:
    """An open database; made by `open_database`, closed by `close`."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.lock = threading.RLock()
        self._turn = WriteTurn(self.file) if self.is_sqlite else None
        self.kept: Cache[str, Any] = Cache(MOST_BYTES, attrgetter("bytes"))
        """The workshops that were read last, by address."""
        self.announce: Announce = lambda _address, _revision, _concerned: None
        """Called after each change of a workshop is on disk."""
        self.stored: Callable[[int], None] = lambda _letters: None
        """Called with the letters of what a write has stored."""
        self.writer = _engine(self, writes=True)
        reads = _engine(self, writes=False)
        self.reader = reads if self.is_sqlite else reads.execution_options(**ONE_VIEW)
        by_itself = {ONE_STATEMENT: True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._asker = reads.execution_options(**by_itself)

    @property
    def file(self) -> Path:
        """The file of an SQLite database."""
        return Path(str(self.url.database))

    @contextmanager
    def turn(self, *, patience: float | None = None) -> Iterator[None]:
        """Be the only one that writes to an SQLite file, of all threads and processes.

        Raises TimeoutError when another process does not end its turn within `patience` seconds.
        """
        if self._turn is None:
            yield
            return
        with self.lock, self._turn.taken(patience=PATIENCE if patience is None else patience):
            yield

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; on disk when the block ends, undone when it raises.

        Raises NotSavedError when the database cannot write.
        """
        try:
            with self.turn(), self.writer.begin() as connection:
                yield connection
        except (IntegrityError, DataError):
            raise  # it is about a value, not about the database
        except (DBAPIError, NoConnectionError, TimeoutError) as error:
            raise NotSavedError("This was not saved: the database cannot write.", reason=reason_of(error)) from error

    def read(self) -> AbstractContextManager[Connection]:
        """One consistent view; hold it briefly, an open one keeps the WAL from shrinking.

        Raises DatabaseError when the database does not answer.
        """
        return self._reading(self.reader)

    def ask(self) -> AbstractContextManager[Connection]:
        """Read by one statement, which is of one moment by itself: the database is asked once instead of three times.

        Raises DatabaseError when the database does not answer.
        """
        return self._reading(self._asker)

    @contextmanager
    def _reading(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except (IntegrityError, DataError):
            raise  # it is about a value, not about the database
        except (DBAPIError, NoConnectionError) as error:
            raise DatabaseError("The database does not answer.", reason=reason_of(error)) from error

    def answers(self) -> bool:
        """Say that the database answers a query; raises DatabaseError when it does not."""
        with self.ask() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar_one())

    def version(self) -> str | None:
        """The version of the tables, None for an empty database; raises DatabaseError when it does not answer.

        Told without alembic, which takes as long to import as all the rest.
        """
        with self.read() as connection:
            if not inspect(connection).has_table(VERSION_TABLE):
                return None
            query = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608  # a name of ours
            return connection.execute(query).scalar()

    def write_file_anew(self) -> bool:
        """Write the SQLite file anew from what is in it, with its log; False while that cannot be done."""
        return self._alone(lambda driver: driver.execute("VACUUM") is not None)

    def empty_log(self) -> bool:
        """Bring every change into the SQLite file itself and cut its log; False while another process is in the way."""
        return self._alone(lambda driver: driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    def _alone(self, act: Callable[[sqlite3.Connection], bool]) -> bool:
        """Do something to the SQLite file while nobody else writes, and say whether it could be done."""
        with suppress(TimeoutError, sqlite3.OperationalError), self.turn(), self.writer.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101  # an open connection has its driver's
            driver.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
            try:
                return act(driver)
            finally:
                driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        return False

    def close(self) -> None:
        """Close every connection once the last write has ended, the writer's last.

        An SQLite file is whole by itself afterwards. A write that takes too long is left alone: it is undone when the
        process ends, and the next one to open the file brings what was saved before into it.
        """
        self.reader.dispose()
        if self.lock.acquire(timeout=SECONDS_FOR_THE_LAST_WRITE):
            try:
                self._close_writer()
            finally:
                self.lock.release()

    def _close_writer(self) -> None:
        if self.is_sqlite and log_of(self.url).exists():
            with suppress(SQLAlchemyError, sqlite3.Error):
                self.empty_log()
        self.writer.dispose()
        if self._turn:
            self._turn.close()


def is_shared(connection: Connection) -> bool:
    """Whether other processes may write to this database at the same moment: it is one of PostgreSQL."""
    return connection.dialect.name == "postgresql"


def log_of(url: URL) -> Path:
    """The log of an SQLite database."""
    return Path(f"{url.database}-wal")


def reason_of(error: Exception) -> str:
    """What a driver says, without the statement that it was about.

    PostgreSQL repeats values in its messages, so of what the server itself says there is the kind alone.
    """
    said = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(said, "sqlstate", None)
    return f"{type(said).__name__}, SQLSTATE {state}" if state else " ".join(str(said).split())


def _engine(database: Database, *, writes: bool) -> Engine:
    if not database.is_sqlite:
        url = database.url.set(query={**WAITS, **database.url.query})
        engine = create_engine(url, pool_size=5, max_overflow=10, hide_parameters=True)
        event.listen(engine, "checkout", partial(_see_that_it_lives, engine))
        return engine
    if writes:
        any_thread = {"check_same_thread": False}
        engine = create_engine(database.url, poolclass=StaticPool, connect_args=any_thread, hide_parameters=True)
    else:
        engine = create_engine(database.url, poolclass=QueuePool, pool_size=10, max_overflow=40, hide_parameters=True)
    event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
    event.listen(engine, "begin", _begin_immediate if writes else _begin)
    return engine


def _see_that_it_lives(engine: Engine, connection: Any, record: Any, _proxy: object) -> None:
    """Ask a connection that has rested whether it still answers; if it does not, all that there are are made anew."""
    now, used_at = time.monotonic(), record.info.get("used_at")
    record.info["used_at"] = now
    if used_at is not None and now - used_at > RESTED_SECONDS:
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


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
    """Begin to read, which cannot fail, by the driver itself."""
    if connection.get_execution_options().get(ONE_STATEMENT):
        return
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  # an open connection has its driver's
    driver.execute("BEGIN")


_TURN = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("what"), 0)))


def take_turn(connection: Connection, what: str) -> None:
    """Let nobody else be at the same thing before this transaction ends; what they have done meanwhile is seen then.

    It guards what has no row yet that could be locked, such as a link that the same form, sent twice, would make.
    """
    if is_shared(connection):
        connection.execute(_TURN, {"what": what})
