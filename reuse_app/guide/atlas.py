"""The atlas: who must do what. Problems of people, by verb and field, each a prompt and not a fact about a market.

They stand in atlas.md, a heading for each verb and a line for each problem, with a source below it where there is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reuse_app.worksheet.isic import Distance, distance, division
from reuse_app.worksheet.nature import FLOWS, known_verb

_LINE = re.compile(r"- (?P<division>\d\d) (?P<flow>[a-z]+): (?P<sentence>.+)")
_SOURCE = "Source: "
_WORDS_OF_A_KEY = 3


@dataclass(frozen=True)
class Problem:
    """A problem of somebody, in their words: what they must do to what, and in which division of ISIC."""

    key: str
    """Short and stable while its first words stay, such as “sense-01-a-cow-is”."""
    verb: str
    flow: str
    division: str
    sentence: str
    source: str = ""


@cache
def problems() -> tuple[Problem, ...]:
    """Return every problem of the atlas; raises ValueError where a line cannot be read."""
    return tuple(read(files(__package__).joinpath("atlas.md").read_text("utf-8")))


@cache
def problem_by_key() -> dict[str, Problem]:
    """Return the problems by their keys."""
    return {problem.key: problem for problem in problems()}


def look_up(*, verb: str = "", flow: str = "", field: str = "", home: str = "") -> tuple[Problem, ...]:
    """Return the problems that somebody looks for, those near home first, then middle, then far.

    Args:
        verb: one of the list, or any.
        flow: material, energy, signal or people, or any.
        field: the number of a division, or any.
        home: the division from which to look; without it they come as in the atlas.

    Raises ValueError for an unknown verb, flow or division, with those that exist.
    """
    if verb:
        known_verb(verb)
    if flow and flow not in FLOWS:
        raise ValueError(f"There is no flow “{flow}”. There are: {', '.join(FLOWS)}.")
    if field:
        division(field)
    found = [
        problem
        for problem in problems()
        if verb in {"", problem.verb} and flow in {"", problem.flow} and field in {"", problem.division}
    ]
    order = list(Distance)
    return tuple(sorted(found, key=lambda each: order.index(distance(home, each.division))) if home else found)


def read(text: str) -> Iterator[Problem]:
    """Yield the problems that a text in the form of atlas.md holds; raises ValueError with the line that is wrong."""
    verb = ""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("## "):
            verb = known_verb(line.removeprefix("## ").strip())
        elif line.startswith("- "):
            following = lines[number + 1].strip() if number + 1 < len(lines) else ""
            source = following.removeprefix(_SOURCE) if following.startswith(_SOURCE) else ""
            yield _problem(verb, line, source)


def _problem(verb: str, line: str, source: str) -> Problem:
    found = _LINE.fullmatch(line)
    if not found or not verb or found["flow"] not in FLOWS:
        raise ValueError(f"“{line}” is not a problem below a verb, such as “- 01 material: Onions rot.”")
    code = division(found["division"]).code
    words = re.findall(r"[a-z0-9]+", found["sentence"].replace("’", "").casefold())[:_WORDS_OF_A_KEY]
    return Problem("-".join([verb, code, *words]), verb, found["flow"], code, found["sentence"], source)
