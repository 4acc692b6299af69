"""Taking turns: of all processes that have an SQLite file open, one writes to it at a time.

The turn is a lock of the system on an empty file beside the database. SQLite itself takes it and waits for it, on every
system; it ends with its holder, however that ends.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reuse_app.store.private import keep_private


class Turn:
    """The right to write to one SQLite file, as one process asks for it."""

    def __init__(self, database: Path) -> None:
        self._file = database.with_name(f"{database.name}-lock")
        self._lock: sqlite3.Connection | None = None

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
            for order in (
                f"PRAGMA busy_timeout={int(patience * 1000)}",
                "PRAGMA journal_mode=MEMORY",
                "BEGIN EXCLUSIVE",
            ):
                lock.execute(order)
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
            self._lock = None

    def _opened(self) -> sqlite3.Connection:
        keep_private(self._file)
        return sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
