from dataclasses import replace

import numpy as np
import pytest

from reuse_app.analysis.portfolio import sets as sets_module
from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.sets import all_sets, joined, near_sets, these_sets
from tests.analysis.portfolio.choices import MACHINES, drawn_choice

RULED = replace(MACHINES, must_have=frozenset({0}), exclusive=(frozenset({1, 2}),), at_most=2)


def members(sets: object) -> list[set[int]]:
    return [set(row.nonzero()[0]) for row in sets.members]  # type: ignore[attr-defined]  # any Sets


def test_of_too_many_swaps_the_most_promising_are_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    choice, chosen = drawn_choice(20, 30, seed=1), frozenset(range(10))
    every = near_sets(choice, chosen)
    monkeypatch.setattr(sets_module, "MOST_FIGURES", 50 * 40)
    fewer = near_sets(choice, chosen)
    assert len(every.members) == 1 + 20 + 10 * 10
    assert 1 + 20 < len(fewer.members) <= 1 + 40
    assert {frozenset(one) for one in members(fewer)} < {frozenset(one) for one in members(every)}


def test_all_sets_keep_the_rules() -> None:
    assert len(members(all_sets(MACHINES))) == 8
    assert members(all_sets(RULED)) == [{0}, {0, 1}, {0, 2}]


def test_near_sets_add_drop_or_swap_one() -> None:
    near = members(near_sets(MACHINES, frozenset({0})))
    assert near[0] == {0}
    assert sorted(map(sorted, near[1:])) == [[], [0, 1], [0, 2], [1], [2]]
    assert members(near_sets(RULED, frozenset({0}))) == [{0}, {0, 1}, {0, 2}]


def test_joined_sets_come_once_each() -> None:
    one, other = these_sets(MACHINES, [frozenset({1})]), these_sets(MACHINES, [frozenset({1}), frozenset({2})])
    assert members(joined(MACHINES, [one, other])) == [{1}, {2}]


def test_sets_are_weighed_as_the_choice_weighs_them() -> None:
    sets = all_sets(MACHINES)
    for row, one in enumerate(members(sets)):
        assert (sets.costs[row], sets.values[row], sets.worths[row]) == (
            MACHINES.cost(one),
            MACHINES.value(one),
            MACHINES.worth(one),
        )


def test_the_ranking_puts_worth_before_cost_before_number() -> None:
    choice = Choice(("a", "b", "c", "d"), (5, 5, 0, 9), (2, 1, 0, 9), (), budget=5)
    sets = all_sets(choice)
    ranked = [sets.chosen(row) for row in sets.ranking]
    assert ranked[:3] == [{0, 1}, {0, 1, 2}, {1}]
    assert all(3 not in one for one in ranked)


def test_rounding_never_decides_between_equal_sets() -> None:
    choice = Choice(("a", "b", "c"), (0.1 + 0.2, 0.3, 0), (2, 1, 0), (), budget=2)
    assert choice.values[0] > choice.values[1]
    sets = all_sets(choice)
    assert sets.chosen(sets.ranking[0]) == {1}


def test_the_frontier_rises_with_the_budget_and_beyond_it() -> None:
    frontier = list(all_sets(replace(MACHINES, less_cost=False, budget=100)).frontier())
    assert frontier == [set(), {2}, {1}, {1, 2}, {0, 1, 2}]
    assert [MACHINES.cost(one) for one in frontier] == [0, 50, 100, 150, 350]


def test_beyond_the_budget_the_cheapest_set_that_is_worth_more_comes_next() -> None:
    sets = all_sets(replace(MACHINES, less_cost=False, budget=100))
    assert sets.beyond(200) == frozenset({1, 2})
    assert sets.beyond(450) is None


def test_listed_sets_have_the_prices_of_looking_at_each() -> None:
    choice = drawn_choice(8, 20, seed=1)
    listed = all_sets(replace(choice, at_most=5))
    each = these_sets(choice, [listed.chosen(row) for row in range(len(listed.members))])
    prices = np.random.default_rng(1).random((28, 3))
    by_set = {each.chosen(row): each.priced(prices[:8], prices[8:])[row] for row in range(len(each.members))}
    for row, price in enumerate(listed.priced(prices[:8], prices[8:])):
        assert price == pytest.approx(by_set[listed.chosen(row)])
