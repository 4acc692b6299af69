"""Commands that keep the whole database: backup, and restore from one (SQLite; PostgreSQL has tools of its own)."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from reuse_app.cli.files import draft_of
from reuse_app.cli.group import InputError
from reuse_app.cli.moving import opened
from reuse_app.cli.progress import working
from reuse_app.cli.serving import database_option, own_database

SQLITE_START = b"SQLite format 3\0"


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
    with working("Copying"), draft_of(file) as draft:
        _copy(source, draft)
    click.echo(f"Wrote {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def restore(file: Path, database: str | None) -> None:
    """Put the database back to a backup while the app is stopped.

    What is there now is kept beside it, with .before-restore at the end of its name.
    """
    target = _sqlite_file(database)
    with working("Looking at the backup"):
        _try_out(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        _leave_wal(target)
        with draft_of(target.with_name(f"{target.name}.before-restore")) as draft:
            _copy(target, draft)
    with working("Copying"), draft_of(target) as draft:
        _copy(file, draft)
    click.echo(f"Restored {target} from {file}.")


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


def _try_out(file: Path) -> None:
    """Open a copy of a backup as the app would; raises InputError when it is none, broken or too new."""
    if not file.read_bytes()[: len(SQLITE_START)] == SQLITE_START:
        raise InputError(f"{file}: this is no backup of a database.")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        _copy(file, copy)
        try:
            with closing(sqlite3.connect(copy)) as connection:
                (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            answer = str(error)
        if answer != "ok":
            raise InputError(f"{file}: this backup is damaged ({' '.join(answer.split())}).")
        with opened(f"sqlite:///{copy}"):
            pass


def _copy(source: Path, copy: Path) -> None:
    """Copy a consistent state of a database, changes that are still in its WAL included, into one plain file."""
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as from_,
            closing(sqlite3.connect(copy)) as to,
        ):
            from_.backup(to)
            to.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise InputError(f"{source}: {error}.") from error


def _leave_wal(database: Path) -> None:
    """Bring every change into the database file itself, which SQLite refuses while anybody else has it open."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise InputError(f"{database}: the app is running with this database; stop it first.") from error
