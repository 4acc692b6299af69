from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.portfolio.arrays import Arrays
from reuse_app.analysis.portfolio.choice import Choice
from tests.analysis.portfolio.choices import MACHINES, choices


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
