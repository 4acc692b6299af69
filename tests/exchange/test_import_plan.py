from collections.abc import Sequence
from dataclasses import replace

import pytest

from reuse_app.exchange import Incoming, RowMistake, inventory_files
from reuse_app.exchange.import_plan import DuplicateChoice, ImportPlan, chosen, plan, same_as
from reuse_app.worksheet import Capability
from reuse_app.worksheet.comparing import FieldChange
from tests.exchange.capabilities import capability

VISION = capability("vision", "Vision", owner="Ada", trl=5, build_cost={"low": 10, "likely": 12, "high": 15})
PLANNING = capability("planning", "Planning")
HERE = (VISION, PLANNING)


def incoming(*lines: str) -> Incoming:
    return inventory_files.read("x.csv", "\n".join(lines).encode())


def applied(existing: Sequence[Capability], ready: ImportPlan) -> tuple[Capability, ...]:
    """Return the capabilities after an import: changed ones in their place, new ones at the end."""
    changed = {each.before.key: each.after for each in ready.changed}
    return (*(changed.get(each.key, each) for each in existing), *(new.capability for new in ready.new))


def after(key: str, *lines: str) -> Capability:
    """Return a capability after importing a CSV of these lines into what is here."""
    return next(each for each in applied(HERE, plan(HERE, incoming(*lines))) if each.key == key)


def test_rows_are_matched_by_key_otherwise_by_exactly_the_same_name() -> None:
    ready = plan(
        HERE, incoming("key,name,owner", "vision,Camera vision,Ada", ",Planning,Bob", ",planning,", "p,Chips,")
    )
    assert [(changed.before.key, changed.fields) for changed in ready.changed] == [
        ("vision", (FieldChange("name", "Vision", "Camera vision"),)),
        ("planning", (FieldChange("owner", "", "Bob"),)),
    ]
    assert [(new.row, new.capability.key) for new in ready.new] == [(4, "planning-2"), (5, "p")]
    assert ready.can_be_applied


def test_a_row_with_a_new_key_and_a_known_name_keeps_the_known_key() -> None:
    ready = plan(HERE, incoming("key,name,trl", "v,Vision,6"))
    assert ready.changed[0].after == after("vision", "key,name,trl", "v,Vision,6")
    assert (ready.changed[0].after.key, ready.new) == ("vision", ())


def test_what_its_owner_calls_it_finds_a_capability_again_under_another_name() -> None:
    here = (capability("a", "Forms", reference="APP-1"), capability("b", "Forms", reference="APP-2"), PLANNING)
    lines = ("name,reference,owner", "Forms,APP-2,Ann", "Forms engine,APP-1,Bob", "Forms,APP-3,Cy", "Planning,APP-4,")
    ready = plan(here, incoming(*lines))
    assert [(each.before.key, each.after.name, each.after.owner, each.after.reference) for each in ready.changed] == [
        ("b", "Forms", "Ann", "APP-2"),
        ("a", "Forms engine", "Bob", "APP-1"),
        ("planning", "Planning", "", "APP-4"),
    ]
    assert [(new.row, new.capability.key, new.capability.reference) for new in ready.new] == [(4, "forms", "APP-3")]


def test_only_columns_of_the_file_change() -> None:
    assert after("vision", "name,trl", "Vision,6") == Capability.model_validate({**dict(VISION), "trl": 6})
    assert after("vision", "name,owner", "Vision,").owner == ""
    ready = plan(HERE, incoming("name,owner", "Vision,Ada"))
    assert (ready.new, ready.changed, ready.unchanged) == ((), (), (VISION,))


def test_a_plain_cost_replaces_a_range_only_when_it_differs() -> None:
    ready = plan(HERE, incoming("name,build cost", "Vision,12"))
    assert ready.unchanged == (VISION,)
    changed = after("vision", "name,build cost", "Vision,20").build_cost
    assert changed is not None
    assert (changed.low, changed.likely, changed.high) == (20, 20, 20)
    assert after("vision", "name,build cost", "Vision,").build_cost is None
    assert after("vision", "name,build_cost_low,build cost", "Vision,11,13").build_cost is not None


def test_what_does_not_fit_to_what_is_here_is_a_mistake() -> None:
    ready = plan(HERE, incoming("name,build_cost_low,build_cost_likely", "Planning,1,2", "Vision,16,20"))
    assert [str(mistake) for mistake in ready.mistakes] == [
        "row 3: Together with what is not in this file: High (15) is below likely (20)."
    ]


@pytest.mark.parametrize(
    ("stated", "here", "remarks"),
    [
        ("k€", "hours", ("Its costs are in k€, those here in hours: the numbers are taken as they are.",)),
        ("k€", "k€", ()),
        ("", "k€", ()),
        ("k€", "", ()),
    ],
)
def test_costs_in_another_unit_are_remarked_on(stated: str, here: str, remarks: tuple[str, ...]) -> None:
    assert plan(HERE, replace(incoming("name", "Radar"), unit=stated), unit=here).remarks == remarks


def test_several_capabilities_of_one_name_are_matched_in_turn() -> None:
    twins = (capability("a", "Twin"), capability("b", "Twin"))
    ready = plan(twins, incoming("name,trl", "Twin,1", "Twin,2", "Twin,3"))
    assert [(changed.before.key, changed.after.trl) for changed in ready.changed] == [("a", 1), ("b", 2)]
    assert [(new.row, new.capability.key) for new in ready.new] == [(4, "twin")]


