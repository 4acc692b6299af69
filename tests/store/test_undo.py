import datetime as dt

import pytest

from reuse_app.store import Database, entries, load
from reuse_app.store.choosing import put_dots
from reuse_app.store.edit import Writer
from reuse_app.store.errors import StoreError, UnknownWorkshopError, VoteError
from reuse_app.store.noun_table import NumberedIteration
from reuse_app.store.undo import undo, undo_all, would_undo
from reuse_app.worksheet import Capability, Dot, Fit, Link, Need, Participant, Rating
from tests.second import from_two_processes
from tests.store.people import ann_at, example, worksheet_of

LINK = Link(capability="vision", product="robot", need=Need.STRONG, fit=Fit.AS_IS)


@pytest.fixture
def ann(database: Database) -> Writer:
    return ann_at(database)


def commands(ann: Writer) -> list[int]:
    """One change of every kind, each with its revision."""
    return [
        entries.add(ann, [Capability(key="chips", name="Chips"), Capability(key="chips", name="Chips")]),
        entries.add(ann, [NumberedIteration(number=1, product="robot", date=dt.date(2026, 2, 3), progress=12.5)]),
        entries.change(
            ann, "capability", ("vision",), {"trl": 7, "kind": "algorithm", "build_cost_likely": 12.5}, seen=1
        ),
        entries.change(ann, "capability", ("vision",), {"nature": "see", "home_product": None}, seen=1),
        entries.change(ann, "workshop", (), {"unit": "", "budget": None}, seen=1),
        entries.change(ann, "iteration", (1,), {"date": "2026-02-04", "progress": None}, seen=3),
        entries.put(ann, [LINK], seen=0),
        entries.put(ann, [LINK.model_copy(update={"fit": None, "note": "“quoted” / \\ \n %s"})], seen=8),
        entries.put(ann, [Rating(participant="ann", product="robot", factor="volume", level=None)], seen=0),
        entries.move(ann, "capability", ("chips",), by=-1),
        entries.remove(ann, "product", ("robot",)),
        entries.remove(ann, "participant", ("ann",)),
    ]


@from_two_processes
def test_every_kind_of_change_can_be_undone_one_after_the_other(ann: Writer) -> None:
    revisions = commands(ann)
    assert revisions == list(range(2, 14))
    states = []
    for revision in reversed(revisions):
        states.append(worksheet_of(ann))
        undo(ann, revision)
    ann.database.kept.clear()
    first = worksheet_of(ann)
    redone = [undo(ann, revision) for revision in range(load(ann.database, ann.address).revision, revisions[-1], -1)]
    assert len(redone) == len(revisions)
    assert worksheet_of(ann) == states[0]
    assert first == worksheet_of(ann_at(ann.database))


def test_an_undo_can_be_undone(ann: Writer) -> None:
    before = worksheet_of(ann)
    removal = entries.remove(ann, "product", ("car",))
    without = worksheet_of(ann)
    undone = undo(ann, removal)
    assert worksheet_of(ann) == before
    undo(ann, undone)
    assert worksheet_of(ann) == without


def test_an_emptied_text_comes_back_empty_and_not_as_its_default(ann: Writer) -> None:
    entries.change(ann, "workshop", (), {"unit": ""}, seen=1)
    undo(ann, entries.change(ann, "workshop", (), {"unit": "weeks"}, seen=2))
    assert worksheet_of(ann).workshop.unit == ""


def test_what_was_changed_beside_it_stays(ann: Writer) -> None:
    revision = entries.change(ann, "capability", ("vision",), {"trl": 7}, seen=1)
    entries.change(ann, "capability", ("vision",), {"owner": "Bob"}, seen=1)
    undo(ann, revision)
    (vision,) = worksheet_of(ann).capabilities
    assert (vision.trl, vision.owner) == (None, "Bob")


def refuses(ann: Writer, revision: int, message: str = "changed this since") -> None:
    """Undoing this revision is refused and changes nothing."""
    before = load(ann.database, ann.address)
    with pytest.raises(StoreError, match=message):
        undo(ann, revision)
    assert load(ann.database, ann.address) is before


@from_two_processes
def test_a_field_that_somebody_has_changed_again_is_left(ann: Writer) -> None:
    revision = entries.change(ann, "capability", ("vision",), {"owner": "Bob", "trl": 7}, seen=1)
    entries.change(ann, "capability", ("vision",), {"owner": "Cleo"}, seen=2)
    refuses(ann, revision)


def test_an_added_entry_that_somebody_has_filled_in_since_is_left(ann: Writer) -> None:
    revision = entries.add(ann, [Capability(key="chips", name="Chips")])
    entries.change(ann, "capability", ("chips",), {"nature": "compute"}, seen=2)
    refuses(ann, revision)


