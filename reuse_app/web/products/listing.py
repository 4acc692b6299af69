"""The list of adjacent products: the dots of each, the order, what a search has found, and the leaf that is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request, url_for

from reuse_app.room.room import shuffled
from reuse_app.web.context import g
from reuse_app.web.lists import Leaf, is_shuffled, leaf, page_with
from reuse_app.web.permissions import may_write
from reuse_app.web.voters import is_counted, seen_for, voter
from reuse_app.worksheet import Participant, Product, Worksheet
from reuse_app.worksheet.searching import search_products
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

WIDTH = 100
"""Width of the longest bar, in units of its drawing."""


@dataclass(frozen=True)
class Tally:
    """The vote as one person may see it."""

    worksheet: Worksheet
    """As the voter may see it: while the vote is blind, with no dots but their own."""
    voter: Participant | None
    is_open: bool
    """Whether the voter may give and take dots now."""
    is_shown: bool
    """Whether everybody's dots are shown."""

    @property
    def each(self) -> int:
        """Dots that each person has."""
        return self.worksheet.workshop.settings.dots_each

    @property
    def cap(self) -> int:
        """Most dots that one person may give one product."""
        return self.worksheet.workshop.settings.dots_cap

    @property
    def left(self) -> int:
        """Dots that the voter may still give."""
        return max(0, self.each - sum(self.own.values()))

    @cached_property
    def own(self) -> Mapping[str, int]:
        """The voter's dots by product; a product without any is not in it."""
        key = self.voter.key if self.voter else None
        return {dot.product: dot.count for dot in self.worksheet.dots if dot.participant == key and dot.count}

    def may_give(self, product: str) -> bool:
        """Say whether the voter could give a product one more."""
        return self.left > 0 and self.own.get(product, 0) < self.cap

    @cached_property
    def totals(self) -> Mapping[str, int]:
        """Everybody's dots by product, where they are shown."""
        found: dict[str, int] = {}
        for dot in self.worksheet.dots if self.is_shown else ():
            found[dot.product] = found.get(dot.product, 0) + dot.count
        return found

    @property
    def people(self) -> int:
        """How many gave dots, where that is shown."""
        return len({dot.participant for dot in self.worksheet.dots if dot.count}) if self.is_shown else 0

    def width(self, product: str) -> float:
        """How long the bar of a product is."""
        return round(WIDTH * self.totals.get(product, 0) / max([1, *self.totals.values()]), 1)

    def ordered(self, products: Sequence[Product]) -> tuple[Product, ...]:
        """Return products with the most dots first; those with as many stay in their order."""
        return tuple(sorted(products, key=lambda product: -self.totals.get(product.key, 0)))

    def first(self, count: int) -> list[str]:
        """The keys of the products with the most dots, so many of them and those that are level with the last."""
        voted = [each for each in self.ordered(self.worksheet.candidates) if self.totals.get(each.key)]
        least = self.totals[voted[: max(1, count)][-1].key] if voted else 0
        return [each.key for each in voted if self.totals[each.key] >= least]


def read_tally() -> Tally | None:
    """Return the vote as the person of this request may see it; None where one person works alone."""
    room, person = g.saved.room, voter()
    worksheet = seen_for(person) if person else g.saved.seen_by(None)
    if not (room.seats or worksheet.dots or len(worksheet.participants) > 1):
        return None
    is_open = person is not None and may_write(Step.PRODUCTS) and not is_counted(Step.PRODUCTS)
    return Tally(worksheet, person, is_open, is_shown=not room.is_blind(Step.PRODUCTS))


LEAF = 100
"""Products on one page."""


@dataclass(frozen=True)
class ProductList:
    """The list as one page shows it."""

    leaf: Leaf[Product]
    text: str
    """What is looked for; empty for everything."""
    order: str
    """“dots” for the most dots first; empty for the order of the list."""
    query: Mapping[str, Any]
    """The search, the order and the page in the address of this page."""
    is_in_order: bool
    """Whether it is the list in its own order, so that whoever moves a product sees it move."""
    is_long: bool
    """Whether there are more products than one page shows, so that searching helps."""


def listing(tally: Tally | None, opened: str | None) -> ProductList:
    """Return the page of the list that the address asks for: the leaf of a product goes before a number.

    A product is named by the form that is open, as the `newest`, or as `at`.
    """
    named = opened or (_newest() if "newest" in request.args else request.args.get("at"))
    text = clean_line(request.args.get("q", ""))[:NAME_LENGTH]
    is_by_dots = bool(tally and tally.totals and request.args.get("order") == "dots")
    listed = tally.ordered(g.worksheet.candidates) if tally and is_by_dots else _ordered()
    found = search_products(listed, text) if text else listed
    wanted = page_with([each.key for each in found], named, size=LEAF) or request.args.get("page", "1")
    shown = leaf(found, wanted, size=LEAF)
    asked = {"q": text, "order": "dots" if is_by_dots else "", "page": str(shown.number) if shown.count > 1 else ""}
    query = {name: said for name, said in asked.items() if said}
    is_in_order = not (is_by_dots or text or is_shuffled(Step.PRODUCTS))
    return ProductList(shown, text, asked["order"], query, is_in_order, _is_long())


def place_of(product: str) -> str:
    """The address of a product in the list."""
    return url_for("products.page", at=product if _is_long() else None, _anchor=f"product-{product}")


def place_of_new(anchor: str, **query: Any) -> str:
    """The address of the page on which what is added next stands, wherever that is in an order of one's own."""
    return url_for("products.page", newest=1 if _is_long(adding=1) else None, _anchor=anchor, **query)


def _is_long(adding: int = 0) -> bool:
    return len(g.worksheet.candidates) + adding > LEAF


def _ordered() -> Sequence[Product]:
    """The adjacent products, in an order of one's own if the facilitator wants that."""
    products, person = g.worksheet.candidates, g.entered.participant
    return shuffled(products, seed=f"{person} {Step.PRODUCTS}") if is_shuffled(Step.PRODUCTS) else products


def _newest() -> str | None:
    """The key of the product that was added last."""
    products = g.worksheet.candidates
    return products[-1].key if products else None