def test_likely_duplicates_say_how_alike_and_with_which() -> None:
    ready = plan(HERE, incoming("name", "visions", "Robot hands", "Robot hand"))
    assert [(new.row, new.alike.other, new.alike.percent) for new in ready.likely_duplicates if new.alike] == [
        (2, "Vision", 92.3),
        (4, "Robot hands", 95.2),
    ]


def test_a_plan_that_nobody_is_shown_does_without_likely_duplicates() -> None:
    file = incoming("name", "visions", "Robot hands", "Robot hand")
    ready = plan(HERE, file, look_alike=False)
    assert ready.likely_duplicates == ()
    assert applied(HERE, ready) == applied(HERE, plan(HERE, file))


def test_generated_keys_avoid_those_that_are_here_and_those_in_the_file() -> None:
    ready = plan((capability("chips", "Old"),), incoming("key,name", ",Chips", "chips-2,Other chips"))
    assert [new.capability.key for new in ready.new] == ["chips-3", "chips-2"]


def test_home_products_that_are_not_at_hand_are_left_out() -> None:
    lines = ("name,home product", "Vision,car", "Chips,boat", "Hands,")
    ready = plan(HERE, incoming(*lines), products={"boat"})
    assert ready.unchanged == (VISION,)
    assert [new.capability.home_product for new in ready.new] == ["boat", None]
    assert ready.remarks == ("In 1 of the rows the home product is not in this workshop and was left out: “car”.",)
    assert plan(HERE, incoming(*lines)).changed[0].after.home_product == "car"
    assert plan(HERE, incoming(*lines), products={"boat", "car"}).remarks == ()


def test_a_plan_with_mistakes_cannot_be_applied() -> None:
    ready = plan(HERE, incoming("name,trl", "Vision,6", ",9"))
    assert ready.mistakes == (
        RowMistake(3, "name", "This is missing. A noun phrase, independent of the product it was built for."),
    )
    assert not ready.can_be_applied


def test_an_import_changes_in_place_and_adds_at_the_end() -> None:
    ready = plan(HERE, incoming("name,trl", "Chips,2", "Vision,6"))
    assert [(each.key, each.trl) for each in applied(HERE, ready)] == [("vision", 6), ("planning", None), ("chips", 2)]


def test_an_inventory_that_would_grow_too_large_is_a_mistake_at_the_row_where_it_does() -> None:
    here = [capability(f"c{number}", f"Capability {number}") for number in range(1_999)]
    ready = plan(here, incoming("name", "Chips", "Hands"))
    assert [str(mistake) for mistake in ready.mistakes] == [
        "row 3: From this row on there are too many: an inventory holds at most 2,000 capabilities."
    ]


AT_HAND = (Capability(key="eyes", name="Camera vision", owner="Ann"), Capability(key="chip", name="Chip"))
FILE = b"name,trl\nCamera visions,7\nChips and more,\nCamera visions,8\n"


def as_chosen(choices: dict[int, DuplicateChoice], content: bytes = FILE) -> ImportPlan:
    """What an import does when people have chosen for the likely duplicates."""
    incoming = inventory_files.read("x.csv", content)
    same = same_as(plan(AT_HAND, incoming), AT_HAND)
    return plan(AT_HAND, chosen(incoming, choices, same), look_alike=False)


def test_without_a_choice_a_likely_duplicate_is_new() -> None:
    assert [new.row for new in as_chosen({}).new] == [2, 3, 4]


def test_a_row_that_is_skipped_is_not_imported() -> None:
    assert [new.row for new in as_chosen({2: DuplicateChoice.SKIP}).new] == [3, 4]


def test_a_row_that_updates_changes_the_one_that_it_repeats() -> None:
    ready = as_chosen({2: DuplicateChoice.UPDATE})
    (changed,) = ready.changed
    assert (changed.after.key, changed.after.name, changed.after.trl) == ("eyes", "Camera visions", 7)
    assert changed.after.owner == "Ann"
    assert [capability.key for capability in applied(AT_HAND, ready)] == [
        "eyes",
        "chip",
        "chips-and-more",
        "camera-visions",
    ]


def test_two_rows_never_update_the_same_one() -> None:
    ready = as_chosen({2: DuplicateChoice.UPDATE, 4: DuplicateChoice.UPDATE})
    assert [changed.row for changed in ready.changed] == [2]
    assert [new.row for new in ready.new] == [3, 4]


def test_what_another_row_is_about_is_not_updated_a_second_time() -> None:
    content = b"name,trl\nCamera vision,5\nCamera visions,7\n"
    assert same_as(plan(AT_HAND, inventory_files.read("x.csv", content)), AT_HAND) == {}
    ready = as_chosen({3: DuplicateChoice.UPDATE}, content)
    assert ([changed.row for changed in ready.changed], [new.row for new in ready.new]) == ([2], [3])


def test_a_row_is_found_again_by_the_id_that_its_owner_gave_it() -> None:
    here = [
        new.capability for new in plan((), incoming("id,name,parent", "BC-12,Airspace,", "BC-12.10,Design,BC-12")).new
    ]
    assert [(each.key, each.reference) for each in here] == [("airspace", "BC-12"), ("design", "BC-12.10")]
    ready = plan(here, incoming("id,name", "BC-12.10,Airspace design", "bc-12,Other", "BC-13,Airspace"))
    assert [(changed.before.key, changed.after.name) for changed in ready.changed] == [("design", "Airspace design")]
    assert [new.capability.name for new in ready.new] == ["Other", "Airspace"], "another id is another thing"
