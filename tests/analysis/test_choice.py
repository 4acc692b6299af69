import pytest

from reuse_app.analysis.choice import Choice
from tests.analysis.choices import MACHINES


def test_shared_costs_are_paid_once() -> None:
    assert MACHINES.cost([]) == 0
    assert MACHINES.cost([0]) == 300
    assert MACHINES.cost([0, 1]) == 300
    assert MACHINES.cost([1, 2]) == 150


def test_worth_is_value_or_value_less_cost() -> None:
    assert (MACHINES.value([1, 2]), MACHINES.worth([1, 2])) == (350, 200)
    gross = Choice(MACHINES.products, MACHINES.values, MACHINES.costs, MACHINES.shared)
    assert gross.worth([1, 2]) == 350


def test_a_set_is_allowed_within_rules_and_budget() -> None:
    choice = Choice(
        products=("a", "b", "c", "d"),
        values=(1, 1, 1, 1),
        costs=(1, 1, 1, 9),
        shared=(),
        budget=3,
        must_have=frozenset({0}),
        exclusive=(frozenset({1, 2}),),
        at_most=2,
    )
    assert choice.allows([0, 1])
    assert not choice.allows([1])
    assert not choice.allows([0, 1, 2])
    assert not choice.allows([0, 3])
    assert choice.keeps_rules(frozenset({0, 3}))
    assert choice.keys([1, 0]) == ("a", "b")


def test_rounding_does_not_break_a_budget() -> None:
    choice = Choice(("a", "b", "c"), (1, 1, 1), (0.1, 0.2, 0.3), (), budget=0.6)
    assert 0.1 + 0.2 + 0.3 > 0.6
    assert choice.allows([0, 1, 2])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"budget": -1}, "budget must be 0 or more, not -1"),
        ({"costs": (-1,)}, "costs must be 0 or more, not -1"),
        ({"values": (-2,)}, "values must be 0 or more, not -2"),
        ({"shared": ((-3, frozenset({0})),)}, "shared must be 0 or more, not -3"),
    ],
)
def test_amounts_below_zero_are_refused(fields: dict[str, object], told: str) -> None:
    inputs: dict[str, object] = {"products": ("a",), "values": (1,), "costs": (1,), "shared": ()}
    with pytest.raises(ValueError, match=told):
        Choice(**{**inputs, **fields})  # type: ignore[arg-type]  # some of it is nonsense
