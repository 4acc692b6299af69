"""What each product has to pay for, kept as shares of the stated estimates so that one pass serves every draw."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from operator import mul
from typing import Literal, NamedTuple

from reuse_app.analysis.cost.adaptation import Cell, cells_by_product
from reuse_app.worksheet import Estimate, Product, Status

Cost = Literal["build_cost", "platform_cost", "own_cost", "organisation_cost", "value"]


class Source(NamedTuple):
    """Where an estimate stands: the field, and the key of the capability or product that has it, if any."""

    cost: Cost
    key: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of what is stated, in the workshop's unit; as long as it lacks something it is at least this much."""

    value: float
    lacks: tuple[Source, ...] = ()
    """The estimates that belong in it and that nobody has stated, sorted."""

    def __add__(self, other: "Amount") -> "Amount":
        """Return both together, lacking what either lacks."""
        return Amount(self.value + other.value, tuple(sorted({*self.lacks, *other.lacks})))


@dataclass(frozen=True, slots=True)
class Guess:
    """A sum, with what it would be if everything in it missed to the side that makes the sum least, or most."""

    low: float
    likely: float
    high: float

    def __add__(self, certain: float) -> "Guess":
        """Return the sum with something certain beside it."""
        return Guess(self.low + certain, self.likely + certain, self.high + certain)

    def __truediv__(self, parts: int) -> "Guess":
        """Return one of so many equal parts."""
        return Guess(self.low / parts, self.likely / parts, self.high / parts)

    def __neg__(self) -> "Guess":
        """Return what is taken off for it."""
        return Guess(-self.high, -self.likely, -self.low)


EVEN = 1e-9
"""Costs that differ by less than this share of themselves count as equal."""
ORGANISATION = Source("organisation_cost", "")

Bill = Mapping[Source, float]
"""How many times each estimate is paid; an estimate that nobody stated is not in it."""


@dataclass(frozen=True)
class Bills:
    """The bills of some products, in the order of the worksheet."""

    products: tuple[str, ...]
    rebuild: tuple[Bill, ...]
    """What a stranger would pay for each, who has nothing yet."""
    unique: tuple[Bill, ...]
    """What each pays for itself in the family: its own cost and the capabilities that it builds anew."""
    reuse: tuple[Bill, ...]
    """What each pays to bring shared capabilities in."""
    shared: Mapping[str, tuple[Bill, frozenset[str]]]
    """What is paid once for each capability that has such a cost, and the products that use it."""
    lacks: Mapping[str, tuple[Source, ...]]
    """The estimates that each product needs and nobody has stated; a product that lacks none is not in it."""
    estimates: Mapping[Source, Estimate]

    @cached_property
    def own(self) -> tuple[Bill, ...]:
        """What each pays in the family, beside what is shared."""
        pairs = zip(self.unique, self.reuse, strict=True)
        return tuple(add(unique, reuse) for unique, reuse in pairs)

    @cached_property
    def solo(self) -> tuple[Bill, ...]:
        """What each would pay alone, with what the organisation has."""
        return tuple(
            add(own, *(self.shared[key][0] for key in self._leans_on.get(product, ())))
            for product, own in zip(self.products, self.own, strict=True)
        )

    @cached_property
    def steps(self) -> tuple[Bill, ...]:
        """What each product adds to the bill of the family when they join one after the other."""
        paid: set[str] = set()
        steps = []
        for count, (product, own) in enumerate(zip(self.products, self.own, strict=True), start=1):
            joining = [key for key in self._leans_on.get(product, ()) if key not in paid]
            paid.update(joining)
            bills = [self.shared[key][0] for key in joining]
            is_family = count == 2 and ORGANISATION in self.estimates  # noqa: PLR2004  # the second makes it a family
            steps.append(add(own, *bills, *([{ORGANISATION: 1.0}] if is_family else [])))
        return tuple(steps)

    @cached_property
    def _leans_on(self) -> dict[str, list[str]]:
        """The capabilities with something to pay once that each product uses."""
        leans: dict[str, list[str]] = {}
        for key, (_, users) in self.shared.items():
            for product in users:
                leans.setdefault(product, []).append(key)
        return leans

    @property
    def weighable(self) -> "Bills":
        """The bills of the products that lack nothing: what any sum of several may be about."""
        return self.only([key for key in self.products if key not in self.lacks])

    def only(self, products: Collection[str]) -> "Bills":
        """Return the bills of some of the products."""
        wanted = frozenset(products)
        kept = [place for place, key in enumerate(self.products) if key in wanted]
        keys = tuple(self.products[place] for place in kept)
        shared = {key: (bill, users & wanted) for key, (bill, users) in self.shared.items()}
        return Bills(
            products=keys,
            rebuild=tuple(self.rebuild[place] for place in kept),
            unique=tuple(self.unique[place] for place in kept),
            reuse=tuple(self.reuse[place] for place in kept),
            shared={key: (bill, users) for key, (bill, users) in shared.items() if users},
            lacks={key: lacks for key, lacks in self.lacks.items() if key in wanted},
            estimates=self.estimates,
        )

    def family(self, products: Collection[str]) -> Amount:
        """Return the likely cost of some of the products as a family, shared costs paid once."""
        some = self.only(products)
        lacks = {source for of in some.lacks.values() for source in of}
        return Amount(fsum(total(bill, some.likely) for bill in some.steps), tuple(sorted(lacks)))

    def joining(self, product: str, others: Collection[str]) -> Bill:
        """Return what a product adds to the bill of the family of some others."""
        before = frozenset(others)
        first_users = (bill for bill, users in self.shared.values() if product in users and not users & before)
        makes_family = len(before) == 1 and ORGANISATION in self.estimates
        own = self.own[self.products.index(product)]
        return add(own, *first_users, *([{ORGANISATION: 1.0}] if makes_family else []))

    @cached_property
    def likely(self) -> dict[Source, float]:
        """The best single guess of every estimate."""
        return {source: estimate.likely for source, estimate in self.estimates.items()}


