"""Finding capabilities: by words and by what they are, and by names or sentences that are likely to mean the same."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from reuse_app.worksheet.document import Capability, Product
from reuse_app.worksheet.scales import Kind, Status
from reuse_app.worksheet.validation.raw import shortened

STALE_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True)
class Search:
    """What somebody looks for: every word somewhere in the texts, and a kind, a status and an age if given."""

    text: str = ""
    kind: Kind | None = None
    status: Status | None = None
    stale: bool = False
    """Only what nobody has looked at for over a year."""


def search(capabilities: Sequence[Capability], wanted: Search, *, today: dt.date) -> list[Capability]:
    """Return the capabilities that somebody looks for, in their order; case does not count."""
    words = wanted.text.casefold().split()
    return [each for each in capabilities if _is_wanted(each, wanted, today) and _has(each, words)]


def search_products(products: Sequence[Product], text: str) -> list[Product]:
    """Return the products with every word of a text somewhere in theirs, in their order; case does not count."""
    words = text.casefold().split()
    return [each for each in products if _has_all(words, each.name, each.application, each.customer, each.problem)]


def _is_wanted(capability: Capability, wanted: Search, today: dt.date) -> bool:
    return (
        wanted.kind in (None, capability.kind)
        and wanted.status in (None, capability.status)
        and (not wanted.stale or is_stale(capability, today=today))
    )


def _has(capability: Capability, words: Sequence[str]) -> bool:
    if not words:
        return True
    kind = capability.kind or ""
    return _has_all(words, capability.name, capability.nature, capability.description, capability.owner, kind)


def _has_all(words: Sequence[str], *texts: str) -> bool:
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)


def is_stale(capability: Capability, *, today: dt.date) -> bool:
    """Say whether nobody has looked at a capability for more than a year; without a day nobody knows, so it is not."""
    return capability.checked is not None and today - capability.checked > STALE_AFTER


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
