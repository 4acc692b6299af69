from dataclasses import replace

import pytest
from hypothesis import given

from reuse_app.analysis.portfolio.arrays import Arrays
from reuse_app.analysis.portfolio.bounds import first_partial, relax
from reuse_app.analysis.portfolio.choice import Choice
from tests.analysis.portfolio.choices import MACHINES, best_worth, choices


def test_partial_sets_grow_from_the_must_haves() -> None:
    arrays = Arrays.of(replace(MACHINES, must_have=frozenset({1})))
    partial = first_partial(arrays)
    assert (partial.members.tolist(), partial.costs[0], partial.values[0]) == ([[0, 1, 0]], 100, 200)
    assert partial.worths(1)[0] == 100
    grown = partial.add(arrays, 0)
    assert (grown.members.tolist(), grown.costs[0]) == ([[1, 1, 0]], 300)
    assert partial.members.tolist() == [[0, 1, 0]]
    assert partial.join(grown).members.tolist() == [[0, 1, 0], [1, 1, 0]]


def test_a_bound_takes_the_last_product_in_part() -> None:
    choice = Choice(("a", "b"), (10, 10), (5, 10), (), budget=10)
    arrays = Arrays.of(choice)
    bounds, fitting = relax(arrays, first_partial(arrays), [0, 1], limit=choice.limit, most=2)
    assert bounds[0] == pytest.approx(15)
    assert fitting == 1


def test_a_shared_cost_is_split_among_those_that_still_fit() -> None:
    choice = Choice(("a", "b", "c"), (9, 9, 9), (0, 0, 0), ((30, frozenset({0, 1, 2})),), budget=20)
    arrays = Arrays.of(choice)
    loose, fitting = relax(arrays, first_partial(arrays), [0, 1, 2], limit=choice.limit, most=3)
    tight, none = relax(arrays, first_partial(arrays), [0, 1, 2], limit=choice.limit, most=fitting)
    assert (loose[0], fitting) == (pytest.approx(18), 2)
    assert (tight[0], none) == (pytest.approx(12), 1)


@given(choices())
def test_no_set_is_better_than_the_bound(choice: Choice) -> None:
    best = best_worth(choice)
    if best is not None:
        arrays = Arrays.of(choice)
        left = [one for one in range(len(choice.products)) if one not in choice.must_have]
        bounds, most = relax(arrays, first_partial(arrays), left, limit=choice.limit, most=len(left))
        assert bounds[0] >= best - 1e-6
        again, _ = relax(arrays, first_partial(arrays), left, limit=choice.limit, most=most)
        assert again[0] >= best - 1e-6
