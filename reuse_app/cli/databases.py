"""The database that a command works with: which one is meant, whether it is there, and what the store refuses."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reuse_app.cli.serving import own_database
from reuse_app.cli.terminal import InputError

if TYPE_CHECKING:
    from sqlalchemy import URL

    from reuse_app.store import Database


@contextmanager
def opened(url: str | None, *, may_make: bool = False) -> Iterator["Database"]:
    """Open a database, the user's own unless one is named, and bring it to our version; none is made unless it may be.

    Raises InputError for what is none, and for whatever the store refuses while the block runs.
    """
    from reuse_app.store import open_database  # noqa: PLC0415  # commands start without it

    meant = parsed(url)
    if not may_make:
        check_is_there(meant)
    with in_our_words(), closing(open_database(meant.render_as_string(hide_password=False))) as database:
        yield database


def parsed(url: str | None) -> "URL":
    """A database as it was named, or the user's own; raises InputError for what is none."""
    from reuse_app.store.open_database import understood  # noqa: PLC0415  # commands start without it

    with in_our_words():
        return understood(url or own_database())


def is_sqlite(url: "URL") -> bool:
    """Whether a database is a file."""
    return url.get_backend_name() == "sqlite"


def check_is_there(url: "URL") -> None:
    """Raise InputError for a file of SQLite that is not there or empty: opening it would make an empty database."""
    file = Path(str(url.database))
    if is_sqlite(url) and not (file.exists() and file.stat().st_size):
        raise InputError(f"{file}: there is no database yet.")


@contextmanager
def in_our_words(before: str = "") -> Iterator[None]:
    """What the store refuses becomes InputError, in one line."""
    from reuse_app.store.errors import DatabaseError, StoreError  # noqa: PLC0415  # commands start without it

    try:
        yield
    except DatabaseError as error:
        raise InputError(*f"{before}{error.in_full}".splitlines()[:1]) from error
    except StoreError as error:
        raise InputError(*f"{before}{error}".splitlines()[:1]) from error
