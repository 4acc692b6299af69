from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.portfolio import search, solver
from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.search import find_sets
from tests.analysis.portfolio.choices import MACHINES, best_worth, choices, drawn_choice


@given(choices())
def test_up_to_twelve_products_every_set_is_weighed(choice: Choice) -> None:
    found = find_sets(choice)
    best = best_worth(choice)
    assert found.complete
    assert (found.best is None) == (best is None)
    if found.best:
        assert choice.allows(found.best.chosen)
        assert choice.worth(found.best.chosen) == pytest.approx(best)


@given(choices(), st.randoms())
def test_a_search_finds_the_same_as_weighing_all(choice: Choice, chance: object) -> None:
    listed = find_sets(choice)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_LISTED", -1)
        found = find_sets(choice)
    assert (found.best is None) == (listed.best is None)
    if found.best and listed.best:
        assert found.best.proven
        assert choice.worth(found.best.chosen) == pytest.approx(choice.worth(listed.best.chosen))
        assert choice.cost(found.best.chosen) == pytest.approx(choice.cost(listed.best.chosen))


def test_a_choice_beyond_the_effort_gets_a_good_set_and_says_how_good(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = drawn_choice(30, 100, seed=1)
    best = find_sets(choice).best
    monkeypatch.setattr(solver, "MOST_EFFORT", 0)
    found = find_sets(choice).best
    assert best is not None
    assert best.proven
    assert found is not None
    assert found.gap is not None
    assert not found.proven
    assert choice.allows(found.chosen)
    assert choice.worth(found.chosen) * (1 + found.gap) >= choice.worth(best.chosen) - 1e-9


EQUAL = Choice(
    products=("a", "b", "c", "d"),
    values=(11, 0, 12, 1),
    costs=(0, 0, 1, 2),
    shared=(),
    budget=2,
    exclusive=(frozenset({0, 2}),),
)
"""The third product is worth as much as the first and the last, and costs less."""


def test_of_sets_that_are_worth_the_same_the_cheapest_is_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_LISTED", -1)
    found = find_sets(EQUAL).best
    assert found is not None
    assert EQUAL.keys(found.chosen) == ("c",)


def test_with_no_effort_left_for_a_cheaper_set_one_of_them_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, least in {"MOST_LISTED": -1, "MOST_CHEAPER": 0, "MOST_WEIGHED": 0}.items():
        monkeypatch.setattr(search, limit, least)
    found = find_sets(EQUAL).best
    assert found is not None
    assert EQUAL.worth(found.chosen) == 12


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
    found = find_sets(choice).best
    assert found is not None
    for by_cost in (True, False):
        assert choice.worth(found.chosen) >= choice.worth(greedy(choice, by_cost=by_cost)) - 1e-9


def test_a_large_choice_states_what_is_proven() -> None:
    choice = drawn_choice(16, 30, seed=1)
    found = find_sets(choice)
    assert not found.complete
    assert found.best is not None
    assert found.best.chosen in found.proven
    assert found.best.chosen in [found.sets.chosen(row) for row in found.sets.ranking]


def test_a_proven_set_of_value_less_cost_proves_nothing_about_value() -> None:
    choice = replace(drawn_choice(16, 30, seed=1), budget=None, less_cost=True)
    found = find_sets(choice)
    assert found.best is not None
    assert found.best.proven
    assert all(found.sets.choice.value(one) > 0 for one in found.proven)


def test_a_large_choice_without_an_allowed_set_has_no_best() -> None:
    choice = replace(drawn_choice(16, 30, seed=1), budget=0.0, must_have=frozenset({3}))
    found = find_sets(choice)
    assert found.best is None
    assert len(found.sets.members) > 0
    both = replace(choice, budget=None, must_have=frozenset({3, 4}), exclusive=(frozenset({3, 4}),))
    assert find_sets(both).best is None


def test_the_order_of_products_does_not_matter() -> None:
    choice = MACHINES
    turned = Choice(
        products=choice.products[::-1],
        values=choice.values[::-1],
        costs=choice.costs[::-1],
        shared=tuple((cost, frozenset(2 - one for one in users)) for cost, users in choice.shared),
        less_cost=True,
    )
    one, other = find_sets(choice).best, find_sets(turned).best
    assert one is not None
    assert other is not None
    assert set(choice.keys(one.chosen)) == set(turned.keys(other.chosen))
