"""Commands on inventories: convert one file format into another, and lay several side by side."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reuse_app.cli import files
from reuse_app.cli.terminal import InputError, counted, working

if TYPE_CHECKING:
    from reuse_app.exchange import Incoming
    from reuse_app.exchange.reading.choices import Choices

FORMATS = (".csv", ".xlsx", ".json")


ROW = click.IntRange(1)
DAYS, DECIMALS = click.Choice(["day", "month", "year"]), click.Choice(["comma", "point"])
SAYING: tuple[tuple[str, str, Any, str, str], ...] = (
    ("--column", "columns", None, "HEADING=FIELD", "What a column of IN holds."),
    ("--type", "kinds", None, "WORD=KIND", "The kind that a type word stands for."),
    ("--skip-row", "skipped", ROW, "N", "Leave out a row."),
    ("--keep-row", "kept", ROW, "N", "Read a row that looks like a total."),
    ("--sheet", "sheet", None, "NAME", "The sheet of a workbook to read."),
    ("--encoding", "encoding", None, "NAME", "The encoding of a text, such as shift_jis."),
    ("--separator", "separator", None, "NAME", "comma, semicolon, tab, bar, caret, tilde or colon."),
    ("--headings", "headings", click.IntRange(0), "N", "The row that names the columns; 0 for none."),
    ("--days", "days", DAYS, "day|month|year", "What 3/4/2026 or 26/03/04 begins with."),
    (
        "--decimals",
        "decimals",
        DECIMALS,
        "comma|point",
        "What stands before decimals: 1,200 and 1.200 may mean either.",
    ),
)
"""The options with which somebody says about a table what is not to be guessed: each with what it is called here, its
type, what stands behind it, and what it is for."""
FLAGS = (
    ("--leave-errors", "leaves_errors", "Leave fields as they are for error cells."),
    ("--skip-hidden", "leaves_hidden", "Leave out rows that are hidden in a workbook."),
)
REPEATED = ("columns", "kinds", "skipped", "kept")
"""Those that may be there several times; of others the last one counts."""


def choosing(command: Callable[..., None], *, of_each: bool = False) -> Callable[..., None]:
    """Add the options with which somebody says about a table what is not to be guessed.

    `of_each` lets each be said of one of several files: with the name of that file and a colon before it.
    """
    for option, variable, meaning in reversed(FLAGS):
        command = click.option(option, variable, is_flag=True, help=meaning)(command)
    for option, variable, type_, form, meaning in reversed(SAYING):
        multiple, taken = of_each or variable in REPEATED, None if of_each else type_
        metavar = f"[FILE:]{form}" if of_each else form
        add = click.option(option, variable, type=taken, multiple=multiple, metavar=metavar, help=meaning)
        command = add(command)
    return command


@click.group()
def inventory() -> None:
    """Work with lists of capabilities."""


@inventory.command()
@click.argument("source", metavar="IN")
@click.argument("output", metavar="OUT")
@choosing
@click.option("--bom", is_flag=True, help="Begin CSV on standard output with a byte order mark, as Excel needs it.")
@click.option("--semicolons", is_flag=True, help=files.SEMICOLONS)
def convert(source: str, output: str, *, bom: bool, semicolons: bool, **said: Any) -> None:
    """Convert an inventory between CSV, XLSX and JSON, or into them.

    IN may also be an ODS or XLSM workbook, a worksheet file, a code.json, a publiccode.yml, a list of repositories as
    GitHub and GitLab give it, a catalogue of Backstage, or a list with a name on each line. The endings of the names
    say the formats; - as OUT is CSV. Either all capabilities are converted or none.

    What a table does not tell is guessed, and each guess is told. Say it where it is wrong: --column "Wer=owner", or
    --column "Wer=" to leave a column out.
    """
    ending = ".csv" if output == files.STANDARD else Path(output).suffix.casefold()
    if ending not in FORMATS:
        known = "Inventories are written as .csv, .xlsx and .json: end the name of the file in one of them."
        raise click.BadParameter(known, param_hint="OUT")
    found = _read(source, _choices(said))
    from reuse_app.exchange import inventory_files  # noqa: PLC0415  # commands start without it
    from reuse_app.exchange.csv_text import BYTE_ORDER_MARK  # noqa: PLC0415

    written, separator = [row.capability for row in found.rows], ";" if semicolons else ","
    content = inventory_files.write(ending.removeprefix("."), written, found.unit, separator)
    if output == files.STANDARD and isinstance(content, str) and not bom:
        content = content.removeprefix(BYTE_ORDER_MARK)
    files.write(output, content)
    for remark in found.remarks:
        click.echo(f"{source}: {remark}", err=True)
    for option in dict.fromkeys(option for remark in found.remarks for option in _options_for(remark)):
        click.echo(option, err=True)
    if output != files.STANDARD:
        click.echo(f"Wrote {counted(len(found.rows), 'capability', 'capabilities')} to {output}.")


@inventory.command()
@click.argument("sources", metavar="A B ...", nargs=-1)
@click.option("--unit", default="", help="The unit of cost in the files that state none, such as k€.")
@partial(choosing, of_each=True)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def compare(sources: tuple[str, ...], unit: str, *, as_json: bool, **said: Any) -> None:
    """Say what two to ten inventories have alike, what that costs, and whom to bring together.

    Each may be any file that convert reads. Amounts in different units are never added. What is said about tables
    holds for all of them, or for one with its name before it: --sheet Stock, or --sheet b.xlsx:Stock.
    """
    _check_apart(sources)
    read = {source: _read(source, _choices(_said_of(source, sources, said))) for source in sources}
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


def _said_of(source: str, sources: Sequence[str], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the options say of one of several files, as if it were the only one."""
    found: dict[str, Any] = {variable: said[variable] for _, variable, _ in FLAGS}
    for option, variable, type_, *_ in SAYING:
        values = [value for value in said[variable] if _file_of(value, sources) in {source, ""}]
        texts = [value.removeprefix(f"{_file_of(value, sources)}:") for value in values]
        taken = [_converted(text, type_, option) for text in texts]
        found[variable] = tuple(taken) if variable in REPEATED else taken[-1] if taken else None
    return found


