"""What any choice of products must respect, as the form of the Choose page reads and writes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from reuse_app.store import entries
from reuse_app.store.changes import Writer
from reuse_app.store.saved import Saved
from reuse_app.store.tables import Exclusive, MustHave
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.rules import broken_rules

MUST = "must_"
"""What the name of a box begins with; the key of the product follows."""
LAST_GROUP = 1000


@dataclass(frozen=True)
class Group:
    """Products of which at most one may be chosen."""

    number: int
    products: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What somebody wants the constraints to be; products that are not named stay as they are."""

    required: Mapping[str, bool]
    at_most: str | None
    is_limited: bool
    """Whether the limit was sent at all."""

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Read the fields that were sent."""
        boxes = {name.removeprefix(MUST): text == "1" for name, text in sent.items() if name.startswith(MUST)}
        return cls(boxes, sent.get("at_most", "").strip() or None, "at_most" in sent)

    def changes(self, worksheet: Worksheet) -> dict[str, object]:
        """The constraints that would be different, as a worksheet file states them."""
        now = worksheet.constraints.must_have
        changes: dict[str, object] = {
            "must_have": [key for key in worksheet.product_by_key if self.required.get(key, key in now)]
        }
        if self.is_limited:
            changes["at_most"] = _whole(self.at_most)
        return changes


def groups(saved: Saved) -> list[Group]:
    """The groups of products that exclude each other, by their numbers."""
    members: dict[int, list[str]] = {}
    for row in saved.rows["exclusive"]:
        members.setdefault(row.noun.group, []).append(row.noun.product)
    return [Group(number, tuple(products)) for number, products in sorted(members.items())]


def contradiction(worksheet: Worksheet, **changed: object) -> str:
    """Why the constraints cannot all hold once some are changed; nothing when they can."""
    rules = worksheet.constraints.model_dump(mode="json") | changed
    products = [product.model_dump(mode="json") for product in worksheet.products]
    found = (message for _, message in broken_rules({"constraints": rules, "products": products}))
    return next(found, "")


def require(writer: Writer, saved: Saved, wanted: Mapping[str, bool]) -> None:
    """Make products a must, or no longer; what is as wanted already is left alone."""
    now = set(saved.worksheet.constraints.must_have)
    new = [MustHave(product=key) for key, wish in wanted.items() if wish and key not in now]
    if new:
        entries.put(writer, new, seen=saved.revision)
    for key, wish in wanted.items():
        if not wish and key in now:
            entries.remove(writer, "must_have", (key,))


def exclude(writer: Writer, saved: Saved, products: Iterable[str], *, once: str) -> None:
    """Add a group of products of which at most one may be chosen."""
    taken = {group.number for group in groups(saved)}
    number = next(number for number in range(1, LAST_GROUP + 1) if number not in taken)
    entries.add(writer, [Exclusive(group=number, product=key) for key in products], once=once)


def admit(writer: Writer, group: Group) -> None:
    """Let the products of a group be chosen together again."""
    for product in group.products:
        entries.remove(writer, "exclusive", (group.number, product))


def _whole(text: str | None) -> int | None:
    """A limit that can be compared with the rules; one that cannot is refused when it is saved."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= len(str(LAST_GROUP)) else None
