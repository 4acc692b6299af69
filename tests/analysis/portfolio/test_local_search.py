from dataclasses import replace

import pytest
from hypothesis import given

from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.local_search import MOST_EFFORT, MOST_MOVES, OVERHEAD, moves_within, search_nearby
from tests.analysis.portfolio.choices import MACHINES, best_worth, choices, drawn_choice


@given(choices())
def test_every_good_set_is_allowed(choice: Choice) -> None:
    found = search_nearby(choice, moves=20)
    assert all(choice.allows(one) for one in found)
    assert len(set(found)) == len(found)
    assert found == sorted(found, key=choice.rank)


def test_what_a_rule_limits_does_not_come_along_with_others() -> None:
    choice = Choice(("a", "b", "c"), (0, 1, 1), (0, 0, 0), ((0, frozenset({0, 1, 2})),), at_most=1)
    assert choice.worth(search_nearby(choice, moves=10)[0]) == 1


@pytest.mark.parametrize("seed", range(3))
def test_few_moves_find_the_best_of_twelve_products(seed: int) -> None:
    choice = drawn_choice(12, 30, seed=seed)
    assert choice.worth(search_nearby(choice, moves=300)[0]) == pytest.approx(best_worth(choice))


def test_the_same_choice_takes_the_same_moves() -> None:
    choice = drawn_choice(30, 60, seed=1)
    assert search_nearby(choice, moves=300) == search_nearby(choice, moves=300)


def test_without_a_move_the_first_set_is_what_is_left_of_everything() -> None:
    choice = replace(MACHINES, less_cost=False, budget=150.0)
    assert search_nearby(choice, moves=0) == [frozenset({1, 2})]


def test_must_haves_stay_and_what_they_cost_too_much_is_found_out() -> None:
    choice = replace(drawn_choice(12, 20, seed=1), must_have=frozenset({2, 7}))
    assert all({2, 7} <= one for one in search_nearby(choice, moves=200))
    assert search_nearby(replace(choice, budget=1.0), moves=50) == []


def test_a_rule_is_kept_though_the_first_set_breaks_it() -> None:
    choice = replace(MACHINES, less_cost=False, at_most=1)
    assert search_nearby(choice, moves=20)[0] == {1}


def test_a_search_of_nothing_ends() -> None:
    assert search_nearby(Choice((), (), (), ()), moves=3) == [frozenset()]


def test_the_larger_a_choice_the_fewer_moves() -> None:
    assert moves_within(drawn_choice(100, 85, seed=1)) == MOST_MOVES
    large = drawn_choice(500, 2_000, seed=1, density=0.01)
    assert 0 < moves_within(large) * 500 * 2_500 * (2_000 + OVERHEAD) <= MOST_EFFORT
