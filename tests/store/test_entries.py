import datetime as dt

import pytest
from pydantic import ValidationError

from reuse_app.store import Database, entries, load
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.errors import (
    Clash,
    ConflictError,
    RepeatedError,
    RoomError,
    UnknownEntryError,
    UnknownWorkshopError,
)
from reuse_app.store.noun_table import NumberedIteration
from reuse_app.store.undo import undo
from reuse_app.store.workshops import start
from reuse_app.worksheet import Axis, Capability, Estimate, Factor, Fit, Link, Need, Note, Rating, Worksheet
from reuse_app.worksheet.document import LISTS
from tests.conftest import small_worksheet
from tests.second import from_two_processes

LINK = Link(capability="vision", product="robot", need=Need.STRONG, fit=Fit.AS_IS)


@pytest.fixture
def ann(database: Database) -> Writer:
    return Writer(database, start(database, small_worksheet()).address, "ann")


def worksheet(ann: Writer) -> Worksheet:
    return load(ann.database, ann.address).worksheet


def test_adding_numbers_the_change_and_puts_it_last(ann: Writer) -> None:
    revision = entries.add(ann, [Capability(key="chips", name="Chips")])
    saved = load(ann.database, ann.address)
    assert (saved.revision, saved.version("capability", "chips")) == (revision, revision) == (2, 2)
    assert [capability.key for capability in saved.worksheet.capabilities] == ["vision", "chips"]


def test_a_second_capability_of_the_same_name_gets_a_key_of_its_own(ann: Writer) -> None:
    entries.add(ann, [Capability(key="vision", name="Vision")] * 2)
    keys = [capability.key for capability in worksheet(ann).capabilities]
    assert keys == ["vision", "vision-2", "vision-3"]


@from_two_processes
def test_the_same_form_sent_twice_has_one_effect(ann: Writer) -> None:
    entries.add(ann, [Capability(key="chips", name="Chips")], once=SentForm("form-1"))
    with pytest.raises(RepeatedError):
        entries.add(ann, [Capability(key="chips", name="Chips")], once=SentForm("form-1"))
    assert len(worksheet(ann).capabilities) == 2


def test_a_change_touches_only_its_fields(ann: Writer) -> None:
    entries.change(ann, "capability", ("vision",), {"owner": "Bob"}, seen=1)
    entries.change(ann, "capability", ("vision",), {"trl": 9}, seen=1)
    (vision,) = worksheet(ann).capabilities
    assert (vision.owner, vision.trl) == ("Bob", 9)


@from_two_processes
def test_a_stale_write_is_a_conflict_that_carries_both_texts(ann: Writer) -> None:
    entries.change(ann, "capability", ("vision",), {"nature": "see things"}, seen=1)
    with pytest.raises(ConflictError) as caught:
        entries.change(ann, "capability", ("vision",), {"nature": "find things"}, seen=1)
    assert caught.value.clashes["nature"].yours == "find things"
    assert caught.value.clashes["nature"].theirs == "see things"
    entries.change(ann, "capability", ("vision",), {"nature": "find things"}, seen=caught.value.version)
    assert worksheet(ann).capabilities[0].nature == "find things"


@from_two_processes
def test_a_field_left_as_it_was_seen_does_not_undo_the_other_person(ann: Writer) -> None:
    entries.change(ann, "capability", ("vision",), {"owner": "Bob"}, seen=1)
    entries.change(ann, "capability", ("vision",), {"owner": "", "trl": 8}, seen=1)
    (vision,) = worksheet(ann).capabilities
    assert (vision.owner, vision.trl) == ("Bob", 8)


def test_saving_what_is_there_already_makes_no_change(ann: Writer) -> None:
    assert entries.change(ann, "capability", ("vision",), {"owner": ""}, seen=1) == 1


def test_a_value_outside_its_limits_changes_nothing(ann: Writer) -> None:
    with pytest.raises(ValidationError):
        entries.change(ann, "capability", ("vision",), {"owner": "Bob", "trl": 10}, seen=1)
    assert load(ann.database, ann.address).revision == 1


def test_the_workshop_itself_is_changed_like_an_entry(ann: Writer) -> None:
    entries.change(ann, "workshop", (), {"budget": 240.5, "decider": "Cleo"}, seen=1)
    framed = worksheet(ann).workshop
    assert (framed.budget, framed.decider) == (240.5, "Cleo")


def test_put_adds_a_link_and_then_changes_it(ann: Writer) -> None:
    seen = entries.put(ann, [LINK], seen=0)
    entries.put(ann, [LINK.model_copy(update={"fit": Fit.ADJUST})], seen=seen)
    assert [link.fit for link in worksheet(ann).links] == [Fit.ADJUST]


@from_two_processes
def test_two_people_who_fill_the_same_empty_cell_differently_conflict(ann: Writer) -> None:
    entries.put(ann, [LINK], seen=0)
    with pytest.raises(ConflictError):
        entries.put(ann, [LINK.model_copy(update={"need": Need.WEAK})], seen=0)


def test_an_empty_cell_that_nobody_touched_does_not_clash_with_one_that_was_filled(ann: Writer) -> None:
    entries.put(ann, [LINK], seen=1)
    entries.put(ann, [LINK.model_copy(update={"need": Need.NONE, "fit": None})], seen=1)
    assert worksheet(ann).links == (LINK,)
    entries.put(ann, [LINK.model_copy(update={"need": Need.NONE, "fit": None})], seen=2)
    assert [link.need for link in worksheet(ann).links] == [Need.NONE]


