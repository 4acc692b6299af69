"""What was found out and that no choice has used or answered yet, each with the place where it is settled."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from math import fsum

from pydantic import Field

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.analysis.coverage import Gap, Stock
from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Aspect, Capability, Fit, Kind, Need, Plan, Product, Status, Terms, Worksheet
from reuse_app.worksheet.steps import Step


class Loose(StrEnum):
    """What sort of loose end it is: what a choice hangs on comes before what waits for a use."""

    SUPPLIER = "one outside supplier"
    TERMS = "used beyond its terms"
    RIVAL = "not enough for all"
    DEAR = "the next unit costs"
    ADJUSTMENT = "an adjustment that is a rework"
    BUILT_TWICE = "built twice"
    NO_UNIT = "cost of the next unit not stated"
    NO_READINESS = "readiness for reuse not stated"
    BY_PRODUCT = "a by-product that no product takes"
    UNUSED = "used by no product"
    AT_HOME = "used by home products only"


WAITING = (Loose.BY_PRODUCT, Loose.UNUSED, Loose.AT_HOME)
"""The sorts that wait for a use; nothing hangs on them."""


class LooseEnd(Finding):
    """Something that was found out about a capability and waits to be used or settled."""

    kind: Loose = Field(description="What sort of loose end it is.")
    capability: str = Field(description="Key of the capability.")
    products: tuple[str, ...] = Field(description="Keys of the products that it concerns, chosen ones first.")
    step: Step = Field(description="The step in which it is settled.")


def find_loose_ends(
    worksheet: Worksheet, cells: Sequence[Cell], gaps: Sequence[Gap], stock: Stock, first: frozenset[str] = frozenset()
) -> tuple[LooseEnd, ...]:
    """Return every loose end but the claims of reuse: those of chosen products first, then by sort and by key.

    Args:
        worksheet: any worksheet.
        cells: the needed links of its considered and home products.
        gaps: what is missing of these.
        stock: what is in house and waits for a use.
        first: keys of the products that are chosen, which matter most.
    """
    uses: dict[str, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.product.key not in first, cell.product.key)):
        if not cell.product.home:
            uses.setdefault(cell.capability.key, []).append(cell)
    found = [
        *_suppliers(gaps, uses),
        *(_adjustment(cell) for cell in cells if is_reworked_adjustment(cell)),
        *(end for one in worksheet.capabilities for end in _of(one, uses.get(one.key, []), first)),
        *_beyond_terms(worksheet, cells, uses),
        *_by_products(worksheet),
        *_idle(stock, cells),
    ]
    sorts = list(Loose)
    return tuple(
        sorted(
            found,
            key=lambda end: (first.isdisjoint(end.products), sorts.index(end.kind), end.capability, end.products),
        )
    )


def is_reworked_adjustment(cell: Cell) -> bool:
    """Whether a slight adjustment was to make a capability fit a candidate, and the map says more than that.

    The adjustment is the one from which the idea of the product came, or the one that the capability states; of the
    latter only a rework speaks, because a product may build its own for reasons of its own.
    """
    if cell.product.home:
        return False
    if came_from(cell.product, cell.capability, Aspect.ADJUSTMENT):
        return cell.fit in {Fit.REWORK, Fit.NEW}
    return bool(cell.capability.adjustment) and cell.fit is Fit.REWORK


def came_from(product: Product, capability: Capability, of: Aspect) -> bool:
    """Whether the idea of a product came from this aspect of a capability."""
    origin = product.origin
    return origin is not None and origin.capability == capability.key and origin.of is of


def _suppliers(gaps: Sequence[Gap], uses: Mapping[str, Sequence[Cell]]) -> Iterator[LooseEnd]:
    for gap in gaps:
        shared = [cell for cell in uses.get(gap.capability, []) if cell.is_shared]
        if shared and gap.single_supplier and gap.plan is not Plan.BUILD:
            yield _end(Loose.SUPPLIER, gap.capability, shared, Step.ITERATE)


def _adjustment(cell: Cell) -> LooseEnd:
    return _end(Loose.ADJUSTMENT, cell.capability.key, [cell], Step.MAP)


def _of(one: Capability, uses: Sequence[Cell], first: frozenset[str]) -> Iterator[LooseEnd]:
    """Yield what is loose about one capability and the candidates that need it."""
    shared = [cell for cell in uses if cell.is_shared]
    if too_many := _beyond_share(one, shared, first):
        yield _end(Loose.RIVAL, one.key, too_many, Step.INVENTORY)
    if shared and one.unit_cost:
        yield _end(Loose.DEAR, one.key, shared, Step.INVENTORY)
    if shared and one.unit_cost is None and (one.unit or one.kind in {Kind.DATA, Kind.COMPUTE}):
        yield _end(Loose.NO_UNIT, one.key, shared, Step.INVENTORY)
    if one.built_also_by:
        yield _end(Loose.BUILT_TWICE, one.key, uses, Step.INVENTORY)
    if one.rrl is None and (reused := [cell for cell in shared if cell.from_stock]):
        yield _end(Loose.NO_READINESS, one.key, reused, Step.INVENTORY)


def _beyond_terms(
    worksheet: Worksheet, cells: Sequence[Cell], uses: Mapping[str, Sequence[Cell]]
) -> Iterator[LooseEnd]:
    """Yield the uses that the terms of a capability may not cover: all but the one for which it was got.

    What is promised to one use, and has none at home, may have its first.
    """
    at_home = {cell.capability.key for cell in cells if cell.product.home}
    for one in worksheet.capabilities:
        shared = [cell for cell in uses.get(one.key, []) if cell.is_shared]
        has_home = one.key in at_home or one.home_product is not None
        covered = 1 if one.terms is Terms.EXCLUSIVE and not has_home else 0
        if one.terms not in {None, Terms.OURS} and len(shared) > covered:
            yield _end(Loose.TERMS, one.key, shared, Step.INVENTORY)


def _beyond_share(one: Capability, shared: Sequence[Cell], first: frozenset[str]) -> Sequence[Cell]:
    """Return the uses that lean on more of a rival capability than is free: the chosen ones if they do, or else all.

    A strong need leans on all of it, a moderate one on a third, a weak one on a ninth: the scale of the need. What
    nobody stated is free.
    """
    free = 1.0 if one.free_share is None else one.free_share
    chosen = [cell for cell in shared if cell.product.key in first]
    for cells in (chosen, shared):
        if one.rival and fsum(cell.link.need / Need.STRONG for cell in cells) > free:
            return cells
    return ()


def _by_products(worksheet: Worksheet) -> Iterator[LooseEnd]:
    """Yield the by-products from which no considered product came, once there is one to consider."""
    for one in worksheet.capabilities:
        is_there = one.status is Status.IN_HOUSE and bool(one.by_product) and bool(worksheet.considered)
        if is_there and not any(came_from(each, one, Aspect.BY_PRODUCT) for each in worksheet.considered):
            yield _end(Loose.BY_PRODUCT, one.key, (), Step.PRODUCTS)


def _idle(stock: Stock, cells: Sequence[Cell]) -> Iterator[LooseEnd]:
    """Yield what is in house without a use, once a use of anything is known."""
    if cells:
        yield from (_end(Loose.UNUSED, key, (), Step.MAP) for key in stock.unused)
        yield from (_end(Loose.AT_HOME, key, (), Step.MAP) for key in stock.only_at_home)


def _end(kind: Loose, capability: str, cells: Sequence[Cell], step: Step) -> LooseEnd:
    products = tuple(cell.product.key for cell in cells)
    return LooseEnd(kind=kind, capability=capability, products=products, step=step)
