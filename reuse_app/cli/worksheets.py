"""Commands that need no database: on worksheet files (example, check, analyse, report and so on), and on the atlas."""

import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reuse_app.cli import files
from reuse_app.cli.terminal import InputError, counted, working

if TYPE_CHECKING:
    from reuse_app.guide.atlas import Problem
    from reuse_app.worksheet import Worksheet


SEED = click.IntRange(0, 2**53)
"""Up to what every program that reads the findings holds as it is."""


@click.command()
@click.argument("name")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to write it, - for standard output. Unless stated NAME.json, or standard output if redirected.",
)
@click.option("--force", is_flag=True, help="Write over another file of that name.")
def example(name: str, output: str | None, *, force: bool) -> None:
    """Write a finished worksheet that ships with the app: tesla-bot, recaptcha and more."""
    from reuse_app import examples  # noqa: PLC0415  # commands start without it

    try:
        text = examples.read(name)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="NAME") from error
    file = output or (f"{name}.json" if force or files.is_seen() else files.STANDARD)
    if not (force or output) and Path(file).exists() and Path(file).read_bytes() != text.encode():
        raise InputError(f"{file}: there is another file of that name; choose one with -o, or use --force.")
    files.write(file, text)
    if file != files.STANDARD:
        click.echo(f"Wrote {file}. Look at it with: reuse-app report {file} -o {name}.html")


@click.command()
@click.argument("file")
def check(file: str) -> None:
    """Say whether a worksheet file is right; otherwise name every mistake with its place."""
    worksheet = files.read_worksheet(file)
    counts = (
        counted(len(worksheet.capabilities), "capability", "capabilities"),
        counted(len(worksheet.products), "product"),
        counted(len(worksheet.links), "link"),
        counted(len(worksheet.ratings), "rating"),
        counted(len(worksheet.decisions), "decision"),
    )
    click.echo(f"{file}: right. {', '.join(counts)}.")


@click.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of all draws.")
def analyse(file: str, *, as_json: bool, seed: int) -> None:
    """Print every finding about a worksheet, with its method; as JSON, with all of its figures.

    Of a table with more than 100 rows the first 100 are printed; a file that report writes has more of them.
    """
    worksheet = files.read_worksheet(file)
    from reuse_app import analysis  # noqa: PLC0415  # commands start without it
    from reuse_app.analysis.portfolio.weighed_set import weigh_kept_sets  # noqa: PLC0415
    from reuse_app.narrative.composing import FOUND, compose  # noqa: PLC0415
    from reuse_app.report.plain_text import plain_text  # noqa: PLC0415

    with working("Analysing"):
        findings = analysis.analyse(worksheet, seed=seed)
        if as_json:
            text = weigh_kept_sets(worksheet, findings).model_dump_json(indent=2) + "\n"
        else:
            text = plain_text(compose(worksheet, findings, chapters=FOUND))
    files.write(files.STANDARD, text)


TABLES = (".csv", ".zip")
SET_IN_TYPE = {".pdf": "it", ".docx": "its pictures"}
"""Where a file has letters that are set with fonts of ours."""
ENDINGS = (".md", ".html", ".pdf", ".docx", ".pptx", ".xlsx", ".csv", ".zip", ".json", ".ics")


@click.command()
@click.argument("file")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    help=f"Where to write it; the ending says the format: {', '.join(ENDINGS)}.",
)
@click.option("--pseudonyms", is_flag=True, help="Number the people who took part instead of naming them.")
@click.option(
    "--annex/--no-annex",
    default=None,
    help="With methods, inputs and details, or without; a .pdf is without unless you say so, the others with. "
    "Slides have no annex.",
)
@click.option("--chapter", "chapters", multiple=True, metavar="KEY", help="A chapter that is wanted; may be repeated.")
@click.option("--seed", type=SEED, default=0, show_default=True, help="Seed of all draws.")
@click.option("--semicolons", is_flag=True, help=files.SEMICOLONS)
def report(  # noqa: PLR0913  # one for each option
    file: str,
    output: str,
    seed: int,
    chapters: tuple[str, ...],
    *,
    pseudonyms: bool,
    annex: bool | None,
    semicolons: bool,
) -> None:
    """Write the report on a worksheet, or the worksheet itself as tables or JSON, in the format of the ending.

    The first page decides, the second shows, the others say why; the annex has methods, inputs and details. A .csv
    holds all tables one below the other, a .zip each of them as a CSV file of its own, an .ics the days of iterations.
    """
    ending = Path(output).suffix.casefold()
    if ending not in ENDINGS:
        known = f"{', '.join(ENDINGS[:-1])} and {ENDINGS[-1]}"
        raise click.BadParameter(f"It can be {known}: end the name of the file in one of them.", param_hint="-o")
    if unknown := [key for key in chapters if key not in _chapters()]:
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(_chapters())}.", param_hint="--chapter")
    worksheet = files.read_worksheet(file)
    if pseudonyms:
        from reuse_app.worksheet.copies import pseudonymous  # noqa: PLC0415  # commands start without it

        worksheet = pseudonymous(worksheet)
    with working("Writing the report"):
        if ending in TABLES:
            content = _tables(ending, worksheet, separator=";" if semicolons else ",")
        else:
            content = _written(ending, worksheet, seed, chapters, annex=annex)
    files.write(output, content)
    if ending in SET_IN_TYPE:
        _say_what_lacks(output, ending, worksheet)


