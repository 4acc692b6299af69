"""The matrix capability x product as it is read: for the big screen, and as an example of what a map looks like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reuse_app.narrative.words import capitalised, dots, listed, plural
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
    summary: str
    """Which part it is, and how much of it is missing: “4 gaps. Capabilities 5 to 16 of 16.”"""


def draw_matrix(
    worksheet: Worksheet, *, most_rows: int, most_products: int, newest: Link | None = None
) -> DrawnMatrix | None:
    """Return the part of the matrix where its newest cell is, else the first; None without rows or columns."""
    products = (*worksheet.home_products, *worksheet.considered)
    capabilities = worksheet.capabilities
    if not products or not capabilities:
        return None
    down = _part([each.key for each in capabilities], most_rows, newest.capability if newest else "")
    across = _part([each.key for each in products], most_products, newest.product if newest else "")
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
        _summary(capabilities, down, products, across),
    )


def _part(keys: Sequence[str], most: int, newest: str) -> slice:
    """The part of a list, as long as there is room for, in which the newest stands: the first one without a newest."""
    place = keys.index(newest) if newest in keys else 0
    start = min(place - place % most, max(0, len(keys) - most))
    return slice(start, min(start + most, len(keys)))


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


def _summary(capabilities: Sequence[Capability], down: slice, products: Sequence[Product], across: slice) -> str:
    gaps = sum(each.status is Status.MISSING for each in capabilities)
    parts = [
        f"{name} {part.start + 1} to {part.stop} of {len(items)}"
        for name, items, part in (("capabilities", capabilities, down), ("products", products, across))
        if part.stop - part.start < len(items)
    ]
    said = [*([plural(gaps, "gap", "gaps")] if gaps else []), *([capitalised(listed(parts))] if parts else [])]
    return " ".join(f"{sentence}." for sentence in said)
