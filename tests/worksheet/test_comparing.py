from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reuse_app.worksheet import Capability, Estimate
from reuse_app.worksheet.comparing import (
    Comparison,
    FieldChange,
    MergeChoices,
    MergeSide,
    compare,
    merged,
)
from tests.worksheet.capabilities import INVENTORIES, capability


def keys(capabilities: Sequence[Capability]) -> list[str]:
    return [one.key for one in capabilities]


def test_what_is_on_one_side_only_was_added_or_removed() -> None:
    found = compare([capability("vision"), capability("grip")], [capability("maps"), capability("vision")])
    assert (keys(found.added), keys(found.removed), found.changed, found.unchanged) == (["maps"], ["grip"], (), 1)


def test_a_change_is_told_field_by_field() -> None:
    before = capability("vision", build_cost=3, trl=4, owner="Ada")
    after = capability("vision", build_cost={"low": 1, "likely": 3, "high": 9}, trl=4)
    (changed,) = compare([before], [after]).changed
    assert (changed.before, changed.after) == (before, after)
    assert changed.fields == (
        FieldChange("owner", "Ada", ""),
        FieldChange("build_cost", Estimate(low=3, likely=3, high=3), Estimate(low=1, likely=3, high=9)),
    )
    assert changed.fields[1].label == "build cost"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (capability("vision"), capability("vision", "Seeing")),
        (capability("vision"), capability("sight", "vision")),
        (capability("vision", "Computer vision"), capability("sight", "Computer visions")),
        (capability("a", "Vision", nature="Recognise objects"), capability("b", "Eyes", nature="recognise  objects")),
        (capability("a", "Vision", nature="Recognise objects"), capability("b", "Eyes", nature="Recognise object")),
        (capability("a", "Vision", description="Cameras."), capability("b", "Eyes", description="Cameras.")),
    ],
)
def test_a_capability_is_recognised_under_another_name_or_key(before: Capability, after: Capability) -> None:
    found = compare([before, capability("grip", nature="Hold")], [capability("maps", nature="Find a way"), after])
    (changed,) = found.changed
    assert (changed.before, changed.after) == (before, after)
    assert (keys(found.added), keys(found.removed)) == (["maps"], ["grip"])


def test_the_key_counts_more_than_the_name() -> None:
    before = [capability("a", "Vision"), capability("b", "Grip")]
    after = [capability("a", "Grip"), capability("b", "Vision")]
    assert [(one.before.key, one.after.key) for one in compare(before, after).changed] == [("a", "a"), ("b", "b")]


def test_a_text_that_several_have_tells_nothing() -> None:
    before = [capability("a", "Vision", description="Internal"), capability("b", "Grip", description="Internal")]
    found = compare(before, [capability("c", "Maps", description="Internal")])
    assert (keys(found.added), keys(found.removed), found.changed) == (["c"], ["a", "b"], ())


def test_empty_texts_are_not_alike() -> None:
    assert compare([capability("a", "Vision")], [capability("b", "Grip")]).changed == ()


def test_names_with_other_numbers_are_other_capabilities() -> None:
    assert compare([capability("a", "Battery pack 1")], [capability("b", "Battery pack 2")]).changed == ()


@given(INVENTORIES)
def test_an_inventory_is_the_same_as_itself_in_any_order(inventory: list[Capability]) -> None:
    assert compare(inventory, inventory[::-1]) == Comparison((), (), (), len(inventory))


@given(INVENTORIES, INVENTORIES)
def test_every_capability_is_counted_once(before: list[Capability], after: list[Capability]) -> None:
    found = compare(before, after)
    both = found.unchanged + len(found.changed)
    assert (len(found.removed) + both, len(found.added) + both) == (len(before), len(after))
    assert all(changed.fields for changed in found.changed)


