"""The matrix capability x product as it is read: for the big screen, and as an example of what a map looks like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reuse_app.narrative.words import capitalised, dots, listed
from reuse_app.worksheet import Capability, Fit, Link, Product, Status, Worksheet
from reuse_app.worksheet.scales import WORDS

BUILD = "build"
OPEN = "fit open"


@dataclass(frozen=True)
class DrawnCell:
    """What a product needs of a capability: its fit and its need, in words and as dots; all empty for no need."""

    style: str = ""
    """The fit, or `build` where nobody has the capability: what colours the cell. Empty while nobody has said."""
    fit: str = ""
    need: str = ""
    dots: str = ""
    flows_back: bool = False
    is_newest: bool = False


@dataclass(frozen=True)
class DrawnRow:
    """A capability across the products drawn, and how many of all products need it."""

    name: str
    is_gap: bool
    cells: tuple[DrawnCell, ...]
    needed_by: int


@dataclass(frozen=True)
class DrawnMatrix:
    """The matrix, or the part of it that there is room for."""

    products: tuple[Product, ...]
    rows: tuple[DrawnRow, ...]
    gaps: int
    """How many capabilities nobody in house has."""
    part: str
    """Which part of the whole it is: “Capabilities 5 to 16 of 16”; empty where it is all of it."""
    turn: int
    """Which of its parts it is, from 0: those of the first products come first, down all capabilities."""
    turns: int


def draw_matrix(
    worksheet: Worksheet, *, most_rows: int, most_products: int, newest: Link | None = None, turn: int | None = None
) -> DrawnMatrix | None:
    """Return a part of the matrix; None without rows or columns.

    Args:
        worksheet: what it is about.
        most_rows: capabilities for which there is room.
        most_products: products for which there is room.
        newest: the cell to mark, if any.
        turn: which part, from 0; none for the one with the newest cell, else the first.
    """
    products = (*worksheet.home_products, *worksheet.considered)
    capabilities = worksheet.capabilities
    if not products or not capabilities:
        return None
    long, wide = -(-len(capabilities) // most_rows), -(-len(products) // most_products)
    if turn is None:
        row, column = _place(capabilities, newest, "capability"), _place(products, newest, "product")
        turn = column // most_products * long + row // most_rows
    turn = min(turn, long * wide - 1)
    down, across = _part(len(capabilities), most_rows, turn % long), _part(len(products), most_products, turn // long)
    needed_by = Counter(link.capability for link in worksheet.needed_links)
    return DrawnMatrix(
        products[across],
        tuple(
            DrawnRow(
                one.name,
                one.status is Status.MISSING,
                tuple(_cell(one, worksheet.link_by_cell.get((one.key, each.key)), newest) for each in products[across]),
                needed_by[one.key],
            )
            for one in capabilities[down]
        ),
        sum(each.status is Status.MISSING for each in capabilities),
        _said(capabilities, down, products, across),
        turn,
        long * wide,
    )


def _place(items: Sequence[Capability | Product], newest: Link | None, part: str) -> int:
    """Where what the newest cell names stands in its list; the first place where there is none."""
    return next((place for place, each in enumerate(items) if newest and each.key == getattr(newest, part)), 0)


def _part(length: int, most: int, number: int) -> slice:
    """A part of a list, by its number from 0, as long as there is room for: the last one overlaps that before it."""
    start = min(number * most, max(0, length - most))
    return slice(start, min(start + most, length))


def _cell(capability: Capability, link: Link | None, newest: Link | None) -> DrawnCell:
    if link is None or not link.need:
        return DrawnCell()
    is_gap = capability.status is Status.MISSING
    return DrawnCell(
        style=BUILD if is_gap else str(link.fit or ""),
        fit=BUILD if is_gap and link.fit in (None, Fit.NEW) else WORDS[link.fit] if link.fit else OPEN,
        need=WORDS[link.need],
        dots=dots(link.need),
        flows_back=bool(link.return_flow),
        is_newest=link == newest,
    )


def _said(capabilities: Sequence[Capability], down: slice, products: Sequence[Product], across: slice) -> str:
    parts = [
        f"{name} {part.start + 1} to {part.stop} of {len(items)}"
        for name, items, part in (("capabilities", capabilities, down), ("products", products, across))
        if part.stop - part.start < len(items)
    ]
    return capitalised(listed(parts))
