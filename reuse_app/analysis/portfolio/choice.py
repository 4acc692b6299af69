"""What can be chosen under a budget, as figures: values, costs, what is shared, and the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from math import ceil, frexp, fsum, log10

from reuse_app.analysis.cost.bills import EVEN, ORGANISATION, Bill, Bills, Source, add, total
from reuse_app.analysis.finding import check_range
from reuse_app.worksheet import Constraints, Estimate

DIGITS = 13
"""Significant digits to which a set is compared, so that rounding never decides between equal sets.

They are those of its own amounts: one product that costs a billion times as much takes none away from the others.
"""
MOST_DECIMALS = 18
Rank = tuple[float, float, int, list[int]]
"""Where a set stands among others: less its worth, its cost, how many products it has, and which."""


@dataclass(frozen=True)
class Choice:
    """Which products can be chosen, what each is worth and costs, and what any choice must respect.

    Costs, values and the budget are 0 or more and share one unit, unless values are levels of potential.
    """

    products: tuple[str, ...]
    values: tuple[float, ...]
    costs: tuple[float, ...]
    """What each product pays beside what is shared."""
    shared: tuple[tuple[float, frozenset[int]], ...]
    """What is paid once as soon as one of these products is chosen."""
    last_is_of_family: bool = False
    """True when the last shared cost is that of running a family, which one product alone does not pay."""
    budget: float | None = None
    less_cost: bool = False
    """True when the best set is that of the highest value less cost, rather than of the highest value."""
    must_have: frozenset[int] = frozenset()
    exclusive: tuple[frozenset[int], ...] = ()
    """Groups of which at most one may be chosen."""
    at_most: int | None = None
    at_least: tuple[tuple[int, frozenset[int]], ...] = ()
    """How many of a group must be chosen."""
    only_with: tuple[tuple[int, int], ...] = ()
    """The first product may be chosen only with the second."""

    def __post_init__(self) -> None:
        """Refuse what is outside its range.

        Raises:
            ValueError: an amount or the budget is below 0 or not finite.
        """
        if self.budget is not None:
            check_range("budget", self.budget, 0)
        for amount in self.costs:
            check_range("costs", amount, 0)
        for amount, _ in self.shared:
            check_range("shared", amount, 0)
        for amount in self.values:
            check_range("values", amount, 0)

    @cached_property
    def limit(self) -> float:
        """What may be spent."""
        return limit_of(self.budget)

    def cost(self, chosen: Iterable[int]) -> float:
        """Return the cost of a set of products, shared costs paid once."""
        members = frozenset(chosen)
        mask, (costs, users) = _bits(members), self._shared_bits
        if self.last_is_of_family and len(members) == 1:
            users = users[:-1]
        own = fsum(self.costs[product] for product in sorted(members))
        return own + fsum(compress(costs, map(mask.__and__, users)))

    @cached_property
    def _shared_bits(self) -> tuple[tuple[float, ...], tuple[int, ...]]:
        """What is paid once, and its users as the bits of a number, which are compared all at once."""
        return tuple(cost for cost, _ in self.shared), tuple(_bits(users) for _, users in self.shared)

    def value(self, chosen: Iterable[int]) -> float:
        """Return the value of a set of products."""
        return fsum(self.values[product] for product in sorted(chosen))

    def worth(self, chosen: Iterable[int]) -> float:
        """Return what the best set has most of: value, or value less cost."""
        members = frozenset(chosen)
        return self.value(members) - (self.cost(members) if self.less_cost else 0.0)

    def rank(self, chosen: frozenset[int]) -> Rank:
        """Return where a set stands, the lowest first: of equal worth the cheaper, then the smaller, then in order."""
        value, cost = self.value(chosen), self.cost(chosen)
        worth, largest = (value - cost, max(value, cost)) if self.less_cost else (value, value)
        return -round(worth, decimals_of(largest)), round(cost, decimals_of(cost)), len(chosen), sorted(chosen)

    def allows(self, chosen: Iterable[int]) -> bool:
        """Whether a set respects the rules and the budget."""
        members = frozenset(chosen)
        return self.keeps_rules(members) and self.cost(members) <= self.limit

    def keeps_rules(self, members: frozenset[int]) -> bool:
        """Whether a set keeps every rule, the budget aside."""
        return all(
            (
                self.must_have <= members,
                self.at_most is None or len(members) <= self.at_most,
                all(len(group & members) <= 1 for group in self.exclusive),
                all(len(group & members) >= least for least, group in self.at_least),
                all(product not in members or other in members for product, other in self.only_with),
            )
        )

    def keys(self, chosen: Iterable[int]) -> tuple[str, ...]:
        """Return the keys of a set of products, in order."""
        return tuple(self.products[product] for product in sorted(chosen))


def _bits(products: Iterable[int]) -> int:
    bits = 0
    for product in products:
        bits |= 1 << product
    return bits


def decimals_of(largest: float) -> int:
    """Return the decimals to which amounts of a set are compared, by the largest of them."""
    return decimals_at(frexp(largest)[1])


def decimals_at(exponent: int) -> int:
    """Return the same for amounts below this power of 2: of powers, every processor and library has the same."""
    return min(max(DIGITS - ceil(exponent * log10(2)), -DIGITS), MOST_DECIMALS)


def limit_of(budget: float | None) -> float:
    """Return what may be spent, with room for rounding; infinite without a budget."""
    return float("inf") if budget is None else budget * (1 + EVEN) + EVEN


@dataclass(frozen=True)
class Offer:
    """The products that can be chosen, by key, and what they are to pay."""

    products: tuple[str, ...]
    own: tuple[Bill, ...]
    """What each product pays, with the shared costs that no other product would pay."""
    shared: tuple[tuple[Bill, frozenset[int]], ...]
    """What is paid once as soon as one of these products is chosen."""
    last_is_of_family: bool
    """True when the last of these is the cost of running a family."""
    likely_costs: Mapping[Source, float]
    values: Mapping[Source, Estimate]
    """The value of each product; one without a value can only be chosen as a must-have."""
    is_blocked: bool = False
    """True when a product that must be chosen lacks a cost or is not considered: no set of these keeps that rule."""

    def choice(self, constraints: Constraints, *, budget: float | None, less_cost: bool) -> Choice:
        """Return the choice at likely costs and values.

        Args:
            constraints: what any choice must respect; products that are not on offer are passed over.
            budget: in the unit of cost, 0 or more; None for no limit.
            less_cost: whether costs are subtracted from values.

        Raises:
            ValueError: the budget is below 0.
        """
        likely = self.likely_costs
        index = {key: position for position, key in enumerate(self.products)}
        values = (self.values.get(Source("value", key)) for key in self.products)
        return Choice(
            products=self.products,
            values=tuple(value.likely if value else 0.0 for value in values),
            costs=tuple(total(bill, likely) for bill in self.own),
            shared=tuple((total(bill, likely), users) for bill, users in self.shared),
            last_is_of_family=self.last_is_of_family,
            budget=budget,
            less_cost=less_cost,
            must_have=frozenset(index[key] for key in constraints.must_have if key in index),
            exclusive=_groups(constraints.exclusive, index),
            at_most=constraints.at_most,
            at_least=(
                *(
                    (rule.count, frozenset(index[key] for key in rule.of if key in index))
                    for rule in constraints.at_least
                ),
                *([(1, frozenset[int]())] if self.is_blocked else []),
            ),
            only_with=tuple(
                (index[rule.product], index[rule.needs])
                for rule in constraints.requires
                if {rule.product, rule.needs} <= index.keys()
            ),
        )


def write_offer(bills: Bills, values: Mapping[Source, Estimate], constraints: Constraints) -> Offer:
    """Return what the products would pay that lack no cost, and that have a value or are asked for by a rule.

    A product that may be chosen only with one that is not on offer is not on offer either, unless it must be had.
    What one product pays alone joins its own bill, and what the same products share becomes one bill.
    """
    must = must_be_chosen(constraints)
    is_blocked = not bills.lacks.keys().isdisjoint(must) or not must <= set(bills.products)
    bills = bills.weighable
    products = _offered([key for key in bills.products if Source("value", key) in values], bills, constraints)
    own = dict(zip(bills.products, bills.own, strict=True))
    together: dict[tuple[str, ...], Bill] = {}
    for _, (once, all_users) in sorted(bills.shared.items()):
        users = tuple(sorted(all_users.intersection(products)))
        if len(users) == 1:
            own[users[0]] = add(own[users[0]], once)
        elif users:
            together[users] = add(together.get(users, {}), once)
    index = {key: position for position, key in enumerate(products)}
    is_family = ORGANISATION in bills.estimates and len(products) > 1
    shared = [(together[users], frozenset(index[key] for key in users)) for users in sorted(together)]
    return Offer(
        products=products,
        own=tuple(own[key] for key in products),
        shared=(*shared, *([({ORGANISATION: 1.0}, frozenset(range(len(products))))] if is_family else [])),
        last_is_of_family=is_family,
        likely_costs=bills.likely,
        values=values,
        is_blocked=is_blocked,
    )


def must_be_chosen(constraints: Constraints) -> frozenset[str]:
    """Return the must-haves and the products that these may be chosen only with."""
    must = frozenset(constraints.must_have)
    while more := {rule.needs for rule in constraints.requires if rule.product in must} - must:
        must |= more
    return must


def _offered(valued: Sequence[str], bills: Bills, constraints: Constraints) -> tuple[str, ...]:
    asked = {*constraints.must_have, *(key for rule in constraints.at_least for key in rule.of)}
    asked |= {rule.needs for rule in constraints.requires}
    offered = {*valued, *asked.intersection(bills.products)}
    while lost := {rule.product for rule in constraints.requires if rule.needs not in offered} & offered - set(
        constraints.must_have
    ):
        offered -= lost
    return tuple(sorted(offered))


def _groups(groups: Sequence[Sequence[str]], index: Mapping[str, int]) -> tuple[frozenset[int], ...]:
    known = (frozenset(index[key] for key in group if key in index) for group in groups)
    return tuple(sorted((group for group in known if len(group) > 1), key=sorted))
