"""Commands that keep the whole database: backup, restore from one, and move to another database."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from reuse_app.cli.files import OWNER_ALONE, draft_of
from reuse_app.cli.serving import database_option, own_database
from reuse_app.cli.terminal import InputError, working

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import URL

SQLITE_START = b"SQLite format 3\0"
WITH_LOG = b"\2"
"""What stands in the third byte after that when changes are written to a log first."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def backup(file: Path, database: str | None) -> None:
    """Copy the whole database into FILE as it is at this moment; the app may be running meanwhile.

    From PostgreSQL by its own pg_dump.
    """
    url = _parsed(database)
    if not _is_sqlite(url):
        with working("Copying"), draft_of(file, private=True) as draft, _in_our_words():
            _postgres().dump(url, draft)
        click.echo(f"Wrote {file}.")
        return
    source = Path(str(url.database))
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

    What is there now is kept beside it, or beside FILE when it is PostgreSQL, with .before-restore at the end of its
    name, and a number from the second on.
    """
    url = _parsed(database)
    if not _is_sqlite(url):
        _restore_postgres(url, file)
        return
    target = Path(str(url.database))
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


@click.command()
@click.argument("source", metavar="FROM-URL")
@click.argument("target", metavar="TO-URL")
def move(source: str, target: str) -> None:
    """Copy everything into another, empty database: from SQLite to PostgreSQL, or back. Stop the app first.

    The first database stays as it is; serve the second with --database.
    """
    from reuse_app.store.open_database import open_database  # noqa: PLC0415
    from reuse_app.store.postgres_files import move as move_all  # noqa: PLC0415  # commands start without it

    for url in (source, target):
        _parsed(url)
    with (
        _in_our_words(),
        working("Moving"),
        closing(open_database(source)) as from_,
        closing(open_database(target)) as to,
    ):
        count = move_all(from_, to)
    click.echo(f"Moved {count:,} rows. Serve the new database with --database, and keep the old one until you have.")


def _restore_postgres(url: "URL", file: Path) -> None:
    from reuse_app.store.database_files import restore_copy  # noqa: PLC0415  # commands start without it

    kept = restore_copy(file.resolve().with_name(f"{url.database}.dump"))
    with working("Restoring"), _in_our_words(f"{file}: "):
        _postgres().restore(url, file, keep_in=kept)
    click.echo(f"Restored the database from {file}.")
    if kept.exists():
        kept.chmod(OWNER_ALONE)
        click.echo(f"What was there before is in {kept}.")


def _postgres() -> "ModuleType":
    from reuse_app.store import postgres_files  # noqa: PLC0415  # commands start without it

    return postgres_files


@contextmanager
def _in_our_words(before: str = "") -> Iterator[None]:
    """What the store refuses becomes InputError."""
    from reuse_app.store.errors import DatabaseError  # noqa: PLC0415  # commands start without it

    try:
        yield
    except DatabaseError as error:
        raise InputError(*f"{before}{error.in_full}".splitlines()[:1]) from error


def _parsed(url: str | None) -> "URL":
    """A database as it was named; raises InputError for what is none, or is in memory alone."""
    from sqlalchemy import make_url  # noqa: PLC0415  # commands start without it
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        parsed = make_url(url or own_database())
    except ArgumentError as error:
        raise InputError("This is not the URL of a database, such as sqlite:///reuse.db.") from error
    known = parsed.get_backend_name() in ("sqlite", "postgresql")
    if not known or not parsed.database or parsed.database == ":memory:":
        raise InputError("This is no database to keep, such as sqlite:///reuse.db or postgresql://host/reuse.")
    return parsed


def _is_sqlite(url: "URL") -> bool:
    return url.get_backend_name() == "sqlite"


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
