from reuse_app.analysis.bills import Source, write_bills
from reuse_app.analysis.draws import draw_amounts
from reuse_app.analysis.offer import write_offer
from reuse_app.analysis.sets import all_sets
from reuse_app.analysis.steadiness import measure_steadiness
from reuse_app.analysis.valuation import value_estimates, value_products
from reuse_app.worksheet import Constraints, Worksheet
from tests.analysis.sheets import product, sheet


def steadiness(worksheet: Worksheet, budget: float | None, must_have: tuple[str, ...] = ()) -> dict[str, float]:
    bills = write_bills((), worksheet.candidates)
    values = value_estimates(worksheet, value_products(worksheet, {}), {})
    offer = write_offer(bills, values, must_have)
    choice = offer.choice(Constraints(must_have=must_have), budget=budget, less_cost=budget is None)
    draws = draw_amounts({**bills.estimates, **values}, seed=1, draws=200)
    return measure_steadiness(offer, all_sets(choice), draws)


def test_what_is_certain_is_always_chosen() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost=1), product("b", value=5, own_cost=9)])
    assert steadiness(worksheet, 5) == {"a": 1, "b": 0}


def test_what_is_uncertain_is_chosen_now_and_then() -> None:
    worksheet = sheet(
        products=[
            product("a", value={"low": 1, "likely": 5, "high": 9}, own_cost=5),
            product("b", value=5, own_cost=5),
        ]
    )
    found = steadiness(worksheet, 5)
    assert 0.3 < found["a"] < 0.7
    assert found["a"] + found["b"] == 1


def test_of_equal_sets_the_cheaper_is_chosen() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost=3), product("b", value=5, own_cost=2)])
    assert steadiness(worksheet, 3) == {"a": 0, "b": 1}


def test_without_a_budget_cost_is_taken_from_value() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost=3), product("b", value=5, own_cost=7)])
    assert steadiness(worksheet, None) == {"a": 1, "b": 0}


def test_a_draw_in_which_nothing_is_affordable_counts_for_none() -> None:
    worksheet = sheet(products=[product("a", value=5, own_cost={"low": 1, "likely": 2, "high": 9})])
    found = steadiness(worksheet, 2, ("a",))
    assert 0 < found["a"] < 1


def test_a_product_without_value_is_on_offer_as_a_must_have() -> None:
    worksheet = sheet(products=[product("a")])
    bills = write_bills((), worksheet.candidates)
    offer = write_offer(bills, {}, ("a",))
    choice = offer.choice(Constraints(must_have=("a",)), budget=1, less_cost=False)
    assert measure_steadiness(offer, all_sets(choice), draw_amounts({}, seed=0, draws=3)) == {"a": 1}
    assert Source("value", "a") not in offer.values
