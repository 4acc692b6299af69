"""Sets of products weighed against each other: the best, the runners-up, the curve of value over budget."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import isqrt

from reuse_app.analysis.late_numpy import Numbers, Rows, np
from reuse_app.analysis.portfolio.arrays import Arrays, rounded
from reuse_app.analysis.portfolio.choice import Choice

MOST_FIGURES = 8_000_000
"""Figures in which sets near another one are written down: 64 MB, and every swap among 100 products."""
MOST_APART = 1e6
"""How many times the smallest shared cost the largest may be where one is subtracted from the sum of all."""
MORE = 1e-11
"""Share of the worth by which a set beyond the budget has to be better: more than adding up leaves."""


@dataclass(frozen=True)
class Sets:
    """Sets of products of one choice, all keeping its rules but not all within its budget."""

    choice: Choice
    arrays: Arrays
    """The choice as arrays."""
    members: Numbers
    """One row for each set, 1 for each product in it; of all sets, and of joined ones, the smallest come first."""
    listed: Rows | None = None
    """The number of each set when they were picked from all there are: bit by bit the products in it."""

    @classmethod
    def of(cls, choice: Choice, members: Numbers, arrays: Arrays | None = None) -> "Sets":
        """Return the sets with these members, one row each, as far as they keep the rules."""
        arrays = arrays or Arrays.of(choice)
        return cls(choice, arrays, members[arrays.keep_rules(members)])

    def priced(self, own: Numbers, shared: Numbers) -> Numbers:
        """Return what each set costs, one column for each column of prices.

        Args:
            own: one row for each product.
            shared: one row for each shared cost.
        """
        once = self._listed_prices(shared) if self._may_subtract else (self.members @ self.arrays.users > 0) @ shared
        if self.choice.last_is_of_family:
            once = once - (self.members.sum(axis=1) == 1).reshape(-1, 1) * shared[-1]
        return np.asarray(self.members @ own + once)

    @cached_property
    def _may_subtract(self) -> bool:
        """Whether what is shared can be taken off its sum without losing small amounts beside a very large one."""
        paid = self.arrays.shared[self.arrays.shared > 0]
        return self.listed is not None and paid.max(initial=0) <= MOST_APART * paid.min(initial=np.inf)

    def _listed_prices(self, shared: Numbers) -> Numbers:
        """Return what each set pays for what is shared: all but what only products outside of it would use.

        The sums over all subsets of every set are taken one product after the other, 2 to the power of the products
        at a time, which is far less work than looking at each shared cost of each set.
        """
        count = len(self.arrays.values)
        unused = np.zeros((2**count, shared.shape[1]))
        np.add.at(unused, self.arrays.users.T.astype(int) @ (1 << np.arange(count)), shared)
        for bit in range(count):
            halves = unused.reshape(-1, 2, 2**bit, shared.shape[1])
            halves[:, 1] += halves[:, 0]
        return np.asarray((unused[-1] - unused[::-1])[self.listed])

    @cached_property
    def costs(self) -> Numbers:
        """Cost of each set."""
        arrays = self.arrays
        costs = self.priced(arrays.costs.reshape(-1, 1), arrays.shared.reshape(-1, 1))[:, 0]
        return rounded(costs, costs)

    @cached_property
    def values(self) -> Numbers:
        """Value of each set."""
        values = self.members @ self.arrays.values
        return rounded(values, values)

    @cached_property
    def worths(self) -> Numbers:
        """What the best set has most of: value, or value less cost."""
        if not self.choice.less_cost:
            return self.values
        return rounded(self.values - self.costs, np.maximum(self.values, self.costs))

    @cached_property
    def ranking(self) -> list[int]:
        """Rows of the sets within the budget: as Choice.rank, rows standing in order."""
        order = np.lexsort((self.costs, -self.worths))
        return [int(row) for row in order[self.costs[order] <= self.choice.limit]]

    def frontier(self) -> Iterator[frozenset[int]]:
        """Yield the sets of which none is worth as much for less: the cheapest first, regardless of the budget."""
        yield from (self.chosen(row) for row in self._rising(self.worths))

    def beyond(self, worth: float) -> frozenset[int] | None:
        """Return the cheapest set beyond the budget that is worth more; None when there is none."""
        more = worth + MORE * max(1.0, abs(worth))
        rising = (row for row in self._rising(self.worths) if self.costs[row] > self.choice.limit)
        return next((self.chosen(row) for row in rising if self.worths[row] > more), None)

    def _rising(self, amounts: Numbers) -> Iterator[int]:
        """Yield the rows, the cheapest first, whose amount is higher than that of all before."""
        best = -np.inf
        for row in np.lexsort((-amounts, self.costs)):
            if amounts[row] > best:
                best = amounts[row]
                yield int(row)

    def row(self, chosen: frozenset[int]) -> int:
        """Return the row of a set that is one of these."""
        return int((self.members == self.arrays.rows([chosen])).all(axis=1).argmax())

    def chosen(self, row: int) -> frozenset[int]:
        """Return the products of a set."""
        return frozenset(self.members[row].nonzero()[0].tolist())


def all_sets(choice: Choice) -> Sets:
    """Return every set of products that keeps the rules; 2 to the power of the products before the rules."""
    count, arrays = len(choice.products), Arrays.of(choice)
    numbers = np.arange(2**count)
    members = _in_order((numbers.reshape(-1, 1) >> np.arange(count)[::-1] & 1).astype(float))
    members = members[arrays.keep_rules(members)]
    return Sets(choice, arrays, members, members.astype(int) @ (1 << np.arange(count)))


def these_sets(choice: Choice, sets: Iterable[frozenset[int]]) -> Sets:
    """Return those of the sets that keep the rules."""
    arrays = Arrays.of(choice)
    return Sets.of(choice, arrays.rows(sets), arrays)


def near_sets(choice: Choice, chosen: frozenset[int]) -> Sets:
    """Return the set with those that add, drop or swap one product, as far as they keep the rules.

    Where there are too many swaps, only what promises least is swapped, for what promises most.
    """
    arrays = Arrays.of(choice)
    here = arrays.rows([chosen])[0]
    dropped, added = np.array(list(_moves(here, arrays))).T
    one = np.vstack([np.eye(len(here)), np.zeros(len(here))])
    return Sets.of(choice, here + one[added] - one[dropped], arrays)


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


def joined(choice: Choice, groups: Sequence[Sets]) -> Sets:
    """Return all sets of the groups, each once, weighed by this choice."""
    members = np.unique(np.concatenate([group.members for group in groups]), axis=0)
    return Sets.of(choice, _in_order(members), groups[0].arrays)


def _in_order(rising: Numbers) -> Numbers:
    """Return rows that rise as numbers do, the smallest sets first and then those with the first products."""
    rows = rising[::-1]
    return np.asarray(rows[rows.sum(axis=1).argsort(kind="stable")])
