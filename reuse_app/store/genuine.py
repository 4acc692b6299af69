"""Whether an SQLite file is a database of this app: sound, of a version that it knows, its tables and no others."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import SQLAlchemyError

from reuse_app.store.engine import Database
from reuse_app.store.errors import DatabaseError
from reuse_app.store.migrate import migrate, refuse_newer
from reuse_app.store.schema import version_of

Statements = dict[tuple[str, str], tuple[str, ...]]
"""The pieces of the statement that makes each thing in a database, by its kind and name."""

SPELLING = re.compile(r'[\s"]+')
BETWEEN = re.compile(r"[(),]")
"""What stands between the pieces of a statement; alembic writes the constraints of a table in any order."""


def bring_up_to_date(file: Path) -> None:
    """Bring a copy of a database, which nobody else has open, to the version of this app.

    Raises DatabaseError, with the file perhaps changed, when it is damaged, newer than the app or no database of it.
    """
    try:
        with closing(_database(file)) as database:
            _refuse_damaged(database)
            _refuse_foreign(database)
            migrate(database)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise DatabaseError(f"this file is damaged ({_reason(error)}).") from error


def _refuse_damaged(database: Database) -> None:
    with database.read() as connection:
        answer = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
        if answer != "ok":
            raise DatabaseError(f"this file is damaged ({' '.join(answer.split())}).")
        lost = connection.execute(text("PRAGMA foreign_key_check")).first()
        if lost:
            raise DatabaseError(f"this file is damaged (rows of “{lost[0]}” refer to nothing).")


def _refuse_foreign(database: Database) -> None:
    """Refuse whatever our migrations do not make, so that nothing in the file acts when the app reads or writes."""
    version = version_of(database)
    if version is None:
        raise DatabaseError("this is no database of Reuse.")
    refuse_newer(version)
    with database.read() as connection:
        found = _statements(connection)
    ours = _made_for(version)
    foreign = sorted(name for (_, name), _ in found.items() ^ ours.items())
    if foreign:
        raise DatabaseError(f"this is no database that Reuse has made: see “{foreign[0]}” in it.")


def _made_for(version: str) -> Statements:
    """What our migrations make of an empty file, up to a version."""
    with TemporaryDirectory() as folder, closing(_database(Path(folder) / "new.db")) as database:
        migrate(database, to=version)
        with database.read() as connection:
            return _statements(connection)


def _statements(connection: Connection) -> Statements:
    """The tables, indexes, views and triggers of a database; not what SQLite notes about them."""
    query = text("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'")
    return {(row.type, row.name): _pieces(row.sql or "") for row in connection.execute(query)}


def _pieces(statement: str) -> tuple[str, ...]:
    """What a statement says, however it is spelled."""
    return tuple(sorted(BETWEEN.split(SPELLING.sub("", statement))))


def _database(file: Path) -> Database:
    return Database(URL.create("sqlite", database=str(file)))


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "orig", None) or error).split())
