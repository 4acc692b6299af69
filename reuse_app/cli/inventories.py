"""Commands on inventories: convert one file format into another, and lay several side by side."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reuse_app.cli import files
from reuse_app.cli.terminal import InputError, working

if TYPE_CHECKING:
    from reuse_app.exchange import Incoming

FORMATS = (".csv", ".xlsx", ".json")


@click.group()
def inventory() -> None:
    """Work with lists of capabilities."""


@inventory.command()
@click.argument("source", metavar="IN")
@click.argument("output", metavar="OUT")
@click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column of IN holds.")
@click.option("--bom", is_flag=True, help="Begin CSV on standard output with a byte order mark, as Excel needs it.")
@click.option("--semicolons", is_flag=True, help=files.SEMICOLONS)
def convert(source: str, output: str, columns: tuple[str, ...], *, bom: bool, semicolons: bool) -> None:
    """Convert an inventory between CSV, XLSX and JSON, or into them.

    IN may also be a worksheet file, a code.json, a publiccode.yml, a list of repositories as GitHub and GitLab give it,
    a catalogue of Backstage, or a list with a name on each line. The endings of the names say the formats; - as OUT is
    CSV. Either all capabilities are converted or none.

    Where the heading of a column does not tell what it holds, say it: --column "Wer=owner", or --column "Wer=" to leave
    it out.
    """
    ending = ".csv" if output == files.STANDARD else Path(output).suffix.casefold()
    if ending not in FORMATS:
        known = "Inventories are written as .csv, .xlsx and .json: end the name of the file in one of them."
        raise click.BadParameter(known, param_hint="OUT")
    found = _read(source, _mapping(columns))
    from reuse_app.exchange import inventory_files  # noqa: PLC0415  # commands start without it
    from reuse_app.exchange.csv_text import BYTE_ORDER_MARK  # noqa: PLC0415

    written, separator = [row.capability for row in found.rows], ";" if semicolons else ","
    content = inventory_files.write(ending.removeprefix("."), written, found.unit, separator)
    if output == files.STANDARD and isinstance(content, str) and not bom:
        content = content.removeprefix(BYTE_ORDER_MARK)
    files.write(output, content)
    for remark in found.remarks:
        click.echo(f"{source}: {remark}", err=True)
    if output != files.STANDARD:
        click.echo(f"Wrote {len(found.rows)} capabilities to {output}.")


@inventory.command()
@click.argument("sources", metavar="A B ...", nargs=-1)
@click.option("--unit", default="", help="The unit of cost in the files that state none, such as k€.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def compare(sources: tuple[str, ...], unit: str, *, as_json: bool) -> None:
    """Say what two to ten inventories have alike, what that costs, and whom to bring together.

    Each may be any file that convert reads. Amounts in different units are never added.
    """
    _check_apart(sources)
    read = {source: _read(source, {}) for source in sources}
    from reuse_app.analysis.overlap import NamedInventory, find_overlap  # noqa: PLC0415  # commands start without it

    laid = [
        NamedInventory(name, [row.capability for row in each.rows], each.unit or unit) for name, each in read.items()
    ]
    with working("Comparing"):
        overlap = find_overlap(laid)
    if as_json:
        text = json.dumps(overlap.model_dump(mode="json"), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    else:
        from reuse_app.narrative.overlap import tell  # noqa: PLC0415  # commands start without it
        from reuse_app.report.plain_text import plain_text  # noqa: PLC0415

        text = plain_text(tell(overlap))
    files.write(files.STANDARD, text)


def _check_apart(sources: Sequence[str]) -> None:
    """Raise UsageError unless two to ten different files are named."""
    from reuse_app.analysis.overlap import FEWEST, MOST  # noqa: PLC0415  # commands start without it

    if not FEWEST <= len(sources) <= MOST:
        raise click.UsageError(f"Name {FEWEST} to {MOST} inventories to compare; found {len(sources)}.")
    places = [Path(source).resolve() for source in sources]
    for number, source in enumerate(sources):
        if places[number] in places[:number]:
            raise click.UsageError(f"{source} is named twice; compare it with another inventory.")


def _mapping(columns: Iterable[str]) -> dict[str, str]:
    """Return the field of each heading; the last = stands between them, as a heading may hold one."""
    for column in columns:
        if "=" not in column:
            raise click.BadParameter(f"“{column}” has no =; write HEADING=FIELD.", param_hint="--column")
    parts = (column.rpartition("=") for column in columns)
    return {heading.strip(): field.strip() for heading, _, field in parts}


def _read(source: str, mapping: Mapping[str, str]) -> "Incoming":
    """Return what is in a file, all of it right; raises InputError with every mistake."""
    content = files.read(source)
    from reuse_app.exchange import FileError, inventory_files  # noqa: PLC0415  # commands start without it

    try:
        with working("Reading"):
            found = inventory_files.read(source, content, mapping=mapping)
    except FileError as error:
        raise InputError(f"{source}: {error}") from error
    if found.mistakes:
        raise InputError(*(f"{source}: {mistake}" for mistake in found.mistakes))
    return found
