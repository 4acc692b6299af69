import pytest

from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import Bills, Source, platform_source, total, write_bills
from reuse_app.worksheet import Capability, Worksheet
from tests.analysis.sheets import capability, link, product, sheet


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
    assert [total(bill, bills.likely) for bill in bills.alone] == [160, 140]


def test_in_the_family_it_pays_what_it_changes() -> None:
    bills = bills_of(family())
    assert [total(bill, bills.likely) for bill in bills.unique] == [60, 0]
    assert [total(bill, bills.likely) for bill in bills.reuse] == pytest.approx([7, 9.8])
    assert [total(bill, bills.likely) for bill in bills.own] == pytest.approx([67, 9.8])


def test_the_first_user_brings_the_shared_cost() -> None:
    bills = bills_of(family())
    assert [total(bill, bills.likely) for bill in bills.steps] == pytest.approx([97, 49.8])
    assert bills.shared["vision"] == (Source("platform_cost", "vision"), frozenset({"robot", "bus"}))


def test_a_part_of_the_family_pays_for_what_it_uses() -> None:
    bills = bills_of(family())
    assert bills.family([]) == 0
    assert bills.family(["bus"]) == pytest.approx(79.8)
    assert bills.family(["bus", "robot"]) == pytest.approx(146.8)


def test_new_builds_and_home_products_use_no_shared_capability() -> None:
    bills = bills_of(family())
    assert set(bills.shared) == {"vision", "speech"}
    assert all("car" not in users for _, users in bills.shared.values())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"build_cost": 5}, None),
        ({"platform_cost": 5}, "platform_cost"),
        ({"status": "missing", "build_cost": 5, "platform_cost": 3}, "build_cost"),
        ({"status": "missing", "platform_cost": 3}, "platform_cost"),
        ({"status": "missing"}, None),
    ],
)
def test_what_is_paid_once(fields: dict[str, object], expected: str | None) -> None:
    source = platform_source(Capability.model_validate(capability("vision", **fields)))
    assert source == (None if expected is None else Source(expected, "vision"))  # type: ignore[arg-type]
