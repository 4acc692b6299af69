from dataclasses import replace

import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Source, write_bills
from reuse_app.analysis.portfolio.choice import Choice, Offer, write_offer
from reuse_app.analysis.portfolio.valuation import value_estimates, value_products
from reuse_app.worksheet import Constraints, Worksheet
from tests.analysis.portfolio.choices import MACHINES
from tests.analysis.sheets import capability, link, product, sheet


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


def offer_of(worksheet: Worksheet, must_have: tuple[str, ...] = ()) -> Offer:
    values = value_estimates(worksheet, value_products(worksheet, {}), {})
    return write_offer(
        write_bills(read_cells(worksheet), worksheet.candidates), values, Constraints(must_have=must_have)
    )


def three() -> Worksheet:
    return sheet(
        capabilities=[
            capability("vision", build_cost=100, status="missing"),
            capability("speech", build_cost=10, status="missing"),
            capability("hand", build_cost=50, status="missing"),
            capability("leg", build_cost=20),
        ],
        products=[
            product("robot", own_cost=10, value=90),
            product("bus", own_cost=5, value=60),
            product("car", home=True),
        ],
        links=[
            link("vision", "robot"),
            link("vision", "bus"),
            link("speech", "robot"),
            link("speech", "bus"),
            link("hand", "robot"),
            link("leg", "car"),
        ],
    )


def test_a_shared_cost_of_one_product_is_its_own() -> None:
    choice = offer_of(three()).choice(Constraints(), budget=100, less_cost=False)
    assert choice.products == ("bus", "robot")
    assert choice.costs == pytest.approx((5 + 7.7, 10 + 50 + 160 * 0.07))
    assert choice.values == (60, 90)


def test_what_the_same_products_share_is_one_cost() -> None:
    choice = offer_of(three()).choice(Constraints(), budget=100, less_cost=False)
    assert choice.shared == ((110, frozenset({0, 1})),)


def test_rules_name_products_by_key_and_pass_over_home_products() -> None:
    rules = Constraints(must_have=("robot", "car"), exclusive=(("bus", "robot"), ("car", "bus")), at_most=1)
    choice = offer_of(three()).choice(rules, budget=None, less_cost=True)
    assert (choice.must_have, choice.exclusive, choice.at_most) == (frozenset({1}), (frozenset({0, 1}),), 1)
    assert (choice.budget, choice.less_cost) == (None, True)


def test_without_a_value_only_a_must_have_is_on_offer() -> None:
    worksheet = sheet(products=[product(key, own_cost=1) for key in ("robot", "bus", "pen")])
    assert offer_of(worksheet).products == ()
    offer = write_offer(write_bills((), worksheet.candidates), {}, Constraints(must_have=("bus",)))
    assert offer.products == ("bus",)
    assert offer.choice(Constraints(must_have=("bus",)), budget=None, less_cost=False).values == (0,)
    assert Source("value", "bus") not in offer.values


def test_what_lacks_a_cost_is_not_on_offer() -> None:
    worksheet = sheet(products=[product("robot", value=3, own_cost=1), product("bus", value=9)])
    assert offer_of(worksheet, ("bus",)).products == ("robot",)


def test_a_budget_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="budget must be 0 or more, not -5"):
        offer_of(three()).choice(Constraints(), budget=-5, less_cost=False)


def test_at_least_so_many_of_a_group_and_one_only_with_another() -> None:
    choice = replace(MACHINES, at_least=((1, frozenset({0, 1})),), only_with=((0, 2),))
    assert choice.keeps_rules(frozenset({1}))
    assert choice.keeps_rules(frozenset({0, 2}))
    assert not choice.keeps_rules(frozenset({2}))
    assert not choice.keeps_rules(frozenset({0, 1}))
