import pytest
from pydantic import ValidationError

from reuse_app.room import AgendaItem, Room
from reuse_app.room.agenda import MOST_ITEMS
from reuse_app.store import Database, load
from reuse_app.store.agenda import add_item, move_item, remove_item
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.errors import RepeatedError, RoomError, UnknownEntryError
from reuse_app.store.stages import bring_everybody, bring_to_item, set_start
from reuse_app.store.undo import undo
from reuse_app.worksheet.steps import Step
from tests.store.people import ann_at

BREAK = AgendaItem(number=1, after=Step.INVENTORY, title="Break", minutes=15, text="Coffee is in the hall.")


def room(ann: Writer) -> Room:
    return load(ann.database, ann.address).room


def test_an_item_is_added_once_however_often_its_form_is_sent(database: Database) -> None:
    ann = ann_at(database)
    add_item(ann, BREAK, once=SentForm("key"))
    with pytest.raises(RepeatedError):
        add_item(ann, BREAK, once=SentForm("key"))
    assert room(ann).items == (BREAK,)


def test_there_is_an_end_to_items(database: Database) -> None:
    ann = ann_at(database)
    for _ in range(MOST_ITEMS):
        add_item(ann, BREAK)
    with pytest.raises(RoomError, match="at most 50"):
        add_item(ann, BREAK)


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "x" * 121}, {"minutes": 0}, {"minutes": 900}, {"text": "x" * 2_001}]
)
def test_an_item_is_checked(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AgendaItem.model_validate(BREAK.model_dump() | wrong)
    assert AgendaItem(number=1, title="☕🥐", minutes=1).title == "☕🥐"


def test_an_item_moves_past_steps_and_other_items(database: Database) -> None:
    ann = ann_at(database)
    add_item(ann, BREAK)
    add_item(ann, BREAK.model_copy(update={"title": "Talk"}))
    move_item(ann, 2, by=-1)
    assert [(item.title, item.after) for item in room(ann).items] == [
        ("Talk", Step.INVENTORY),
        ("Break", Step.INVENTORY),
    ]
    for _ in range(5):
        move_item(ann, 2, by=-1)
    assert [(item.title, item.after) for item in room(ann).items] == [("Talk", None), ("Break", Step.INVENTORY)]
    move_item(ann, 1, by=1)
    assert room(ann).items[1].after is Step.NATURE
    with pytest.raises(UnknownEntryError):
        move_item(ann, 3, by=1)


def test_at_an_item_a_timer_runs_and_the_step_stands_still(database: Database) -> None:
    ann = ann_at(database)
    add_item(ann, BREAK)
    bring_everybody(ann, Step.INVENTORY, now=1_000)
    bring_to_item(ann, 1, now=1_600)
    here = room(ann)
    assert here.item
    assert (here.item.title, here.step, here.ends_at, here.since) == ("Break", Step.INVENTORY, 1_600 + 900, 1_600)
    bring_everybody(ann, Step.NATURE, now=2_800)
    here = room(ann)
    assert (here.item, here.ends_at) == (None, None)
    assert (here.used_seconds(Step.INVENTORY, now=2_800), here.items[0].used_seconds) == (600, 1_200)


def test_an_item_that_is_removed_while_the_room_is_in_it_leaves_it_at_its_step(database: Database) -> None:
    ann = ann_at(database)
    add_item(ann, BREAK)
    bring_everybody(ann, Step.INVENTORY, now=1_000)
    bring_to_item(ann, 1, now=1_600)
    removal = remove_item(ann, 1, now=1_700)
    here = room(ann)
    assert (here.items, here.at_item, here.step, here.since, here.ends_at) == ((), None, Step.INVENTORY, 1_700, None)
    undo(ann, removal)
    assert room(ann).item == BREAK
    with pytest.raises(UnknownEntryError):
        bring_to_item(ann, 9, now=1_800)


def test_the_first_place_starts_a_workshop_that_has_no_start(database: Database) -> None:
    ann, bob = ann_at(database), ann_at(database)
    set_start(bob, 5_000, now=1_000)
    for writer in (ann, bob):
        bring_everybody(writer, Step.FRAME, now=6_000)
        bring_everybody(writer, Step.MAP, now=7_000)
    assert [room(writer).starts_at for writer in (ann, bob)] == [6_000, 5_000]


def test_a_start_to_come_begins_the_count_anew(database: Database) -> None:
    ann = ann_at(database)
    add_item(ann, BREAK)
    bring_everybody(ann, Step.FRAME, now=1_000)
    bring_to_item(ann, 1, now=1_600)
    bring_everybody(ann, Step.INVENTORY, now=2_000)
    set_start(ann, 1_900, now=2_100)
    assert room(ann).used_seconds(Step.FRAME, now=2_100) == 600
    set_start(ann, 9_000, now=2_100)
    here = room(ann)
    assert (here.used_seconds(Step.FRAME, now=8_000), here.items[0].used_seconds) == (0, 0)
