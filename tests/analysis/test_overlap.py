from collections.abc import Sequence
from typing import Any

import pytest

from reuse_app.analysis.overlap import Meeting, NamedInventory, Overlap, Party, find_overlap
from reuse_app.worksheet import Capability
from reuse_app.worksheet.values import key_for


def capability(name: str, cost: float | None = None, **fields: Any) -> Capability:
    return Capability.model_validate({"key": key_for(name, ()), "name": name, "build_cost": cost, **fields})


def laid(*lists: Sequence[Capability], units: Sequence[str] = ()) -> Overlap:
    """The overlap of inventories called A, B and so on, in k€ unless said otherwise."""
    names = "ABCDEFGHIJ"[: len(lists)]
    every = zip(names, lists, units or ["k€"] * len(lists), strict=True)
    return find_overlap([NamedInventory(*each) for each in every])


def doubles(overlap: Overlap) -> list[list[tuple[str, str, str | None]]]:
    return [[(copy.inventory, copy.name, copy.by) for copy in each.copies] for each in overlap.doubles]


def test_the_same_and_nearly_the_same_names_are_alike() -> None:
    found = laid(
        [capability("Battery pack"), capability("Vision"), capability("Sensor 1")],
        [capability("Packs, battery"), capability("vision"), capability("Sensor 2"), capability("Hand")],
    )
    assert doubles(found) == [
        [("A", "Battery pack", None), ("B", "Packs, battery", "name")],
        [("A", "Vision", None), ("B", "vision", "name")],
    ]
    assert [each.size for each in found.inventories] == [3, 4]


def test_natures_are_alike_when_their_verb_is_the_same_too() -> None:
    sees = "Recognise objects in camera pictures"
    found = laid(
        [capability("Vision", nature=sees), capability("Heat", nature="Store heat all week")],
        [
            capability("Eyes", nature="Recognises objects in pictures"),
            capability("Oven", nature="Stop heat all week"),
        ],
        [capability("Watcher", nature=sees, verb="decide"), capability("Blick", nature="")],
    )
    assert doubles(found) == [[("A", "Vision", None), ("B", "Eyes", "nature")]]
    assert (found.size, found.without_nature) == (6, 1)
    unread = [[capability(name, nature="Dinge auf Bildern erkennen")] for name in ("Vision", "Eyes")]
    assert doubles(laid(*unread)) == [[("A", "Vision", None), ("B", "Eyes", "nature")]], "no verb is known of either"


def test_the_name_tells_more_than_the_nature() -> None:
    found = laid(
        [capability("Vision", nature="Recognise objects"), capability("Eyes", nature="Recognise words")],
        [capability("Eyes", nature="Recognise objects")],
    )
    assert doubles(found) == [[("A", "Eyes", None), ("B", "Eyes", "name")]]


def test_of_each_inventory_the_one_that_is_most_alike_belongs_to_it() -> None:
    twice = [capability("Battery packs"), capability("Battery pack", key="other")]
    found = laid([capability("Battery pack")], twice, [*twice])
    assert doubles(found) == [
        [("A", "Battery pack", None), ("B", "Battery pack", "name"), ("C", "Battery pack", "name")],
        [("B", "Battery packs", None), ("C", "Battery packs", "name")],
    ]


def test_one_inventory_that_lists_it_twice_keeps_it_once() -> None:
    assert laid([capability("Vision"), capability("Vision", key="again")], [capability("Hand")]).doubles == ()


def test_the_cost_is_that_of_all_copies_but_the_dearest() -> None:
    found = laid([capability("Vision", 100)], [capability("Vision", 60)], [capability("Vision", 0.5)])
    (double,) = found.doubles
    assert double.extra == {"k€": 60.5}
    assert double.is_kept_twice
    assert (double.lacks, double.units, found.extra) == ((), ("k€",), {"k€": 60.5})


def test_what_has_no_cost_is_named_and_not_free() -> None:
    found = laid([capability("Vision", 100)], [capability("Vision")], [capability("Vision", 60)])
    (double,) = found.doubles
    assert (double.extra, double.lacks) == ({"k€": 60}, ("B",))
    (alone,) = laid([capability("Vision", 100)], [capability("Vision")]).doubles
    assert (alone.extra, alone.lacks) == ({}, ("B",))


