from typing import Any

import pytest

from reuse_app.analysis.claims import check_claims
from reuse_app.analysis.cost.adaptation import read_cells
from reuse_app.analysis.cost.bills import write_bills
from reuse_app.analysis.coverage import find_gaps
from reuse_app.analysis.decisions import BrokenRule, Roles, Rule, check_decisions, take_over
from reuse_app.worksheet import Decision, Role, Worksheet
from tests.analysis.sheets import Row, capability, decision, link, product, sheet


def roles_of(worksheet: Worksheet) -> Roles:
    cells = read_cells(worksheet)
    gaps, bills = find_gaps(cells, worksheet), write_bills(cells, worksheet.candidates)
    return Roles(worksheet, cells, gaps, check_claims(cells), bills)


def decided() -> Worksheet:
    return sheet(
        capabilities=[
            capability("vision", build_cost=100),
            capability("hand", status="missing", build_cost=50),
            capability("skin", status="missing"),
            capability("leg"),
        ],
        products=[
            product("robot", own_cost=10),
            product("bus", own_cost=20),
            product("cup", own_cost=40),
            product("car", home=True),
        ],
        links=[
            link("vision", "robot", 9, fit="as-is"),
            link("hand", "robot", 9),
            link("skin", "robot", 3),
            link("leg", "robot", 9),
            link("hand", "bus", 3),
            link("skin", "cup", 9),
        ],
        decisions=[decision("robot", "primary"), decision("bus", "growth"), decision("car", "backup")],
    )


def test_roles_of_home_products_are_passed_over() -> None:
    roles = roles_of(decided())
    assert roles.keys(*Role) == ("bus", "robot")
    assert roles.keys(Role.BACKUP) == ()
    assert roles.candidates == {"robot", "bus", "cup"}


def test_major_risks_are_strong_needs_that_are_missing_or_unproven() -> None:
    assert roles_of(decided()).risks("robot") == {"hand", "vision"}
    assert roles_of(decided()).needs("bus") == {"hand"}


def test_a_gap_is_critical_when_a_bet_needs_it_strongly() -> None:
    roles = roles_of(decided())
    assert [gap.capability for gap in roles.critical_gaps] == ["hand"]
    assert roles.depend_on("hand") == ("robot",)
    assert roles.depend_on("skin") == ()


def test_what_is_built_costs_as_a_family() -> None:
    roles = roles_of(decided())
    assert roles.cost.value == 10 + 20 + 7 + 50 + 2 * 3.5
    assert [source.key for source in roles.cost.lacks] == ["leg", "skin"]


def test_names_are_for_sentences() -> None:
    roles = roles_of(decided())
    assert roles.names(["robot", "bus"]) == "Robot and Bus"
    assert roles.capability_names({"vision", "hand"}) == "Hand and Vision"


TOLD = {"reason": "why", "assumption": "a", "test": "t", "measure": "m", "stop_rule": "s", "owner": "o"}
ALL_KEPT = [
    decision("robot", "primary", **TOLD),
    decision("bus", "growth", **TOLD),
    decision("cup", "backup", **TOLD),
    decision("pen", "keep-open", reason="later"),
]


def broken(*decisions: Row, budget: float | None = None, **parts: Any) -> tuple[BrokenRule, ...]:
    base: dict[str, Any] = {
        "capabilities": [capability("vision", build_cost=100), capability("hand", status="missing", build_cost=50)],
        "products": [product(key, own_cost=10) for key in ("robot", "bus", "cup", "pen")] + [product("car", home=True)],
        "links": [link("vision", key, fit="adjust") for key in ("robot", "bus", "cup")],
        "decisions": decisions or ALL_KEPT,
    }
    return check_decisions(roles_of(sheet(budget=budget, **{**base, **parts})))


def rules(found: tuple[BrokenRule, ...]) -> list[Rule]:
    return [one.rule for one in found]


def without(role: str) -> list[Row]:
    return [one for one in ALL_KEPT if one["role"] != role]


def test_a_choice_that_keeps_every_rule() -> None:
    assert broken(budget=200) == ()


def test_nothing_decided_breaks_nothing() -> None:
    assert broken(decisions=[]) == ()


@pytest.mark.parametrize(
    ("role", "rule"),
    [("primary", Rule.ONE_PRIMARY), ("growth", Rule.A_GROWTH_OPTION), ("backup", Rule.A_BACKUP)],
)
def test_each_role_is_needed(role: str, rule: Rule) -> None:
    assert rules(broken(*without(role))) == [rule]