def write_bills(cells: Sequence[Cell], products: Sequence[Product], organisation: Estimate | None = None) -> Bills:
    """Return what the products pay for the cells that are theirs; cells of other products are passed over.

    Args:
        cells: the needed links.
        products: whose bills are wanted.
        organisation: what it takes once to run two or more products as a family.
    """
    of = cells_by_product(cells, products)
    own = [_own(product) for product in products]
    mine = [of[product.key] for product in products]
    pairs = list(zip(own, mine, strict=True))
    lacks = {product.key: _lacks(product, of[product.key]) for product in products}
    return Bills(
        products=tuple(product.key for product in products),
        rebuild=tuple(add(bill, _builds((cell, 1.0) for cell in cells)) for bill, cells in pairs),
        unique=tuple(add(bill, _builds((cell, 1.0) for cell in cells if not cell.is_shared)) for bill, cells in pairs),
        reuse=tuple(_builds((cell, cell.modifier) for cell in cells if cell.is_shared) for cells in mine),
        shared=_shared(cell for cells in mine for cell in cells if cell.is_shared),
        lacks={key: missing for key, missing in lacks.items() if missing},
        estimates=_estimates([cell for cells in mine for cell in cells], products, organisation),
    )


def total(bill: Bill, amounts: Mapping[Source, float]) -> float:
    """Return the sum of a bill, in the unit of the amounts."""
    return fsum(map(mul, bill.values(), map(amounts.__getitem__, bill)))


def guess(bill: Bill, estimates: Mapping[Source, Estimate]) -> Guess:
    """Return the sum of a bill with its least and its most, in the unit of the estimates.

    What is paid less than no times, such as a cost that is taken off a value, is least at the high of its estimate.
    """
    parts = [(times, estimates[source]) for source, times in bill.items()]
    return Guess(
        fsum(times * (one.low if times > 0 else one.high) for times, one in parts),
        fsum(times * one.likely for times, one in parts),
        fsum(times * (one.high if times > 0 else one.low) for times, one in parts),
    )


def subtract(bill: Bill, other: Bill) -> Bill:
    """Return a bill less another; what both pay alike cancels out."""
    return add(bill, {source: -times for source, times in other.items()})


def add(*bills: Bill) -> Bill:
    """Return the bills as one."""
    first, *others = bills or ({},)
    summed = dict(first)
    for bill in others:
        if summed.keys().isdisjoint(bill):
            summed.update(bill)
            continue
        for source, times in bill.items():
            summed[source] = summed.get(source, 0.0) + times
    return summed


def paid_once(cell: Cell) -> Bill:
    """Return what is paid once for a capability: having it if it is missing, and making it shareable."""
    capability, bill = cell.capability, dict[Source, float]()
    if capability.status is Status.MISSING and cell.build is not None:
        bill[Source("build_cost", capability.key)] = 1.0
    if capability.platform_cost is not None:
        bill[Source("platform_cost", capability.key)] = 1.0
    return bill


def _own(product: Product) -> Bill:
    return {} if product.own_cost is None else {Source("own_cost", product.key): 1.0}


def _builds(parts: Iterable[tuple[Cell, float]]) -> Bill:
    return {Source("build_cost", cell.capability.key): times for cell, times in parts if cell.build is not None}


def _shared(cells: Iterable[Cell]) -> dict[str, tuple[Bill, frozenset[str]]]:
    users: dict[str, set[str]] = {}
    once: dict[str, Bill] = {}
    for cell in cells:
        users.setdefault(cell.capability.key, set()).add(cell.product.key)
        once[cell.capability.key] = paid_once(cell)
    return {key: (bill, frozenset(users[key])) for key, bill in once.items() if bill}


def _lacks(product: Product, cells: Iterable[Cell]) -> tuple[Source, ...]:
    """Return what a product would have to pay and nobody has stated."""
    missing = [Source("build_cost", cell.capability.key) for cell in cells if cell.build is None]
    return tuple(sorted([*missing, *([Source("own_cost", product.key)] if product.own_cost is None else [])]))


def _estimates(
    cells: Iterable[Cell], products: Iterable[Product], organisation: Estimate | None
) -> dict[Source, Estimate]:
    stated: dict[Source, Estimate | None] = {ORGANISATION: organisation}
    for cell in cells:
        stated[Source("build_cost", cell.capability.key)] = cell.build
        stated[Source("platform_cost", cell.capability.key)] = cell.capability.platform_cost
    for product in products:
        stated[Source("own_cost", product.key)] = product.own_cost
    return {source: estimate for source, estimate in sorted(stated.items()) if estimate is not None}
