"""The choice of products under a budget, as figures: values, costs, what is shared, and the rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reuse_app.analysis.bills import Bills, total
from reuse_app.analysis.limits import check_range
from reuse_app.worksheet import Constraints

SMALLEST = 1e-9
"""Amounts that differ by less than this share of the larger count as equal."""


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
    budget: float | None = None
    less_cost: bool = False
    """True when the best set is that of the highest value less cost, rather than of the highest value."""
    must_have: frozenset[int] = frozenset()
    exclusive: tuple[frozenset[int], ...] = ()
    """Groups of which at most one may be chosen."""
    at_most: int | None = None

    def __post_init__(self) -> None:
        if self.budget is not None:
            check_range("budget", self.budget, 0)
        for amount in (*self.costs, *(cost for cost, _ in self.shared)):
            check_range("costs", amount, 0)
        for amount in self.values:
            check_range("values", amount, 0)

    @cached_property
    def limit(self) -> float:
        """What may be spent, with room for rounding; infinite without a budget."""
        return float("inf") if self.budget is None else self.budget * (1 + SMALLEST) + SMALLEST

    def cost(self, chosen: Iterable[int]) -> float:
        """Return the cost of a set of products, shared costs paid once."""
        members = frozenset(chosen)
        own = sum(self.costs[product] for product in sorted(members))
        return own + sum(cost for cost, users in self.shared if not users.isdisjoint(members))

    def value(self, chosen: Iterable[int]) -> float:
        """Return the value of a set of products."""
        return sum(self.values[product] for product in sorted(chosen))

    def worth(self, chosen: Iterable[int]) -> float:
        """Return what the best set has most of: value, or value less cost."""
        members = frozenset(chosen)
        return self.value(members) - (self.cost(members) if self.less_cost else 0.0)

    def allows(self, chosen: Iterable[int]) -> bool:
        """Whether a set respects the rules and the budget."""
        members = frozenset(chosen)
        return self.keeps_rules(members) and self.cost(members) <= self.limit

    def keeps_rules(self, members: frozenset[int]) -> bool:
        """Whether a set has the must-haves, no two that exclude each other, and not too many."""
        is_few = self.at_most is None or len(members) <= self.at_most
        return is_few and self.must_have <= members and all(len(group & members) <= 1 for group in self.exclusive)

    def keys(self, chosen: Iterable[int]) -> tuple[str, ...]:
        """Return the keys of a set of products, in order."""
        return tuple(self.products[product] for product in sorted(chosen))


def write_choice(
    bills: Bills, values: Mapping[str, float], constraints: Constraints, *, budget: float | None, less_cost: bool
) -> Choice:
    """Return the choice between the valued products and the must-haves, with likely costs.

    Args:
        bills: what the candidates pay.
        values: value of each candidate; one without a value can only be chosen as a must-have.
        constraints: must have, never together, at most; home products in them are passed over.
        budget: in the unit of cost, 0 or more; None for no limit.
        less_cost: whether costs are subtracted from values.
    """
    amounts = bills.likely
    own = dict(zip(bills.products, bills.own, strict=True))
    products = tuple(sorted(key for key in own if key in values or key in constraints.must_have))
    index = {key: position for position, key in enumerate(products)}
    extra, shared = _merge_shared(bills, amounts, index)
    return Choice(
        products=products,
        values=tuple(values.get(key, 0.0) for key in products),
        costs=tuple(total(own[key], amounts) + extra[key] for key in products),
        shared=shared,
        budget=budget,
        less_cost=less_cost,
        must_have=frozenset(index[key] for key in constraints.must_have if key in index),
        exclusive=_groups(constraints.exclusive, index),
        at_most=constraints.at_most,
    )


def _merge_shared(
    bills: Bills, amounts: Mapping[object, float], index: Mapping[str, int]
) -> tuple[dict[str, float], tuple[tuple[float, frozenset[int]], ...]]:
    """Return what only one product uses as its own cost, and what the same products share as one cost."""
    extra = dict.fromkeys(index, 0.0)
    together: dict[tuple[str, ...], float] = {}
    for _, (source, users) in sorted(bills.shared.items()):
        choosable = tuple(sorted(key for key in users if key in index))
        if len(choosable) == 1:
            extra[choosable[0]] += amounts[source]
        elif choosable and amounts[source] > 0:
            together[choosable] = together.get(choosable, 0.0) + amounts[source]
    return extra, tuple((together[users], frozenset(index[key] for key in users)) for users in sorted(together))


def _groups(groups: Sequence[Sequence[str]], index: Mapping[str, int]) -> tuple[frozenset[int], ...]:
    known = (frozenset(index[key] for key in group if key in index) for group in groups)
    return tuple(sorted((group for group in known if len(group) > 1), key=sorted))
