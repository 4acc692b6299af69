from dataclasses import replace

import pytest
from hypothesis import given

from reuse_app.analysis.portfolio.bounds import first_partial, is_addable, relax
from reuse_app.analysis.portfolio.choice import Choice
from reuse_app.analysis.portfolio.sets import Arrays
from tests.analysis.portfolio.choices import MACHINES, best_worth, choices


def test_partial_sets_grow_from_the_must_haves() -> None:
    arrays = Arrays.of(replace(MACHINES, must_have=frozenset({1})))
    partial = first_partial(arrays)
    assert (partial.chosen(0), partial.costs[0], partial.values[0]) == (frozenset({1}), 100, 200)
    assert partial.worths(less_cost=True)[0] == 100
    grown = partial.add(arrays, 0)
    assert (grown.chosen(0), grown.costs[0]) == (frozenset({0, 1}), 300)
    assert partial.chosen(0) == {1}
    assert [partial.join(grown).chosen(row) for row in (0, 1)] == [{1}, {0, 1}]


def test_rules_say_what_can_be_added() -> None:
    choice = replace(MACHINES, exclusive=(frozenset({0, 1}),), at_most=2, must_have=frozenset({1}))
    partial = first_partial(Arrays.of(choice))
    assert not is_addable(choice, partial, 0)[0]
    assert is_addable(choice, partial, 2)[0]
    assert not is_addable(replace(choice, at_most=1), partial, 2)[0]


def test_a_bound_takes_the_last_product_in_part() -> None:
    choice = Choice(("a", "b"), (10, 10), (5, 10), (), budget=10)
    arrays = Arrays.of(choice)
    bounds, fitting = relax(choice, arrays, first_partial(arrays), [0, 1], 2)
    assert bounds[0] == pytest.approx(15)
    assert fitting == 1


def test_a_shared_cost_is_split_among_those_that_still_fit() -> None:
    choice = Choice(("a", "b", "c"), (9, 9, 9), (0, 0, 0), ((30, frozenset({0, 1, 2})),), budget=20)
    arrays = Arrays.of(choice)
    loose, fitting = relax(choice, arrays, first_partial(arrays), [0, 1, 2], 3)
    tight, none = relax(choice, arrays, first_partial(arrays), [0, 1, 2], fitting)
    assert (loose[0], fitting) == (pytest.approx(18), 2)
    assert (tight[0], none) == (pytest.approx(12), 1)


@given(choices())
def test_no_set_is_better_than_the_bound(choice: Choice) -> None:
    best = best_worth(choice)
    if best is not None:
        arrays = Arrays.of(choice)
        left = [one for one in range(len(choice.products)) if one not in choice.must_have]
        bounds, most = relax(choice, arrays, first_partial(arrays), left, len(left))
        assert bounds[0] >= best - 1e-6
        assert relax(choice, arrays, first_partial(arrays), left, most)[0][0] >= best - 1e-6
