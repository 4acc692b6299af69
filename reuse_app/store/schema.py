"""Which version of the tables a database has; told without alembic, which takes as long to import as all the rest."""

import glob
from pathlib import Path

from sqlalchemy import inspect, text

from reuse_app.store.engine import Database

CURRENT = "0004"
"""The version that this app writes: that of the newest migration."""
VERSIONS = "alembic_version"
"""The table in which a database says which version it has."""


def version_of(database: Database) -> str | None:
    """Return the version of a database, None for an empty one; raises DatabaseError when it does not answer."""
    with database.read() as connection:
        if not inspect(connection).has_table(VERSIONS):
            return None
        return connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()  # noqa: S608  # a name of ours


def copy_path(database: Database, version: str) -> Path:
    """Where a copy of an SQLite file is kept before it is brought from a version to a newer one."""
    path = Path(str(database.url.database))
    return path.with_name(f"{path.stem}-before-{version}{path.suffix}")


def remove_copies(database: Database) -> None:
    """Remove the copies kept before migrations, because they hold what has been deleted since."""
    if database.is_sqlite:
        any_version = copy_path(database, "")
        stem, suffix = glob.escape(any_version.stem), glob.escape(any_version.suffix)
        for copy in any_version.parent.glob(f"{stem}[0-9][0-9][0-9][0-9]{suffix}"):
            copy.unlink(missing_ok=True)
