"""Sets of products weighed against each other: the best, the runners-up, the curve of value over budget."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import isqrt

from reuse_app.analysis.late_numpy import Flags, Numbers, np
from reuse_app.analysis.portfolio.choice import Choice

DIGITS = 9
"""Significant digits to which amounts are compared, so that rounding never decides between equal sets."""
MOST_FIGURES = 8_000_000
"""Figures in which sets near another one are written down: 64 MB, and every swap among 100 products."""


@dataclass(frozen=True)
class Arrays:
    """A choice as arrays; one entry, or row, for each product."""

    values: Numbers
    costs: Numbers
    users: Numbers
    """1 for each shared cost to which a product leads."""
    shared: Numbers
    """What is paid once, one entry for each shared cost."""
    must_have: tuple[int, ...]

    @classmethod
    def of(cls, choice: Choice) -> "Arrays":
        """Return the choice as arrays."""
        users = np.zeros((len(choice.products), len(choice.shared)))
        for column, (_, products) in enumerate(choice.shared):
            users[sorted(products), column] = 1
        shared = np.array([cost for cost, _ in choice.shared])
        return cls(np.array(choice.values), np.array(choice.costs), users, shared, tuple(sorted(choice.must_have)))

    @cached_property
    def promise(self) -> Numbers:
        """What each product is worth for its fair share of the costs."""
        fair = self.costs + self.users / np.maximum(self.users.sum(axis=0), 1) @ self.shared
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.nan_to_num(self.values / fair, nan=0.0))


@dataclass(frozen=True)
class Sets:
    """Sets of products of one choice, all keeping its rules but not all within its budget."""

    choice: Choice
    arrays: Arrays
    """The choice as arrays."""
    members: Numbers
    """One row for each set, 1 for each product in it."""
    uses: Numbers
    """One row for each set, with how many of its products lead to each shared cost."""

    @classmethod
    def of(cls, choice: Choice, members: Numbers, arrays: Arrays | None = None) -> "Sets":
        """Return the sets with these members, one row each, as far as they keep the rules."""
        arrays = arrays or Arrays.of(choice)
        members = members[_keeping_rules(choice, members)]
        return cls(choice, arrays, members, members @ arrays.users)

    def weighed_by(self, choice: Choice) -> "Sets":
        """Return the same sets for a choice that differs only in its budget and in what is best."""
        return Sets(choice, self.arrays, self.members, self.uses)

    @cached_property
    def is_paid(self) -> Numbers:
        """One row for each set, 1 for each shared cost that it has to pay."""
        return (self.uses > 0).astype(float)

    @cached_property
    def costs(self) -> Numbers:
        """Cost of each set."""
        return _rounded(self.members @ self.arrays.costs + self.is_paid @ self.arrays.shared)

    @cached_property
    def values(self) -> Numbers:
        """Value of each set."""
        return _rounded(self.members @ self.arrays.values)

    @cached_property
    def worths(self) -> Numbers:
        """What the best set has most of: value, or value less cost."""
        return _rounded(self.values - self.costs) if self.choice.less_cost else self.values

    @cached_property
    def ranking(self) -> list[int]:
        """Rows of the sets within the budget: the highest worth first, then the lowest cost, then the fewest."""
        order = np.lexsort((self.members.sum(axis=1), self.costs, -self.worths))
        return [int(row) for row in order[self.costs[order] <= self.choice.limit]]

    def frontier(self) -> Iterator[frozenset[int]]:
        """Yield the sets of which none is worth as much for less: the cheapest first, regardless of the budget."""
        best = -np.inf
        for row in np.lexsort((self.members.sum(axis=1), -self.values, self.costs)):
            if self.values[row] > best:
                best = self.values[row]
                yield self.chosen(int(row))

    def chosen(self, row: int) -> frozenset[int]:
        """Return the products of a set."""
        return frozenset(self.members[row].nonzero()[0].tolist())


def all_sets(choice: Choice) -> Sets:
    """Return every set of products that keeps the rules; 2 to the power of the products before the rules."""
    count = len(choice.products)
    masks = np.arange(2**count).reshape(-1, 1) >> np.arange(count)
    return Sets.of(choice, (masks & 1).astype(float))


def these_sets(choice: Choice, sets: Collection[frozenset[int]]) -> Sets:
    """Return those of the sets that keep the rules."""
    members = np.zeros((len(sets), len(choice.products)))
    for row, chosen in enumerate(sorted(sets, key=sorted)):
        members[row, sorted(chosen)] = 1
    return Sets.of(choice, members)


def near_sets(choice: Choice, chosen: frozenset[int], arrays: Arrays | None = None) -> Sets:
    """Return the set with those that add, drop or swap one product, as far as they keep the rules.

    Where there are too many swaps, only what promises least is swapped, for what promises most.
    """
    arrays = arrays or Arrays.of(choice)
    here = np.zeros(len(choice.products))
    here[sorted(chosen)] = 1
    dropped, added = np.array(list(_moves(here, arrays))).T
    one = np.vstack([np.eye(len(here)), np.zeros(len(here))])
    members = here + one[added] - one[dropped]
    keeping = _keeping_rules(choice, members)
    # Counted from what is used here, as only one or two products differ: far less work than counting all of them.
    users = np.vstack([arrays.users, np.zeros(len(arrays.shared))])
    uses = here @ arrays.users + users[added[keeping]] - users[dropped[keeping]]
    return Sets(choice, arrays, members[keeping], uses)


def _moves(here: Numbers, arrays: Arrays) -> Iterator[tuple[int, int]]:
    """Yield which product to drop and which to add; a number beyond the last one stands for none."""
    none = len(here)
    yield none, none
    yield from ((one, none) if here[one] else (none, one) for one in range(none))
    inside, outside = (sorted(here.nonzero()[0].tolist()), sorted((here == 0).nonzero()[0].tolist()))
    room = max(0, MOST_FIGURES // max(1, none + len(arrays.shared)) - none)
    if len(inside) * len(outside) > room:
        rank = {int(one): place for place, one in enumerate(arrays.promise.argsort(kind="stable"))}
        few = isqrt(room)
        inside = sorted(sorted(inside, key=rank.__getitem__)[:few])
        outside = sorted(sorted(outside, key=rank.__getitem__)[len(outside) - few :])
    yield from product(inside, outside)


def joined(choice: Choice, *groups: Sets) -> Sets:
    """Return all sets of the groups, each once, weighed by this choice."""
    return Sets.of(choice, np.unique(np.concatenate([group.members for group in groups]), axis=0), groups[0].arrays)


def _keeping_rules(choice: Choice, members: Numbers) -> Flags:
    keeps = np.asarray(members[:, sorted(choice.must_have)].all(axis=1))
    for group in choice.exclusive:
        keeps &= members[:, sorted(group)].sum(axis=1) <= 1
    if choice.at_most is not None:
        keeps &= members.sum(axis=1) <= choice.at_most
    return keeps


def _rounded(amounts: Numbers) -> Numbers:
    largest = float(np.abs(amounts).max(initial=0.0))
    return np.round(amounts, DIGITS - int(np.ceil(np.log10(largest)))) if largest else amounts
