"""Names that are likely to mean the same capability."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from reuse_app.worksheet.validation.messages import shortened

ALIKE_FROM = 85.0
"""Percent of agreement from which two names are shown as a likely duplicate; “Battery” and “Batteries” have 75."""
LOOKED_AT = 5


@dataclass(frozen=True)
class Alike:
    """A name that resembles another one: which, by how many percent (85 to 100), and why, as the rest of a sentence."""

    name: str
    other: str
    percent: float
    why: str


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
            return Alike(names[index], names[position], round(percent, 1), _why(names[index], names[position]))
    return None


def _why(name: str, other: str) -> str:
    """Return what two names share, or what sets them apart."""
    plain, plain_other = utils.default_process(name), utils.default_process(other)
    if name == other:
        return "the same name"
    if plain.split() == plain_other.split():
        return "the same words; case, spaces or punctuation differ"
    if sorted(plain.split()) == sorted(plain_other.split()):
        return "the same words in another order"
    return f"the same but for {_words(plain, plain_other)} here and {_words(plain_other, plain)} there"


def _words(name: str, other: str) -> str:
    """Return the words of a name that the other one has not."""
    own = [word for word in name.split() if word not in other.split()]
    return f"“{shortened(' '.join(own))}”" if own else "nothing"


def _spelled(name: str) -> str:
    return " ".join(sorted(utils.default_process(name).split()))


def _numbers(spelled: str) -> list[str]:
    return re.findall(r"\d+", spelled)
