"""Commands that keep the whole database: backup, and restore from one (SQLite; PostgreSQL has tools of its own)."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from reuse_app.cli.files import draft_of
from reuse_app.cli.serving import own_database
from reuse_app.cli.settings import database_option
from reuse_app.cli.terminal import InputError, working

SQLITE_START = b"SQLite format 3\0"
WITH_LOG = b"\2"
"""What stands in the third byte after that when changes are written to a log first."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def backup(file: Path, database: str | None) -> None:
    """Copy the whole database into FILE as it is at this moment; the app may be running meanwhile."""
    source = _sqlite_file(database)
    if not source.is_file():
        raise InputError(f"{source}: there is no database yet.")
    if file.exists() and file.samefile(source):
        raise InputError(f"{file}: this is the database itself; name another file.")
    with working("Copying"), draft_of(file, private=True) as draft:
        _copy(source, draft)
    click.echo(f"Wrote {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def restore(file: Path, database: str | None) -> None:
    """Put the database back to a backup while the app is stopped.

    What is there now is kept beside it, with .before-restore at the end of its name, and a number from the second on.
    """
    target = _sqlite_file(database)
    with TemporaryDirectory() as folder, working("Looking at the backup"):
        copy = Path(folder) / "copy.db"
        _try_out(file, copy)
        _put_in_place(copy, target)
    click.echo(f"Restored {target} from {file}.")
    if _is_torn_off(file):
        click.echo(
            f"{file} is the database file itself, not a backup: what its app had not yet written into it is missing.",
            err=True,
        )


def _sqlite_file(url: str | None) -> Path:
    from sqlalchemy import make_url  # noqa: PLC0415  # commands start without it
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        parsed = make_url(url or own_database())
    except ArgumentError as error:
        raise InputError("This is not the URL of a database, such as sqlite:///reuse.db.") from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise InputError("backup and restore copy SQLite files; for PostgreSQL use pg_dump and pg_restore.")
    return Path(parsed.database)


def _try_out(file: Path, copy: Path) -> None:
    """Copy a backup and bring the copy up to date; raises InputError when it is none of ours, damaged or too new."""
    from reuse_app.store.errors import DatabaseError  # noqa: PLC0415  # commands start without it
    from reuse_app.store.migrate import bring_up_to_date  # noqa: PLC0415

    if not _start_of(file).startswith(SQLITE_START):
        raise InputError(f"{file}: this is no backup of a database.")
    _copy(file, copy, alone=not _log_of(file).exists())
    try:
        bring_up_to_date(copy)
    except DatabaseError as error:
        raise InputError(f"{file}: {error}") from error


def _put_in_place(copy: Path, target: Path) -> None:
    """Keep what is there now, and put a copy that was tried out in its place, while nobody has the database open."""
    from reuse_app.store.database_files import WriteTurn, make_private_folder  # noqa: PLC0415  # as above

    make_private_folder(target.parent)
    turn = WriteTurn(target)
    try:
        with turn.taken(patience=1):
            if target.exists():
                if _start_of(target).startswith(SQLITE_START):
                    _leave_wal(target)
                _keep(target)
            with draft_of(target, private=True) as draft:
                _copy(copy, draft)
    except TimeoutError as error:
        raise _running(target) from error
    finally:
        turn.close()


def _keep(target: Path) -> None:
    """Keep a database as it is, byte for byte, damaged or not, with what SQLite may have left beside it."""
    from reuse_app.store.database_files import SIDES, restore_copy  # noqa: PLC0415  # as above

    kept = restore_copy(target)
    with draft_of(kept, private=True) as draft:
        shutil.copyfile(target, draft)
    for side in SIDES:
        beside = target.with_name(f"{target.name}{side}")
        if beside.exists():
            beside.replace(kept.with_name(f"{kept.name}{side}"))


def _copy(source: Path, copy: Path, *, alone: bool = False) -> None:
    """Copy a consistent state of a database, changes that are still in its log included, into one plain file.

    One that stands alone, without a log, is left without one.
    """
    how = "immutable=1" if alone else "mode=ro"
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?{how}", uri=True)) as from_,
            closing(sqlite3.connect(copy)) as to,
        ):
            from_.backup(to)
        with closing(sqlite3.connect(copy)) as copied:
            copied.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.DatabaseError as error:
        damaged = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT
        raise InputError(f"{source}: {f'this file is damaged ({error})' if damaged else error}.") from error


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def _is_torn_off(file: Path) -> bool:
    """Say whether a file was in use when it was copied, without the log that belongs to it."""
    return _start_of(file).endswith(WITH_LOG) and not _log_of(file).exists()


def _start_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(len(SQLITE_START) + 3)


def _leave_wal(database: Path) -> None:
    """Bring every change into the database file itself, which SQLite refuses while anybody else has it open.

    One that is damaged stays as it is.
    """
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise _running(database) from error


def _running(database: Path) -> InputError:
    return InputError(f"{database}: the app is running with this database; stop it first.")
