"""The choice of products under a budget, as figures: values, costs, what is shared, and the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from reuse_app.analysis.bills import EVEN
from reuse_app.analysis.limits import check_range


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
        """What may be spent, with room for rounding; infinite without a budget."""
        return float("inf") if self.budget is None else self.budget * (1 + EVEN) + EVEN

    def cost(self, chosen: Iterable[int]) -> float:
        """Return the cost of a set of products, shared costs paid once."""
        members = frozenset(chosen)
        own = fsum(self.costs[product] for product in sorted(members))
        return own + fsum(cost for cost, users in self.shared if not users.isdisjoint(members))

    def value(self, chosen: Iterable[int]) -> float:
        """Return the value of a set of products."""
        return fsum(self.values[product] for product in sorted(chosen))

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
