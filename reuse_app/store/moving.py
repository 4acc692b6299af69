"""Moving: everything in one database, with its versions, inventories and links, goes into another that is empty."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, Table, func, insert, select

from reuse_app.store import tables
from reuse_app.store.engine import Database
from reuse_app.store.errors import DatabaseError
from reuse_app.store.postgres_files import renew_number

AT_ONCE = 500
"""Rows that are written with one statement."""


def move(source: Database, target: Database) -> int:
    """Copy every row of one database into another, in one transaction; return how many there are.

    Nobody writes to an SQLite file meanwhile. Raises DatabaseError, with nothing copied, when the other is not empty.
    """
    with source.turn(), source.read() as from_, target.write() as to:
        if any(_count(to, table) for table in tables.metadata.sorted_tables):
            raise DatabaseError("There is something in the database to move to already; name an empty one.")
        for table in tables.metadata.sorted_tables:
            for rows in _pieces(from_, table):
                to.execute(insert(table), rows)
            if not target.is_sqlite:
                renew_number(to, table)
            if _count(from_, table) != _count(to, table):
                raise DatabaseError(f"Not every row of “{table.name}” has arrived; nothing was moved.")
        return sum(_count(to, table) for table in tables.metadata.sorted_tables)


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _pieces(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    rows = (dict(row) for row in connection.execute(select(table)).mappings())
    while piece := list(islice(rows, AT_ONCE)):
        yield piece
