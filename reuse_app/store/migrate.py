"""Bringing a database to the version this app knows, with a copy kept before anything is changed."""

import sqlite3
from contextlib import closing

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from reuse_app.store.copies import migration_copy
from reuse_app.store.engine import Database
from reuse_app.store.errors import DatabaseError
from reuse_app.store.private import keep_private
from reuse_app.store.schema import version_of

MIGRATIONS = "reuse_app.store:migrations"
ONE_AT_A_TIME = 7_38_283
"""The number by which processes that start together on PostgreSQL wait for each other."""


def migrate(database: Database, *, scripts_at: str = MIGRATIONS, to: str = "head") -> None:
    """Bring a database to the newest version, in one transaction, after copying an SQLite file that has to change.

    Raises DatabaseError when the database comes from a newer app, or when rows would lose what they refer to.
    """
    config = _config(scripts_at)
    version = version_of(database)
    if version == ScriptDirectory.from_config(config).get_current_head():
        return
    if version is not None:
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
