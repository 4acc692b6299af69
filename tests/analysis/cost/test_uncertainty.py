import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Bills, write_bills
from reuse_app.analysis.cost.draws import draw_amounts
from reuse_app.analysis.cost.uncertainty import CostRanges, ranges_of_costs, rank_swings
from reuse_app.analysis.finding import Range
from reuse_app.worksheet import Worksheet
from tests.analysis.sheets import capability, link, product, sheet, two_worth_sixty

WIDE = {"low": 50, "likely": 100, "high": 250}


def bills_of(worksheet: Worksheet) -> Bills:
    return write_bills(read_cells(worksheet), worksheet.candidates)


def spread(worksheet: Worksheet, draws: int = 400) -> CostRanges:
    bills = bills_of(worksheet)
    return ranges_of_costs(bills, draw_amounts(bills.estimates, seed=1, draws=draws))


def uncertain() -> Worksheet:
    return sheet(
        capabilities=[
            capability("vision", status="missing", build_cost=WIDE),
            capability("hand", build_cost={"low": 9, "likely": 10, "high": 11}),
            capability("ear", build_cost={"low": 9, "likely": 10, "high": 12}),
            capability("leg", build_cost={"low": 9, "likely": 10, "high": 13}),
        ],
        products=[product("robot", own_cost={"low": 1, "likely": 2, "high": 3}), product("bus", own_cost=5)],
        links=[link("vision", "robot"), link("vision", "bus")]
        + [link(key, "robot", fit="as-is") for key in ("hand", "ear", "leg")],
    )


def test_certain_costs_have_no_range() -> None:
    found = spread(two_worth_sixty())
    assert found.family is not None
    assert found.family.model_dump() == dict.fromkeys(Range.model_fields, 100)
    assert found.break_even == (2, 2)
    assert found.break_even_share == 1


def test_uncertain_costs_have_a_range_around_likely() -> None:
    found = spread(uncertain())
    assert found.solo["bus"].likely == pytest.approx(5 + 100 + 7)
    bus = found.solo["bus"]
    assert 40 < bus.low < 112 < bus.high < 290
    # the bus pays 1.07 times what vision costs, of which low and high are the percentiles, and 5 that are certain
    assert (bus.low_alike, bus.high_alike) == pytest.approx((5 + 1.07 * 50, 5 + 1.07 * 250), rel=0.02)
    assert found.sharing_saves is not None
    assert found.family is not None
    assert found.average[-1].likely == pytest.approx(found.family.likely / 2)
    assert found.average[0].low < found.average[0].likely < found.average[0].high


def test_without_estimates_there_is_no_spread() -> None:
    assert spread(sheet()) == CostRanges(solo={})


def test_a_family_may_never_break_even() -> None:
    worksheet = sheet(
        capabilities=[capability("vision", status="missing", build_cost=100)],
        products=[product("robot")],
        links=[link("vision", "robot")],
    )
    found = spread(worksheet)
    assert found.break_even is None
    assert found.break_even_share == 0


def test_the_three_widest_swings_are_ranked() -> None:
    swings = rank_swings(bills_of(uncertain()))
    assert [(swing.cost, swing.key) for swing in swings] == [
        ("build_cost", "vision"),
        ("build_cost", "leg"),
        ("build_cost", "ear"),
    ]
    # vision: saved twice alone, paid once shared and twice at 7 %
    assert swings[0].swing == pytest.approx(200 * (2 - 1 - 0.14))
    assert swings[0].high - swings[0].low == pytest.approx(swings[0].swing)


def test_own_costs_move_no_savings_and_are_not_ranked() -> None:
    worksheet = sheet(products=[product("robot", own_cost=WIDE)])
    assert rank_swings(bills_of(worksheet)) == ()
