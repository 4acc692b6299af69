from typing import Any

import pytest

from reuse_app import examples
from reuse_app.exchange import worksheet_json
from reuse_app.worksheet import Worksheet, Workshop
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.comparing import FieldChange
from reuse_app.worksheet.differences import Difference, DifferenceSort, PartDifferences, compare_worksheets
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.isic import HOLDERS
from reuse_app.worksheet.validation.worksheet import checked

SHEET: dict[str, Any] = {
    "workshop": {"title": "Beyond the car"},
    "factors": [{"key": "market", "name": "Market", "axis": "potential"}],
    "capabilities": [{"key": "vision", "name": "Vision", "home_product": "car"}, {"key": "hand", "name": "Hand"}],
    "products": [
        {"key": "car", "name": "Car", "home": True},
        {"key": "robot", "name": "Robot"},
        {"key": "bus", "name": "Bus"},
    ],
    "links": [{"capability": "vision", "product": "robot", "need": 1}],
    "participants": [{"key": "ada", "name": "Ada"}],
    "ratings": [{"participant": "ada", "product": "robot", "factor": "market", "level": 2}],
    "iterations": [
        {"product": "robot", "date": "2026-03-01", "tried": "One"},
        {"product": "robot", "date": "2026-03-01", "tried": "Two"},
    ],
    "constraints": {"must_have": ["robot"]},
}


def sheet(**parts: Any) -> Worksheet:
    return checked({**SHEET, **parts})


def differences(**parts: Any) -> tuple[PartDifferences, ...]:
    return compare_worksheets(sheet(), sheet(**parts))


def only(**parts: Any) -> tuple[Difference, ...]:
    (part,) = differences(**parts)
    return part.differences


def test_the_same_worksheet_has_no_differences() -> None:
    assert differences() == ()
    assert differences(products=SHEET["products"][::-1]) == ()


def test_a_change_is_told_in_names_and_words() -> None:
    products = [*SHEET["products"], {"key": "tram", "name": "Tram", "home": True}]
    vision = {"key": "vision", "name": "Vision", "home_product": "tram", "status": "missing", "build_cost": 3}
    capabilities, listed = differences(products=products, capabilities=[vision, SHEET["capabilities"][1]])
    assert (capabilities.part, capabilities.unchanged) == ("capabilities", 1)
    assert capabilities.differences == (
        Difference(
            DifferenceSort.CHANGED,
            "Vision",
            (
                FieldChange("status", "in house", "missing"),
                FieldChange("home_product", "Car", "Tram"),
                FieldChange("build_cost_likely", None, 3),
            ),
        ),
    )
    assert listed.differences == (Difference(DifferenceSort.ADDED, "Tram", (FieldChange("home", None, True),)),)


def test_what_connects_things_is_called_by_their_names() -> None:
    assert only(links=[{"capability": "vision", "product": "robot", "need": 9, "fit": "as-is"}]) == (
        Difference(
            DifferenceSort.CHANGED,
            "Vision → Robot",
            (FieldChange("need", "weak", "strong"), FieldChange("fit", None, "as is")),
        ),
    )
    assert only(ratings=[]) == (
        Difference(DifferenceSort.REMOVED, "Ada → Robot → Market → round 1", (FieldChange("level", 2, None),)),
    )


def test_a_name_that_changed_is_shown_as_it_is_now() -> None:
    renamed = [SHEET["products"][0], {"key": "robot", "name": "Android"}, SHEET["products"][2]]
    products, links = differences(products=renamed, links=[{"capability": "vision", "product": "robot", "need": 3}])
    assert products.differences == (
        Difference(DifferenceSort.CHANGED, "Android", (FieldChange("name", "Robot", "Android"),)),
    )
    assert links.differences[0].label == "Vision → Android"


def test_entries_that_repeat_are_told_apart_by_their_place() -> None:
    first, second = SHEET["iterations"]
    assert only(iterations=[first, {**second, "tried": "Three"}]) == (
        Difference(DifferenceSort.CHANGED, "Robot → 2026-03-01", (FieldChange("tried", "Two", "Three"),)),
    )
    assert only(iterations=[first])[0].sort is DifferenceSort.REMOVED


def test_the_workshop_and_its_rules_are_compared_too() -> None:
    workshop, constraints = differences(
        workshop={"title": "Beyond the bus", "budget": 9},
        constraints={
            "exclusive": [["robot", "bus"]],
            "at_most": 2,
            "at_least": {"of": ["robot", "bus"], "count": 1},
            "requires": [["robot", "bus"]],
        },
    )
    assert workshop.differences[0].fields == (
        FieldChange("title", "Beyond the car", "Beyond the bus"),
        FieldChange("budget", None, 9),
    )
    assert constraints.differences[0].fields == (
        FieldChange("must_have", "Robot", ""),
        FieldChange("exclusive", "", "Bus or Robot"),
        FieldChange("at_most", None, 2),
        FieldChange("at_least", "", "1 of Bus or Robot"),
        FieldChange("requires", "", "Robot with Bus"),
    )


def test_the_field_that_people_are_in_is_told_by_its_name() -> None:
    (change,) = only(workshop={"title": "Beyond the car", "home_field": "49"})[0].fields
    assert (change.label, change.after) == ("field you are in", "Rail, road, pipelines")


def test_the_field_that_a_product_came_from_is_told_by_its_name() -> None:
    products = [{**each, "origin": {"field": "49"}} if each["key"] == "bus" else each for each in SHEET["products"]]
    told = {change.label: change.after for change in only(products=products)[0].fields}
    assert told["origin field"] == "Rail, road, pipelines"


def test_every_column_that_holds_a_division_is_known() -> None:
    nouns = (Workshop, *(part.noun for part in LISTS.values()))
    two_digits = {name for noun in nouns for name, each in columns(noun).items() if each.limits.get("max_length") == 2}
    assert two_digits == HOLDERS


def test_rules_in_another_order_are_the_same_rules() -> None:
    before = sheet(constraints={"must_have": ["robot", "bus"]})
    assert compare_worksheets(before, sheet(constraints={"must_have": ["bus", "robot"]})) == ()


@pytest.mark.parametrize("part", LISTS)
def test_what_was_added_is_removed_the_other_way_round(part: str) -> None:
    whole = worksheet_json.read(examples.read("tesla-bot"))
    without = whole.model_copy(update={part: ()})
    came, went = compare_worksheets(without, whole), compare_worksheets(whole, without)
    assert sum(len(one.differences) for one in came) == len(getattr(whole, part))
    assert [len(one.differences) for one in came] == [len(one.differences) for one in went]
    assert {difference.sort for one in came for difference in one.differences} <= {DifferenceSort.ADDED}


def test_a_part_is_called_as_people_read_it() -> None:
    (plans,) = differences(gap_plans=[{"capability": "hand", "plan": "buy"}])
    assert plans.label == "gap plans"