def test_only_one_product_is_primary() -> None:
    (found,) = broken(*ALL_KEPT[:3], decision("pen", "primary", **TOLD))
    assert (found.rule, found.products) == (Rule.ONE_PRIMARY, ("pen", "robot"))
    assert found.sentence == "2 products are primary (Pen and Robot): only one can come first."


def test_growth_shares_something_with_the_primary() -> None:
    (found,) = broken(ALL_KEPT[0], ALL_KEPT[2], decision("pen", "growth", **TOLD))
    assert (found.rule, found.products) == (Rule.RELATED_GROWTH, ("pen",))


def test_a_backup_does_not_fall_with_the_primary() -> None:
    both = [link("vision", "bus", fit="adjust"), link("vision", "robot"), link("hand", "robot"), link("hand", "cup")]
    plan = [{"capability": "hand", "plan": "build"}]
    (found,) = broken(links=both, gap_plans=plan)
    assert (found.rule, found.products, found.capabilities) == (Rule.SEPARATE_RISKS, ("cup",), ("hand",))
    assert found.sentence == "Cup falls with the primary: both hang on Hand."
    second = [*ALL_KEPT[:3], decision("pen", "backup", **TOLD)]
    assert broken(*second, links=both, gap_plans=plan) == ()


def test_every_role_has_a_reason_and_every_bet_a_test() -> None:
    found = broken(*ALL_KEPT[:2], decision("cup", "backup", assumption="a"), decision("pen", "in-storage"))
    assert [(one.rule, one.sentence) for one in found] == [
        (Rule.REASON, "No reason is given for Cup."),
        (Rule.REASON, "No reason is given for Pen."),
        (Rule.TEST, "Cup still needs: test, measure, stop rule, owner."),
    ]


def test_a_critical_gap_has_a_plan() -> None:
    links = [link("vision", key, fit="adjust") for key in ("robot", "bus", "cup")] + [link("hand", "robot")]
    (found,) = broken(links=links)
    assert (found.rule, found.products, found.capabilities) == (Rule.GAP_PLAN, ("robot",), ("hand",))


def test_constraints_hold_for_the_roles_too() -> None:
    found = broken(
        constraints={"must_have": ["pen", "car"], "exclusive": [["robot", "bus"], ["bus", "cup"]], "at_most": 1}
    )
    assert [(one.rule, one.products) for one in found] == [
        (Rule.MUST_HAVE, ("pen",)),
        (Rule.EXCLUSIVE, ("bus", "robot")),
        (Rule.AT_MOST, ("bus", "robot")),
    ]
    said = [one.sentence for one in found if one.rule is not Rule.EXCLUSIVE]
    assert said == ["Pen must be had, but is not chosen.", "2 products are to be built, but at most 1 may be."]
    assert broken(constraints={"must_have": ["cup"], "at_most": 2}) == ()


def test_at_least_so_many_and_only_with_hold_for_the_roles_too() -> None:
    found = broken(constraints={"at_least": {"of": ["pen", "cup"], "count": 2}, "requires": [["robot", "cup"]]})
    assert [(one.rule, one.products, one.sentence) for one in found] == [
        (
            Rule.AT_LEAST,
            ("pen", "cup"),
            "At least 2 of Pen and Cup must be chosen.",
        ),
        (Rule.ONLY_WITH, ("robot", "cup"), "Robot may be chosen only with Cup."),
    ]
    kept = {"at_least": {"of": ["pen", "cup"], "count": 1}, "requires": [["robot", "bus"], ["pen", "cup"]]}
    assert broken(constraints=kept) == ()


def test_what_is_built_stays_within_the_budget() -> None:
    (found,) = broken(budget=20)
    assert (found.rule, found.products) == (Rule.BUDGET, ("bus", "robot"))
    assert "67.7 person-months, above the budget of 20." in found.sentence


def test_a_set_that_is_taken_over_keeps_the_roles_of_what_is_pursued_already() -> None:
    given = [Decision(product=key, role=role) for key, role in (("a", Role.BACKUP), ("b", Role.PRIMARY))]
    assert take_over(["c", "a", "d"], given) == {"b": Role.KEEP_OPEN, "c": Role.PRIMARY, "d": Role.GROWTH}
    assert take_over(["b", "c"], given) == {"a": Role.KEEP_OPEN, "c": Role.GROWTH}
    assert take_over(["a"], given) == {"a": Role.PRIMARY, "b": Role.KEEP_OPEN}
    assert take_over([], given) == {"a": Role.KEEP_OPEN, "b": Role.KEEP_OPEN}
