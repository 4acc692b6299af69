"""Good sets of many products, found by moving from set to set: where a proof is out of reach, this decides the answer.

Products and the shared costs that they need stand and fall together. So a move gives up one product, or a shared cost
with all its products, and takes on another product with what it needs and every product that thereby comes cheaply.
What was given up stays out for a few moves and what was taken on stays in, so that the search does not turn in circles
(tabu search: Glover 1989); when it finds nothing better for long, it gives up several things at random. Everything is
counted in moves and drawn with a seed, so that the same choice has the same answer on every machine.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from reuse_app.analysis.late_numpy import Flags, Numbers, Rows, np
from reuse_app.analysis.portfolio.arrays import NEXT_TO_NOTHING, Arrays
from reuse_app.analysis.portfolio.choice import Choice

MOST_MOVES = 5000
MOST_EFFORT = 20_000_000_000
"""Multiplications of one search, about; the larger a choice, the fewer moves."""
OVERHEAD = 32
"""Multiplications that take as long as looking at one product or shared cost of a move."""
STAY_OUT, STAY_IN = (4, 7), (8, 17)
"""For how many moves what was given up stays out, and what was taken on stays in."""
PATIENCE = 100
"""Moves without anything better after which things are given up at random."""
SHAKEN, SHAKEN_OUT = (2, 4), 30
"""How many things are given up then, and for how many moves."""
TRIES = 20
"""Moves that are looked at closely before none is made."""
KEPT = 100
"""Good sets that are remembered."""
NEAR = 0.05
"""How far from the needed share the draws lie in which a careful search looks at what things cost."""
ROUNDING = 1e-6
BROKEN = 1e6
"""What breaking a rule once more counts against a move, in sums of all values."""


def moves_within(choice: Choice) -> int:
    """Return how many moves a choice may take within the limit of effort."""
    products, shared = len(choice.products), len(choice.shared)
    return min(MOST_MOVES, MOST_EFFORT // (1 + products * (products + shared) * (shared + OVERHEAD)))


def search_nearby(choice: Choice, *, moves: int) -> list[frozenset[int]]:
    """Return good sets that are allowed, the best first; none when no move led to an allowed one.

    Args:
        choice: the products, their values and costs, the rules and the budget.
        moves: how many, 0 or more.
    """
    walk = _Walk(Arrays.of(choice), choice.limit, random.Random(0))  # noqa: S311  # a search, not a secret
    return sorted(walk.take(moves), key=choice.rank)


@dataclass(frozen=True)
class Prices:
    """What was drawn for the costs of a choice: one row for each product, or shared cost, one column for each draw."""

    own: Numbers
    shared: Numbers

    def of(self, inside: Flags, arrays: Arrays) -> Numbers:
        """Return what a set costs in each draw."""
        paid = arrays.users[inside].any(axis=0)
        return np.asarray(self.own[inside].sum(axis=0) + self.shared[paid].sum(axis=0))


def search_carefully(
    choice: Choice, prices: Prices, *, share: float, start: frozenset[int], moves: int
) -> list[frozenset[int]]:
    """Return good sets that are allowed and stay within the budget in enough draws, the best first.

    Args:
        choice: the products, their values and likely costs, the rules and the budget.
        prices: what was drawn for the costs.
        share: of the draws in which a set is to stay within the budget, 0 to 1.
        start: a set to begin from, the better the sooner others are found.
        moves: how many, 0 or more.
    """
    walk = _CarefulWalk(choice, prices, share, start)
    return sorted(walk.take(moves), key=choice.rank)


@dataclass(frozen=True)
class _Changes:
    """Ways to take something on, or to give something up, one a row; the last row stands for nothing."""

    products: Numbers
    """1 for each product that comes or goes."""
    things: Rows
    """Which product, or which shared cost (counted on from the products), it is."""
    values: Numbers
    costs: Numbers
    loads: Numbers
    """How much of the budget they take up, or set free."""
    is_free: Flags
    """Whether it may be done now."""


class _Walk:
    """Where the search is: the products chosen, and until which move each thing stays as it is."""

    def __init__(self, arrays: Arrays, limit: float, chance: random.Random) -> None:
        self.arrays, self.limit, self.chance = arrays, limit, chance
        self.price = arrays.price + arrays.tie
        self.loads = arrays.costs, arrays.shared
        self.count, self.shared = arrays.users.shape
        self.is_fixed = np.isin(np.arange(self.count), arrays.must_have)
        self.is_limited = (arrays.rules[np.isfinite(arrays.highs)] != 0).any(axis=0)
        self.stays = np.zeros(self.count + self.shared, int)
        self.moved = self.idle = 0
        self.good: dict[frozenset[int], float] = {}
        self.inside = self._start()
        self.best = self.here = (-np.inf, self.inside)
        self._remember()

    def _start(self) -> Flags:
        """Begin with everything, and give up what is worth least for its cost until the rest is affordable."""
        arrays, inside = self.arrays, np.ones(self.count, bool)
        things = np.vstack([np.eye(self.count), arrays.users.T])
        left = things @ np.stack([arrays.values, arrays.costs, np.ones(self.count)], axis=1)
        prices = np.concatenate([np.zeros(self.count), arrays.shared]) + NEXT_TO_NOTHING
        is_fixed, uses = things @ self.is_fixed > 0, arrays.users.sum(axis=0)
        while inside @ arrays.costs + (uses > 0) @ arrays.shared > self.limit:
            values, costs, products = left.T
            lost = np.where(is_fixed | (products == 0), np.inf, values / (prices + costs))
            if not np.isfinite(lost).any():
                return self.is_fixed.copy()
            gone = np.flatnonzero(inside & (things[int(lost.argmin())] > 0))
            left -= things[:, gone] @ np.stack([arrays.values[gone], arrays.costs[gone], np.ones(len(gone))], axis=1)
            uses -= arrays.users[gone].sum(axis=0)
            inside[gone] = False
        return inside

    def take(self, moves: int) -> Iterable[frozenset[int]]:
        """Make so many moves and return the good sets that were found."""
        for _ in range(moves):
            self.move()
        return self.good

    def move(self) -> None:
        """Go to the best set nearby that may be gone to; shake when nothing better was found for long."""
        self.moved += 1
        self.idle += 1
        if self.idle > PATIENCE or not self._go(*self._ways()):
            self._shake()
        self._remember()

    def _ways(self) -> tuple[_Changes, _Changes]:
        arrays = self.arrays
        inside, outside = np.flatnonzero(self.inside), np.flatnonzero(~self.inside)
        uses = arrays.users[inside].sum(axis=0)
        return self._ways_on(outside, arrays.users[outside] * (uses == 0)), self._ways_out(inside, uses)

    def _ways_on(self, outside: Rows, missing: Numbers) -> _Changes:
        """Return what can be taken on: a product with what it misses, and what then comes at no or little cost."""
        arrays = self.arrays
        free = self.stays < self.moved
        rate = arrays.values @ self.inside / max(self._cost(self.inside), NEXT_TO_NOTHING)
        is_cheap = ((arrays.values > rate * arrays.costs) & ~self.is_limited)[outside] & free[outside]
        comes = ((missing @ missing.T == missing.sum(axis=1)) & is_cheap) | np.eye(len(outside), dtype=bool)
        products = np.zeros((len(outside) + 1, self.count))
        products[:-1, outside] = comes
        costs = np.append(missing @ arrays.shared, 0) + products @ arrays.costs
        loads = (
            costs if self.loads[0] is arrays.costs else np.append(missing @ self.loads[1], 0) + products @ self.loads[0]
        )
        is_free = free[outside] & (missing @ ~free[self.count :] == 0)
        things, values = np.append(outside, -1), products @ arrays.values
        return _Changes(products, things, values, costs, loads, np.append(is_free, True))

    def _ways_out(self, inside: Rows, uses: Numbers) -> _Changes:
        """Return what can be given up: a product, or a shared cost with all its products."""
        arrays, columns = self.arrays, np.flatnonzero(uses)
        products = np.zeros((len(inside) + len(columns) + 1, self.count))
        products[np.arange(len(inside)), inside] = 1
        products[len(inside) : -1] = arrays.users.T[columns] * self.inside
        saved = products[:, inside] @ arrays.users[inside][:, columns] == uses[columns]
        things = np.concatenate([inside, self.count + columns])
        is_free = (self.stays[things] < self.moved) & (products[:-1] @ self.is_fixed == 0)
        costs, loads = (
            saved @ shared[columns] + products @ own for own, shared in ((arrays.costs, arrays.shared), self.loads)
        )
        things, values = np.append(things, -1), products @ arrays.values
        return _Changes(products, things, values, costs, loads, np.append(is_free, True))

    def _go(self, on: _Changes, out: _Changes) -> bool:
        """Make the best of the moves that can be made; return whether there was one."""
        load, worth, broken = self._load(), self._worth(self.inside), self._broken(self.inside)
        more_cost, more_load = on.costs[:, None] - out.costs, on.loads[:, None] - out.loads
        worths = worth + on.values[:, None] - out.values - self.price * more_cost
        breaks = self._breaks(on, out)
        can = (load + more_load <= self.limit) & (breaks <= broken)
        can &= (on.is_free[:, None] & out.is_free) | ((worths > self.best[0]) & self._spares(out))
        can[-1, -1] = False
        scores = np.where(can, worths - BROKEN * self.arrays.values.sum() * breaks, -np.inf)
        for _ in range(TRIES):
            row, column = divmod(int(scores.argmax()), len(out.things))
            if scores[row, column] == -np.inf:
                return False
            after = (self.inside & (out.products[column] == 0)) | (on.products[row] > 0)
            if self._fits(after) and self._broken(after) <= broken:
                self._hold(int(on.things[row]), int(out.things[column]), after)
                self.inside = after
                return True
            scores[row, column] = -np.inf
        return False

    def _spares(self, out: _Changes) -> Flags:
        return np.asarray(out.products @ self.is_fixed == 0)

    def _hold(self, on: int, out: int, after: Flags) -> None:
        """Let what is taken on stay in, and what is given up stay out, for a while."""
        users = self.arrays.users
        if on >= 0:
            paid = np.flatnonzero((after @ users > 0) & (self.inside @ users == 0))
            self.stays[[on, *(self.count + paid)]] = self.moved + self.chance.randint(*STAY_IN)
        if out >= 0:
            self.stays[out] = self.moved + self.chance.randint(*STAY_OUT)

    def _shake(self) -> None:
        """Go back to the best set, of all or since the last time, less a few things that stay out for long."""
        self.inside = self.chance.choice((self.best, self.here))[1].copy()
        _, out = self._ways()
        spared = np.flatnonzero(self._spares(out))[:-1].tolist()
        given_up = self.chance.sample(spared, min(len(spared), self.chance.randint(*SHAKEN)))
        self.stays[:] = 0
        for row in given_up:
            self.inside &= out.products[row] == 0
            self.stays[out.things[row]] = self.moved + SHAKEN_OUT
        self.here, self.idle = (-np.inf, self.inside), 0

    def _remember(self) -> None:
        """Note how good the set is, if it is allowed."""
        if not self._fits(self.inside) or self._broken(self.inside):
            return
        worth = self._worth(self.inside)
        if worth > self.here[0]:
            self.here, self.idle = (worth, self.inside), 0
        self.best = max(self.best, self.here, key=lambda one: one[0])
        self.good[frozenset(self.inside.nonzero()[0].tolist())] = worth
        if len(self.good) > KEPT:
            del self.good[min(self.good, key=lambda one: (self.good[one], sorted(one)))]

    def _fits(self, inside: Flags) -> bool:
        """Whether a set is affordable."""
        return self._cost(inside) <= self.limit

    def _load(self) -> float:
        """How much of the budget the set takes up."""
        return self._cost(self.inside)

    def _cost(self, inside: Flags) -> float:
        return float(self.arrays.cost(inside.astype(float).reshape(1, -1))[0])

    def _worth(self, inside: Flags) -> float:
        return float(self.arrays.values @ inside - self.price * self._cost(inside))

    def _broken(self, inside: Flags) -> float:
        arrays = self.arrays
        return float(_outside(arrays.rules @ inside, arrays.lows, arrays.highs).sum())

    def _breaks(self, on: _Changes, out: _Changes) -> Numbers:
        """Return how far each move would be from keeping the rules."""
        arrays, total = self.arrays, np.zeros((len(on.things), len(out.things)))
        counts, comes, goes = arrays.rules @ self.inside, on.products @ arrays.rules.T, out.products @ arrays.rules.T
        for rule, (low, high) in enumerate(zip(arrays.lows, arrays.highs, strict=True)):
            total += _outside(counts[rule] + comes[:, rule, None] - goes[:, rule], low, high)
        return total


class _CarefulWalk(_Walk):
    """A walk among sets that stay within the budget in enough draws.

    What a move does to that is known only when each draw is looked at. So moves are weighed by what each thing costs in
    those draws in which the set costs about as much as it may, which is how the edge of the safe sets runs near it
    (Euler: Tasche 1999); the few that are looked at closely are weighed in every draw.
    """

    def __init__(self, choice: Choice, prices: Prices, share: float, start: frozenset[int]) -> None:
        arrays = Arrays.of(choice)
        self.prices = prices
        draws = prices.own.shape[1]
        self.needed = ceil(share * draws - ROUNDING)
        self.begun: Flags = arrays.rows([start])[0] > 0
        self.near = slice(max(0, round((share - NEAR) * draws)), max(1, round((share + NEAR) * draws)))
        super().__init__(arrays, choice.limit, random.Random(0))  # noqa: S311  # a search, not a secret
        self._look_around()

    def _start(self) -> Flags:
        return self.begun

    def _shake(self) -> None:
        super()._shake()
        self._look_around()

    def _look_around(self) -> None:
        """Take the loads from the draws in which the set costs about as much as it may."""
        totals = self.prices.of(self.inside, self.arrays)
        near = totals.argsort(kind="stable")[self.near]
        self.loads = self.prices.own[:, near].mean(axis=1), self.prices.shared[:, near].mean(axis=1)

    def _fits(self, inside: Flags) -> bool:
        within = self.prices.of(inside, self.arrays) <= self.limit
        return super()._fits(inside) and int(within.sum()) >= self.needed

    def _load(self) -> float:
        own, shared = self.loads
        return float(own[self.inside].sum() + shared[self.arrays.users[self.inside].any(axis=0)].sum())


def _outside(counts: Numbers, low: Numbers, high: Numbers) -> Numbers:
    return np.asarray(np.maximum(low - counts, 0) + np.maximum(counts - high, 0))
