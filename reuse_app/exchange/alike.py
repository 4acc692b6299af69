"""Names that are likely to mean the same capability."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

ALIKE_FROM = 85.0
"""Percent of agreement from which two names are shown as a likely duplicate; “Battery” and “Batteries” have 75."""
LOOKED_AT = 5


@dataclass(frozen=True)
class Alike:
    """A name that resembles another one: which, and by how many percent (85 to 100)."""

    name: str
    other: str
    percent: float


def alike(names: Sequence[str], known: Sequence[str]) -> list[Alike | None]:
    """Return for each name the known or earlier name that it resembles most, or None.

    Order of words, case and punctuation do not count; names with different numbers in them are never alike.
    Agreement is the normalised similarity of Indel distance (insertions and deletions), in percent.
    """
    every = [*known, *names]
    spelled = [_spelled(name) for name in every]
    return [_nearest(index, every, spelled) for index in range(len(known), len(every))]


def _nearest(index: int, names: Sequence[str], spelled: Sequence[str]) -> Alike | None:
    own = spelled[index]
    near = process.extract(own, spelled[:index], scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, limit=LOOKED_AT)
    for other, percent, position in near if own else ():
        if _numbers(other) == _numbers(own):
            return Alike(names[index], names[position], round(percent, 1))
    return None


def _spelled(name: str) -> str:
    return " ".join(sorted(utils.default_process(name).split()))


def _numbers(spelled: str) -> list[str]:
    return re.findall(r"\d+", spelled)
