"""Sets of products weighed against each other: the best, the runners-up, the curve of value over budget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from reuse_app.analysis.choice import Choice

    Numbers = NDArray[np.float64]

DIGITS = 9
"""Significant digits to which amounts are compared, so that rounding never decides between equal sets."""


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
    def of(cls, choice: Choice) -> Arrays:
        """Return the choice as arrays."""
        import numpy as np  # noqa: PLC0415  # heavy: imported where it is used

        users = np.zeros((len(choice.products), len(choice.shared)))
        for column, (_, products) in enumerate(choice.shared):
            users[sorted(products), column] = 1
        shared = np.array([cost for cost, _ in choice.shared])
        return cls(np.array(choice.values), np.array(choice.costs), users, shared, tuple(sorted(choice.must_have)))


@dataclass(frozen=True)
class Sets:
    """Sets of products of one choice, all keeping its rules but not all within its budget."""

    choice: Choice
    members: Numbers
    """One row for each set, 1 for each product in it."""

    @cached_property
    def arrays(self) -> Arrays:
        """The choice as arrays."""
        return Arrays.of(self.choice)

    @cached_property
    def is_paid(self) -> Numbers:
        """One row for each set, 1 for each shared cost that it has to pay."""
        return (self.members @ self.arrays.users > 0).astype(float)

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
        import numpy as np  # noqa: PLC0415

        order = np.lexsort((self.members.sum(axis=1), self.costs, -self.worths))
        return [int(row) for row in order[self.costs[order] <= self.choice.limit]]

    def frontier(self) -> Iterator[frozenset[int]]:
        """Yield the sets of which none is worth as much for less: the cheapest first, regardless of the budget."""
        import numpy as np  # noqa: PLC0415

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
    import numpy as np  # noqa: PLC0415

    count = len(choice.products)
    masks = np.arange(2**count).reshape(-1, 1) >> np.arange(count)
    members = (masks & 1).astype(float)
    return Sets(choice, members[_keeping_rules(choice, members)])


def these_sets(choice: Choice, sets: Collection[frozenset[int]]) -> Sets:
    """Return those of the sets that keep the rules."""
    import numpy as np  # noqa: PLC0415

    members = np.zeros((len(sets), len(choice.products)))
    for row, chosen in enumerate(sorted(sets, key=sorted)):
        members[row, sorted(chosen)] = 1
    return Sets(choice, members[_keeping_rules(choice, members)])


def near_sets(choice: Choice, chosen: frozenset[int]) -> Sets:
    """Return the set with those that add, drop or swap one product, as far as they keep the rules."""
    import numpy as np  # noqa: PLC0415

    here = np.zeros(len(choice.products))
    here[sorted(chosen)] = 1
    out = np.abs(here - np.eye(len(here)))
    swapped = [out[dropped] + np.eye(len(here))[here == 0] for dropped in sorted(chosen)]
    members = np.concatenate([here.reshape(1, -1), out, *swapped])
    return Sets(choice, members[_keeping_rules(choice, members)])


def joined(choice: Choice, *groups: Sets) -> Sets:
    """Return all sets of the groups, each once, weighed by this choice."""
    import numpy as np  # noqa: PLC0415

    return Sets(choice, np.unique(np.concatenate([group.members for group in groups]), axis=0))


def _keeping_rules(choice: Choice, members: Numbers) -> NDArray[np.bool_]:
    import numpy as np  # noqa: PLC0415

    keeps = np.asarray(members[:, sorted(choice.must_have)].all(axis=1))
    for group in choice.exclusive:
        keeps &= members[:, sorted(group)].sum(axis=1) <= 1
    if choice.at_most is not None:
        keeps &= members.sum(axis=1) <= choice.at_most
    return keeps


def _rounded(amounts: Numbers) -> Numbers:
    import numpy as np  # noqa: PLC0415

    largest = float(np.abs(amounts).max(initial=0.0))
    return np.round(amounts, DIGITS - int(np.ceil(np.log10(largest)))) if largest else amounts
