"""A choice of products as arrays, so that many sets are weighed at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import inf

from reuse_app.analysis.late_numpy import Flags, Numbers, np
from reuse_app.analysis.portfolio.choice import Choice

TIE = 1e-9
"""Share of the highest value that the cost of everything takes away where of equal sets the cheaper is to be best."""


@dataclass(frozen=True)
class Arrays:
    """A choice as arrays; one entry, or row, for each product."""

    values: Numbers
    costs: Numbers
    users: Numbers
    """1 for each shared cost to which a product leads."""
    shared: Numbers
    """What is paid once, one entry for each shared cost."""
    price: float
    """What a unit of cost takes from the worth of a set: nothing, or 1."""
    tie: float
    """What it takes beyond that where sets are compared by one number: next to nothing."""
    rules: Numbers
    """One row for each rule: how much each product counts in it."""
    lows: Numbers
    """What a set has to count at least, one entry for each rule."""
    highs: Numbers
    must_have: tuple[int, ...]

    @classmethod
    def of(cls, choice: Choice) -> "Arrays":
        """Return the choice as arrays."""
        count = len(choice.products)
        users = np.zeros((count, len(choice.shared)))
        for column, (_, products) in enumerate(choice.shared):
            users[sorted(products), column] = 1
        values, costs = np.array(choice.values, float), np.array(choice.costs, float)
        shared = np.array([cost for cost, _ in choice.shared], float)
        everything = float(costs.sum() + shared.sum())
        tie = TIE * float(values.max(initial=0) or 1) / everything if everything else 0.0
        lines = list(_rules(choice))
        rules = np.array([row for row, _, _ in lines]).reshape(len(lines), count)
        lows, highs = np.array([low for _, low, _ in lines]), np.array([high for _, _, high in lines])
        must_have = tuple(sorted(choice.must_have))
        return cls(values, costs, users, shared, float(choice.less_cost), tie, rules, lows, highs, must_have)

    @cached_property
    def promise(self) -> Numbers:
        """What each product is worth for its fair share of the costs."""
        fair = self.costs + self.users / np.maximum(self.users.sum(axis=0), 1) @ self.shared
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.nan_to_num(self.values / fair, nan=0.0))

    def rows(self, sets: Iterable[frozenset[int]]) -> Numbers:
        """Return sets as rows, 1 for each product in it."""
        chosen = [sorted(one) for one in sets]
        members = np.zeros((len(chosen), len(self.values)))
        for row, products in enumerate(chosen):
            members[row, products] = 1
        return members

    def cost(self, members: Numbers) -> Numbers:
        """Return what sets cost, one row of members each."""
        return np.asarray(members @ self.costs + (members @ self.users > 0) @ self.shared)

    def keep_rules(self, members: Numbers) -> Flags:
        """Return whether sets keep the rules, the budget aside."""
        counts = members @ self.rules.T
        return np.asarray(((counts >= self.lows) & (counts <= self.highs)).all(axis=1))

    def may_keep_rules(self, members: Numbers, left: list[int]) -> Flags:
        """Return whether sets could keep the rules with some of the products that are left."""
        counts, rest = members @ self.rules.T, self.rules[:, left]
        most, least = np.maximum(rest, 0).sum(axis=1), np.minimum(rest, 0).sum(axis=1)
        return np.asarray(((counts + most >= self.lows) & (counts + least <= self.highs)).all(axis=1))


def _rules(choice: Choice) -> Iterator[tuple[Numbers, float, float]]:
    """Yield each rule as a count of products between a lowest and a highest: all rules have this form."""
    one = np.eye(len(choice.products))
    if choice.must_have:
        yield one[sorted(choice.must_have)].sum(axis=0), len(choice.must_have), inf
    if choice.at_most is not None:
        yield one.sum(axis=0), -inf, choice.at_most
    for group in choice.exclusive:
        yield one[sorted(group)].sum(axis=0), -inf, 1
    for least, group in choice.at_least:
        yield one[sorted(group)].sum(axis=0), least, inf
    for product, other in choice.only_with:
        yield one[product] - one[other], -inf, 0
