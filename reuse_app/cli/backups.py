"""Commands that keep the whole database: backup, restore from one, and move to another database."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from reuse_app.cli.databases import check_is_there, in_our_words, is_sqlite, opened, parsed
from reuse_app.cli.files import OWNER_ALONE, STANDARD, draft_of
from reuse_app.cli.serving import database_option
from reuse_app.cli.terminal import InputError, working

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import URL


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def backup(file: Path, database: str | None) -> None:
    """Copy the whole database into FILE as it is at this moment; the app may be running meanwhile.

    From PostgreSQL by its own pg_dump.
    """
    url = parsed(database)
    _check_named(file)
    if not is_sqlite(url):
        with working("Copying"), draft_of(file, private=True) as draft, in_our_words():
            _postgres().dump(url, draft)
            version = _postgres().version_in(draft)
        _say_written(file, version)
        return
    check_is_there(url)
    source = Path(str(url.database))
    if file.exists() and file.samefile(source):
        raise InputError(f"{file}: this is the database itself; name another file.")
    with working("Copying"), draft_of(file, private=True) as draft:
        _copy(source, draft)
        version = _version_in(draft)
    _say_written(file, version)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def restore(file: Path, database: str | None) -> None:
    """Put the database back to a backup while the app is stopped.

    What is there now is kept beside it, or beside FILE when it is PostgreSQL, with .before-restore at the end of its
    name, and a number from the second on.
    """
    url = parsed(database)
    _check_named(file)
    if not is_sqlite(url):
        _restore_postgres(url, file)
        return
    target = Path(str(url.database))
    if target.exists() and file.exists() and file.samefile(target):
        raise InputError(f"{file}: this is the database itself; name a backup of it.")
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
    from reuse_app.store.postgres_files import move as move_all  # noqa: PLC0415  # commands start without it

    if _is_same(parsed(source), parsed(target)):
        raise InputError("This is twice the same database; name an empty one to move to.")
    with opened(source) as from_, opened(target, may_make=True) as to, working("Moving"):
        count = move_all(from_, to)
    click.echo(f"Moved {count:,} rows. Serve the new database with --database, and keep the old one until you have.")


def _version_in(copy: Path) -> str | None:
    """Return the version of the tables in a copy, None for one without; it stays byte for byte as it is."""
    from reuse_app.store.engine import VERSION_TABLE  # noqa: PLC0415  # commands start without it

    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?immutable=1", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (VERSION_TABLE,)).fetchone():
            return None
        found = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608  # a name of ours
        return str(found[0]) if found else None


def _say_written(file: Path, version: str | None) -> None:
    """Say that a backup is there, and of one that this app could not restore, which could."""
    from reuse_app.store.errors import DatabaseError  # noqa: PLC0415  # commands start without it
    from reuse_app.store.migrate import refuse_newer  # noqa: PLC0415

    click.echo(f"Wrote {file}.")
    try:
        if version is not None:
            refuse_newer(version)
    except DatabaseError as error:
        click.echo(f"{file}: {error} Only a newer version can restore this backup.", err=True)


def _check_named(file: Path) -> None:
    """Raise InputError for what is no name of a file: a backup is as large as the database, and stays in its file."""
    if str(file) == STANDARD:
        raise InputError("A backup is a file of its own; name it instead of -.")


def _is_same(source: "URL", target: "URL") -> bool:
    """Whether two addresses name one file."""
    return source == target or (
        is_sqlite(source)
        and is_sqlite(target)
        and Path(str(source.database)).resolve() == Path(str(target.database)).resolve()
    )


def _restore_postgres(url: "URL", file: Path) -> None:
    from reuse_app.store.database_files import restore_copy  # noqa: PLC0415  # commands start without it

    kept = restore_copy(file.resolve().with_name(f"{url.database or 'reuse'}.dump"))
    with working("Restoring"), in_our_words(f"{file}: "):
        _postgres().restore(url, file, keep_in=kept)
    click.echo(f"Restored the database from {file}.")
    if kept.exists():
        kept.chmod(OWNER_ALONE)
        click.echo(f"What was there before is in {kept}.")


def _postgres() -> "ModuleType":
    from reuse_app.store import postgres_files  # noqa: PLC0415  # commands start without it

    return postgres_files


def _try_out(file: Path, copy: Path) -> None:
    """Copy a backup and bring the copy up to date; raises InputError when it is none of ours, damaged or too new."""
    from reuse_app.store.database_files import is_of_sqlite  # noqa: PLC0415  # commands start without it
    from reuse_app.store.errors import DatabaseError  # noqa: PLC0415
    from reuse_app.store.migrate import bring_up_to_date  # noqa: PLC0415

    if not is_of_sqlite(file):
        raise InputError(f"{file}: this is no backup of a database.")
    _copy(file, copy, alone=not _log_of(file).exists())
    try:
        bring_up_to_date(copy)
    except DatabaseError as error:
        raise InputError(f"{file}: {error}") from error


def _put_in_place(copy: Path, target: Path) -> None:
    """Keep what is there now, and put a copy that was tried out in its place, while nobody has the database open."""
    from reuse_app.store.database_files import WriteTurn, is_of_sqlite, make_private_folder  # noqa: PLC0415  # as above

    make_private_folder(target.parent)
    turn = WriteTurn(target)
    try:
        with turn.taken(patience=1):
            if target.exists():
                if is_of_sqlite(target):
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
    from reuse_app.store.database_files import keeps_log  # noqa: PLC0415  # commands start without it

    return keeps_log(file) and not _log_of(file).exists()


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
