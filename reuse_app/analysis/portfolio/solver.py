"""The proven best sets of more products than can be listed, by branch and bound over many partial sets at once.

Where much is shared (50 products, 200 capabilities) it proves more than 20 times faster than HiGHS, because it sees how
few products fit the budget and can split a shared cost; where little is (100, 30) HiGHS is faster.
It counts partial sets, not seconds, so that the same worksheet has the same answer on every machine.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from reuse_app.analysis.late_numpy import Flags, Numbers, np
from reuse_app.analysis.portfolio.arrays import Arrays, Partial, Rest, first_partial, relax
from reuse_app.analysis.portfolio.choice import Choice, Rank, decimals_of, limit_of

WIDTH = 2000
"""Partial sets that are carried along; what is dropped beyond them counts towards the gap."""
MOST_EFFORT = 4_000_000_000
"""Multiplications of one search, about, so that the largest worksheet takes seconds; the same on every machine."""
SORTING = 32
"""Multiplications that take as long as putting one product of a partial set in its place."""
PASSES = 2
"""How often the bounds are taken: what the first says about how many products still fit sharpens the next."""
TOLERANCE = 1e-9
"""Share of the worth by which a set has to be better to count as better."""
ALIKE = 0.4
"""Of the last decimal that is compared: what is worth at least so much more cannot be rounded to the same worth."""


@dataclass(frozen=True)
class Solution:
    """The best sets that were found, the best first, and how good any other could be."""

    ranked: tuple[frozenset[int], ...]
    worths: tuple[float, ...]
    above: float
    """What a set that was not looked at is at most worth; minus infinity when all were."""

    @property
    def gap(self) -> float | None:
        """By how much another set could at most be worth more, as a share of the best; None when this is unknown."""
        if not self.worths or self.is_proven(0):
            return 0.0 if self.worths else None
        return (self.above - self.worths[0]) / abs(self.worths[0]) if self.worths[0] else None

    def is_proven(self, rank: int) -> bool:
        """Whether no set that is not among those before it can be better than the one at a rank."""
        if self.above == -inf:
            return True
        return rank < len(self.worths) and self.above <= _more(self.worths[rank], TOLERANCE)


def affordable(choice: Choice, width: int = WIDTH) -> int:
    """Return how many partial sets of a choice can be carried along within the limit of effort, `width` at most."""
    products, shared = len(choice.products), len(choice.shared)
    effort = WIDTH * max(1, products) ** 2 * (shared + SORTING)
    return min(width, width * MOST_EFFORT // effort)


def solve(choice: Choice, *, known: Iterable[frozenset[int]] = (), best: int = 1, width: int = WIDTH) -> Solution:
    """Return the best sets of products of a choice; of sets that are worth the same, as Choice.rank has them.

    This is the set-union knapsack problem (Goldschmidt et al. 1994). Products are taken or left one after the other,
    those that promise most for their cost first. A partial set is given up when even a relaxed rest, in which
    products may be taken in part and share costs freely, would not make it one of the best.

    Args:
        choice: the products, their values and costs, the rules and the budget.
        known: sets that are good to begin from; those that are not allowed are passed over.
        best: how many, 1 or more.
        width: partial sets that are carried along, 0 or more.
    """
    arrays = Arrays.of(choice)
    goal = _Best(choice, best)
    _show(goal, arrays, arrays.rows(known))
    return goal.solution(_branch(goal, arrays, width))


def improve(choice: Choice, solution: Solution, known: Iterable[frozenset[int]]) -> Solution:
    """Return the best of the sets of a solution and of others; how good any other could be stays as it was."""
    arrays = Arrays.of(choice)
    goal = _Best(choice, max(1, len(solution.ranked)))
    _show(goal, arrays, arrays.rows([*solution.ranked, *known]))
    return goal.solution(solution.above)


def solve_cheapest(
    choice: Choice, *, over: float, known: Iterable[frozenset[int]] = (), width: int = WIDTH
) -> tuple[frozenset[int] | None, bool]:
    """Return the cheapest set beyond the budget that is worth more than an amount, and whether none is cheaper.

    Args:
        choice: the products, their values and costs, and the rules.
        over: what the set has to be worth more than.
        known: sets that are good to begin from.
        width: partial sets that are carried along, 0 or more.
    """
    arrays = Arrays.of(choice)
    goal = _Cheapest(choice, _more(over, TOLERANCE))
    _show(goal, arrays, arrays.rows(known))
    above = _branch(goal, arrays, width)
    return goal.found, above == -inf


@dataclass
class _Best:
    """The search for the sets that are worth most."""

    choice: Choice
    count: int
    found: dict[frozenset[int], Rank] = field(default_factory=dict)

    @property
    def limit(self) -> float:
        """What may be spent."""
        return self.choice.limit

    def may_take(self, worths: Numbers, costs: Numbers, counts: Numbers) -> Flags:
        """Whether sets of at most these worths, at least these costs and so many products may be among the best."""
        if len(self.found) < self.count:
            return np.ones(len(worths), bool)
        less, cost, count, _ = max(self.found.values())
        largest = max(cost, cost - less) if self.choice.less_cost else -less
        of_worth, of_cost = (10.0 ** -decimals_of(amount) for amount in (largest, cost))
        is_cheaper = (costs < cost - of_cost) | ((costs <= cost + of_cost) & (counts <= count))
        return np.asarray((worths > of_worth * ALIKE - less) | (is_cheaper & (worths > -of_worth - less)))

    def see(self, chosen: frozenset[int]) -> None:
        """Keep a set if it is among the best."""
        self.found[chosen] = self.choice.rank(chosen)
        if len(self.found) > self.count:
            del self.found[max(self.found, key=self.found.__getitem__)]

    def solution(self, above: float) -> Solution:
        """Return what was found."""
        ranked = sorted(self.found, key=self.found.__getitem__)
        return Solution(tuple(ranked), tuple(self.choice.worth(one) for one in ranked), above)


@dataclass
class _Cheapest:
    """The search for the least cost beyond the budget at which a set is worth more than the hurdle."""

    choice: Choice
    hurdle: float
    limit: float = inf
    found: frozenset[int] | None = None

    def may_take(self, worths: Numbers, _costs: Numbers, _counts: Numbers) -> Flags:
        """Whether sets of at most these worths are worth enough."""
        return np.asarray(worths > self.hurdle)

    def see(self, chosen: frozenset[int]) -> None:
        """Keep a set if it is cheaper, or comes first of those that cost as much."""
        cost = self.choice.cost(chosen)
        if cost > self.choice.limit and (self.found is None or self._rank(chosen) < self._rank(self.found)):
            self.found, self.limit = chosen, limit_of(cost)

    def _rank(self, chosen: frozenset[int]) -> tuple[float, Rank]:
        rank = self.choice.rank(chosen)
        return rank[1], rank


def _branch(goal: _Best | _Cheapest, arrays: Arrays, width: int) -> float:
    """Show the goal every set that may help it; return what those dropped unseen could at most be worth."""
    partial, dropped = first_partial(arrays), -inf
    order = [int(one) for one in np.argsort(-arrays.promise, kind="stable") if one not in arrays.must_have]
    left = Rest.of(arrays, order)
    _show(goal, arrays, partial.members)
    for product in order:
        left = left.without_first
        taken = partial.add(arrays, product)
        taken = taken.take(taken.costs <= goal.limit)
        _show(goal, arrays, taken.members, taken)
        partial = partial.join(taken)
        partial = partial.take(arrays.may_keep_rules(partial.members, left.products))
        partial, bounds = _bounded(goal, arrays, partial, left)
        if len(bounds) > width:
            by_bound = np.argsort(-bounds, kind="stable")
            dropped = max(dropped, float(bounds[by_bound[width]]))
            partial = partial.take(by_bound[:width])
        if not len(partial.costs):
            break
    return dropped


def _show(goal: _Best | _Cheapest, arrays: Arrays, members: Numbers, partial: Partial | None = None) -> None:
    """Show the goal those of the sets that keep the rules, are affordable and may help it."""
    costs = arrays.cost(members) if partial is None else partial.costs
    worths = members @ arrays.values - arrays.price * costs
    may_help = goal.may_take(worths, costs, members.sum(axis=1)) & (costs <= goal.limit) & arrays.keep_rules(members)
    rows = np.flatnonzero(may_help)
    for row in rows[np.lexsort((costs[rows], -worths[rows]))]:
        goal.see(frozenset(members[row].nonzero()[0].tolist()))


def _bounded(goal: _Best | _Cheapest, arrays: Arrays, partial: Partial, left: Rest) -> tuple[Partial, Numbers]:
    """Return the partial sets that may still help, and what they could at most become worth."""
    most = len(left.products)
    bounds = partial.worths(arrays.price)
    for _ in range(PASSES):
        bounds, most = relax(arrays, partial, left, limit=goal.limit, most=most)
        may_help = goal.may_take(bounds, partial.costs, partial.members.sum(axis=1) + 1)
        partial, bounds = partial.take(may_help), bounds[may_help]
    return partial, bounds


def _more(worth: float, share: float) -> float:
    return worth + share * max(1.0, abs(worth))
