"""Deleting for good, on demand or after a time: nothing of what was deleted stays in any file that the app keeps."""

import datetime as dt
import glob
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.exc import OperationalError

from reuse_app.store import shared, tables
from reuse_app.store.change_log import of_workshop
from reuse_app.store.edit import Edit, Writer, edit
from reuse_app.store.engine import Database, is_shared
from reuse_app.store.errors import UnknownWorkshopError
from reuse_app.store.shared import forget_sightings
from reuse_app.store.tables import PARTS

LONGEST_LOCK_MILLISECONDS = 5_000
"""For which writing a table anew waits for those who use it."""
DRAFT = f"reuse-{'[a-z0-9_]' * 8}"
"""How the name ends of a file that a restore was writing when it was killed (cli/files.py)."""
HOLDING = ("workshop", "inventory")
"""Tables of what has an address and can be deleted for good."""
EVERYWHERE = ""
"""Stands for every address."""


def note_deleted(connection: Connection, address: str = EVERYWHERE) -> None:
    """Note within a transaction that deletes something at an address that it has to be overwritten.

    Should the app be killed before that, whoever opens the database next does it. The address tells which copies of an
    SQLite file have to go; PostgreSQL has none, and is not told it.
    """
    connection.execute(insert(tables.erasure).values(address=EVERYWHERE if is_shared(connection) else address))


def overwrite_deleted(database: Database) -> None:
    """Leave nothing of what was deleted in any file: tables are written anew, copies and the log go.

    Both kinds of database keep what was deleted until then: PostgreSQL whole rows, SQLite, which overwrites rows, what
    rows left behind when they moved between pages. The write-ahead log of PostgreSQL is its keeper's. What cannot be
    done now, because somebody is in the way, is done when the database is opened again.
    """
    erasure = tables.erasure.c
    with database.read() as connection:
        noted = {row.id: row.address for row in connection.execute(select(erasure.id, erasure.address))}
    is_done = _empty_file(database) if database.is_sqlite else _write_anew(database)
    for address in {*noted.values()} - {EVERYWHERE}:
        remove_copies(database.file, address)
    if is_done:
        with database.write() as connection:
            connection.execute(delete(tables.erasure).where(erasure.id.in_(noted)))
    if database.is_sqlite:
        database.empty_log()


def finish_deleting(database: Database) -> None:
    """Overwrite what was deleted by somebody who was killed before they could."""
    with database.ask() as connection:
        is_noted = connection.execute(select(tables.erasure.c.id).limit(1)).first()
    if is_noted:
        overwrite_deleted(database)


def _empty_file(database: Database) -> bool:
    """Write an SQLite file anew with its log; False while somebody is in the way."""
    if database.write_file_anew() and database.empty_log():
        return True
    logging.getLogger(__name__).warning(
        "Something was deleted, but somebody holds the database open: its log is emptied when the app stops."
    )
    return False


def _write_anew(database: Database) -> bool:
    """Write every table anew without what was deleted; each waits for whoever is using it, but not for long."""
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.execute(text(f"SET lock_timeout = {LONGEST_LOCK_MILLISECONDS}"))
            for table in (shared.sighting, *tables.metadata.sorted_tables):
                connection.execute(text(f"VACUUM (FULL) {connection.dialect.identifier_preparer.format_table(table)}"))
            connection.execute(text("RESET lock_timeout"))
        except OperationalError:
            connection.invalidate()
            logging.getLogger(__name__).warning(
                "Something was deleted, but its table is in use: PostgreSQL keeps the rows until the app starts again."
            )
            return False
    return True


def remove_copies(database: Path, address: str) -> None:
    """Remove the copies that hold the workshop or the inventory at an address, which has been deleted since."""
    for copy in _copies(database):
        if _holds(copy, address):
            copy.unlink(missing_ok=True)
            copy.with_name(f"{copy.name}-journal").unlink(missing_ok=True)


def _copies(database: Path) -> Iterator[Path]:
    folder, name = database.parent, glob.escape(database.name)
    stem, suffix = glob.escape(database.stem), glob.escape(database.suffix)
    drafts = (f".{name}{kept}.{DRAFT}" for kept in ("", ".before-restore", ".before-restore-*"))
    for pattern in (f"{stem}-before-[0-9][0-9][0-9][0-9]{suffix}", f"{name}.before-restore*", *drafts):
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


def delete_rows(open_edit: Edit, address: str) -> None:
    """Delete every row of the workshop that is open for a change."""
    connection, workshop_id = open_edit.connection, open_edit.workshop_id
    note_deleted(connection, address)
    forget_sightings(connection, workshop_id)
    connection.execute(delete(tables.changed_field).where(of_workshop(workshop_id)))
    connection.execute(delete(tables.change).where(tables.change.c.workshop_id == workshop_id))
    for table in (tables.snapshot, tables.grant, tables.hand, tables.answer):
        connection.execute(delete(table).where(table.c.workshop_id == workshop_id))
    for part in reversed(PARTS.values()):
        connection.execute(delete(part.table).where(part.owner == workshop_id))


def last_change(database: Database, workshop_id: int) -> dt.datetime:
    """Return when anything last changed in a workshop, votes and joining included."""
    with database.read() as connection:
        return _last_change(connection, workshop_id)


def delete_unchanged(database: Database, *, since: dt.datetime) -> int:
    """Delete every workshop in which nothing has changed since a moment, and return how many those were.

    Templates stay, as they are kept to be used without a change, and so do inventories, which outlive workshops.
    """
    changes, workshop = tables.change.c, tables.workshop.c
    newest = select(func.max(changes.at)).where(changes.workshop_id == workshop.id).scalar_subquery()
    query = select(workshop.address).where(newest < since, workshop.is_template.is_(False))
    with database.read() as connection:
        found = connection.execute(query).scalars().all()
    gone = [address for address in found if _delete_workshop(database, address, since)]
    if gone:
        overwrite_deleted(database)
    return len(gone)


def _delete_workshop(database: Database, address: str, since: dt.datetime) -> bool:
    """Delete one workshop, unless somebody has changed or deleted it meanwhile."""
    try:
        with edit(Writer(database, address), "delete") as open_edit:
            if _last_change(open_edit.connection, open_edit.workshop_id) >= since:
                return False
            delete_rows(open_edit, address)
    except UnknownWorkshopError:
        return False
    database.kept.forget(address)
    return True


def _last_change(connection: Connection, workshop_id: int) -> dt.datetime:
    changes = tables.change.c
    query = select(changes.at).where(changes.workshop_id == workshop_id).order_by(changes.revision.desc()).limit(1)
    found: dt.datetime = connection.execute(query).scalar_one()
    return found
