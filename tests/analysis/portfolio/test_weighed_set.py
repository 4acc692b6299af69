"""Sets of a decider's own, weighed by hand."""

import json
from typing import Any

import pytest

from reuse_app.analysis import analyse
from reuse_app.analysis.decisions import Rule
from reuse_app.analysis.portfolio.weighed_set import WeighedSet, Weighing, weigh_kept_sets
from reuse_app.examples import read
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import checked
from tests.analysis.sheets import capability, decision, link, product, sheet

NOTHING_CHANGES: dict[str, Any] = {"assessment": 0, "change": {"design": 0, "realisation": 0, "integration": 0}}


def family(*, budget: float | None = 200, **more: Any) -> Worksheet:
    """Robot and bus share a missing eye of 100; robot and kite share the making shareable of a hand, 10."""
    return sheet(
        budget=budget,
        capabilities=[
            capability("eye", status="missing", build_cost=100),
            capability("hand", build_cost=40, platform_cost=10),
        ],
        products=[
            product("robot", own_cost=20, value=90, shortlisted=True),
            product("bus", own_cost=30, value=60, shortlisted=True),
            product("kite", own_cost=5, value=25, shortlisted=True),
            product("boat", own_cost=5),
        ],
        links=[
            link("eye", "robot", **NOTHING_CHANGES),
            link("eye", "bus", **NOTHING_CHANGES),
            link("hand", "robot", **NOTHING_CHANGES),
            link("hand", "kite", **NOTHING_CHANGES),
        ],
        **more,
    )


def weigh(worksheet: Worksheet, *products: str) -> WeighedSet:
    return Weighing(worksheet, analyse(worksheet)).weigh(products)


def test_what_is_shared_is_paid_once() -> None:
    """20 + 30 + 100 + 10 as a family; 130 and 130 one by one."""
    found = weigh(family(), "robot", "bus")
    assert found.chosen == ("bus", "robot")
    assert (found.value, found.cost, found.sharing_saves) == (150, 160, 100)
    assert [(one.capability, one.cost, one.products) for one in found.shared] == [("eye", 100, ("bus", "robot"))]


def test_says_what_each_product_makes_of_a_difference() -> None:
    found = weigh(family(), "robot", "bus")
    assert {key: (one.cost, one.worth) for key, one in found.margins.items()} == {
        "robot": (30, 60),
        "bus": (30, 30),
        "kite": (5, 20),
    }


def test_cost_is_taken_off_without_a_budget_too() -> None:
    """Robot and kite: 115 - 135 = -20. The best set, kite alone or all three: 175 - 165 = 10 and 25 - 15 = 10."""
    found = weigh(family(budget=None), "robot", "kite")
    assert (found.worth, found.gives_up, found.within_budget) == (-20, 30, None)
    assert found.margins["bus"].worth == 30


def test_the_best_set_is_weighed_as_it_was_found() -> None:
    worksheet = checked(json.loads(read("tesla-bot")))
    best = analyse(worksheet).portfolio
    found = weigh(worksheet, *best.chosen)
    assert found.cost == pytest.approx(best.cost)
    assert found.value == pytest.approx(best.value)
    assert found.gives_up == pytest.approx(0)
    assert found.within_budget == best.within_budget
    assert {key: margin.worth for key, margin in found.margins.items()} == pytest.approx(best.marginal)
    assert found.broken == ()


def test_gives_up_what_the_best_set_is_worth_more() -> None:
    """All three cost 165 and bring 175; robot and bus cost 160 and bring 150."""
    assert weigh(family(), "robot", "bus", "kite").gives_up == 0
    assert weigh(family(), "robot", "bus").gives_up == 20


def test_the_chance_to_stay_within_the_budget_is_a_share_of_the_draws() -> None:
    own = {"low": 40, "likely": 50, "high": 60}
    worksheet = sheet(budget=50, products=[product("robot", own_cost=own, value=9), product("bus", own_cost=50)])
    assert weigh(worksheet, "robot").within_budget == pytest.approx(0.5, abs=0.1)
    assert weigh(worksheet, "bus").within_budget == 1
    assert weigh(worksheet, "robot", "bus").within_budget == 0


def test_nothing_unknown_is_free() -> None:
    worksheet = sheet(budget=50, products=[product("robot", value=9), product("bus", own_cost=7)])
    found = weigh(worksheet, "robot", "bus")
    assert (found.cost, found.incomplete, found.unvalued) == (7, ("robot",), ("bus", "robot"))
    assert (found.worth, found.gives_up, found.within_budget) == (None, None, None)


def test_names_the_rules_that_it_breaks_whatever_was_decided() -> None:
    rules = {"must_have": ["kite"], "exclusive": [["robot", "bus"]], "at_most": 1}
    decisions = [decision("kite", "primary", reason="It flies")]
    found = weigh(family(budget=100, constraints=rules, decisions=decisions), "robot", "bus")
    assert [one.rule for one in found.broken] == [Rule.MUST_HAVE, Rule.EXCLUSIVE, Rule.AT_MOST, Rule.BUDGET]
    assert weigh(family(), "robot").broken == ()
    rules = {"at_least": {"of": ["robot", "kite"], "count": 2}, "requires": [["robot", "bus"]]}
    found = weigh(family(constraints=rules, decisions=decisions), "robot")
    assert [one.rule for one in found.broken] == [Rule.AT_LEAST, Rule.ONLY_WITH]


def test_only_considered_products_are_weighed() -> None:
    assert weigh(family(), "boat", "nobody").chosen == ()


def test_no_product_at_all_is_a_set_too() -> None:
    found = weigh(family())
    assert (found.value, found.cost, found.within_budget, found.shared) == (0, 0, 1, ())
    assert found.gives_up == 10


def test_values_in_another_unit_are_added_up() -> None:
    worksheet = family()
    points = worksheet.workshop.model_copy(update={"value_unit": "points"})
    found = weigh(worksheet.model_copy(update={"workshop": points}), "robot", "bus")
    assert (found.worth, found.gives_up, found.margins["kite"].worth) == (150, 25, 25)


def test_kept_sets_are_told_with_the_findings() -> None:
    """Robot and bus cost 160 of 200 and bring 150; all three are the best, with 175 - 165."""
    sets = {"bold": ("robot", "bus"), "none": (), "stray": ("boat",)}
    worksheet = family(
        sets=[{"key": key, "name": key.title(), "aside": key == "none"} for key in sets],
        set_products=[{"set": key, "product": each} for key, products in sets.items() for each in products],
    )
    bold, none, stray = weigh_kept_sets(worksheet, analyse(worksheet)).sets
    assert (bold.key, bold.name, bold.aside, bold.chosen) == ("bold", "Bold", False, ("bus", "robot"))
    assert (bold.worth, bold.cost, bold.within_budget, bold.gives_up) == (-10, 160, 1, 20)
    assert (none.aside, none.chosen, none.worth) == (True, (), 0)
    assert stray.chosen == ()
