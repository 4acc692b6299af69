"""Commands on the workshops in a database, for who runs the server; the app may be running meanwhile."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from reuse_app.cli import files
from reuse_app.cli.databases import opened
from reuse_app.cli.serving import database_option, public_url_option
from reuse_app.cli.terminal import InputError, agreed, counted, working
from reuse_app.settings import ServerSettings, days

if TYPE_CHECKING:
    from reuse_app.store import Saved
    from reuse_app.store.workshops import Listed

HEADINGS = ("Address", "People", "Entries", "Size", "Last change (UTC)", "Title")
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

    with opened(database, may_make=True) as store, working("Importing"):
        started = start(store, worksheet)
    click.echo(f"Workshop {started.address}")
    _say_link(started.facilitator_secret, public_url)


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
    for remark in _kept_back(saved):
        click.echo(remark, err=True)
    shown = saved.seen_by(None) if saved.room.names_everybody(facilitator=True) else saved.pseudonymous
    files.write(output, worksheet_json.write(shown))


def _days(_context: click.Context, _option: click.Parameter, text: str | None) -> dt.timedelta | None:
    try:
        return days(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.option(
    "--unchanged-for", metavar="DAYS", callback=_days, help="Only those in which nothing has changed for so long: 90d."
)
@database_option
def workshops(*, as_json: bool, unchanged_for: dt.timedelta | None, database: str | None) -> None:
    """List every workshop, the one that changed last first.

    Entries count neither ratings nor dots. The size is that of the text that a workshop keeps, its history included.
    """
    from reuse_app.store.workshops import list_workshops  # noqa: PLC0415  # commands start without it

    with opened(database) as store, working("Looking"):
        found = list_workshops(store)
    if unchanged_for is not None:
        since = dt.datetime.now(dt.UTC) - unchanged_for
        found = [each for each in found if each.changed_at < since]
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
    _say_link(secret, public_url)


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
        if not (yes or agreed(f"Delete “{title}” with everything in it, for good?")):
            raise InputError("Nothing was deleted.")
        with working("Deleting"):
            delete_workshop(store, workshop)
    click.echo(f"Deleted “{title}”.")


@click.command()
@click.argument("person")
@click.option("--workshop", metavar="ADDRESS", help="Only in this workshop, and nowhere else.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@database_option
def forget(person: str, *, workshop: str | None, yes: bool, database: str | None) -> None:
    """Forget PERSON, by name or key, in every workshop: what they added, said and voted, in every earlier state too.

    What others have built on it stays. Where they have typed the name, “somebody” stands, also in inventories and of
    whoever takes part in nothing. Backups and files that were made before are not touched.
    """
    from reuse_app.store.edit import Writer  # noqa: PLC0415  # commands start without it
    from reuse_app.store.forgetting import count_names, forget_names, forget_person  # noqa: PLC0415
    from reuse_app.store.people import find_people  # noqa: PLC0415

    if not person.strip():
        raise InputError("Say whom to forget: by the name or the key that stands in a workshop.")
    with opened(database) as store:
        found = find_people(store, person, address=workshop)
        for each in found:
            click.echo(f"{each.address}  {each.name}, in “{each.title}”")
        if not found and workshop:
            raise InputError("Nobody is called so in this workshop.")
        names = {each.name for each in found} or {person.strip()}
        if not found:
            places = count_names(store, names)
            if not places:
                raise InputError("Nobody is called so.")
            where = counted(places, "place", "places")
            click.echo(f"Nobody takes part as “{person.strip()}”; it stands in {where}, which will read “somebody”.")
        if not (yes or agreed(f"Forget “{person}” for good?")):
            raise InputError("Nobody was forgotten.")
        with working("Forgetting"):
            for each in found:
                forget_person(Writer(store, each.address), each.key)
            named = 0 if workshop else forget_names(store, names)
    click.echo(f"Forgotten. Workshops: {len(found)}; places elsewhere: {named}.")


def _kept_back(saved: "Saved") -> Iterator[str]:
    """Say what an export leaves out, because people were promised that nobody sees it."""
    seen = saved.seen_by(None)
    counts = {name: len(getattr(saved.worksheet, name)) - len(getattr(seen, name)) for name in HIDEABLE}
    hidden = ", ".join(f"{count} {HIDEABLE[name] if count == 1 else name}" for name, count in counts.items() if count)
    if hidden:
        yield f"Left out, because it is not shown yet: {hidden}."
    if not saved.room.names_everybody(facilitator=True):
        yield "People are numbered, because they were told that nobody learns who said what."


def _say_link(secret: str, public_url: str | None) -> None:
    """Print a facilitator link as others reach it."""
    url = (public_url or f"http://{ServerSettings.host}:{ServerSettings.port}").rstrip("/")
    click.echo(f"Facilitator link {url}/open/{secret}")


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
