"""The files of an SQLite database: their owner alone reads them, one process at a time writes, copies stand beside."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

OWNER_ALONE = 0o600
"""The rights of a file: its owner reads and writes it, nobody else does anything. Windows has rights of its own."""
FOLDER_OF_OWNER = 0o700
SQLITE_START, WITH_LOG = b"SQLite format 3\0", b"\2"
"""How a file of SQLite begins, unless it is empty; and its third byte after that when changes go to a log first."""
SIDES = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database, with the rights of that."""


def keep_private(file: Path) -> None:
    """Let a file and what SQLite has put beside it be readable by its owner alone, and make it when it is missing.

    A file of somebody else's stays as its owner has it. Raises OSError when it cannot be made.
    """
    if not file.exists():
        file.touch(OWNER_ALONE)
    for each in (file, *(file.with_name(f"{file.name}{side}") for side in SIDES)):
        with suppress(FileNotFoundError, PermissionError):
            if each.is_file() and stat.S_IMODE(each.stat().st_mode) != OWNER_ALONE:
                each.chmod(OWNER_ALONE)


def is_of_sqlite(file: Path) -> bool:
    """Whether a file begins as one of SQLite does; raises OSError when it cannot be read."""
    return _start_of(file).startswith(SQLITE_START)


def keeps_log(file: Path) -> bool:
    """Whether the changes of a database go to a log first, which belongs to it."""
    return _start_of(file).endswith(WITH_LOG)


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(len(SQLITE_START) + 3)


def make_private_folder(folder: Path) -> None:
    """Make a folder, with those above it, that only its owner may look into; one that is there stays as it is."""
    folder.mkdir(FOLDER_OF_OWNER, parents=True, exist_ok=True)


class WriteTurn:
    """The right to write to one SQLite file, which one process at a time has.

    It is a lock of the system on an empty file beside the database. SQLite itself takes it and waits for it, on every
    system; it ends with its holder, however that ends.
    """

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(f"{database.name}-lock")
        self._lock: sqlite3.Connection | None = None
        self._patience: float | None = None
        """For how long the lock waits now, in seconds; nothing until it is ready."""

    @contextmanager
    def taken(self, *, patience: float) -> Iterator[None]:
        """Have the turn while the block runs; raises TimeoutError when others keep theirs for `patience` seconds.

        A turn within a turn is the same one. Two threads must not be here at once: they take turns before.
        """
        lock = self._lock = self._lock or self._opened()
        if lock.in_transaction:
            yield
            return
        try:
            if patience != self._patience:
                lock.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
                lock.execute("PRAGMA journal_mode=MEMORY")
                self._patience = patience
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise TimeoutError("another process is writing to it") from error
        try:
            yield
        finally:
            lock.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        if self._lock:
            self._lock.close()
            self._lock = self._patience = None

    def _opened(self) -> sqlite3.Connection:
        keep_private(self._file)
        return sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)


def migration_copy(database: Path, version: str) -> Path:
    """Where a copy is kept before a database is brought from a version to a newer one."""
    return database.with_name(f"{database.stem}-before-{version}{database.suffix}")


def restore_copy(database: Path) -> Path:
    """Where the next copy is kept before a restore: under a name that no copy has yet."""
    names = (f"{database.name}.before-restore{'' if number == 1 else f'-{number}'}" for number in count(1))
    return next(file for file in map(database.with_name, names) if not file.exists())
