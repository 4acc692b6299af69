"""Commands for who runs the server, on the workshops in its database; the app may be running meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from reuse_app.cli.group import InputError
from reuse_app.cli.moving import opened, say_link
from reuse_app.cli.progress import working
from reuse_app.cli.serving import database_option, public_url_option

if TYPE_CHECKING:
    from reuse_app.store.workshops import Listed

HEADINGS = ("Address", "People", "Entries", "Size", "Last change (UTC)", "Title")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@database_option
def workshops(*, as_json: bool, database: str | None) -> None:
    """List every workshop, the one that changed last first.

    Entries count neither ratings nor dots. The size is that of the text that a workshop keeps, its history included.
    """
    from reuse_app.store.workshops import workshops  # noqa: PLC0415  # commands start without it

    with opened(database) as store, working("Looking"):
        found = workshops(store)
    click.echo(_as_json(found) if as_json else _as_table(found))


@click.command()
@click.argument("workshop")
@public_url_option
@database_option
def link(workshop: str, public_url: str | None, database: str | None) -> None:
    """Make one more facilitator link for the workshop at an address, and print it; those there are stay."""
    from reuse_app.store.edit import Writer  # noqa: PLC0415
    from reuse_app.store.grants import GrantRole  # noqa: PLC0415  # commands start without it
    from reuse_app.store.people import new_link  # noqa: PLC0415

    with opened(database) as store:
        secret = new_link(Writer(store, workshop), GrantRole.FACILITATOR, label="From the command line")
    say_link(secret, public_url)


@click.command()
@click.argument("workshop")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@database_option
def delete(workshop: str, *, yes: bool, database: str | None) -> None:
    """Delete the workshop at an address for good, with every link to it; its text is in no file of the app afterwards.

    Backups that were made elsewhere are not touched.
    """
    from reuse_app.store import load  # noqa: PLC0415  # commands start without it
    from reuse_app.store.workshops import delete_workshop  # noqa: PLC0415

    with opened(database) as store:
        title = load(store, workshop).worksheet.workshop.title
        if not (yes or click.confirm(f"Delete “{title}” with everything in it, for good?", err=True)):
            raise InputError("Nothing was deleted.")
        with working("Deleting"):
            delete_workshop(store, workshop)
    click.echo(f"Deleted “{title}”.")


def _as_json(found: Sequence["Listed"]) -> str:
    rows = [{**asdict(each), "changed_at": each.changed_at.isoformat(timespec="seconds")} for each in found]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _as_table(found: Sequence["Listed"]) -> str:
    """Return one line for each workshop; the title, which may be long, comes last."""
    rows = [
        (
            each.address,
            f"{each.people:,}",
            f"{each.entries:,}",
            f"{each.size / 1000:,.0f} kB",
            f"{each.changed_at:%Y-%m-%d %H:%M}",
            each.title,
        )
        for each in found
    ]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    return "\n".join(_line(cells, widths) for cells in (HEADINGS, *rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    address, people, entries, size, changed, title = cells
    numbers = (cell.rjust(width) for cell, width in zip((people, entries, size), widths[1:4], strict=True))
    return "  ".join([address.ljust(widths[0]), *numbers, changed.ljust(widths[4]), title])
