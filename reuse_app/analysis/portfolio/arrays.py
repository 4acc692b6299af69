"""A choice as arrays, so that many sets are weighed at once, and partial sets: how good they could at best become."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import inf

from reuse_app.analysis.late_numpy import Flags, Numbers, Rows, np
from reuse_app.analysis.portfolio.choice import Choice, decimals_at

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


def rounded(amounts: Numbers, largest: Numbers) -> Numbers:
    """Return amounts of sets as Choice.rank compares them, by the largest of the amounts of each set."""
    exponents = np.frexp(largest)[1]
    distinct, places = np.unique(exponents, return_inverse=True)
    decimals = [decimals_at(int(exponent)) for exponent in distinct]
    up, down = (np.array([10.0 ** max(sign * places, 0) for places in decimals]) for sign in (1, -1))
    return np.asarray(np.rint(amounts * up[places] / down[places]) / up[places] * down[places])


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


NEXT_TO_NOTHING = 1e-12
"""Stands for a cost of 0 where values are divided by costs."""


@dataclass(frozen=True)
class Partial:
    """Partial sets, one a row: what is in them, which shared costs are still to pay, cost and value so far."""

    members: Numbers
    unpaid: Numbers
    costs: Numbers
    values: Numbers

    def take(self, rows: Flags | Rows) -> "Partial":
        """Return some of the rows."""
        return Partial(self.members[rows], self.unpaid[rows], self.costs[rows], self.values[rows])

    def add(self, arrays: Arrays, product: int) -> "Partial":
        """Return the same sets with one product more."""
        members = self.members.copy()
        members[:, product] = 1
        costs = self.costs + arrays.costs[product] + self.unpaid @ (arrays.users[product] * arrays.shared)
        return Partial(members, self.unpaid * (1 - arrays.users[product]), costs, self.values + arrays.values[product])

    def join(self, other: "Partial") -> "Partial":
        """Return the rows of both."""
        return Partial(
            np.concatenate([self.members, other.members]),
            np.concatenate([self.unpaid, other.unpaid]),
            np.concatenate([self.costs, other.costs]),
            np.concatenate([self.values, other.values]),
        )

    def worths(self, price: float) -> Numbers:
        """Return what each set is worth so far, when a unit of cost takes so much from it."""
        return self.values - price * self.costs


def first_partial(arrays: Arrays) -> Partial:
    """Return the one partial set from which all others grow: that of the must-haves."""
    products, shared = arrays.users.shape
    partial = Partial(np.zeros((1, products)), np.ones((1, shared)), np.zeros(1), np.zeros(1))
    for product in arrays.must_have:
        partial = partial.add(arrays, product)
    return partial


@dataclass(frozen=True)
class Rest:
    """The products that are not decided: which, their rows of `Arrays.users`, and how many of them each cost has."""

    products: list[int]
    users: Numbers
    counts: Numbers

    @classmethod
    def of(cls, arrays: Arrays, products: list[int]) -> "Rest":
        """Return these products as what is left."""
        users = arrays.users[products]
        return cls(products, users, users.sum(axis=0))

    @property
    def without_first(self) -> "Rest":
        """What is left when the first of them is decided, without a copy of what may be megabytes."""
        return Rest(self.products[1:], self.users[1:], self.counts - self.users[0])


def relax(arrays: Arrays, partial: Partial, left: Rest, *, limit: float, most: int) -> tuple[Numbers, int]:
    """Return what each set could at most become worth, and how many products at most still fit into any of them.

    A product that is left costs at least its own cost and its fair part of each unpaid shared cost: a part as large
    as that of its users, or of the products that still fit if those are fewer. With these least costs the rest is a
    knapsack whose products may be taken in part (Dantzig 1957).

    Args:
        arrays: values and costs of the products.
        partial: the sets.
        left: the products that are not decided.
        limit: what may be spent.
        most: how many of them at most fit, as far as is known.
    """
    parts = arrays.shared / np.clip(left.counts, 1, max(most, 1))
    least = np.maximum(arrays.costs[left.products] + partial.unpaid * parts @ left.users.T, NEXT_TO_NOTHING)
    gains = np.maximum(arrays.values[left.products] - least * arrays.price, 0)
    room = np.maximum(limit - partial.costs, 0).reshape(-1, 1)
    by_gain = np.argsort(-gains / least, axis=1)
    taken = _fill(np.take_along_axis(least, by_gain, 1), room)
    bounds = partial.worths(arrays.price) + (taken * np.take_along_axis(gains, by_gain, 1)).sum(axis=1)
    fitting = (np.cumsum(np.sort(least, axis=1), axis=1) <= room).sum(axis=1)
    return bounds, int(fitting.max(initial=0))


def _fill(costs: Numbers, room: Numbers) -> Numbers:
    """Return the part of each product that fits when they are taken from left to right."""
    before = np.cumsum(costs, axis=1) - costs
    return np.clip((room - before) / costs, 0, 1)