def test_an_added_entry_that_others_refer_to_by_now_is_left(ann: Writer) -> None:
    revision = entries.add(ann, [Capability(key="chips", name="Chips")])
    entries.put(ann, [LINK.model_copy(update={"capability": "chips"})], seen=0)
    refuses(ann, revision)


def test_a_changed_entry_that_is_gone_stays_gone(ann: Writer) -> None:
    revision = entries.change(ann, "capability", ("vision",), {"trl": 7}, seen=1)
    entries.remove(ann, "capability", ("vision",))
    refuses(ann, revision)


def test_what_came_into_the_place_of_a_removed_entry_stays(ann: Writer) -> None:
    revision = entries.remove(ann, "capability", ("vision",))
    entries.add(ann, [Capability(key="vision", name="Another one")])
    refuses(ann, revision)


def test_a_link_whose_product_has_gone_too_is_not_brought_back(ann: Writer) -> None:
    entries.put(ann, [LINK], seen=0)
    revision = entries.remove(ann, "link", ("vision", "robot"))
    entries.remove(ann, "product", ("robot",))
    refuses(ann, revision)


def test_values_that_do_not_go_together_any_more_are_left(ann: Writer) -> None:
    costs = {"build_cost_low": 10, "build_cost_likely": 20, "build_cost_high": 30}
    entries.change(ann, "capability", ("vision",), costs, seen=1)
    revision = entries.change(ann, "capability", ("vision",), {"build_cost_high": 90}, seen=2)
    entries.change(ann, "capability", ("vision",), {"build_cost_likely": 80}, seen=3)
    refuses(ann, revision)


@from_two_processes
def test_undoing_twice_has_one_effect(ann: Writer) -> None:
    for revision in (
        entries.change(ann, "capability", ("vision",), {"trl": 7}, seen=1),
        entries.remove(ann, "product", ("car",)),
        entries.add(ann, [Participant(key="bob", name="Bob")]),
    ):
        undo(ann, revision)
        refuses(ann, revision)


@pytest.mark.parametrize("revision", [-1, 0, 1, 2, 2**31, 2**63, 10**30])
def test_there_is_nothing_to_undo_at_other_revisions(ann: Writer, revision: int) -> None:
    refuses(ann, revision, "nothing to undo")


def test_nobody_undoes_a_change_of_another_workshop(ann: Writer) -> None:
    bob = ann_at(ann.database, example())
    revision = entries.change(bob, "workshop", (), {"title": "Mine"}, seen=1)
    refuses(ann, revision, "nothing to undo")
    with pytest.raises(UnknownWorkshopError):
        undo(Writer(ann.database, "nowhere"), revision)


@from_two_processes
def test_several_changes_are_undone_as_one_from_the_newest(ann: Writer) -> None:
    before = worksheet_of(ann)
    revisions = commands(ann)
    after = worksheet_of(ann)
    undone = undo_all(ann, revisions)
    assert (set(undone.done), undone.left) == (set(revisions), ())
    assert worksheet_of(ann) == before
    undo(ann, undone.revision)
    assert worksheet_of(ann) == after


def test_what_somebody_has_undone_themselves_is_undone_with_it(ann: Writer) -> None:
    before = worksheet_of(ann)
    added = entries.add(ann, [Capability(key="chips", name="Chips")])
    undone = undo(ann, added)
    again = undo(ann, undone)
    assert undo_all(ann, [added, undone, again]).left == ()
    assert worksheet_of(ann) == before


def test_of_several_changes_those_that_others_have_changed_since_are_left(ann: Writer) -> None:
    bob = Writer(ann.database, ann.address)
    first = entries.change(ann, "capability", ("vision",), {"owner": "Ann"}, seen=1)
    entries.change(bob, "capability", ("vision",), {"owner": "Bob"}, seen=first)
    chips = entries.add(ann, [Capability(key="chips", name="Chips")])
    before = load(ann.database, ann.address)
    tried = would_undo(ann, [first, chips])
    assert (tried.done, tried.left) == ((chips,), (first,))
    assert load(ann.database, ann.address) is before, "trying changes nothing"
    undo_all(ann, [first, chips])
    (vision,) = worksheet_of(ann).capabilities
    assert vision.owner == "Bob"
    assert undo_all(ann, [first, chips]).done == ()


def test_dots_that_are_given_to_something_else_by_now_do_not_come_back(ann: Writer) -> None:
    cap = worksheet_of(ann).workshop.settings.dots_cap
    entries.change(ann, "workshop", (), {"settings_dots_each": cap}, seen=1)
    put_dots(ann, Dot(participant="ann", product="robot", count=cap))
    taken = entries.remove(ann, "dot", ("ann", "robot"))
    put_dots(ann, Dot(participant="ann", product="car", count=1))
    before = worksheet_of(ann)
    with pytest.raises(VoteError):
        undo(ann, taken)
    assert worksheet_of(ann) == before
