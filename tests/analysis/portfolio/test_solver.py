from dataclasses import replace

import pytest
from hypothesis import given

from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.solver import (
    MOST_EFFORT,
    SORTING,
    WIDTH,
    affordable,
    improve,
    solve,
    solve_cheapest,
)
from tests.analysis.portfolio.choices import MACHINES, best_sets, best_worth, choices, drawn_choice, next_cost


def test_the_published_choice_of_machines() -> None:
    found = solve(MACHINES)
    assert (found.ranked, found.is_proven(0), found.gap) == ((frozenset({1, 2}),), True, 0)
    assert MACHINES.worth(found.ranked[0]) == 200


@given(choices())
def test_the_best_sets_are_those_of_trying_all(choice: Choice) -> None:
    found = solve(choice, best=4)
    assert list(found.ranked) == best_sets(choice, 4)
    assert all(found.is_proven(rank) for rank in range(4))


@given(choices())
def test_the_cheapest_set_that_is_worth_more_is_that_of_trying_all(choice: Choice) -> None:
    choice = replace(choice, budget=40 if choice.budget is None else choice.budget)
    best = best_worth(choice)
    if best is not None:
        chosen, proven = solve_cheapest(choice, over=best)
        assert proven
        assert (None if chosen is None else choice.cost(chosen)) == pytest.approx(next_cost(choice))


@pytest.mark.parametrize("seed", range(4))
def test_twelve_products_as_well(seed: int) -> None:
    choice = drawn_choice(12, 30, seed=seed)
    found = solve(choice)
    assert found.is_proven(0)
    assert choice.worth(found.ranked[0]) == pytest.approx(best_worth(choice))


@pytest.mark.parametrize("share", [0.2, 0.4])
def test_thirty_products_are_proven_with_their_runners_up(share: float) -> None:
    found = solve(drawn_choice(30, 100, seed=1, share=share), best=4)
    assert all(found.is_proven(rank) for rank in range(4))


def test_what_is_dropped_is_stated_as_a_gap() -> None:
    choice = drawn_choice(20, 40, seed=2)
    best = solve(choice)
    narrow = solve(choice, width=1)
    assert best.is_proven(0)
    assert not narrow.is_proven(0)
    assert narrow.gap is not None
    assert choice.worth(narrow.ranked[0]) <= choice.worth(best.ranked[0])
    assert choice.worth(narrow.ranked[0]) * (1 + narrow.gap) >= choice.worth(best.ranked[0]) - 1e-9


def test_a_better_set_from_elsewhere_narrows_the_gap() -> None:
    choice = drawn_choice(20, 40, seed=2)
    best, narrow = solve(choice), solve(choice, width=1)
    better = improve(choice, narrow, best.ranked)
    assert better.ranked == best.ranked
    assert better.gap is not None
    assert narrow.gap is not None
    assert better.gap < narrow.gap


def test_a_known_set_is_only_left_for_something_better() -> None:
    choice = drawn_choice(12, 30, seed=1)
    best = solve(choice).ranked
    assert solve(choice, known=best, width=0).ranked == best


def test_a_known_set_that_is_not_allowed_is_passed_over() -> None:
    choice = replace(MACHINES, less_cost=False, budget=150.0, at_most=1)
    assert solve(choice, known=[frozenset({1, 2}), frozenset({0})]).ranked == (frozenset({1}),)


def test_without_worth_there_is_no_share_to_state_the_gap_in() -> None:
    # Nothing fits, but a relaxed rest would.
    choice = Choice(("a", "b"), (3, 3), (0, 0), ((10, frozenset({0, 1})),), budget=8)
    found = solve(choice, width=0)
    assert (found.ranked, found.is_proven(0), found.gap) == ((frozenset(),), False, None)


def test_when_nothing_was_found_but_not_everything_looked_at_nothing_is_proven() -> None:
    choice = replace(drawn_choice(12, 30, seed=1), at_least=((6, frozenset(range(12))),))
    found = solve(choice, width=0)
    assert (found.ranked, found.is_proven(0), found.gap) == ((), False, None)


def test_free_and_worthless_products_do_no_harm() -> None:
    choice = replace(MACHINES, values=(0, 0, 0), costs=(0, 0, 0), shared=())
    assert solve(choice).is_proven(0)


def test_the_larger_a_choice_the_fewer_sets_are_carried_along() -> None:
    def effort(products: int, shared: int) -> int:
        choice = drawn_choice(products, shared, seed=1, density=0.01)
        return affordable(choice) * products**2 * (shared + SORTING)

    assert affordable(drawn_choice(50, 200, seed=1)) == WIDTH
    assert effort(200, 500) <= MOST_EFFORT
    assert effort(500, 2_000) <= MOST_EFFORT
