"""What each product has to pay for, kept as shares of the stated estimates so that one pass serves every draw."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Literal, NamedTuple

from reuse_app.analysis.cost.adaptation import Cell
from reuse_app.worksheet import Capability, Estimate, Product, Status

Cost = Literal["build_cost", "platform_cost", "own_cost", "value"]


class Source(NamedTuple):
    """Where an estimate stands: the field, and the key of the capability or product that has it."""

    cost: Cost
    key: str


EVEN = 1e-9
"""Costs that differ by less than this share of themselves count as equal."""

Bill = Mapping[Source, float]
"""How many times each estimate is paid; an estimate that nobody stated is not in it."""


@dataclass(frozen=True)
class Bills:
    """The bills of some products, in the order of the worksheet."""

    products: tuple[str, ...]
    alone: tuple[Bill, ...]
    """What each would pay without the others."""
    unique: tuple[Bill, ...]
    """What each pays for itself in the family: its own cost and the capabilities that it builds anew."""
    reuse: tuple[Bill, ...]
    """What each pays to bring shared capabilities in."""
    shared: Mapping[str, tuple[Source, frozenset[str]]]
    """For each capability with a platform cost: its source and the products that use it."""
    estimates: Mapping[Source, Estimate]

    @cached_property
    def own(self) -> tuple[Bill, ...]:
        """What each pays in the family, beside what is shared."""
        pairs = zip(self.unique, self.reuse, strict=True)
        return tuple(add(unique, reuse.items()) for unique, reuse in pairs)

    @cached_property
    def steps(self) -> tuple[Bill, ...]:
        """What each product adds to the bill of the family when they join one after the other."""
        paid: set[str] = set()
        steps = []
        for product, own in zip(self.products, self.own, strict=True):
            joining = [key for key, (_, users) in self.shared.items() if product in users and key not in paid]
            paid.update(joining)
            steps.append(add(own, ((self.shared[key][0], 1.0) for key in joining)))
        return tuple(steps)

    def family(self, products: Collection[str]) -> float:
        """Return the likely cost of some of the products as a family."""
        own = fsum(
            total(bill, self.likely) for key, bill in zip(self.products, self.own, strict=True) if key in products
        )
        used = (source for source, users in self.shared.values() if not users.isdisjoint(products))
        return own + fsum(self.likely[source] for source in used)

    @cached_property
    def likely(self) -> dict[Source, float]:
        """The best single guess of every estimate."""
        return {source: estimate.likely for source, estimate in self.estimates.items()}


def write_bills(cells: Sequence[Cell], products: Sequence[Product]) -> Bills:
    """Return what the products pay for the cells that are theirs; cells of other products are passed over."""
    keys = {product.key for product in products}
    by_product: dict[str, list[Cell]] = {key: [] for key in keys}
    users: dict[str, set[str]] = {}
    capabilities: dict[str, Capability] = {}
    for cell in cells:
        if cell.product.key in keys:
            by_product[cell.product.key].append(cell)
            capabilities[cell.capability.key] = cell.capability
            if cell.is_shared:
                users.setdefault(cell.capability.key, set()).add(cell.product.key)
    own = [_own(product) for product in products]
    mine = [by_product[product.key] for product in products]
    return Bills(
        products=tuple(product.key for product in products),
        alone=tuple(add(bill, _builds((cell, 1.0) for cell in of)) for bill, of in zip(own, mine, strict=True)),
        unique=tuple(
            add(bill, _builds((cell, 1.0) for cell in of if not cell.is_shared))
            for bill, of in zip(own, mine, strict=True)
        ),
        reuse=tuple(add({}, _builds((cell, cell.modifier) for cell in of if cell.is_shared)) for of in mine),
        shared=_shared(capabilities, users),
        estimates=_estimates(capabilities, products),
    )


def total(bill: Bill, amounts: Mapping[Source, float]) -> float:
    """Return the sum of a bill, in the unit of the amounts."""
    return fsum(times * amounts[source] for source, times in bill.items())


def add(bill: Bill, parts: Iterable[tuple[Source, float]]) -> Bill:
    """Return the bill with more on it."""
    summed = dict(bill)
    for source, times in parts:
        summed[source] = summed.get(source, 0.0) + times
    return summed


def platform_source(capability: Capability) -> Source | None:
    """Return the estimate that is paid once for the family; None when nothing is to be paid or nothing is stated."""
    if capability.status is Status.MISSING and capability.build_cost is not None:
        return Source("build_cost", capability.key)
    return None if capability.platform_cost is None else Source("platform_cost", capability.key)


def _own(product: Product) -> Bill:
    return {} if product.own_cost is None else {Source("own_cost", product.key): 1.0}


def _builds(parts: Iterable[tuple[Cell, float]]) -> Iterable[tuple[Source, float]]:
    return (
        (Source("build_cost", cell.capability.key), times)
        for cell, times in parts
        if cell.capability.build_cost is not None
    )


def _shared(
    capabilities: Mapping[str, Capability], users: Mapping[str, set[str]]
) -> dict[str, tuple[Source, frozenset[str]]]:
    sources = {key: platform_source(capabilities[key]) for key in users}
    return {key: (source, frozenset(users[key])) for key, source in sources.items() if source is not None}


def _estimates(capabilities: Mapping[str, Capability], products: Sequence[Product]) -> dict[Source, Estimate]:
    stated: dict[Source, Estimate] = {}
    for key, capability in capabilities.items():
        if capability.build_cost is not None:
            stated[Source("build_cost", key)] = capability.build_cost
        if capability.platform_cost is not None:
            stated[Source("platform_cost", key)] = capability.platform_cost
    for product in products:
        if product.own_cost is not None:
            stated[Source("own_cost", product.key)] = product.own_cost
    return {source: stated[source] for source in sorted(stated)}
