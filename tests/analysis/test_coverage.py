import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.coverage import cover_products, find_gaps, find_idle_stock
from reuse_app.worksheet import Plan, Worksheet
from tests.analysis.sheets import capability, link, product, sheet


def half_covered() -> Worksheet:
    return sheet(
        capabilities=[
            capability("vision", build_cost=90),
            capability("hand", build_cost=10, status="missing"),
            capability("skin", status="missing"),
            capability("leg", build_cost=20),
            capability("spare"),
            capability("horn"),
        ],
        products=[product("robot"), product("bus"), product("car", home=True), product("cup")],
        links=[
            link("vision", "robot", 9),
            link("hand", "robot", 3),
            link("leg", "robot", 3, fit="new"),
            link("hand", "bus", 9),
            link("skin", "bus", 9),
            link("horn", "car", 9),
        ],
        gap_plans=[{"capability": "hand", "plan": "buy", "single_supplier": True}],
    )


def test_coverage_by_need_and_by_cost() -> None:
    found = cover_products(read_cells(half_covered()), half_covered().products)
    assert found["robot"].by_need == pytest.approx(9 / 15)
    assert found["robot"].by_cost == pytest.approx(90 / 120)
    assert (found["robot"].from_stock, found["robot"].gaps, found["robot"].anew) == (("vision",), ("hand",), ("leg",))
    assert (found["bus"].by_need, found["bus"].by_cost) == (0, None)


def test_needs_of_products_that_are_not_asked_for_are_passed_over() -> None:
    robot = [one for one in half_covered().products if one.key == "robot"]
    found = cover_products(read_cells(half_covered()), robot)
    assert list(found) == ["robot"]
    assert found["robot"].gaps == ("hand",)


def test_without_needs_or_costs_there_is_no_share() -> None:
    found = cover_products(read_cells(half_covered()), half_covered().products)
    assert (found["cup"].by_need, found["cup"].by_cost) == (None, None)
    assert (found["car"].by_need, found["car"].by_cost) == (1, None)


def test_gaps_say_who_else_needs_them() -> None:
    hand, skin = find_gaps(read_cells(half_covered()), half_covered())
    assert (hand.capability, hand.products, hand.need, hand.cost) == ("hand", ("bus", "robot"), 9, 10)
    assert (hand.plan, hand.single_supplier) == (Plan.BUY, True)
    assert (skin.capability, skin.cost, skin.plan, skin.single_supplier) == ("skin", None, None, False)


def test_idle_stock_is_what_nobody_or_only_home_needs() -> None:
    stock = find_idle_stock(read_cells(half_covered()), half_covered())
    assert (stock.unused, stock.only_at_home) == (("spare",), ("horn",))