def _say_what_lacks(output: str, ending: str, worksheet: "Worksheet") -> None:
    """Say on standard error of which scripts a file shows empty boxes instead of letters."""
    from reuse_app import report as reports  # noqa: PLC0415  # commands start without it
    from reuse_app.narrative.words import listed  # noqa: PLC0415

    if lacks := reports.lacking(worksheet.model_dump_json(exclude_defaults=True)):
        told = f"{output}: letters of {listed(lacks)} are empty boxes in {SET_IN_TYPE[ending]}."
        click.echo(f'{told} pip install "{reports.EXTRA}" brings their fonts.', err=True)


def _chapters() -> "Iterable[str]":
    from reuse_app.narrative.composing import CHAPTERS  # noqa: PLC0415  # commands start without it

    return CHAPTERS


def _written(
    ending: str, worksheet: "Worksheet", seed: int, chapters: tuple[str, ...], *, annex: bool | None
) -> str | bytes:
    """Return the file with this ending; of a report the chapters and the annex that are wanted."""
    from reuse_app import analysis  # noqa: PLC0415  # commands start without it
    from reuse_app import report as reports  # noqa: PLC0415
    from reuse_app.exchange import worksheet_json, worksheet_tables  # noqa: PLC0415

    if ending == ".json":
        return worksheet_json.write(worksheet)
    if ending == ".ics":
        return _calendar(worksheet)
    findings = analysis.analyse(worksheet, seed=seed)
    if ending == ".xlsx":
        return worksheet_tables.write_xlsx(worksheet, findings)
    return reports.write(ending.removeprefix("."), worksheet, findings, reports.Edition(chapters, annex))


def _tables(ending: str, worksheet: "Worksheet", *, separator: str) -> str | bytes:
    """Return the tables of a worksheet as CSV, one below the other or each as a file of its own."""
    from reuse_app.exchange import worksheet_tables  # noqa: PLC0415  # commands start without it

    write = worksheet_tables.write_one_csv if ending == ".csv" else worksheet_tables.write_csv
    return write(worksheet, separator)


def _calendar(worksheet: "Worksheet") -> str:
    from reuse_app.exchange import calendar  # noqa: PLC0415  # commands start without it

    text = calendar.write(worksheet)
    if not text:
        raise InputError("No iteration is logged yet, so there is no day for a calendar.")
    return text


HANDED_OUT = ("blank", "own", "capabilities", "prompts")
"""What a worksheet is enough for; a page to join by needs a workshop."""
PAPERS = ("a4", "letter")


@click.command()
@click.argument("kind", type=click.Choice(HANDED_OUT))
@click.argument("file")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to write the PDF.")
@click.option("--paper", type=click.Choice(PAPERS), default=PAPERS[0], show_default=True, help="The size of the paper.")
def handout(kind: str, file: str, output: str, paper: str) -> None:
    """Write a hand-out for a room as PDF: a blank worksheet, the team's own, its capabilities as cards, or prompts.

    What the team has not said yet stands as lines to write on.
    """
    worksheet = files.read_worksheet(file)
    from reuse_app.report.handouts import write_handout  # noqa: PLC0415  # commands start without it

    with working("Writing the hand-out"):
        content = write_handout(kind, worksheet, paper)
    files.write(output, content)


@click.command()
@click.option("--findings", is_flag=True, help="Describe what analyse --json prints instead.")
def schema(*, findings: bool) -> None:
    """Print the JSON Schema of the worksheet file."""
    if findings:
        from reuse_app.analysis.portfolio.weighed_set import FindingsWithSets  # noqa: PLC0415  # commands start without it

        described = FindingsWithSets.model_json_schema(mode="serialization")
    else:
        from reuse_app.exchange import worksheet_json  # noqa: PLC0415

        described = worksheet_json.schema()
    files.write(files.STANDARD, json.dumps(described, indent=2, ensure_ascii=False) + "\n")


CAVEAT = "A statement is a prompt, not a fact about a market."


@click.command()
@click.option("--verb", default="", help="Only what must be done with this verb, such as separate.")
@click.option("--field", default="", metavar="NUMBER", help="Only the problems of this division of ISIC, such as 86.")
def atlas(verb: str, field: str) -> None:
    """Print who must do what: problems that people in many fields have, by verb."""
    from reuse_app.guide.atlas import look_up  # noqa: PLC0415  # commands start without it

    try:
        found = look_up(verb=verb, field=field)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    files.write(files.STANDARD, f"{CAVEAT}\n{''.join(_told(found))}")


def _told(found: "Iterable[Problem]") -> Iterable[str]:
    """Yield the problems below their verbs, each with the name of its field."""
    from reuse_app.worksheet.isic import division  # noqa: PLC0415  # commands start without it
    from reuse_app.worksheet.nature import VERBS  # noqa: PLC0415

    for verb, problems in groupby(found, key=lambda problem: problem.verb):
        yield f"\n{verb}: {VERBS[verb]}\n"
        for problem in problems:
            yield f"  {problem.division} {division(problem.division).name}: {problem.sentence}\n"
            if problem.source:
                yield f"     Source: {problem.source}\n"
