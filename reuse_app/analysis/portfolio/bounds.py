"""Partial sets of products, and how good they could at best become."""

from dataclasses import dataclass

from reuse_app.analysis.late_numpy import Flags, Numbers, Rows, np
from reuse_app.analysis.portfolio.arrays import Arrays

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


def relax(arrays: Arrays, partial: Partial, left: list[int], *, limit: float, most: int) -> tuple[Numbers, int]:
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
    users = arrays.users[left]
    parts = users * (arrays.shared / np.clip(users.sum(axis=0), 1, max(most, 1)))
    least = np.maximum(arrays.costs[left] + partial.unpaid @ parts.T, NEXT_TO_NOTHING)
    gains = np.maximum(arrays.values[left] - least * arrays.price, 0)
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
