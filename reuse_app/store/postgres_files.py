"""A PostgreSQL database as one file, by PostgreSQL's own pg_dump and pg_restore; and moving into an empty database.

What is restored is the rows alone: the tables are made by our migrations, so nothing that is in a file can act. All of
it is one transaction, which leaves what was there as it was when anything is wrong.
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from subprocess import PIPE, Popen, run
from typing import IO, Any, cast

from sqlalchemy import URL, Connection, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from reuse_app.store import shared, tables
from reuse_app.store.engine import VERSION_TABLE, Database, reason_of
from reuse_app.store.errors import DatabaseError
from reuse_app.store.migrate import refuse_newer, upgrade_on

START = b"PGDMP"
"""How a file of pg_dump begins that pg_restore reads."""
COPY = re.compile(rb'COPY (?:\w+\.)?"?(?P<table>\w+)"? \((?P<columns>[^)]*)\) FROM stdin;\n')
END = b"\\.\n"
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def dump(url: URL, file: Path) -> None:
    """Write all that our tables hold at this moment into a file; the app may be running meanwhile.

    Raises DatabaseError when pg_dump is missing or says that it could not.
    """
    names = [*(f'"{name}"' for name in tables.metadata.tables), VERSION_TABLE]
    chosen = [word for name in names for word in ("--table", name)]
    words = ["--format=custom", "--no-owner", "--no-privileges", "--file", str(file), *chosen]
    done = run(_command("pg_dump", url, words), env=_environment(url), capture_output=True, check=False)  # noqa: S603  # a program of PostgreSQL's
    if done.returncode:
        raise DatabaseError(f"pg_dump could not copy the database: {_said(done.stderr)}")


def restore(url: URL, file: Path, *, keep_in: Path) -> None:
    """Put our tables back to a file that `dump` has written, and bring them to the version of this app.

    What is there now is dumped to `keep_in` first. Raises DatabaseError, with the database as it was, when the file is
    none of ours, damaged or newer than the app, or when others are connected.
    """
    with file.open("rb") as opened:
        if opened.read(len(START)) != START:
            raise DatabaseError("this is no backup of a PostgreSQL database.")
    version = version_in(file)
    refuse_newer(version)
    try:
        with closing(Database(url)) as database, database.writer.begin() as connection:
            if connection.execute(OTHERS).scalar_one():
                raise DatabaseError("somebody is connected to this database; stop the app first.")
            if inspect(connection).has_table(VERSION_TABLE):
                dump(url, keep_in)
            _fill(connection, file, version)
            upgrade_on(connection)
    except SQLAlchemyError as error:
        raise DatabaseError(f"It could not be restored: {reason_of(error)}") from error


def _fill(connection: Connection, file: Path, version: str) -> None:
    """Make the tables of a version anew and put the rows of a file into them."""
    for ours in (shared.metadata, tables.metadata):
        ours.drop_all(connection)
    connection.execute(text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))
    upgrade_on(connection, to=version)
    made = MetaData()
    made.reflect(connection, only=lambda name, _: name not in {*shared.metadata.tables, VERSION_TABLE})
    for table in made.sorted_tables:
        _copy_rows(connection, file, table)
        renew_number(connection, table)


def _copy_rows(connection: Connection, file: Path, table: Table) -> None:
    quoted = connection.dialect.identifier_preparer.quote
    with _rows(file, table.name) as (columns, lines):
        if not columns:
            return
        if unknown := set(columns) - set(table.columns.keys()):
            raise DatabaseError(f"this is no backup of Reuse: see “{unknown.pop()}” in “{table.name}”.")
        named = ", ".join(map(quoted, columns))
        driver: Any = connection.connection.driver_connection
        with driver.cursor().copy(f"COPY {quoted(table.name)} ({named}) FROM STDIN") as copy:
            for line in lines:
                copy.write(line)


def renew_number(connection: Connection, table: Table) -> None:
    """Let the next row of a table have a number that none has, where PostgreSQL counts them."""
    if "id" in table.columns:
        last = select(func.coalesce(func.max(table.c["id"]), 0) + 1).scalar_subquery()
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last, False)))  # as it is called


@contextmanager
def _rows(file: Path, table: str) -> Iterator[tuple[Sequence[str], Iterator[bytes]]]:
    """Give the rows of one table in a file: the names of their columns, and each as a line that COPY reads."""
    words = [_found("pg_restore"), "--data-only", "--table", table, "--file", "-", str(file)]
    with Popen(words, stdout=PIPE, stderr=PIPE) as process:  # noqa: S603  # a program of PostgreSQL's
        lines = iter(cast("IO[bytes]", process.stdout))
        found = next((found for line in lines if (found := COPY.fullmatch(line)) and _is_of(found, table)), None)
        columns = [name.strip().strip('"') for name in found["columns"].decode().split(",")] if found else []
        yield columns, _until_end(lines) if found else iter(())
        _, said = process.communicate()
    if process.returncode:
        raise DatabaseError(f"this file is damaged ({_said(said)}).")


def _is_of(found: re.Match[bytes], table: str) -> bool:
    return found["table"] == table.encode()


def _until_end(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line == END:
            return
        yield line
    raise DatabaseError("this file is damaged (it ends too soon).")


def version_in(file: Path) -> str:
    """Return the version of the tables in a file that `dump` has written; raises DatabaseError when it has none."""
    with _rows(file, VERSION_TABLE) as (_, lines):
        found = b"".join(lines).decode("utf-8", "replace").strip()
    if not found:
        raise DatabaseError("this is no backup of Reuse.")
    return found


def _command(program: str, url: URL, words: Sequence[str]) -> list[str]:
    """What to run; a password is not in it, as everybody on this computer sees it."""
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    return [_found(program), "--dbname", plain, *words]


def _environment(url: URL) -> dict[str, str]:
    return dict(os.environ) | ({"PGPASSWORD": str(url.password)} if url.password else {})


def _found(program: str) -> str:
    found = shutil.which(program)
    if not found:
        raise DatabaseError(
            f"{program} is not installed. It comes with PostgreSQL’s client programs, on Debian as postgresql-client; "
            "it has to be of the server's version or newer."
        )
    return found


def _said(stderr: bytes) -> str:
    """The last line of what a program has said, without its own name."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines() or ["it did not say why"]
    error = next((line for line in lines if "error:" in line), lines[-1])
    if "version mismatch" in error:
        return "it is older than the server; install the client programs of the server's version or newer"
    return error.partition("error:")[2].strip() or error


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
