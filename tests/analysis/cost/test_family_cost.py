from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import write_bills
from reuse_app.analysis.cost.family_cost import Economics, assess_economics, break_even
from reuse_app.analysis.cost.uncertainty import draw_amounts
from reuse_app.worksheet import Estimate, Worksheet
from tests.analysis.sheets import capability, link, product, sheet, two_worth_sixty


def assess(worksheet: Worksheet) -> Economics:
    cells = read_cells(worksheet)
    bills = write_bills(cells, worksheet.candidates)
    return assess_economics(cells, bills, draw_amounts(bills.estimates, seed=0, draws=20))


def test_the_teaching_case_of_two_products_worth_sixty() -> None:
    found = assess(two_worth_sixty())
    values = {"robot": 60.0, "bus": 60.0}
    assert {key: values[key] - (cost or 0) for key, cost in found.solo.items()} == {"robot": -40, "bus": -40}
    assert found.family is not None
    assert sum(values.values()) - found.family == pytest.approx(20)
    assert (found.reuse_saves, found.sharing_saves) == pytest.approx((0, 100))
    assert found.average == pytest.approx((100, 50))
    assert found.order == ("robot", "bus")


def test_a_link_shows_what_it_was_computed_from() -> None:
    worksheet = sheet(
        capabilities=[capability("vision", build_cost=100)],
        products=[product("robot"), product("car", home=True)],
        links=[link("vision", "robot", 3), link("vision", "car")],
    )
    (one,) = assess(worksheet).links
    assert one.model_dump() == {
        "capability": "vision",
        "product": "robot",
        "need": 3,
        "fit": "adjust",
        "assumed": True,
        "factor": pytest.approx(16),
        "modifier": pytest.approx(0.2384),
        "cost": pytest.approx(23.84),
    }


def test_home_products_cost_nothing() -> None:
    worksheet = sheet(
        capabilities=[capability("vision", build_cost=100, platform_cost=20)],
        products=[product("car", home=True, own_cost=1000)],
        links=[link("vision", "car")],
    )
    found = assess(worksheet)
    assert (found.solo, found.family, found.average, found.platform) == ({}, None, (), {})


def test_what_nobody_stated_is_named_and_left_out() -> None:
    worksheet = sheet(
        capabilities=[capability("vision"), capability("hand", build_cost=10)],
        products=[product("robot"), product("bus"), product("cup", own_cost=4)],
        links=[link("vision", "robot"), link("hand", "robot", fit="new")],
    )
    found = assess(worksheet)
    assert found.solo == {"robot": 10, "bus": None, "cup": 4}
    assert found.incomplete == {"robot": ("robot", "vision"), "bus": ("bus",)}
    assert (set(found.solo_range), found.order, found.average) == ({"cup"}, ("cup",), (4,))
    assert found.in_family == {"robot": 10, "bus": None, "cup": 4}
    assert found.family == 14
    assert found.unknown_capabilities == ("vision",)
    assert found.unknown_products == ("bus", "robot")


def test_an_empty_worksheet_has_no_costs() -> None:
    found = assess(sheet())
    assert (found.family, found.sharing_saves, found.break_even, found.simple, found.qualitative) == (None,) * 5


@pytest.mark.parametrize(
    ("alone", "steps", "first", "expected"),
    [
        ([107, 107], [107, 7], 2, 2),
        ([107, 107, 107], [107, 207, 7], 2, 3),
        ([100, 100], [100, 100], None, None),
        ([10, 10], [100, 100], 2, None),
        ([], [], None, None),
    ],
)
def test_break_even_is_the_first_number_that_costs_no_more(
    alone: list[float], steps: list[float], first: int | None, expected: int | None
) -> None:
    assert break_even(alone, steps, first) == expected


@given(st.integers(1, 1000), st.integers(0, 1000), st.sampled_from(["as-is", "adjust", "rework", "new", None]))
def test_with_one_product_nothing_is_saved_by_sharing_what_must_be_built(build: int, own: int, fit: str | None) -> None:
    worksheet = sheet(
        capabilities=[capability("vision", status="missing", build_cost=build)],
        products=[product("robot", own_cost=own)],
        links=[link("vision", "robot", fit=fit)],
    )
    found = assess(worksheet)
    assert found.reuse_saves is not None
    assert found.reuse_saves <= 1e-9
    assert found.sharing_saves == 0


@given(st.floats(0, 8), st.floats(0, 8), st.integers(1, 1000))
def test_costs_never_fall_when_a_modifier_rises(one: float, other: float, build: int) -> None:
    def family(assessment: float) -> float:
        worksheet = sheet(
            capabilities=[capability("vision", build_cost=build)],
            products=[product("robot")],
            links=[link("vision", "robot", fit="rework", assessment=assessment)],
        )
        return assess(worksheet).family or 0

    low, high = sorted([one, other])
    assert family(low) <= family(high)


def test_what_reuse_and_what_sharing_saves_are_told_apart() -> None:
    """Three products: own 10 each, a motor (build 100, shareable for 30) as is, and running the family costs 20.

    rebuild = 3 x (10 + 100) = 330; solo = 3 x (10 + 30 + 7) = 141; family = 20 + 30 + 3 x 17 = 101.
    """
    keys = ("a", "b", "c")
    worksheet = sheet(
        capabilities=[capability("motor", build_cost=100, platform_cost=30)],
        products=[product(key, own_cost=10) for key in keys],
        links=[link("motor", key, fit="as-is") for key in keys],
    )
    cells = read_cells(worksheet)
    bills = write_bills(cells, worksheet.considered, Estimate(low=20, likely=20, high=20))
    found = assess_economics(cells, bills, draw_amounts(bills.estimates, seed=0, draws=20))
    assert list(found.rebuild.values()) == [110, 110, 110]
    assert list(found.solo.values()) == pytest.approx([47, 47, 47])
    assert found.family == pytest.approx(101)
    assert (found.reuse_saves, found.sharing_saves) == pytest.approx((189, 40))
    assert found.saved == pytest.approx(229)
    # 47, then (30 + 17 + 17 + 20) / 2 = 42; 84 <= 94, so the second product pays
    assert found.average == pytest.approx((47, 42, 101 / 3))
    assert found.break_even == 2
    assert found.simple is not None
    assert (found.simple.organisation, found.simple.savings) == pytest.approx((20, 229))


def test_poulins_family_breaks_even_at_the_second_use() -> None:
    """Building 100, making it reusable 50, reusing it 20 each: 170, 95, 70, 57.5 on average (Poulin 1997)."""
    keys = ("a", "b", "c", "d")
    reuse: dict[str, Any] = {
        "assessment": 0,
        "change": {"design": 50, "realisation": 0, "integration": 0},
        "unfamiliarity": 0,
    }
    worksheet = sheet(
        capabilities=[capability("motor", status="missing", build_cost=100, platform_cost=50)],
        products=[product(key, own_cost=0) for key in keys],
        links=[link("motor", key, **reuse) for key in keys],
    )
    found = assess(worksheet)
    assert found.average == pytest.approx((170, 95, 70, 57.5))
    assert found.break_even == 2
