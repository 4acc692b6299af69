"""A worksheet without the names of those who took part."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from operator import attrgetter

from reuse_app.worksheet.document import Worksheet
from reuse_app.worksheet.flat import columns
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.parts import PARTS
from reuse_app.worksheet.scoring import Dot, Participant, Rating

Rename = Callable[[str], str]

SOMEBODY = "a participant"
"""Stands where people typed a name."""


def pseudonymous(worksheet: Worksheet) -> Worksheet:
    """Return a worksheet in which participants are numbered, in an order that follows from what they said alone.

    Whoever knows their names cannot work out their numbers. The names are taken out wherever they stand as whole
    words, and no number is put there: a known owner would give away what the owner has rated.
    """
    ballots = _ballots(worksheet)
    shuffled = sorted(worksheet.participants, key=lambda each: ballots[each.key])
    people = {each.key: Participant(key=f"p{n}", name=f"Participant {n}") for n, each in enumerate(shuffled, 1)}
    rename = _renaming(each.name for each in shuffled)
    kept = {name: getattr(worksheet, name) for name in Worksheet.model_fields}
    lists = {name: tuple(_renamed(entry, rename) for entry in kept[name]) for name in PARTS}
    for name in ("ratings", "dots"):
        cast = [each.model_copy(update={"participant": people[each.participant].key}) for each in kept[name]]
        lists[name] = tuple(sorted(cast, key=attrgetter("participant", "product")))
    lists["participants"] = tuple(people.values())
    return Worksheet.model_construct(**{**kept, **lists, "workshop": _renamed(worksheet.workshop, rename)})


def _ballots(worksheet: Worksheet) -> Mapping[str, bytes]:
    """What each participant said, as a hash: two who said the same have the same."""
    said: dict[str, list[str]] = {each.key: [] for each in worksheet.participants}
    votes: tuple[Rating | Dot, ...] = (*worksheet.ratings, *worksheet.dots)
    for vote in votes:
        said[vote.participant].append(vote.model_dump_json(exclude={"participant"}))
    title = worksheet.workshop.title
    return {key: sha256("\0".join([title, *sorted(own)]).encode()).digest() for key, own in said.items()}


def _renamed(entry: Noun, rename: Rename) -> Noun:
    """Return an entry with pseudonyms in what people typed."""
    typed = {name: value for name in _typed_fields(type(entry)) if (value := getattr(entry, name))}
    changed = {name: new for name, value in typed.items() if (new := rename(value)) != value}
    return entry.model_copy(update=changed) if changed else entry


@cache
def _typed_fields(noun: type[Noun]) -> tuple[str, ...]:
    """Return the fields of a noun that hold what people typed: no keys, no choices."""
    found = (column for column in columns(noun).values() if column.type is str and len(column.path) == 1)
    return tuple(each.name for each in found if each.name != "key" and not each.choices and not each.refers)


def _renaming(people: Iterable[str]) -> Rename:
    """Return what puts SOMEBODY in the place of names, however they are capitalised.

    In the midst of other words, a name that is one word counts only with a capital, and a single letter never: “will”
    and “a” are seldom people.
    """
    known = set(people)
    whole = {name.casefold() for name in known}
    longest_first = sorted((name for name in known if len(name) > 1), key=len, reverse=True)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)", re.IGNORECASE)

    def replaced(found: re.Match[str]) -> str:
        is_plain_word = found[0].islower() and found[0] not in known and " " not in found[0]
        return found[0] if is_plain_word else SOMEBODY

    return lambda text: SOMEBODY if text.casefold() in whole else names.sub(replaced, text)
