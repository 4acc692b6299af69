"""Commands on inventories: convert one file format into another."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reuse_app.cli import files
from reuse_app.cli.group import InputError
from reuse_app.cli.progress import working

if TYPE_CHECKING:
    from reuse_app.exchange.inventory import ImportPlan

FORMATS = (".csv", ".json")


@click.group()
def inventory() -> None:
    """Work with lists of capabilities."""


@inventory.command()
@click.argument("source", metavar="IN")
@click.argument("output", metavar="OUT")
def convert(source: str, output: str) -> None:
    """Convert an inventory between CSV and JSON, or from a code.json or a worksheet file.

    The endings of the names say the formats; - as OUT is CSV. Either all capabilities are converted or none.
    """
    ending = ".csv" if output == files.STANDARD else Path(output).suffix.casefold()
    if ending not in FORMATS:
        known = "This version writes .csv and .json: end the name of the file in one of them."
        raise click.BadParameter(known, param_hint="OUT")
    ready = _planned(source)
    from reuse_app.exchange import inventory_csv, inventory_json  # noqa: PLC0415  # commands start without it

    writer = inventory_csv if ending == ".csv" else inventory_json
    files.write(output, writer.write(new.capability for new in ready.new))
    for remark in ready.remarks:
        click.echo(f"{source}: {remark}", err=True)
    if output != files.STANDARD:
        click.echo(f"Wrote {len(ready.new)} capabilities to {output}.")


def _planned(source: str) -> "ImportPlan":
    """Return what is in a file, all of it right; raises InputError with every mistake."""
    content = files.read(source)
    from reuse_app.exchange import FileError, sources  # noqa: PLC0415  # commands start without it
    from reuse_app.exchange.inventory import plan  # noqa: PLC0415

    try:
        with working("Reading"):
            ready = plan((), sources.read(content, filename=source))
    except FileError as error:
        raise InputError(f"{source}: {error}") from error
    if ready.mistakes:
        raise InputError(*(f"{source}: {mistake}" for mistake in ready.mistakes))
    return ready
