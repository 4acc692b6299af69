"""The fields in which people have problems: the divisions of ISIC Rev. 4, and how far one is from another.

Source: United Nations, International Standard Industrial Classification of All Economic Activities, Revision 4, 2008.
Numbers, letters and full names are theirs, the short names ours.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Distance(StrEnum):
    """How far a field is from home: the same division, another one of its section, another section."""

    NEAR = "near"
    MIDDLE = "middle"
    FAR = "far"


@dataclass(frozen=True)
class Division:
    """One of the 88 divisions: a number of two digits, the letter of its section, a short name and the full one."""

    code: str
    section: str
    name: str
    full_name: str


HOLDERS = frozenset({"home_field", "origin_field", "field"})
"""The columns of a worksheet that hold the number of a division."""


def division(code: str) -> Division:
    """Return the division of a number such as “01”; raises ValueError for an unknown one."""
    if code not in divisions():
        known = "; ".join(f"{each.code} {each.name}" for each in divisions().values())
        raise ValueError(f"There is no field “{code}”. There are: {known}.")
    return divisions()[code]


def distance(home: str, other: str) -> Distance:
    """Return how far one division is from another; raises ValueError for an unknown one."""
    if home == other:
        return Distance.NEAR
    return Distance.MIDDLE if division(home).section == division(other).section else Distance.FAR


@cache
def divisions() -> dict[str, Division]:
    """Return the 88 divisions by their numbers, in the order of the classification."""
    read = {}
    section = ""
    for line in _lines():
        code, _, names = line.partition(" ")
        if code.isalpha():
            section = code
        else:
            name, _, full_name = names.partition(": ")
            read[code] = Division(code, section, name, full_name)
    return read


@cache
def sections() -> dict[str, str]:
    """Return the names of the 21 sections by their letters."""
    return {letter: name for letter, _, name in (line.partition(" ") for line in _lines()) if letter.isalpha()}


def _lines() -> list[str]:
    return [line for line in files(__package__).joinpath("isic.txt").read_text("utf-8").splitlines() if line]