def test_a_part_holds_as_many_entries_as_a_file_may(ann: Writer) -> None:
    limit, there = LISTS["factors"].limit, len(worksheet(ann).factors)
    new = [Factor(key=f"f{number}", name="F", axis=Axis.POTENTIAL) for number in range(limit - there)]
    entries.add(ann, new)
    with pytest.raises(RoomError, match=f"at most {limit} of them"):
        entries.add(ann, new[:1])
    assert len(worksheet(ann).factors) == limit


def test_a_number_never_means_another_iteration(ann: Writer) -> None:
    iteration = NumberedIteration(number=1, product="robot", date=dt.date(2026, 2, 3))
    entries.add(ann, [iteration])
    removal = entries.remove(ann, "iteration", (1,))
    entries.add(ann, [iteration])
    undo(ann, removal)
    assert {row.entry for row in load(ann.database, ann.address).rows["iteration"]} == {(1,), (2,)}


@from_two_processes
def test_removing_takes_what_hangs_on_it_and_undo_brings_all_of_it_back(ann: Writer) -> None:
    entries.put(ann, [LINK], seen=0)
    entries.put(ann, [Rating(participant="ann", product="robot", factor="volume", level=3)], seen=0)
    entries.add(ann, [Note(key="night", text="At night too?", capability="vision", product="robot", author="ann")])
    before = worksheet(ann)
    revision = entries.remove(ann, "product", ("robot",))
    assert (worksheet(ann).links, worksheet(ann).ratings, worksheet(ann).notes) == ((), (), ())
    undo(ann, revision)
    assert worksheet(ann) == before


def test_removing_a_home_product_empties_the_reference_to_it(ann: Writer) -> None:
    revision = entries.remove(ann, "product", ("car",))
    assert worksheet(ann).capabilities[0].home_product is None
    undo(ann, revision)
    assert worksheet(ann).capabilities[0].home_product == "car"


@from_two_processes
def test_moving_changes_the_order_and_can_be_undone(ann: Writer) -> None:
    entries.add(ann, [Capability(key=key, name=key) for key in "abc"])
    revision = entries.move(ann, "capability", ("c",), by=-2)
    assert [c.key for c in worksheet(ann).capabilities] == ["vision", "c", "a", "b"]
    undo(ann, revision)
    assert [c.key for c in worksheet(ann).capabilities] == ["vision", "a", "b", "c"]


def test_who_sees_some_of_a_list_moves_past_what_they_see(ann: Writer) -> None:
    entries.add(ann, [Capability(key=key, name=key) for key in "abcd"])
    entries.move(ann, "capability", ("a",), by=1, among=[("a",), ("c",)])
    assert [c.key for c in worksheet(ann).capabilities] == ["vision", "b", "c", "a", "d"]
    entries.move(ann, "capability", ("c",), by=1, among=[("c",)])
    assert [c.key for c in worksheet(ann).capabilities] == ["vision", "b", "c", "a", "d"]


def test_what_is_not_there_says_so(ann: Writer) -> None:
    with pytest.raises(UnknownEntryError, match="capability"):
        entries.remove(ann, "capability", ("nothing",))
    with pytest.raises(UnknownWorkshopError):
        load(ann.database, "nowhere")


ENDS = {"build_cost_low": 4, "build_cost_likely": 6, "build_cost_high": 9}


def test_fields_seen_in_different_versions_are_changed_together(ann: Writer) -> None:
    first = entries.change(ann, "capability", ("vision",), ENDS, seen=1)
    entries.change(ann, "capability", ("vision",), {"build_cost_high": 20}, seen=first)
    later = {"build_cost_likely": first, "build_cost_high": first + 1}
    wanted = {"build_cost_low": 10, "build_cost_likely": 12, "build_cost_high": 30}
    entries.change(ann, "capability", ("vision",), wanted, seen=first, later=later)
    vision = worksheet(ann).capability_by_key["vision"]
    assert vision.build_cost == Estimate(low=10, likely=12, high=30)


def test_a_field_that_was_not_seen_as_it_is_clashes_whatever_was_seen_of_the_others(ann: Writer) -> None:
    first = entries.change(ann, "capability", ("vision",), ENDS, seen=1)
    second = entries.change(ann, "capability", ("vision",), {"build_cost_high": 20, "owner": "Bob"}, seen=first)
    wanted = {"build_cost_high": 30, "owner": "Cleo"}
    with pytest.raises(ConflictError) as refused:
        entries.change(ann, "capability", ("vision",), wanted, seen=first, later={"owner": second})
    assert refused.value.clashes == {"build_cost_high": Clash(yours=30, theirs=20)}


def test_confirming_a_field_changes_nothing_and_makes_nobody_clash(ann: Writer) -> None:
    before = worksheet(ann)
    entries.confirm(ann, "capability", ("vision",), "owner")
    assert worksheet(ann) == before
    entries.change(ann, "capability", ("vision",), {"owner": "Cleo"}, seen=1)
    assert worksheet(ann).capability_by_key["vision"].owner == "Cleo"
