"""Worksheets made from a worksheet: a copy to start from, one without some of its entries, one without names."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from reuse_app.worksheet.columns import columns, value_at
from reuse_app.worksheet.constraints import AtLeast, Constraints
from reuse_app.worksheet.document import LISTS, Dot, Participant, Rating, Worksheet
from reuse_app.worksheet.notes import PARKED
from reuse_app.worksheet.outcomes import Outcome
from reuse_app.worksheet.validation.constraints import that_can_hold
from reuse_app.worksheet.values import Noun

ASKED = {"factors", "participants"}
"""The lists that are there before anybody has answered; home products are too."""
Rename = Callable[[str], str]
SOMEBODY = "a participant"
"""Stands where people typed a name."""


def duplicate(worksheet: Worksheet, *, title: str, answers: bool, people: bool) -> Worksheet:
    """Return a copy of a worksheet under another title.

    Args:
        worksheet: what is copied.
        title: what the copy is called.
        answers: whether it holds what the team has entered, not just what it was asked.
        people: whether it names who took part; without them their ratings and dots stay behind.
    """
    copied = worksheet if answers else _unanswered(worksheet)
    return _called(title, copied if people else _without_people(copied))


def following(worksheet: Worksheet, predictions: Sequence[Outcome], *, title: str) -> Worksheet:
    """Return what the next workshop starts from: the inventory, and what was decided beside what was predicted for it.

    Products without a decision, kept sets, ratings, dots, people and what was said beside the work stay behind; the
    parking lot goes along.
    """
    undecided = {product.key for product in worksheet.candidates} - worksheet.decision_by_product.keys()
    kept = without(_without_people(worksheet), {"product": undecided})
    outcomes, parked = (*kept.outcomes, *predictions), kept.notes_about.get(PARKED, ())
    return _called(title, with_parts(kept, {"outcomes": outcomes, "sets": (), "set_products": (), "notes": parked}))


def _unanswered(worksheet: Worksheet) -> Worksheet:
    parts: dict[str, Any] = dict.fromkeys(LISTS.keys() - ASKED, ())
    return with_parts(worksheet, {**parts, "products": worksheet.home_products, "constraints": Constraints()})


def _without_people(worksheet: Worksheet) -> Worksheet:
    return without(worksheet, {"participant": {participant.key for participant in worksheet.participants}})


def _called(title: str, worksheet: Worksheet) -> Worksheet:
    return with_parts(worksheet, {"workshop": worksheet.workshop.model_copy(update={"title": title})})


def without(worksheet: Worksheet, gone: Mapping[str, Set[str]]) -> Worksheet:
    """Return a worksheet without some entries, by part and key, and without all that cannot be without them."""
    lists: dict[str, Any] = {
        name: tuple(_kept(getattr(worksheet, name), part.noun, gone)) for name, part in LISTS.items()
    }
    lists["constraints"] = _rules_without(worksheet.constraints, gone.get("product", frozenset()))
    return with_parts(worksheet, lists)


def _rules_without(constraints: Constraints, gone: Set[str]) -> Constraints:
    def left(products: Sequence[str]) -> tuple[str, ...]:
        return tuple(key for key in products if key not in gone)

    return that_can_hold(
        Constraints(
            must_have=left(constraints.must_have),
            exclusive=tuple(group for group in map(left, constraints.exclusive) if len(group) > 1),
            at_most=constraints.at_most,
            at_least=tuple(AtLeast(of=left(rule.of), count=rule.count) for rule in constraints.at_least),
            requires=tuple(rule for rule in constraints.requires if gone.isdisjoint({rule.product, rule.needs})),
        )
    )


def with_parts(worksheet: Worksheet, parts: Mapping[str, Any]) -> Worksheet:
    """Return a worksheet with other parts; made anew, because a copy would keep what the first has looked up."""
    if not parts:
        return worksheet
    kept = {name: getattr(worksheet, name) for name in Worksheet.model_fields}
    return Worksheet.model_construct(**kept | dict(parts))


def _kept(entries: Iterable[Noun], noun: type[Noun], gone: Mapping[str, Set[str]]) -> Iterator[Noun]:
    """Yield the entries of a list that can be without what is gone, with the fields that refer to it emptied."""
    own = gone.get(noun.__name__.lower(), frozenset())
    references = [column for column in columns(noun).values() if column.refers in gone]
    for entry in entries:
        lost = [column for column in references if value_at(entry, column.path) in gone[str(column.refers)]]
        if getattr(entry, "key", None) not in own and all(column.may_be_emptied for column in lost):
            yield entry.model_copy(update={str(column.path[0]): None for column in lost}) if lost else entry


def pseudonymous(worksheet: Worksheet) -> Worksheet:
    """Return a worksheet in which participants are numbered, in an order that follows from what they said alone.

    Whoever knows their names cannot work out their numbers. The names are taken out wherever they stand as whole
    words, and no number is put there: a known owner would give away what the owner has rated.
    """
    ballots = _ballots(worksheet)
    shuffled = sorted(worksheet.participants, key=lambda each: ballots[each.key])
    people = {each.key: Participant(key=f"p{n}", name=f"Participant {n}") for n, each in enumerate(shuffled, 1)}
    rename = renaming(each.name for each in shuffled)
    lists: dict[str, Any] = {
        name: tuple(_renamed(entry, rename) for entry in getattr(worksheet, name)) for name in LISTS
    }
    for name in ("ratings", "dots"):
        cast = [vote.model_copy(update={"participant": people[vote.participant].key}) for vote in lists[name]]
        lists[name] = tuple(sorted(cast, key=attrgetter("participant", "product")))
    lists["notes"] = tuple(note.model_copy(update={"author": None}) for note in lists["notes"])
    lists["participants"] = tuple(people.values())
    return with_parts(worksheet, {**lists, "workshop": _renamed(worksheet.workshop, rename)})


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


def renaming(people: Iterable[str], *, instead: str = SOMEBODY) -> Rename:
    """Return what puts another word in the place of names, however they are capitalised and spaced.

    In the midst of other words, a name that is one word counts only with a capital, and a single letter never: “will”
    and “a” are seldom people.
    """
    known = set(people)
    whole = {_spaced(name).casefold() for name in known}
    longest_first = sorted((name for name in known if len(name.strip()) > 1), key=len, reverse=True)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(map(_with_any_spaces, longest_first)) or '(?!)'})(?!\w)", re.IGNORECASE)

    def replaced(found: re.Match[str]) -> str:
        is_plain_word = found[0].islower() and found[0] not in known and len(found[0].split()) == 1
        return found[0] if is_plain_word else instead

    return lambda text: instead if _spaced(text).casefold() in whole else names.sub(replaced, text)


def _spaced(text: str) -> str:
    """Return a text with one space where any others stand: those that do not break, or the ends of lines."""
    return " ".join(text.split())


def _with_any_spaces(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))
