from dataclasses import replace

import pytest
from hypothesis import given

from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.solver import MOST_EFFORT, SORTING, WIDTH, affordable, solve
from tests.analysis.portfolio.choices import MACHINES, best_worth, choices, drawn_choice


def test_the_published_choice_of_machines() -> None:
    found = solve(MACHINES, start=frozenset())
    assert (found.chosen, found.proven, found.gap) == (frozenset({1, 2}), True, 0)
    assert MACHINES.worth(found.chosen) == 200


@given(choices(largest=9))
def test_the_best_set_is_that_of_trying_all(choice: Choice) -> None:
    best = best_worth(choice)
    if best is not None:
        found = solve(choice, start=choice.must_have)
        assert choice.allows(found.chosen)
        assert found.proven
        assert choice.worth(found.chosen) == pytest.approx(best)


@pytest.mark.parametrize("seed", range(4))
def test_twelve_products_as_well(seed: int) -> None:
    choice = drawn_choice(12, 30, seed=seed)
    found = solve(choice, start=frozenset())
    assert found.proven
    assert choice.worth(found.chosen) == pytest.approx(best_worth(choice))


@pytest.mark.parametrize("share", [0.2, 0.4])
def test_thirty_products_are_proven(share: float) -> None:
    assert solve(drawn_choice(30, 100, seed=1, share=share), start=frozenset()).proven


def test_what_is_dropped_is_stated_as_a_gap() -> None:
    choice = drawn_choice(20, 40, seed=2)
    best = solve(choice, start=frozenset())
    narrow = solve(choice, start=frozenset(), width=1)
    assert best.proven
    assert not narrow.proven
    assert narrow.gap is not None
    assert choice.worth(narrow.chosen) <= choice.worth(best.chosen)
    assert choice.worth(narrow.chosen) * (1 + narrow.gap) >= choice.worth(best.chosen) - 1e-9


def test_a_start_is_only_left_for_something_better() -> None:
    choice = drawn_choice(12, 30, seed=1)
    best = solve(choice, start=frozenset()).chosen
    assert solve(choice, start=best).chosen == best


def test_without_worth_there_is_no_share_to_state_the_gap_in() -> None:
    # Nothing fits, but a relaxed rest would: the one set that is carried along is not the one that is dropped.
    choice = Choice(("a", "b"), (3, 3), (0, 0), ((10, frozenset({0, 1})),), budget=8)
    found = solve(choice, start=frozenset(), width=0)
    assert (found.chosen, found.proven, found.gap) == (frozenset(), False, None)


def test_free_and_worthless_products_do_no_harm() -> None:
    choice = replace(MACHINES, values=(0, 0, 0), costs=(0, 0, 0), shared=())
    assert solve(choice, start=frozenset()).proven


def test_the_larger_a_choice_the_fewer_sets_are_carried_along() -> None:
    def effort(products: int, shared: int) -> int:
        choice = drawn_choice(products, shared, seed=1, density=0.01)
        return affordable(choice) * products**2 * (shared + SORTING)

    assert affordable(drawn_choice(50, 200, seed=1)) == WIDTH
    assert effort(200, 500) <= MOST_EFFORT
    assert effort(500, 2_000) <= MOST_EFFORT
