from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from reuse_app.exchange.alike import alike
from reuse_app.worksheet import Capability
from reuse_app.worksheet.comparing import Comparison, compare
from reuse_app.worksheet.merging import Choices, Side, everything, merged
from tests.worksheet.capabilities import INVENTORIES, capability


def compared(mine: Sequence[Capability], theirs: Sequence[Capability]) -> Comparison:
    return compare(mine, theirs, alike=alike)


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
    assert merged(MINE, compared(MINE, THEIRS), Choices()) == (
        capability("vision", owner="Bob", trl=7),
        capability("grip", "Gripping hands", build_cost=9),
        capability("maps"),
        capability("speech"),
    )


def test_each_field_and_entry_is_chosen_on_its_own() -> None:
    choices = Choices(
        fields={
            ("vision", "owner"): Side.MINE,
            ("vision", "trl"): Side.THEIRS,
            ("grip", "key"): Side.THEIRS,
            ("grip", "name"): Side.MINE,
            ("grip", "build_cost"): Side.MINE,
        },
        dropped={"maps"},
    )
    assert merged(MINE, compared(MINE, THEIRS), choices) == (
        capability("vision", owner="Ada", trl=7),
        capability("hand", "Gripping hand", build_cost={"low": 1, "likely": 2, "high": 3}),
        capability("speech"),
    )


def test_choices_about_what_does_not_differ_change_nothing() -> None:
    stray = Choices(fields={("vision", "name"): Side.THEIRS, ("nobody", "x"): Side.MINE}, dropped={"vision", "nobody"})
    comparison = compared(MINE, THEIRS)
    assert merged(MINE, comparison, stray) == merged(MINE, comparison, Choices())


@given(INVENTORIES, INVENTORIES)
def test_everything_of_mine_is_mine(mine: list[Capability], theirs: list[Capability]) -> None:
    comparison = compared(mine, theirs)
    assert list(merged(mine, comparison, everything(comparison, Side.MINE))) == mine


@given(INVENTORIES, INVENTORIES)
def test_everything_of_theirs_is_theirs(mine: list[Capability], theirs: list[Capability]) -> None:
    comparison = compared(mine, theirs)
    found = merged(mine, comparison, everything(comparison, Side.THEIRS))
    assert sorted(found, key=by_key) == sorted(theirs, key=by_key)


@given(INVENTORIES, INVENTORIES, st.data())
def test_whatever_is_chosen_is_an_inventory(
    mine: list[Capability], theirs: list[Capability], data: st.DataObject
) -> None:
    comparison = compared(mine, theirs)
    differing = sorted(everything(comparison, Side.MINE).fields)
    sides = {place: data.draw(st.sampled_from(Side)) for place in differing}
    dropped = (
        data.draw(st.sets(st.sampled_from(sorted(one.key for one in (*mine, *theirs))))) if mine + theirs else set()
    )
    found = merged(mine, comparison, Choices(fields=sides, dropped=dropped))
    assert len({one.key for one in found}) == len(found)
    assert all(Capability.model_validate(one.model_dump()) == one for one in found)


def by_key(one: Capability) -> str:
    return one.key
