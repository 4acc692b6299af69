"""Bringing a database to the version this app knows, with a copy kept before anything is changed.

A file that is to be restored is checked before: that it is sound, and that its tables are those of the app and no more.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from reuse_app.store.database_files import keep_private, migration_copy
from reuse_app.store.deleting import finish_deleting
from reuse_app.store.engine import Database, reason_of
from reuse_app.store.errors import DatabaseError

MIGRATIONS = "reuse_app.store:migrations"
UNRELEASED = "alembic_version"
"""The table in which a database of before the first version says which state of development it has."""
ONE_AT_A_TIME = 7_38_283
"""The number by which processes that start together on PostgreSQL wait for each other."""

Statements = dict[tuple[str, str], tuple[str, ...]]
"""The pieces of the statement that makes each thing in a database, by its kind and name."""

SPELLING = re.compile(r'[\s"]+')
BETWEEN = re.compile(r"[(),]")
"""What stands between the pieces of a statement; alembic writes the constraints of a table in any order."""


def migrate(database: Database, *, scripts_at: str = MIGRATIONS, to: str = "head") -> None:
    """Bring a database to the newest version, in one transaction, after copying an SQLite file that has to change.

    Raises DatabaseError when the database comes from a newer app or from before its first version, or when rows would
    lose what they refer to.
    """
    config = _config(scripts_at)
    version = database.version()
    if version == ScriptDirectory.from_config(config).get_current_head():
        return
    if version is None:
        refuse_unreleased(database)
    else:
        refuse_newer(version, scripts_at=scripts_at)
        _copy(database, version)
    _upgrade(database, config, to)


def refuse_newer(version: str, *, scripts_at: str = MIGRATIONS) -> None:
    """Raise DatabaseError for a version to which no migration leads."""
    scripts = ScriptDirectory.from_config(_config(scripts_at))
    if version not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseError(
            f"This database was written by a newer version of Reuse (schema {version}). Update the app."
        )


def refuse_unreleased(database: Database) -> None:
    """Raise DatabaseError for a database of before the first version, whose tables no migration knows."""
    with database.read() as connection:
        if inspect(connection).has_table(UNRELEASED):
            raise DatabaseError(
                "This database was written by Reuse before its first version, and this version cannot read it. Save "
                "each workshop as a file with the app that wrote it, and start them from these files in a new database."
            )


def _config(scripts_at: str) -> Config:
    config = Config()
    config.set_main_option("script_location", scripts_at.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _copy(database: Database, version: str) -> None:
    """Copy an SQLite file beside itself, named after the version that it has."""
    if database.is_sqlite:
        copy = migration_copy(database.file, version)
        keep_private(copy)
        with closing(sqlite3.connect(database.file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)


def upgrade_on(connection: Connection, *, to: str = "head") -> None:
    """Run the migrations up to a version within an open transaction of PostgreSQL."""
    config = _config(MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _upgrade(database: Database, config: Config, to: str) -> None:
    """Run the migrations with foreign keys off: re-creating an SQLite table would delete its children."""
    with database.turn(), database.writer.connect() as connection:
        _foreign_keys(database, connection, on=False)
        try:
            with connection.begin():
                if not database.is_sqlite:
                    connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
                config.attributes["connection"] = connection
                command.upgrade(config, to)
                _check(database, connection)
        finally:
            _foreign_keys(database, connection, on=True)


def _foreign_keys(database: Database, connection: Connection, *, on: bool) -> None:
    if database.is_sqlite:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101  # an open connection has its driver's
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check(database: Database, connection: Connection) -> None:
    if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise DatabaseError("The migration would leave rows that refer to nothing. The database is unchanged.")


def bring_up_to_date(file: Path) -> None:
    """Bring a copy of a database, which nobody else has open, to the version of this app.

    Raises DatabaseError, with the file perhaps changed, when it is damaged, newer than the app or no database of it.
    """
    try:
        with closing(_database(file)) as database:
            _refuse_damaged(database)
            _refuse_foreign(database)
            migrate(database)
            finish_deleting(database)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise DatabaseError(f"this file is damaged ({reason_of(error)}).") from error


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
    version = database.version()
    if version is None:
        refuse_unreleased(database)
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
