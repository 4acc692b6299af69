"""Choices for the tests of the portfolio: the published ones, drawn ones, and their best set by trying all."""

import random
from itertools import combinations

from hypothesis import strategies as st

from reuse_app.analysis.portfolio.choice import Choice

MACHINES = Choice(
    products=("p1", "p2", "p3"),
    values=(100, 200, 150),
    costs=(0, 0, 50),
    shared=((200, frozenset({0})), (100, frozenset({0, 1}))),
    less_cost=True,
)
"""Rhys 1970: p1 needs both machines, p2 the second, p3 one of its own that costs 50. Best: p2 and p3, worth 200."""


def drawn_choice(products: int, capabilities: int, *, seed: int, share: float = 0.4, density: float = 0.2) -> Choice:
    """A choice as large as wanted, whose budget is a share of what everything costs."""
    chance = random.Random(seed)  # noqa: S311  # a test, not a secret
    shared = []
    for _ in range(capabilities):
        users = frozenset(product for product in range(products) if chance.random() < density)
        shared.append((chance.uniform(1, 30), users))
    costs = tuple(chance.uniform(5, 80) for _ in range(products))
    return Choice(
        products=tuple(f"p{number:02}" for number in range(products)),
        values=tuple(cost * chance.uniform(0.5, 3) for cost in costs),
        costs=costs,
        shared=tuple(shared),
        budget=share * (sum(costs) + sum(cost for cost, _ in shared)),
    )


@st.composite
def choices(draw: st.DrawFn, smallest: int = 0, largest: int = 7) -> Choice:
    """Small choices with every rule; amounts are whole so that nothing hangs on rounding."""
    count = draw(st.integers(smallest, largest))
    indices = st.sets(st.integers(0, max(0, count - 1)), max_size=count)
    amounts = st.lists(st.integers(0, 20), min_size=count, max_size=count)
    shared = draw(st.lists(st.tuples(st.integers(0, 30), indices), max_size=5)) if count else []
    groups = draw(st.lists(indices.filter(lambda group: len(group) > 1), max_size=2)) if count > 1 else []
    return Choice(
        products=tuple(f"p{number:02}" for number in range(count)),
        values=tuple(draw(amounts)),
        costs=tuple(draw(amounts)),
        shared=tuple((cost, frozenset(users)) for cost, users in shared),
        budget=draw(st.none() | st.integers(0, 80)),
        less_cost=draw(st.booleans()),
        must_have=frozenset(draw(st.sets(st.integers(0, count - 1), max_size=2))) if count else frozenset(),
        exclusive=tuple(frozenset(group) for group in groups),
        at_most=draw(st.none() | st.integers(1, 5)),
        at_least=_at_least(draw, indices) if count else (),
        only_with=_only_with(draw, count) if count > 1 else (),
    )


def _at_least(draw: st.DrawFn, indices: st.SearchStrategy[set[int]]) -> tuple[tuple[int, frozenset[int]], ...]:
    groups = draw(st.lists(indices.filter(lambda group: len(group) > 0), max_size=1))
    return tuple((draw(st.integers(1, len(group))), frozenset(group)) for group in groups)


def _only_with(draw: st.DrawFn, count: int) -> tuple[tuple[int, int], ...]:
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1])
    return tuple(draw(st.lists(pairs, max_size=2)))


def every_set(choice: Choice) -> list[frozenset[int]]:
    """All sets that keep the rules, by trying them."""
    everything = range(len(choice.products))
    sets = (frozenset(one) for size in range(len(everything) + 1) for one in combinations(everything, size))
    return [one for one in sets if choice.keeps_rules(one)]


def best_sets(choice: Choice, count: int) -> list[frozenset[int]]:
    """The best sets that are allowed, by trying all; of equal ones the cheapest, the smallest, the first in order."""
    allowed = [one for one in every_set(choice) if choice.allows(one)]
    return sorted(allowed, key=lambda one: (-choice.worth(one), choice.cost(one), len(one), sorted(one)))[:count]


def best_worth(choice: Choice) -> float | None:
    """What the best set is worth, by trying all of them; None when none is allowed."""
    return next((choice.worth(one) for one in best_sets(choice, 1)), None)


def next_cost(choice: Choice) -> float | None:
    """What the cheapest set costs that is worth more than the best, by trying all; None when there is none."""
    best = best_worth(choice)
    if best is None or choice.budget is None:
        return None
    beyond = [one for one in every_set(choice) if choice.cost(one) > choice.limit and choice.worth(one) > best]
    return min((choice.cost(one) for one in beyond), default=None)
