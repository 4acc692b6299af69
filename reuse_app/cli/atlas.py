"""The command on the atlas: who must do what."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

import click

from reuse_app.cli import files

if TYPE_CHECKING:
    from reuse_app.guide.atlas import Problem

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