def _file_of(value: str, sources: Sequence[str]) -> str:
    """Return the file of which something is said; nothing when it is said of all."""
    return next((source for source in sources if value.startswith(f"{source}:")), "")


def _converted(text: str, type_: Any, option: str) -> Any:
    """Return what stands behind an option as its type has it; raises BadParameter that names the option."""
    try:
        return click.types.convert_type(type_).convert(text, None, None)
    except click.BadParameter as error:
        raise click.BadParameter(error.message, param_hint=option) from error


def _choices(said: Mapping[str, Any]) -> "Choices":
    """Return what the options say about a table."""
    from reuse_app.exchange.reading.choices import Choices  # noqa: PLC0415  # commands start without it

    columns = _pairs(said["columns"], "--column", "HEADING=FIELD")
    kinds = _pairs(said["kinds"], "--type", "WORD=KIND")
    rows = {which: frozenset(said[which]) for which in ("skipped", "kept")}
    words = {which: said[which] or "" for which in ("sheet", "encoding", "separator", "days", "decimals")}
    return Choices(**{**said, **rows, **words, "columns": columns, "kinds": kinds})


def _pairs(said: Iterable[str], option: str, form: str) -> dict[str, str]:
    """Return what stands for what; the last = stands between them, as a heading may hold one."""
    for each in said:
        if "=" not in each:
            raise click.BadParameter(f"“{each}” has no =; write {form}.", param_hint=option)
    parts = (each.rpartition("=") for each in said)
    return {name.strip(): meaning.strip() for name, _, meaning in parts}


def _read(source: str, chosen: "Choices | None" = None) -> "Incoming":
    """Return what is in a file, all of it right; raises InputError with every mistake, and for a file without any."""
    content = files.read(source)
    from reuse_app.exchange import FileError, inventory_files  # noqa: PLC0415  # commands start without it
    from reuse_app.exchange.reading.choices import NOTHING_SAID  # noqa: PLC0415

    try:
        with working("Reading"):
            found = inventory_files.read(source, content, chosen or NOTHING_SAID)
    except FileError as error:
        raise InputError(f"{source}: {error}", *_options_for(str(error))) from error
    if found.mistakes:
        said = [f"{source}: {mistake}" for mistake in found.mistakes]
        raise InputError(*said, *dict.fromkeys(option for line in said for option in _options_for(line)))
    if not found.rows:
        raise InputError(f"{source}: There is no capability in this file.", *found.remarks)
    return found


HINTS = {
    "choose another encoding": "--encoding says in which encoding it is, such as --encoding shift_jis.",
    "no kind “": "--type takes WORD=KIND, and WORD= for none.",
    "no encoding": "--encoding takes one of: {encodings}.",
    "no sheet": "--sheet names the sheet to read.",
    "the sheet “": "--sheet names the sheet to read.",
    "which column": '--column "Wer=owner" says what a column holds, --headings which row names the columns.',
    "leave the field as it is": "--leave-errors leaves the fields of cells with an error as they are.",
    "A name says": "--skip-row leaves out a row, such as --skip-row 7.",
    "This is missing": "--skip-row leaves out a row, such as --skip-row 7.",
    "thousands or decimals": "--decimals says what stands before decimals: comma or point.",
    "day or the month first": "--days says what such a date begins with: day or month.",
    "beyond the last heading": "--separator says what stands between cells, such as --separator semicolon.",
}
"""By words of a mistake, the option with which somebody chooses otherwise."""


def _options_for(mistake: str) -> list[str]:
    from reuse_app.exchange.reading.encodings import ENCODINGS  # noqa: PLC0415  # commands start without it

    found = dict.fromkeys(hint for words, hint in HINTS.items() if words in mistake)
    return [hint.format(encodings=", ".join(ENCODINGS)) for hint in found]
