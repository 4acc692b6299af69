"""Long lists, a leaf at a time: a page shows one, and leads to those beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from reuse_app.narrative.words import amount
from reuse_app.worksheet.values import whole_number

Item = TypeVar("Item")


@dataclass(frozen=True)
class Leaf(Generic[Item]):
    """One page of a long list: what is on it, its number from 1, how many there are, and what it is a part of."""

    items: Sequence[Item]
    number: int
    count: int
    before: int
    """How many items stand on the pages before it."""
    total: int

    @property
    def said(self) -> str:
        """Which items it shows: “61 to 120 of 200”."""
        return f"{amount(self.before + 1)} to {amount(self.before + len(self.items))} of {amount(self.total)}"


def leaf(items: Sequence[Item], wanted: str | int, *, size: int) -> Leaf[Item]:
    """Return the part of a list that one page shows; a number that makes no sense leads to the nearest one."""
    count = max(1, -(-len(items) // size))
    number = min(whole_number(str(wanted), least=1) or 1, count)
    before = (number - 1) * size
    return Leaf(items[before : before + size], number, count, before, len(items))


def page_with(keys: Sequence[str], key: str | None, *, size: int) -> int:
    """Return the number of the page on which the item with a key stands; 0 for none."""
    places = (place for place, each in enumerate(keys) if each == key)
    return next((place // size + 1 for place in places), 0) if key else 0
