"""Copies of an SQLite file that the app keeps beside it: before a migration, and before a restore."""

import glob
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

HOLDING = ("workshop", "inventory")
"""Tables of what has an address and can be deleted for good."""


def migration_copy(database: Path, version: str) -> Path:
    """Where a copy is kept before a database is brought from a version to a newer one."""
    return database.with_name(f"{database.stem}-before-{version}{database.suffix}")


def restore_copy(database: Path) -> Path:
    """Where the next copy is kept before a restore: under a name that no copy has yet."""
    names = (f"{database.name}.before-restore{'' if number == 1 else f'-{number}'}" for number in count(1))
    return next(file for file in map(database.with_name, names) if not file.exists())


def remove_copies(database: Path, address: str) -> None:
    """Remove the copies that hold the workshop or the inventory at an address, which has been deleted since."""
    for copy in _copies(database):
        if _holds(copy, address):
            copy.unlink(missing_ok=True)


def _copies(database: Path) -> Iterator[Path]:
    folder, name = database.parent, glob.escape(database.name)
    stem, suffix = glob.escape(database.stem), glob.escape(database.suffix)
    for pattern in (f"{stem}-before-[0-9][0-9][0-9][0-9]{suffix}", f"{name}.before-restore*"):
        yield from folder.glob(pattern)


def _holds(copy: Path, address: str) -> bool:
    """Say whether a copy holds what has an address, or cannot be asked."""
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?immutable=1", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            queries = (f'SELECT 1 FROM "{table}" WHERE address = ?' for table in HOLDING if table in tables)  # noqa: S608  # names of ours
            return any(connection.execute(query, (address,)).fetchone() for query in queries)
    except sqlite3.Error:
        return True
