from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reuse_app.analysis.portfolio import search, solver
from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.search import Found, find_sets
from tests.analysis.portfolio.choices import MACHINES, best_sets, choices, drawn_choice, next_cost


def searched(choice: Choice) -> Found:
    """What a search finds of a choice whose sets could be listed as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_LISTED", -1)
        patch.setattr(search, "FEW_MOVES", 10)
        return find_sets(choice)


def assert_exact(choice: Choice, found: Found) -> None:
    """The best set, its runners-up and the next step are those of trying all."""
    assert list(found.solution.ranked) == best_sets(choice, 4)
    beyond = next_cost(choice)
    assert (found.next_step is None) == (beyond is None)
    if found.next_step is not None:
        assert choice.keeps_rules(found.next_step)
        assert choice.cost(found.next_step) == pytest.approx(beyond)


@given(choices())
def test_of_few_products_every_set_is_weighed(choice: Choice) -> None:
    found = find_sets(choice)
    assert found.complete
    assert found.next_proven
    assert_exact(choice, found)


NO_VALUE = Choice(products=("a", "b"), values=(0, 0), costs=(1, 0), shared=())
DEAR_TIE = Choice(products=("a", "b", "c"), values=(5, 5, 900), costs=(0.002, 0.001, 5000), shared=(), at_most=1)
TWINS = Choice(products=("a", "b", "c", "d"), values=(1, 1, 2, 2), costs=(1, 1, 2, 2), shared=(), budget=4)


@example(NO_VALUE)
@example(DEAR_TIE)
@example(TWINS)
@given(choices())
def test_a_search_finds_the_same_as_trying_all(choice: Choice) -> None:
    found = searched(choice)
    assert found.next_proven
    assert all(found.solution.is_proven(rank) for rank in range(len(found.solution.ranked)))
    assert_exact(choice, found)


ALONE = Choice(products=("a", "b"), values=(40, 100), costs=(26, 61), shared=(), budget=0, less_cost=True)


@example(ALONE, 40)
@given(choices(smallest=2), st.integers(1, 30))
def test_a_search_finds_single_products_at_what_they_cost_without_a_family(choice: Choice, family: int) -> None:
    everyone = frozenset(range(len(choice.products)))
    choice = replace(choice, shared=(*choice.shared, (family, everyone)), last_is_of_family=True)
    found, listed = searched(choice), find_sets(choice)
    assert_exact(choice, found)
    assert found.solution.ranked == listed.solution.ranked
    assert all(found.solution.is_proven(rank) for rank in range(len(found.solution.ranked)))
    best = {choice.rank(one)[:2] for one in listed.sets.frontier()}
    assert {choice.rank(one)[:2] for one in found.sets.frontier() if one in found.proven} <= best


@settings(max_examples=3)
@given(choices(smallest=16, largest=16))
def test_sixteen_products_are_those_of_trying_all(choice: Choice) -> None:
    assert_exact(choice, find_sets(choice))


def test_a_choice_beyond_the_effort_gets_a_good_set_and_says_how_good(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = drawn_choice(30, 100, seed=1)
    best = find_sets(choice).solution
    monkeypatch.setattr(solver, "MOST_EFFORT", 0)
    found = find_sets(choice)
    assert best.is_proven(0)
    assert found.solution.gap is not None
    assert not found.solution.is_proven(0)
    assert not found.next_proven
    assert choice.allows(found.solution.ranked[0])
    assert choice.worth(found.solution.ranked[0]) * (1 + found.solution.gap) >= choice.worth(best.ranked[0]) - 1e-9


def test_without_a_proof_what_brings_and_costs_nothing_is_left_out_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = drawn_choice(20, 60, seed=1, density=0.1)
    choice = replace(
        drawn,
        products=(*drawn.products, "idle"),
        values=(*drawn.values, 0),
        costs=(*drawn.costs, 0),
        budget=None,
        less_cost=True,
    )
    monkeypatch.setattr(solver, "MOST_EFFORT", 0)
    found = find_sets(choice).solution
    assert not found.is_proven(0)
    assert "idle" not in choice.keys(found.ranked[0])


EQUAL = Choice(
    products=("a", "b", "c", "d"),
    values=(11, 0, 12, 1),
    costs=(0, 0, 1, 2),
    shared=(),
    budget=2,
    exclusive=(frozenset({0, 2}),),
)
"""The third product is worth as much as the first and the last, and costs less."""


def test_of_sets_that_are_worth_the_same_the_cheapest_is_best() -> None:
    assert EQUAL.keys(searched(EQUAL).solution.ranked[0]) == ("c",)


def greedy(choice: Choice, *, by_cost: bool) -> frozenset[int]:
    """Take what is best alone, or best for its own cost, as long as it is allowed."""
    chosen: frozenset[int] = frozenset()
    promise = {one: value / (choice.cost([one]) if by_cost else 1) for one, value in enumerate(choice.values)}
    for one in sorted(promise, key=promise.__getitem__, reverse=True):
        if choice.allows(chosen | {one}):
            chosen |= {one}
    return chosen


@pytest.mark.parametrize("seed", range(5))
def test_the_best_set_is_never_worse_than_a_greedy_one(seed: int) -> None:
    choice = drawn_choice(16, 30, seed=seed)
    best = searched(choice).solution.ranked[0]
    for by_cost in (True, False):
        assert choice.worth(best) >= choice.worth(greedy(choice, by_cost=by_cost)) - 1e-9


def test_a_large_choice_states_what_is_proven() -> None:
    choice = drawn_choice(18, 30, seed=1)
    found = find_sets(choice)
    best = found.solution.ranked[0]
    assert not found.complete
    assert best in found.proven
    assert best in [found.sets.chosen(row) for row in found.sets.ranking]


def test_a_proven_set_of_value_less_cost_proves_nothing_about_value() -> None:
    choice = replace(drawn_choice(18, 30, seed=1), budget=None, less_cost=True)
    found = find_sets(choice)
    assert found.solution.is_proven(0)
    assert found.next_step is None
    assert all(found.sets.choice.value(one) > 0 for one in found.proven)


def test_a_large_choice_without_an_allowed_set_has_no_best() -> None:
    choice = replace(drawn_choice(18, 30, seed=1), budget=0.0, must_have=frozenset({3}))
    found = find_sets(choice)
    assert found.solution.ranked == ()
    assert found.solution.is_proven(0)
    assert len(found.sets.members) > 0
    both = replace(choice, budget=None, must_have=frozenset({3, 4}), exclusive=(frozenset({3, 4}),))
    assert find_sets(both).solution.ranked == ()


def test_the_order_of_products_does_not_matter() -> None:
    choice = MACHINES
    turned = Choice(
        products=choice.products[::-1],
        values=choice.values[::-1],
        costs=choice.costs[::-1],
        shared=tuple((cost, frozenset(2 - one for one in users)) for cost, users in choice.shared),
        less_cost=True,
    )
    one, other = find_sets(choice).solution.ranked[0], find_sets(turned).solution.ranked[0]
    assert set(choice.keys(one)) == set(turned.keys(other))
