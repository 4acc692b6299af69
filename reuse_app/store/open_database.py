"""Opening a database, which is made when missing and brought to our version, and whether it can be worked with."""

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from reuse_app.store.database_files import is_of_sqlite, keep_private, make_private_folder
from reuse_app.store.deleting import finish_deleting
from reuse_app.store.engine import VERSION_TABLE, Database, log_of, reason_of
from reuse_app.store.errors import DatabaseError

PATIENCE_AT_START = 60.0
"""Seconds that a start waits for another process to bring the database up to date."""


def open_database(url: str) -> Database:
    """Open the database at an SQLAlchemy URL, bringing it to the current version and what was deleted out of its files.

    Raises DatabaseError when it cannot be opened or was written by a newer version of the app.
    """
    meant = understood(url)
    _check_file(meant)
    try:
        database = Database(meant)
    except ModuleNotFoundError as error:
        raise DatabaseError(
            f"The driver of this database is not installed ({error.name}). Name a PostgreSQL as "
            "postgresql://…; its driver comes with the extra “postgres” of this app."
        ) from error
    try:
        if database.is_sqlite:
            make_private_folder(database.file.parent)
            keep_private(database.file)
        with database.turn(patience=PATIENCE_AT_START):
            if database.is_sqlite:
                _settle(database.url)
            _bring_up_to_date(database)
        finish_deleting(database)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        database.close()
        raise DatabaseError(f"The database cannot be opened: {reason_of(error)}") from error
    except BaseException:
        database.close()
        raise
    return database


def _settle(url: URL) -> None:
    """Bring what a killed process has left in the log into the file, with what was deleted overwritten there.

    Whoever closes a database as the last one does that and removes the log; beside another process nothing happens.
    """
    if log_of(url).exists():
        with closing(sqlite3.connect(str(url.database))) as connection:
            connection.execute("PRAGMA schema_version").fetchone()


def newest_version() -> str:
    """The version of the tables that this app knows: the number with which the name of the newest migration begins."""
    scripts = files("reuse_app.store").joinpath("migrations", "versions").iterdir()
    return max(script.name for script in scripts if script.name.endswith(".py")).partition("_")[0]


def _bring_up_to_date(database: Database) -> None:
    if database.version() != newest_version():
        from reuse_app.store.migrate import migrate  # noqa: PLC0415  # alembic takes as long to import as all the rest

        migrate(database)


def understood(url: str) -> URL:
    """Return a URL in its parts; raises DatabaseError, which does not repeat what it says: it may hold a password."""
    try:
        parsed = make_url(url)
        known = parsed.get_backend_name() in ("sqlite", "postgresql")
    except SQLAlchemyError:
        known = False
    if not known:
        raise DatabaseError("This is no address of a database, such as sqlite:///reuse.db or postgresql://host/reuse.")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise DatabaseError("A workshop needs a file to be kept in, such as sqlite:///reuse.db.")
    return parsed


def _check_file(url: URL) -> None:
    """Raise DatabaseError for a folder, or a file of something else, where a file of SQLite would be."""
    file = Path(str(url.database))
    if url.get_backend_name() != "sqlite" or not file.exists():
        return
    if file.is_dir():
        raise DatabaseError(f"{file} is a folder; name a file in it, such as sqlite:///{file / 'reuse.db'}.")
    try:
        is_ours = is_of_sqlite(file) or not file.stat().st_size
    except OSError as error:
        raise DatabaseError(f"{file} cannot be read.", reason=str(error.strerror)) from error
    if not is_ours:
        raise DatabaseError(f"{file} is no database; name another file.")


class UnreadyError(Exception):
    """What a database lacks: `what` is one of database, schema and writable; the cause is what it said."""

    def __init__(self, what: str, error: DatabaseError) -> None:
        super().__init__(what)
        self.what, self.error = what, error


def check_ready(database: Database) -> None:
    """Ask a database for all that the app needs of it, with one write that changes nothing; raises UnreadyError."""
    for what, check in (("database", Database.answers), ("schema", _check_schema), ("writable", _write)):
        try:
            check(database)
        except DatabaseError as error:
            raise UnreadyError(what, error) from error


def _check_schema(database: Database) -> None:
    found = database.version()
    if found != newest_version():
        raise DatabaseError(f"The tables are of version {found}, this app is for {newest_version()}.")


def _write(database: Database) -> None:
    """Put a row on disk as it is, which a full or broken disk refuses."""
    with database.write() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num"))  # noqa: S608  # a name of ours
