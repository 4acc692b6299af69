import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Amount, Bills, Guess, Source, guess, paid_once, subtract, total, write_bills
from reuse_app.worksheet import Estimate, Worksheet
from tests.analysis.sheets import capability, link, product, sheet, two_worth_sixty


def bills_of(worksheet: Worksheet) -> Bills:
    return write_bills(read_cells(worksheet), worksheet.candidates)


def family() -> Worksheet:
    return sheet(
        capabilities=[
            capability("hand", build_cost=50),
            capability("vision", build_cost=100, platform_cost=30),
            capability("speech", build_cost=40, status="missing"),
            capability("unknown"),
        ],
        products=[product("robot", own_cost=10), product("bus"), product("car", home=True)],
        links=[
            link("vision", "robot", fit="as-is"),
            link("vision", "bus", fit="as-is"),
            link("vision", "car"),
            link("speech", "bus"),
            link("hand", "robot", fit="new"),
            link("unknown", "robot"),
        ],
    )


def test_alone_a_product_pays_every_build_cost() -> None:
    bills = bills_of(family())
    assert bills.products == ("robot", "bus")
    assert [total(bill, bills.likely) for bill in bills.rebuild] == [160, 140]


def test_in_the_family_it_pays_what_it_changes() -> None:
    bills = bills_of(family())
    assert [total(bill, bills.likely) for bill in bills.unique] == [60, 0]
    assert [total(bill, bills.likely) for bill in bills.reuse] == pytest.approx([7, 9.8])
    assert [total(bill, bills.likely) for bill in bills.own] == pytest.approx([67, 9.8])


def test_the_first_user_brings_the_shared_cost() -> None:
    bills = bills_of(family())
    assert [total(bill, bills.likely) for bill in bills.steps] == pytest.approx([97, 49.8])
    assert bills.shared["vision"] == ({Source("platform_cost", "vision"): 1.0}, frozenset({"robot", "bus"}))


def test_a_part_of_the_family_pays_for_what_it_uses() -> None:
    bills = bills_of(family())
    assert bills.family([]) == Amount(0)
    assert bills.family(["bus"]).value == pytest.approx(79.8)
    assert bills.family(["bus", "robot"]).value == pytest.approx(146.8)


def test_new_builds_and_home_products_use_no_shared_capability() -> None:
    bills = bills_of(family())
    assert set(bills.shared) == {"vision", "speech"}
    assert all("car" not in users for _, users in bills.shared.values())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"build_cost": 5}, []),
        ({"platform_cost": 5}, ["platform_cost"]),
        ({"status": "missing", "build_cost": 5, "platform_cost": 3}, ["build_cost", "platform_cost"]),
        ({"status": "missing", "platform_cost": 3}, ["platform_cost"]),
        ({"status": "missing"}, []),
    ],
)
def test_what_is_paid_once(fields: dict[str, object], expected: list[str]) -> None:
    worksheet = sheet(
        capabilities=[capability("vision", **fields)], products=[product("bus")], links=[link("vision", "bus")]
    )
    (cell,) = read_cells(worksheet)
    assert [source.cost for source in paid_once(cell)] == expected


def test_the_cost_of_a_plan_stands_in_place_of_the_build_cost_of_what_is_missing() -> None:
    """Speech is bought for 25: 25 once + 7 % of 25 in the bus, which a stranger would buy for 25 as well."""
    plan = {"capability": "speech", "plan": "buy", "cost": 25}
    worksheet = sheet(
        capabilities=[capability("speech", build_cost=40, status="missing")],
        products=[product("bus", own_cost=1)],
        links=[link("speech", "bus")],
        gap_plans=[plan],
    )
    bills = bills_of(worksheet)
    assert total(bills.solo[0], bills.likely) == pytest.approx(1 + 25 + 1.75)
    assert total(bills.rebuild[0], bills.likely) == 26


def test_an_amount_carries_what_it_lacks() -> None:
    bills = bills_of(family())
    own_of_bus, unknown = Source("own_cost", "bus"), Source("build_cost", "unknown")
    assert bills.lacks == {"robot": (unknown,), "bus": (own_of_bus,)}
    assert bills.family(["bus"]).lacks == (own_of_bus,)
    assert bills.family(["robot", "bus"]).lacks == (unknown, own_of_bus)
    assert Amount(3, (unknown,)) + Amount(4, (own_of_bus, unknown)) == Amount(7, (unknown, own_of_bus))
    assert bills.weighable.products == ()


def test_running_a_family_costs_once_from_the_second_product_on() -> None:
    worksheet = family()
    bills = write_bills(read_cells(worksheet), worksheet.candidates, Estimate(low=8, likely=9, high=10))
    assert bills.family(["bus"]).value == pytest.approx(79.8)
    assert bills.family(["bus", "robot"]).value == pytest.approx(146.8 + 9)


def test_what_a_product_adds_is_the_family_with_it_less_the_family_without_it() -> None:
    """Vision costs 100 once; running a family costs 7 from the second product on."""
    worksheet = two_worth_sixty()
    bills = write_bills(read_cells(worksheet), worksheet.candidates, Estimate(low=7, likely=7, high=7))
    for others, adds in (((), 100), (("bus",), 7)):
        assert total(bills.joining("robot", others), bills.likely) == adds
        assert bills.family([*others, "robot"]).value - bills.family(others).value == adds


def test_a_guess_misses_to_the_side_that_makes_its_sum_least_or_most() -> None:
    """A value of 90 to 120 less twice a cost of 10 to 30: 90 - 60 at least, 120 - 20 at most."""
    value, cost = Source("value", "arm"), Source("own_cost", "arm")
    estimates = {value: Estimate(low=90, likely=100, high=120), cost: Estimate(low=10, likely=20, high=30)}
    assert guess({value: 1.0, cost: -2.0}, estimates) == Guess(30, 60, 100)
    assert -Guess(30, 60, 100) + 200 == Guess(100, 140, 170)
    assert Guess(30, 60, 100) / 2 == Guess(15, 30, 50)
    assert subtract({value: 1.0}, {value: 1.0, cost: 2.0}) == {value: 0.0, cost: -2.0}
