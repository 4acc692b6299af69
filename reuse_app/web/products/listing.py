"""The list of adjacent products: in which order, what a search has found of it, and the leaf that is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from reuse_app.room.room import shuffled
from reuse_app.web.context import g
from reuse_app.web.leaves import Leaf, leaf, page_with
from reuse_app.web.products.tally import Tally
from reuse_app.worksheet import Product
from reuse_app.worksheet.searching import search_products
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import NAME_LENGTH, clean_line

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
    return ProductList(shown, text, asked["order"], query, _is_long())


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
    is_shuffled = g.saved.room.stage(Step.PRODUCTS).shuffled and not g.is_facilitator
    return shuffled(products, seed=f"{person} {Step.PRODUCTS}") if is_shuffled else products


def _newest() -> str | None:
    """The key of the product that was added last."""
    products = g.worksheet.candidates
    return products[-1].key if products else None
