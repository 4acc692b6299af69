"""Whether a database can be worked with: it answers, has our tables, and keeps what is written."""

from sqlalchemy import text

from reuse_app.store.engine import VERSION_TABLE, Database
from reuse_app.store.errors import DatabaseError
from reuse_app.store.open_database import newest_version


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
