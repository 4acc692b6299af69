import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reuse_app.room.nouns import opening
from reuse_app.store import Database, entries, load
from reuse_app.store.constraints import add_minimum, add_requirement, change_constraints, exclude
from reuse_app.store.edit import LARGE, Writer
from reuse_app.store.errors import StoreError
from reuse_app.store.people import join
from reuse_app.store.snapshots import keep, restore, snapshots, worksheet_at
from reuse_app.store.stages import set_stage
from reuse_app.store.undo import undo
from reuse_app.worksheet import Axis, Capability, Factor, Link, Participant, Product, Rating, Worksheet
from reuse_app.worksheet.scales import Need
from reuse_app.worksheet.steps import Step
from tests.second import from_two_processes
from tests.store.people import ann_at, example, worksheet_of


def changed(ann: Writer) -> list[Worksheet]:
    """Change a bit of everything; return the worksheet after each change, the first as it was before."""
    states = [worksheet_of(ann)]

    def then(revision: int) -> None:
        states.append(worksheet_of(ann))
        assert revision == len(states)

    then(entries.add(ann, [Capability(key="chips", name="Chips", home_product="car")]))
    then(entries.change(ann, "capability", ("vision",), {"owner": "Bob", "trl": 7}, seen=1))
    then(entries.put(ann, [Link(capability="chips", product="robot", need=Need.STRONG)], seen=3))
    then(entries.add(ann, [Product(key="drone", name="Drone")]))
    then(exclude(ann, ["robot", "drone"]))
    then(add_minimum(ann, ["robot", "drone"], 1))
    then(add_requirement(ann, "drone", "robot"))
    then(change_constraints(ann, limit={"at_most": 2}, required={"robot": True}, seen=1))
    then(entries.add(ann, [Rating(participant="ann", product="robot", factor="volume", level=None)]))
    then(entries.move(ann, "product", ("drone",), by=-2))
    then(entries.change(ann, "workshop", (), {"title": "Second", "budget": None}, seen=1))
    then(entries.remove(ann, "product", ("robot",)))
    then(entries.remove(ann, "capability", ("chips",)))
    return states


def test_every_earlier_state_can_be_read(database: Database) -> None:
    ann = ann_at(database)
    states = changed(ann)
    read = [worksheet_at(database, ann.address, revision) for revision in range(1, len(states) + 1)]
    assert read == states


@from_two_processes
def test_every_earlier_state_can_be_brought_back_and_that_undone(database: Database) -> None:
    ann = ann_at(database)
    states = changed(ann)
    for revision, state in enumerate(states[:-1], start=1):
        restored = restore(ann, revision)
        assert worksheet_of(ann) == state
        undo(ann, restored)
        assert worksheet_of(ann) == states[-1]


def test_bringing_back_what_is_there_changes_nothing(database: Database) -> None:
    ann = ann_at(database, example())
    assert restore(ann, 1) == 1


def test_a_state_that_never_was_is_refused(database: Database) -> None:
    ann = ann_at(database)
    for revision in (0, 2, 10**12):
        with pytest.raises(StoreError, match="never was"):
            worksheet_at(database, ann.address, revision)
        with pytest.raises(StoreError, match="never was"):
            restore(ann, revision)


def test_a_state_is_named_and_found_the_newest_first(database: Database) -> None:
    ann = ann_at(database)
    keep(ann, "Before lunch")
    entries.add(ann, [Capability(key="chips", name="Chips")])
    keep(ann, "After lunch")
    found = [(each.name, each.revision, each.participant) for each in snapshots(database, ann.address)]
    assert found == [("After lunch", 2, "ann"), ("Before lunch", 1, "ann")]
    assert snapshots(database, ann_at(database).address) == []


def test_the_state_before_a_large_change_is_kept_by_itself(database: Database) -> None:
    ann = ann_at(database)
    entries.add(ann, [Capability(key=f"c{n}", name="C") for n in range(LARGE - 1)])
    assert snapshots(database, ann.address) == []
    entries.add(ann, [Capability(key=f"d{n}", name="D") for n in range(LARGE)])
    (found,) = snapshots(database, ann.address)
    assert (found.revision, found.name) == (2, f"Before a change of {LARGE} entries")


def test_no_state_is_kept_before_a_large_change_that_nobody_is_told_of(database: Database) -> None:
    ann = ann_at(database)
    carl = Writer(database, ann.address, join(database, ann.address, Participant(key="carl", name="Carl")).participant)
    set_stage(ann, Step.INVENTORY, private=True)
    entries.add(carl, [Capability(key=f"c{n}", name="C") for n in range(LARGE)])
    assert snapshots(database, ann.address) == []
    factors = [Factor(key=f"f{n}", name=f"F{n}", axis=Axis.POTENTIAL) for n in range(18)]
    entries.add(ann, factors)
    for round_ in (1, 2):
        ratings = [
            Rating(participant="carl", product="robot", factor=each.key, level=3, round=round_) for each in factors
        ]
        entries.add(carl, ratings)
    entries.remove(ann, "product", ("robot",))
    assert snapshots(database, ann.address) == [], "the number would tell how many ratings there were"


