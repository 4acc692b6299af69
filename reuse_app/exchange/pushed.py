"""Products and ratings that a program sends into a workshop, checked whole against what is there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from reuse_app.exchange.errors import FileError
from reuse_app.worksheet import Participant, Product, Rating, Worksheet
from reuse_app.worksheet.validation.raw import identity, shown
from reuse_app.worksheet.validation.worksheet import Mistake, WorksheetError, checked
from reuse_app.worksheet.values import Noun, as_read, clean_line, key_for

Raw = dict[str, Any]
RATED = ("workshop", "factors", "capabilities", "products")
"""The parts of a worksheet that ratings hang on, and what those name."""
NOT_RECORDED = "{}, whom the room knows already, has or had a device, so nobody else records for them."


@dataclass(frozen=True)
class ProductPlan:
    """What products that were sent would do; one that is there keeps every field that was not sent."""

    new: tuple[Product, ...]
    changed: tuple[Product, ...]
    unchanged: tuple[Product, ...]


@dataclass(frozen=True)
class PushedBallots:
    """Ratings that were sent, and those of their raters who are new in the room."""

    people: tuple[Participant, ...]
    ratings: tuple[Rating, ...]


def plan_products(data: object, seen: Worksheet) -> ProductPlan:
    """Return what products would do to a worksheet: each is matched by its key or, without one, by its name.

    Raises WorksheetError with every mistake, and FileError for what is no list of products.
    """
    sent = _keyed("products", _lists(data, "products")["products"], seen.products)
    there: Raw = _raw(seen)
    known: dict[object, Raw] = {entry["key"]: entry for entry in there.get("products", [])}
    merged = [{**known.pop(_key(each, "products"), {}), **each} if isinstance(each, dict) else each for each in sent]
    products = checked({**there, "products": [*merged, *known.values()]}).products[: len(sent)]
    before = seen.product_by_key
    new = tuple(each for each in products if each.key not in before)
    changed = tuple(each for each in products if each.key in before and each != before[each.key])
    return ProductPlan(new, changed, tuple(each for each in products if each == before.get(each.key)))


def read_ballots(data: object, seen: Worksheet, recorded: Collection[Participant]) -> PushedBallots:
    """Return the ratings of people without a device: of those for whom others record here, and of new ones.

    Nothing tells whether there are ratings already. Raises WorksheetError with every mistake, and FileError for what
    holds no list of ratings.
    """
    lists = _lists(data, "ratings", also="participants")
    sent, keys = _keyed("participants", lists["participants"], seen.participants), {each.key for each in recorded}
    strangers = [each for each in sent if _key(each, "participants") not in keys]
    new = [{**each, "without_device": True} if isinstance(each, dict) else each for each in strangers]
    there = {name: value for name, value in _raw(seen).items() if name in RATED}
    people = [*new, *(_raw(each) for each in recorded)]
    found = checked({**there, "participants": people, "ratings": lists["ratings"]})
    _refuse_known(found.participants[: len(new)], seen.participants)
    return PushedBallots(found.participants[: len(new)], found.ratings)


def _refuse_known(new: Sequence[Participant], known: Sequence[Participant]) -> None:
    """Raise WorksheetError for people who are in the room already and for whom nobody records."""
    keys, names = {each.key for each in known}, {as_read(each.name) for each in known}
    wrong = [each for each in new if each.key in keys or as_read(each.name) in names]
    if wrong:
        raise WorksheetError(tuple(Mistake(f"participants ({each.key})", _not_recorded(each)) for each in wrong))


def _not_recorded(person: Participant) -> str:
    return NOT_RECORDED.format(shown(person.name))


def _lists(data: object, name: str, *, also: str = "") -> dict[str, list[Any]]:
    """The lists in what was sent, the first of which has an entry; raises FileError."""
    names = [each for each in (name, also) if each]
    if not isinstance(data, dict) or not data.keys() <= {*names, "$schema"}:
        raise FileError(f"Send one JSON object with {' and '.join(f'“{each}”' for each in names)}, and nothing else.")
    found = {each: data.get(each, []) for each in names}
    wrong = [each for each, value in found.items() if not isinstance(value, list)]
    if wrong or not found[name]:
        raise FileError(f"“{(wrong or [name])[0]}” is a list with at least one entry.")
    return found


def _keyed(part: str, sent: Sequence[Any], known: Sequence[Product] | Sequence[Participant]) -> list[Any]:
    """Raw entries, each without a key with that of the entry of its name, or one made from it."""
    by_name = {each.name: each.key for each in known}
    taken = {each.key for each in known} | {str(_key(each, part)) for each in sent}
    keyed = []
    for entry in sent:
        name = clean_line(entry.get("name")) if isinstance(entry, dict) and "key" not in entry else None
        if isinstance(name, str):
            key = by_name.get(name) or key_for(name, taken, otherwise=part.removesuffix("s"))
            taken.add(key)
            keyed.append({"key": key, **entry})
        else:
            keyed.append(entry)
    return keyed


def _key(entry: Any, part: str) -> str | int | None:
    return identity(entry, part)[0]


def _raw(noun: Noun) -> Raw:
    return noun.model_dump(mode="json", exclude_defaults=True)
