from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.analysis.cost.adaptation import (
    DEFAULT_ASSESSMENT,
    DEFAULT_UNDERSTANDING,
    DEFAULT_UNFAMILIARITY,
    PRESETS,
    Cell,
    Percentages,
    adaptation_factor,
    adaptation_modifier,
    considered_cells,
    read_cells,
)
from reuse_app.worksheet import Fit
from tests.analysis.sheets import capability, link, product, sheet


def modifier(*inputs: float) -> float:
    aa, su, unfm, dm, cm, im = inputs
    return adaptation_modifier(
        assessment=aa, understanding=su, unfamiliarity=unfm, design=dm, realisation=cm, integration=im
    )


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ((8, 50, 1, 0, 0, 0), 0.0800),
        ((4, 30, 0.4, 20, 30, 40), 0.3996),
        ((8, 50, 1, 50, 50, 50), 1.0800),
        ((8, 50, 1, 100, 100, 100), 1.5800),
        ((0, 10, 0, 100, 100, 100), 1.0000),
        ((0, 30, 0.4, 50, 50, 50), 0.6200),
        ((0, 30, 0.4, 50.01, 50.01, 50.01), 0.6201),
    ],
)
def test_modifier_is_that_of_the_manual(inputs: tuple[float, ...], expected: float) -> None:
    assert modifier(*inputs) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("fit", "expected"), [(Fit.AS_IS, 0.07), (Fit.ADJUST, 0.2384), (Fit.REWORK, 0.6476)])
def test_presets_give_the_published_modifiers(fit: Fit, expected: float) -> None:
    found = modifier(DEFAULT_ASSESSMENT, DEFAULT_UNDERSTANDING, DEFAULT_UNFAMILIARITY, *PRESETS[fit])
    assert found == pytest.approx(expected, abs=1e-9)


def test_understanding_costs_nothing_when_nothing_changes() -> None:
    assert modifier(0, 50, 1, 0, 0, 60) == pytest.approx(0.18)
    assert modifier(0, 50, 1, 1, 0, 60) > 0.18 * 1.9


def test_factor_is_in_percent_and_integration_may_exceed_100() -> None:
    assert adaptation_factor(10, 20, 30) == pytest.approx(19)
    assert adaptation_factor(0, 0, 200) == pytest.approx(60)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("assessment", 9, "assessment must be between 0 and 8, not 9"),
        ("assessment", -1, "between 0 and 8"),
        ("understanding", 60, "understanding must be between 10 and 50, not 60"),
        ("understanding", 0, "understanding must be between 10 and 50"),
        ("unfamiliarity", 1.1, "unfamiliarity must be between 0 and 1, not 1.1"),
        ("design", 101, "design must be between 0 and 100, not 101"),
        ("realisation", -1, "realisation must be between 0 and 100, not -1"),
        ("integration", -1, "integration must be 0 or more, not -1"),
        ("integration", float("nan"), "integration must be 0 or more, not nan"),
    ],
)
def test_nonsense_is_refused_by_name_and_range(field: str, value: float, told: str) -> None:
    inputs = {
        "assessment": 4.0,
        "understanding": 30.0,
        "unfamiliarity": 0.4,
        "design": 0.0,
        "realisation": 0.0,
        "integration": 0.0,
    }
    with pytest.raises(ValueError, match=told):
        adaptation_modifier(**{**inputs, field: value})


percent = st.floats(0, 100)


@given(st.floats(0, 8), st.floats(10, 50), st.floats(0, 1), percent, percent, st.floats(0, 200), st.floats(0, 50))
def test_more_change_never_costs_less(  # noqa: PLR0913, PLR0917  # the model has six inputs
    aa: float, su: float, unfm: float, dm: float, cm: float, im: float, more: float
) -> None:
    base = modifier(aa, su, unfm, dm, cm, im)
    assert modifier(aa, su, unfm, min(100, dm + more), cm, im) >= base - 1e-12
    assert modifier(aa, su, unfm, dm, min(100, cm + more), im) >= base - 1e-12
    assert modifier(aa, su, unfm, dm, cm, im + more) >= base - 1e-12
    assert modifier(min(8, aa + more), min(50, su + more), min(1, unfm + more), dm, cm, im) >= base - 1e-12


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


def test_cells_of_what_is_not_on_the_shortlist_are_not_considered() -> None:
    worksheet = sheet(
        capabilities=[capability("vision")],
        products=[product("car", home=True), product("robot", shortlisted=True), product("bus")],
        links=[link("vision", "car"), link("vision", "robot"), link("vision", "bus")],
    )
    assert [cell.product.key for cell in considered_cells(worksheet)] == ["car", "robot"]
