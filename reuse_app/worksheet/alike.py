"""Names, and sentences, that are likely to mean the same capability."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from reuse_app.worksheet.validation.messages import shortened

ALIKE_FROM = 85.0
"""Percent of agreement from which two names are shown as a likely duplicate; “Battery” and “Batteries” have 75."""
LOOKED_AT = 5
MOST_COMPARED = 4e9
"""Letters of the texts times letters of the known ones up to which texts are compared that have not the same words.

That takes about a second: enough for 2,000 names of 30 characters on each side.
"""


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
    return [_nearest(name, every, spelled[:index]) for index, name in enumerate(names, start=len(known))]


def alike_to(texts: Sequence[str], known: Sequence[str]) -> list[Alike | None]:
    """Return for each text the known text that it resembles most, or None; of more than are compared, the same words.

    What is alike is as for names.
    """
    spelled = [_spelled(text) for text in known]
    few = are_few(texts, known)
    same = {words: text for words, text in zip(reversed(spelled), reversed(known), strict=True) if words}
    return [
        Alike(text, same[words], 100.0, _why(text, same[words]))
        if (words := _spelled(text)) in same
        else _nearest(text, known, spelled if few else ())
        for text in texts
    ]


def are_few(texts: Sequence[str], known: Sequence[str]) -> bool:
    """Say whether texts have so few letters that also those are compared that have not the same words."""
    return len("".join(texts)) * len("".join(known)) <= MOST_COMPARED


def _nearest(name: str, known: Sequence[str], spelled: Sequence[str]) -> Alike | None:
    own = _spelled(name)
    near = process.extract(own, spelled, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, limit=LOOKED_AT)
    for other, percent, position in near if own else ():
        if _numbers(other) == _numbers(own):
            return Alike(name, known[position], round(percent, 1), _why(name, known[position]))
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
