"""Which version of the tables a database has; told without alembic, which takes as long to import as all the rest."""

from sqlalchemy import inspect, text

from reuse_app.store.engine import Database

CURRENT = "0005"
"""The version that this app writes: that of the newest migration."""
VERSIONS = "alembic_version"
"""The table in which a database says which version it has."""


def version_of(database: Database) -> str | None:
    """Return the version of a database, None for an empty one; raises DatabaseError when it does not answer."""
    with database.read() as connection:
        if not inspect(connection).has_table(VERSIONS):
            return None
        return connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()  # noqa: S608  # a name of ours
