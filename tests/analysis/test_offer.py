import pytest

from reuse_app.analysis.bills import Source, write_bills
from reuse_app.analysis.cells import read_cells
from reuse_app.analysis.offer import Offer, write_offer
from reuse_app.analysis.valuation import value_estimates, value_products
from reuse_app.worksheet import Constraints, Worksheet
from tests.analysis.sheets import capability, link, product, sheet


def offer_of(worksheet: Worksheet, must_have: tuple[str, ...] = ()) -> Offer:
    values = value_estimates(worksheet, value_products(worksheet, {}), {})
    return write_offer(write_bills(read_cells(worksheet), worksheet.candidates), values, must_have)


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
    worksheet = sheet(products=[product("robot", value=3), product("bus"), product("pen")])
    assert offer_of(worksheet).products == ()
    offer = write_offer(write_bills((), worksheet.candidates), {}, ("bus",))
    assert offer.products == ("bus",)
    assert offer.choice(Constraints(must_have=("bus",)), budget=None, less_cost=False).values == (0,)
    assert Source("value", "bus") not in offer.values


def test_a_budget_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="budget must be 0 or more, not -5"):
        offer_of(three()).choice(Constraints(), budget=-5, less_cost=False)
