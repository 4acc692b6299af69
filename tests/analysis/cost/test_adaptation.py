from typing import Any

import pytest

from reuse_app.analysis.cost.adaptation import Cell, read_cells
from reuse_app.analysis.cost.cocomo import Percentages
from reuse_app.worksheet import Fit
from tests.analysis.sheets import capability, link, product, sheet


def read(cap: dict[str, Any] | None = None, **fields: Any) -> Cell:
    (cell,) = read_cells(
        sheet(
            capabilities=[capability("vision", **{"build_cost": 100, **(cap or {})})],
            products=[product("robot")],
            links=[link("vision", "robot", **fields)],
        )
    )
    return cell


def test_a_stated_fit_counts_with_its_preset() -> None:
    cell = read(fit="rework")
    assert (cell.fit, cell.is_assumed) == (Fit.REWORK, False)
    assert cell.factor == pytest.approx(49)
    assert cell.modifier == pytest.approx(0.6476)
    assert cell.cost == pytest.approx(64.76)
    assert cell.where == "Vision for Robot"


def test_an_in_house_capability_without_fit_counts_as_an_adjustment() -> None:
    cell = read()
    assert (cell.fit, cell.is_assumed) == (Fit.ADJUST, True)
    assert cell.modifier == pytest.approx(0.2384)


def test_a_missing_capability_without_fit_counts_as_is() -> None:
    cell = read({"status": "missing"})
    assert (cell.fit, cell.is_assumed, cell.from_stock) == (Fit.AS_IS, False, False)
    assert cell.modifier == pytest.approx(0.07)


def test_a_stated_change_replaces_the_preset() -> None:
    change = {"design": 20, "realisation": 30, "integration": 40}
    assert read(fit="as-is", change=change).modifier == pytest.approx(0.3996)
    assert not read(change=change).is_assumed


def test_new_is_the_full_build_cost_whatever_change_is_stated() -> None:
    cell = read(fit="new", change={"design": 20, "realisation": 30, "integration": 40})
    assert (cell.factor, cell.modifier, cell.cost) == (None, 1.0, 100.0)
    assert not cell.is_shared
    assert not cell.from_stock


def test_stated_increments_replace_the_defaults() -> None:
    change = {"design": 50, "realisation": 50, "integration": 50}
    cell = read({"understanding": 50}, change=change, assessment=8, unfamiliarity=1)
    assert cell.modifier == pytest.approx(1.08)


def test_without_a_build_cost_there_is_no_cost() -> None:
    assert read({"build_cost": None}).cost is None


def test_links_without_need_or_with_unknown_ends_are_passed_over() -> None:
    worksheet = sheet(
        capabilities=[capability("vision")],
        products=[product("robot")],
        links=[link("vision", "robot", 0), link("vision", "ghost"), link("ghost", "robot")],
    )
    assert read_cells(worksheet) == ()


def test_percentages_read_in_the_order_of_the_formula() -> None:
    assert Percentages(1, 2, 3)._asdict() == {"design": 1, "realisation": 2, "integration": 3}
