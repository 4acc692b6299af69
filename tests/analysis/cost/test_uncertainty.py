from statistics import correlation

import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Bills, Source, write_bills
from reuse_app.analysis.cost.uncertainty import CostRanges, draw_amounts, ranges_of_costs, rank_swings
from reuse_app.analysis.finding import Range
from reuse_app.worksheet import Estimate, Worksheet
from tests.analysis.sheets import capability, link, product, sheet, two_worth_sixty

A, B = Source("build_cost", "a"), Source("own_cost", "b")
WIDE = Estimate(low=10, likely=20, high=60)


def test_low_and_high_are_the_tenth_and_the_ninetieth_percentile() -> None:
    drawn = draw_amounts({A: WIDE, B: WIDE}, seed=1, draws=200)
    for amounts in (*drawn.apart, *drawn.alike, *drawn.amounts):
        assert ((amounts < 10).mean(), (amounts > 60).mean()) == (0.1, 0.1)
        assert amounts.min() >= 0


def test_a_mode_in_the_middle_lies_in_the_middle() -> None:
    """w (s - √(s / 10)) = 10 with s = 1/2: w = 10 / (.5 - .2236) = 36.18, so 20 ± 18.09."""
    drawn = draw_amounts({A: Estimate(low=10, likely=20, high=30)}, seed=1, draws=4000).alike[0]
    assert drawn.min() == pytest.approx(20 - 18.09, abs=0.3)
    assert drawn.max() == pytest.approx(20 + 18.09, abs=0.3)
    assert (drawn < 20).mean() == pytest.approx(0.5, abs=0.001)


def test_nothing_below_zero_is_drawn() -> None:
    drawn = draw_amounts({A: Estimate(low=0, likely=1, high=9)}, seed=1, draws=500)
    assert drawn.apart.min() == 0


def test_estimates_of_one_team_err_together() -> None:
    drawn = draw_amounts({A: WIDE, B: WIDE}, seed=1, draws=8000)
    correlated = [
        correlation(amounts[0].tolist(), amounts[1].tolist()) for amounts in (drawn.apart, drawn.amounts, drawn.alike)
    ]
    assert correlated == pytest.approx([0, 0.3, 1], abs=0.04)


def test_a_certain_amount_is_always_drawn() -> None:
    assert set(draw_amounts({A: Estimate(low=7, likely=7, high=7)}, seed=1, draws=9).amounts[0]) == {7}


@pytest.mark.parametrize(("likely", "below"), [(10, 0.1), (60, 0.9)])
def test_likely_may_be_the_low_or_the_high(likely: float, below: float) -> None:
    drawn = draw_amounts({A: Estimate(low=10, likely=likely, high=60)}, seed=1, draws=4000).alike[0]
    assert (drawn < likely).mean() == pytest.approx(below, abs=0.001)


def test_the_same_seed_gives_the_same_draws_in_any_order() -> None:
    one = draw_amounts({A: WIDE, B: WIDE}, seed=3, draws=5)
    other = draw_amounts({B: WIDE, A: WIDE}, seed=3, draws=5)
    assert one.sources == other.sources
    assert (one.amounts == other.amounts).all()
    assert (one.amounts != draw_amounts({A: WIDE, B: WIDE}, seed=4, draws=5).amounts).any()


def test_nothing_is_drawn_for_nothing() -> None:
    assert draw_amounts({}, seed=0, draws=5).amounts.shape == (0, 5)


def test_bills_become_rows() -> None:
    drawn = draw_amounts({A: WIDE, B: WIDE}, seed=0, draws=2)
    assert drawn.rows([{B: 2.0}, {A: 1.0, B: 0.5}]).tolist() == [[0, 2], [1, 0.5]]
    assert drawn.likely.tolist() == [[20], [20]]


def test_no_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="draws must be a whole number between 1 and 1000000, not 0"):
        draw_amounts({A: WIDE}, seed=0, draws=0)


def test_one_estimate_alone_keeps_the_range_that_was_stated() -> None:
    worksheet = sheet(products=[product("b", own_cost={"low": 10, "likely": 20, "high": 60})])
    (alone,) = spread(worksheet).solo.values()
    stated = [10, 20, 60, 10, 60]
    assert list(alone.model_dump().values()) == pytest.approx(stated, abs=0.01)


STATED = {"low": 50, "likely": 100, "high": 250}


def bills_of(worksheet: Worksheet) -> Bills:
    return write_bills(read_cells(worksheet), worksheet.candidates)


def spread(worksheet: Worksheet, draws: int = 400) -> CostRanges:
    bills = bills_of(worksheet)
    return ranges_of_costs(bills, draw_amounts(bills.estimates, seed=1, draws=draws))


def uncertain() -> Worksheet:
    return sheet(
        capabilities=[
            capability("vision", status="missing", build_cost=STATED),
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
    worksheet = sheet(products=[product("robot", own_cost=STATED)])
    assert rank_swings(bills_of(worksheet)) == ()
