from collections.abc import Sequence

import pytest

from reuse_app.analysis import flywheel
from reuse_app.analysis.cost.adaptation import Cell, read_cells
from reuse_app.analysis.flywheel import MOST_LOOPS, find_flywheels, tell_flywheels
from tests.analysis.sheets import capability, link, product, sheet


def cells_of(flows: Sequence[str]) -> tuple[Cell, ...]:
    """Cells from "product>capability" for a return flow, "product<capability" for a mere use, "=" for built anew."""
    found = {}
    for flow in flows:
        sign = next(one for one in "><=" if one in flow)
        user, key = flow.split(sign)
        fit, flow_back = ("new" if sign == "=" else "as-is"), ("" if sign == "<" else f"{user} data")
        found[key, user] = link(key, user, fit=fit, return_flow=flow_back)
    return read_cells(
        sheet(
            capabilities=[capability(key) for key in sorted({key for key, _ in found})],
            products=[product(key) for key in sorted({user for _, user in found})],
            links=list(found.values()),
        )
    )


def test_a_product_that_feeds_what_it_uses_is_a_loop() -> None:
    cells = cells_of(["robot>vision", "car<vision"])
    loops = find_flywheels(cells)
    assert loops == (("robot", "vision"),)
    assert tell_flywheels(loops, cells) == ("Robot → robot data → Vision → Robot, Car",)


def test_loops_of_several_are_looked_for_in_so_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = cells_of(["robot>vision", "car<vision", "car>battery", "robot<battery"])
    monkeypatch.setattr(flywheel, "MOST_STEPS", 0)
    assert find_flywheels(cells) == (("car", "battery"), ("robot", "vision"))


def test_use_without_return_is_no_loop() -> None:
    assert find_flywheels(cells_of(["robot<vision", "car<vision"])) == ()


def test_two_products_that_feed_each_other_are_a_loop_told_once() -> None:
    cells = cells_of(["robot>vision", "car<vision", "car>battery", "robot<battery"])
    loops = find_flywheels(cells)
    assert loops == (("car", "battery"), ("robot", "vision"), ("car", "battery", "robot", "vision"))
    assert tell_flywheels(loops, cells)[-1] == "Car → car data → Battery → Robot → robot data → Vision → Car"


def test_a_ring_of_three_is_found() -> None:
    cells = cells_of(["a>x", "b<x", "b>y", "c<y", "c>z", "a<z"])
    assert find_flywheels(cells)[-1] == ("a", "x", "b", "y", "c", "z")


def test_a_ring_that_can_be_cut_short_is_not() -> None:
    ring = ["a>x", "b<x", "b>y", "c<y", "c>z", "a<z"]
    assert ("a", "x", "b", "y", "c", "z") not in find_flywheels(cells_of([*ring, "c<x"]))
    assert ("a", "x", "b", "y", "c", "z") not in find_flywheels(cells_of([*ring, "a<y"]))


def test_a_chain_that_does_not_close_is_no_loop() -> None:
    assert all(len(loop) == 2 for loop in find_flywheels(cells_of(["a>x", "b<x", "b>y", "c<y"])))


def test_two_products_on_one_capability_are_two_loops_not_three() -> None:
    assert find_flywheels(cells_of(["a>x", "b>x"])) == (("a", "x"), ("b", "x"))


def test_what_is_built_anew_serves_nobody_but_may_be_fed() -> None:
    cells = cells_of(["robot=vision", "car<vision", "car>battery", "robot<battery"])
    assert ("robot", "vision") not in find_flywheels(cells)
    assert ("car", "battery", "robot", "vision") in find_flywheels(cells)
    assert find_flywheels(cells_of(["robot=vision"])) == ()


def test_loops_are_limited_in_number() -> None:
    flows = [f"p{number:03}>x" for number in range(MOST_LOOPS + 5)]
    assert len(find_flywheels(cells_of(flows))) == MOST_LOOPS


def test_a_capability_may_have_the_key_of_a_product() -> None:
    cells = cells_of(["robot>robot"])
    assert find_flywheels(cells) == (("robot", "robot"),)