@pytest.mark.parametrize(("size", "recognised"), [(4, 4), (400, 0)])
def test_two_large_inventories_of_long_texts_are_compared_by_equal_texts_alone(size: int, recognised: int) -> None:
    """Likeness of so much text would take too long, so it is not even looked for."""

    def inventory(side: str) -> list[Capability]:
        return [capability(f"{side}{number}", description=f"{side}{number}" + "x" * 200) for number in range(size)]

    same = capability("same", description="The same words " * 20)
    again = same.model_copy(update={"key": "again", "name": "Again"})
    found = compare([*inventory("a"), same], [*inventory("b"), again])
    assert [changed.after for changed in found.changed][-1] == again
    assert len(found.changed) == 1 + recognised


MINE = [
    capability("vision", owner="Ada", trl=4),
    capability("grip", "Gripping hand", build_cost={"low": 1, "likely": 2, "high": 3}),
    capability("maps"),
]
THEIRS = [
    capability("hand", "Gripping hands", build_cost=9),
    capability("vision", owner="Bob", trl=7),
    capability("speech"),
]


def test_without_a_choice_nothing_is_lost_and_what_is_newer_counts() -> None:
    assert merged(MINE, compare(MINE, THEIRS), MergeChoices()) == (
        capability("vision", owner="Bob", trl=7),
        capability("grip", "Gripping hands", build_cost=9),
        capability("maps"),
        capability("speech"),
    )


def test_each_field_and_entry_is_chosen_on_its_own() -> None:
    choices = MergeChoices(
        fields={
            ("vision", "owner"): MergeSide.MINE,
            ("vision", "trl"): MergeSide.THEIRS,
            ("grip", "key"): MergeSide.THEIRS,
            ("grip", "name"): MergeSide.MINE,
            ("grip", "build_cost"): MergeSide.MINE,
        },
        dropped={"maps"},
    )
    assert merged(MINE, compare(MINE, THEIRS), choices) == (
        capability("vision", owner="Ada", trl=7),
        capability("hand", "Gripping hand", build_cost={"low": 1, "likely": 2, "high": 3}),
        capability("speech"),
    )


def test_choices_about_what_does_not_differ_change_nothing() -> None:
    stray = MergeChoices(
        fields={("vision", "name"): MergeSide.THEIRS, ("nobody", "x"): MergeSide.MINE}, dropped={"vision", "nobody"}
    )
    comparison = compare(MINE, THEIRS)
    assert merged(MINE, comparison, stray) == merged(MINE, comparison, MergeChoices())


def everything(comparison: Comparison, side: MergeSide) -> MergeChoices:
    """The choices that make the merged list the same as that of one side, apart from its order."""
    others = comparison.added if side is MergeSide.MINE else comparison.removed
    fields = {(each.before.key, field.field): side for each in comparison.changed for field in each.fields}
    return MergeChoices(fields=fields, dropped=frozenset(keys(others)))


@given(INVENTORIES, INVENTORIES)
def test_everything_of_mine_is_mine(mine: list[Capability], theirs: list[Capability]) -> None:
    comparison = compare(mine, theirs)
    assert list(merged(mine, comparison, everything(comparison, MergeSide.MINE))) == mine


@given(INVENTORIES, INVENTORIES)
def test_everything_of_theirs_is_theirs(mine: list[Capability], theirs: list[Capability]) -> None:
    comparison = compare(mine, theirs)
    found = merged(mine, comparison, everything(comparison, MergeSide.THEIRS))
    assert sorted(found, key=by_key) == sorted(theirs, key=by_key)


@given(INVENTORIES, INVENTORIES, st.data())
def test_whatever_is_chosen_is_an_inventory(
    mine: list[Capability], theirs: list[Capability], data: st.DataObject
) -> None:
    comparison = compare(mine, theirs)
    differing = sorted(everything(comparison, MergeSide.MINE).fields)
    sides = {place: data.draw(st.sampled_from(MergeSide)) for place in differing}
    dropped = (
        data.draw(st.sets(st.sampled_from(sorted(one.key for one in (*mine, *theirs))))) if mine + theirs else set()
    )
    found = merged(mine, comparison, MergeChoices(fields=sides, dropped=dropped))
    assert len({one.key for one in found}) == len(found)
    assert all(Capability.model_validate(one.model_dump()) == one for one in found)


def by_key(one: Capability) -> str:
    return one.key
