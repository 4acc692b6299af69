from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.portfolio.arrays import Arrays, Rest, first_partial, relax
from reuse_app.analysis.portfolio.choice import Choice
from tests.analysis.portfolio.choices import MACHINES, best_worth, choices


@given(choices(), st.data())
def test_sets_cost_and_keep_rules_as_the_choice_says(choice: Choice, data: st.DataObject) -> None:
    chosen = frozenset(one for one in range(len(choice.products)) if data.draw(st.booleans()))
    arrays = Arrays.of(choice)
    members = arrays.rows([chosen])
    assert arrays.cost(members)[0] == pytest.approx(choice.cost(chosen))
    assert arrays.keep_rules(members)[0] == choice.keeps_rules(chosen)
    assert arrays.may_keep_rules(members, [])[0] == choice.keeps_rules(chosen)


def test_what_is_left_may_still_keep_a_rule() -> None:
    choice = replace(MACHINES, at_least=((2, frozenset({0, 1, 2})),), only_with=((0, 1),))
    arrays = Arrays.of(choice)
    assert arrays.may_keep_rules(arrays.rows([frozenset({0})]), [1, 2])[0]
    assert not arrays.may_keep_rules(arrays.rows([frozenset({0})]), [2])[0]
    assert not arrays.may_keep_rules(arrays.rows([frozenset()]), [2])[0]
    assert arrays.may_keep_rules(arrays.rows([frozenset()]), [1, 2])[0]


def test_cost_breaks_a_tie_by_next_to_nothing_even_where_nothing_has_a_value() -> None:
    assert (Arrays.of(replace(MACHINES, less_cost=False)).price, Arrays.of(MACHINES).price) == (0, 1)
    assert 0 < Arrays.of(MACHINES).tie < 1e-6
    assert 0 < Arrays.of(Choice(("a",), (0,), (5,), ())).tie < 1e-6
    assert Arrays.of(Choice(("a",), (1,), (0,), ())).tie == 0


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
    bounds, fitting = relax(arrays, first_partial(arrays), Rest.of(arrays, [0, 1]), limit=choice.limit, most=2)
    assert bounds[0] == pytest.approx(15)
    assert fitting == 1


def test_a_shared_cost_is_split_among_those_that_still_fit() -> None:
    choice = Choice(("a", "b", "c"), (9, 9, 9), (0, 0, 0), ((30, frozenset({0, 1, 2})),), budget=20)
    arrays = Arrays.of(choice)
    loose, fitting = relax(arrays, first_partial(arrays), Rest.of(arrays, [0, 1, 2]), limit=choice.limit, most=3)
    tight, none = relax(arrays, first_partial(arrays), Rest.of(arrays, [0, 1, 2]), limit=choice.limit, most=fitting)
    assert (loose[0], fitting) == (pytest.approx(18), 2)
    assert (tight[0], none) == (pytest.approx(12), 1)


@given(choices())
def test_no_set_is_better_than_the_bound(choice: Choice) -> None:
    best = best_worth(choice)
    if best is not None:
        arrays = Arrays.of(choice)
        left = Rest.of(arrays, [one for one in range(len(choice.products)) if one not in choice.must_have])
        bounds, most = relax(arrays, first_partial(arrays), left, limit=choice.limit, most=len(left.products))
        assert bounds[0] >= best - 1e-6
        again, _ = relax(arrays, first_partial(arrays), left, limit=choice.limit, most=most)
        assert again[0] >= best - 1e-6