def test_amounts_in_different_units_are_never_added() -> None:
    lists = [[capability("Vision", cost), capability("Hand", 1)] for cost in (100, 60, 5)]
    found = laid(*lists, units=["k€", "k€", "hours"])
    assert [(each.name, each.extra, each.units) for each in found.doubles] == [
        ("Vision", {"k€": 60}, ("k€", "hours")),
        ("Hand", {"k€": 1}, ("k€", "hours")),
    ]
    assert found.extra == {"k€": 61}
    assert laid(*lists[:2], units=["k€", ""]).extra == {}


def test_what_costs_most_comes_first_then_what_most_have() -> None:
    found = laid(
        [capability("Cheap", 5), capability("Dear", 50), capability("Hand"), capability("Arm"), capability("Leg")],
        [capability("Cheap", 5), capability("Dear", 50), capability("Hand"), capability("Arm"), capability("Leg")],
        [capability("Leg")],
    )
    assert [each.name for each in found.doubles] == ["Dear", "Cheap", "Leg", "Arm", "Hand"]


def test_what_one_misses_and_another_has_is_alike_and_not_kept_twice() -> None:
    (double,) = laid([capability("Vision", 9, status="missing")], [capability("Vision", 60)]).doubles
    assert ([copy.inventory for copy in double.missed], [copy.inventory for copy in double.held]) == (["A"], ["B"])
    assert not double.is_kept_twice
    assert double.extra == {}


def test_owners_of_what_is_alike_are_brought_together() -> None:
    def owned(*owners: str) -> list[Capability]:
        return [capability(name, owner=owner) for name, owner in zip(("Arm", "Leg", "Eye", "Ear"), owners, strict=True)]

    found = laid(owned("", "Bo", "Ann", "Ann"), owned("", "bo", "Cem", "cem"))
    nobody = (Party(owner="", inventories=("A",)), Party(owner="", inventories=("B",)))
    ann_and_cem = (Party(owner="Ann", inventories=("A",)), Party(owner="cem", inventories=("B",)))
    assert found.meetings == (
        Meeting(parties=ann_and_cem, about=("Ear", "Eye")),
        Meeting(parties=nobody, about=("Arm",)),
    ), "Bo has both legs already"


def test_each_two_owners_of_three_meet_about_all_that_they_have_alike() -> None:
    both = [capability("Arm", owner="Ann"), capability("Leg", owner="Bo")]
    found = laid(
        both, [capability("Arm", owner="Bo"), capability("Leg", owner="Ann")], [capability("Arm", owner="Cem")]
    )
    assert [([party.owner for party in each.parties], each.about) for each in found.meetings] == [
        (["Ann", "Bo"], ("Arm", "Leg")),
        (["Ann", "Cem"], ("Arm",)),
        (["Bo", "Cem"], ("Arm",)),
    ]
    assert found.meetings[0].parties[0].inventories == ("A", "B")


@pytest.mark.parametrize(("length", "is_rough"), [(90, False), (190, True)])
def test_of_too_much_text_only_the_same_words_are_alike(length: int, is_rough: bool) -> None:
    mine = [capability(f"{'x' * length} {number}", nature="Store heat") for number in range(500)]
    yours = [capability(f"{'y' * length} {number}") for number in range(500)]
    found = laid([*mine, capability("Arm"), capability("Legs")], [*yours, capability("arm"), capability("Leg")])
    assert found.is_rough == is_rough
    assert [each.name for each in found.doubles] == (["Arm"] if is_rough else ["Arm", "Legs"])


def test_empty_inventories_have_nothing_alike() -> None:
    found = laid([], [capability("Vision")], [])
    assert (found.doubles, found.extra, found.meetings) == ((), {}, ())


@pytest.mark.parametrize("names", ["", "A", "AA", "ABB", "ABCDEFGHIJK"])
def test_two_to_ten_inventories_of_different_names_are_laid_side_by_side(names: str) -> None:
    with pytest.raises(ValueError, match="2 to 10"):
        find_overlap([NamedInventory(name, ()) for name in names])
    assert len(find_overlap([NamedInventory(name, ()) for name in "ABCDEFGHIJ"]).inventories) == 10
