"""What any choice of products must respect, as the form of the Choose page reads and writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from reuse_app.narrative.words import listed
from reuse_app.store.rows import groups_of
from reuse_app.store.workshop_state import Saved
from reuse_app.worksheet import Worksheet

MUST = "must_"
"""What the name of a box begins with; the key of the product follows."""
LIMIT = "at_most"


@dataclass(frozen=True)
class Group:
    """Products of which at most one may be chosen."""

    number: int
    names: str


@dataclass(frozen=True)
class Wish:
    """What somebody wants the constraints to be; what was not sent stays as it is."""

    required: Mapping[str, bool]
    """The products that were sent, and whether each must be chosen."""
    limit: Mapping[str, str | None]
    """The limit, if it was sent; None for no limit."""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read the fields that were sent."""
        boxes = {name.removeprefix(MUST): text == "1" for name, text in sent.items() if name.startswith(MUST)}
        return cls(boxes, {LIMIT: sent[LIMIT].strip() or None} if LIMIT in sent else {})


def groups(saved: Saved, worksheet: Worksheet) -> list[Group]:
    """The groups of products of a worksheet that exclude each other, by their numbers."""
    found = groups_of(row.noun for row in saved.rows["exclusive"] if row.noun.product in worksheet.product_by_key)
    return [
        Group(number, listed([worksheet.product_by_key[key].name for key in keys]))
        for number, keys in sorted(found.items())
    ]