@pytest.mark.parametrize("is_hidden", [True, False])
def test_what_people_keep_to_themselves_stays_when_an_earlier_state_comes_back(
    database: Database, is_hidden: bool
) -> None:
    ann = ann_at(database)
    carl = Writer(database, ann.address, join(database, ann.address, Participant(key="carl", name="Carl")).participant)
    set_stage(ann, Step.SCORE, blind=is_hidden)
    set_stage(ann, Step.INVENTORY, private=is_hidden)
    at = load(database, ann.address).revision
    entries.add(carl, [Rating(participant="carl", product="robot", factor="volume", level=3)])
    last = entries.add(carl, [Capability(key="chips", name="Chips")])
    kept = load(database, ann.address).seen_by("carl")
    if is_hidden:
        assert restore(ann, at) == last, "that there was anything to bring back would tell"
        assert load(database, ann.address).seen_by("carl") == kept
    else:
        assert restore(ann, at) == last + 1


def test_what_is_hidden_goes_with_what_it_belongs_to(database: Database) -> None:
    ann = ann_at(database)
    carl = Writer(database, ann.address, join(database, ann.address, Participant(key="carl", name="Carl")).participant)
    at = entries.add(ann, [Factor(key="joy", name="Joy", axis=Axis.POTENTIAL)]) - 1
    entries.add(ann, [Product(key="arm", name="Arm")])
    for product, factor in (("arm", "volume"), ("robot", "joy"), ("robot", "volume")):
        entries.add(carl, [Rating(participant="carl", product=product, factor=factor, level=3)])
    restore(ann, at)
    assert [(each.product, each.factor) for each in worksheet_of(ann).ratings] == [("robot", "volume")]


def test_who_has_joined_since_keeps_their_seat_and_the_steps_stay_as_they_are(database: Database) -> None:
    ann = ann_at(database)
    join(database, ann.address, Participant(key="carl", name="Carl"))
    set_stage(ann, Step.SCORE, round=2)
    entries.add(Writer(database, ann.address, "carl"), [Capability(key="chips", name="Chips")])
    restore(ann, 1)
    saved = load(database, ann.address)
    assert saved.room.stage(Step.SCORE) == opening(Step.SCORE).model_copy(update={"round": 2})
    assert list(saved.room.seats) == ["carl"]
    assert [capability.key for capability in saved.worksheet.capabilities] == ["vision"]


def test_an_earlier_state_tells_no_more_than_the_room_tells_today(database: Database) -> None:
    ann = ann_at(database)
    carl = Writer(database, ann.address, join(database, ann.address, Participant(key="carl", name="Carl")).participant)
    entries.add(carl, [Capability(key="chips", name="Chips")])
    at = entries.add(carl, [Rating(participant="carl", product="robot", factor="volume", level=3)])
    entries.remove(carl, "capability", ("chips",))
    assert "chips" in worksheet_at(database, ann.address, at).capability_by_key
    set_stage(ann, Step.INVENTORY, private=True)
    seen = worksheet_at(database, ann.address, at)
    assert "chips" not in seen.capability_by_key
    assert seen.ratings == ()
    assert len(worksheet_at(database, ann.address, at, viewer="carl").ratings) == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["add", "change", "remove", "restore"]), st.integers(0, 5)), max_size=12))
def test_any_course_of_changes_can_be_walked_back(sqlite: Database, course: list[tuple[str, int]]) -> None:
    ann = ann_at(sqlite)
    states = {1: worksheet_of(ann)}
    for what, number in course:
        keys = [capability.key for capability in worksheet_of(ann).capabilities]
        if what == "restore":
            revision = restore(ann, sorted(states)[number % len(states)])
        elif what == "add" or not keys:
            revision = entries.add(ann, [Capability(key="c", name=f"C {number}")])
        elif what == "change":
            revision = entries.change(ann, "capability", (keys[-1],), {"owner": str(number)}, seen=10**6)
        else:
            revision = entries.remove(ann, "capability", (keys[0],))
        states[revision] = worksheet_of(ann)
    assert {revision: worksheet_at(sqlite, ann.address, revision) for revision in states} == states


def test_the_same_name_for_the_same_state_is_kept_once(database: Database) -> None:
    ann = ann_at(database)
    for _ in range(2):
        keep(ann, "Before")
    assert [each.name for each in snapshots(database, ann.address)] == ["Before"]
