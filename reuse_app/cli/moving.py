"""Commands between files and the database: import and export."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from reuse_app.cli import files
from reuse_app.cli.group import InputError
from reuse_app.cli.progress import working
from reuse_app.cli.serving import HOST, PORT, database_option, own_database, public_url_option

if TYPE_CHECKING:
    from reuse_app.store import Database, Saved

HIDEABLE = {"capabilities": "capability", "products": "product", "ratings": "rating", "dots": "dot"}
"""Lists of a worksheet in which something may be kept back, and what one entry of each is called."""


@click.command("import")
@click.argument("file")
@public_url_option
@database_option
def import_(file: str, public_url: str | None, database: str | None) -> None:
    """Start a workshop from a worksheet file, and print its address and its facilitator link."""
    worksheet = files.read_worksheet(file)
    from reuse_app.store.workshops import start  # noqa: PLC0415  # commands start without it

    with opened(database) as store, working("Importing"):
        started = start(store, worksheet)
    click.echo(f"Workshop {started.address}")
    say_link(started.facilitator_secret, public_url)


@click.command()
@click.argument("workshop")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to write it; - for standard output.")
@database_option
def export(workshop: str, output: str, database: str | None) -> None:
    """Write the worksheet file of the workshop at an address, as far as it is shown; `backup` keeps everything."""
    from reuse_app.exchange import worksheet_json  # noqa: PLC0415  # commands start without it
    from reuse_app.store import load  # noqa: PLC0415

    with opened(database) as store, working("Exporting"):
        saved = load(store, workshop)
    for remark in kept_back(saved):
        click.echo(remark, err=True)
    shown = saved.seen_by(None) if saved.room.names_everybody(facilitator=True) else saved.pseudonymous
    files.write(output, worksheet_json.write(shown))


def kept_back(saved: "Saved") -> Iterator[str]:
    """Say what an export leaves out, because people were promised that nobody sees it."""
    seen = saved.seen_by(None)
    counts = {name: len(getattr(saved.worksheet, name)) - len(getattr(seen, name)) for name in HIDEABLE}
    hidden = ", ".join(f"{count} {HIDEABLE[name] if count == 1 else name}" for name, count in counts.items() if count)
    if hidden:
        yield f"Left out, because it is not shown yet: {hidden}."
    if not saved.room.names_everybody(facilitator=True):
        yield "People are numbered, because they were told that nobody learns who said what."


def say_link(secret: str, public_url: str | None) -> None:
    """Print a facilitator link as others reach it."""
    url = (public_url or f"http://{HOST}:{PORT}").rstrip("/")
    click.echo(f"Facilitator link {url}/open/{secret}")


@contextmanager
def opened(url: str | None) -> Iterator["Database"]:
    """Open a database for a command; what the store refuses becomes InputError."""
    from reuse_app.store import open_database  # noqa: PLC0415  # commands start without it
    from reuse_app.store.errors import DatabaseError, StoreError  # noqa: PLC0415

    try:
        with closing(open_database(url or own_database())) as database:
            yield database
    except DatabaseError as error:
        raise InputError(*error.in_full.splitlines()[:1]) from error
    except StoreError as error:
        raise InputError(*str(error).splitlines()[:1]) from error
