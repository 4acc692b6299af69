import pytest
from pydantic import ValidationError

from reuse_app.room import Access, AgendaItem, Completion, Names, Room
from reuse_app.room.nouns import MOST_ITEMS, MOST_SECONDS, opening
from reuse_app.store import Database, entries, load
from reuse_app.store.edit import SentForm, Writer
from reuse_app.store.entries import add, put
from reuse_app.store.errors import PromiseError, RepeatedError, RoomError, UnknownEntryError
from reuse_app.store.people import join, remove_person
from reuse_app.store.stages import (
    add_item,
    begin_round,
    bring_everybody,
    bring_to_item,
    move_item,
    remove_item,
    set_stage,
    set_start,
    set_timer,
)
from reuse_app.store.undo import undo
from reuse_app.worksheet import Note, Participant, Rating
from reuse_app.worksheet.steps import Step
from tests.conftest import small_worksheet
from tests.second import from_two_processes
from tests.store.people import ann_at


def room(ann: Writer) -> Room:
    return load(ann.database, ann.address).room


def test_at_the_beginning_only_the_first_step_is_there_to_be_read(database: Database) -> None:
    here = room(ann_at(database))
    assert [here.stage(step).access for step in Step] == [Access.READ_ONLY] + [Access.LATER] * 7


@from_two_processes
def test_a_stage_is_set_field_by_field(database: Database) -> None:
    ann = ann_at(database)
    set_stage(ann, Step.SCORE, names=Names.NOBODY)
    set_stage(ann, Step.SCORE, planned_minutes=20)
    wanted = {"names": Names.NOBODY, "planned_minutes": 20}
    assert room(ann).stage(Step.SCORE) == opening(Step.SCORE).model_copy(update=wanted)


def test_a_stage_is_checked_before_it_is_kept(database: Database) -> None:
    ann = ann_at(database)
    with pytest.raises(ValidationError):
        set_stage(ann, Step.SCORE, planned_minutes=0)
    assert room(ann).stages == {}


def test_where_everybody_is_brought_is_open_and_stays_so(database: Database) -> None:
    ann = ann_at(database)
    bring_everybody(ann, Step.PRODUCTS, now=1_000)
    bring_everybody(ann, Step.INVENTORY, now=1_060)
    here = room(ann)
    assert (here.step, here.since) == (Step.INVENTORY, 1_060)
    assert here.stage(Step.PRODUCTS).access is Access.OPEN


def test_who_is_brought_to_a_step_may_do_the_least_that_it_needs(database: Database) -> None:
    ann = ann_at(database)
    for now, step in enumerate(Step):
        bring_everybody(ann, step, now=now)
    reads = {step for step in Step if room(ann).stage(step).access is Access.READ_ONLY}
    assert reads == {Step.FRAME, Step.CHOOSE}
    assert all(room(ann).stage(step).access is Access.OPEN for step in set(Step) - reads)


@pytest.mark.parametrize("step", [Step.FRAME, Step.MAP, Step.CHOOSE])
@pytest.mark.parametrize("access", [Access.CLOSED, Access.READ_ONLY, Access.OPEN, Access.AHEAD])
def test_bringing_everybody_keeps_the_right_that_was_set(database: Database, step: Step, access: Access) -> None:
    ann = ann_at(database)
    set_stage(ann, step, access=access)
    bring_everybody(ann, step, now=1_000)
    bring_everybody(ann, Step.ITERATE, now=1_060)
    bring_everybody(ann, step, now=1_120)
    assert room(ann).stage(step).access.lets_write is access.lets_write
    assert room(ann).stage(step).access.lets_look is access.lets_look


def test_the_time_spent_in_a_step_adds_up_and_no_clock_makes_it_less(database: Database) -> None:
    ann = ann_at(database)
    for step, now in ((Step.MAP, 1_000), (Step.SCORE, 1_100), (Step.MAP, 1_200), (Step.SCORE, 1_150)):
        bring_everybody(ann, step, now=now)
    assert (room(ann).stage(Step.MAP).used_seconds, room(ann).stage(Step.SCORE).used_seconds) == (100, 100)


def test_a_timer_ends_with_the_step(database: Database) -> None:
    ann = ann_at(database)
    set_timer(ann, 5_000, sound=True)
    assert (room(ann).ends_at, room(ann).sound) == (5_000, True)
    bring_everybody(ann, Step.MAP, now=4_000)
    assert room(ann).ends_at is None


def test_ratings_that_come_with_a_file_are_in_sight(database: Database) -> None:
    rating = Rating(participant="ann", product="robot", factor="volume", level=3, round=2)
    stage = room(ann_at(database, small_worksheet(ratings=(rating,)))).stage(Step.SCORE)
    assert (stage.blind, stage.round) == (False, 2)


def test_a_new_round_is_blind_and_nobody_is_done_with_it(database: Database) -> None:
    ann = ann_at(database)
    set_stage(ann, Step.SCORE, blind=False)
    put(ann, [Completion(participant="ann", step=step) for step in (Step.SCORE, Step.MAP)], seen=99)
    begin_round(ann, 2)
    assert room(ann).stage(Step.SCORE) == opening(Step.SCORE).model_copy(update={"round": 2, "blind": True})
    assert room(ann).completions == {("ann", Step.MAP)}


def with_dora(database: Database) -> Writer:
    """A room in which Dora has rated, unseen."""
    ann = ann_at(database)
    join(database, ann.address, Participant(key="dora", name="Dora"))
    dora = Writer(database, ann.address, "dora")
    add(dora, [Rating(participant="dora", product="robot", factor="volume", level=3)])
    return ann


@from_two_processes
def test_a_promise_holds_after_the_first_answer_even_of_somebody_who_has_gone(database: Database) -> None:
    ann = with_dora(database)
    set_stage(ann, Step.SCORE, names=Names.NOBODY)
    remove_person(ann, "dora")
    for names in (Names.FACILITATOR, Names.ALL):
        with pytest.raises(PromiseError):
            set_stage(ann, Step.SCORE, names=names)
    set_stage(ann, Step.INVENTORY, names=Names.NOBODY)
    set_stage(ann, Step.INVENTORY, names=Names.ALL)
    assert room(ann).stage(Step.SCORE).names is Names.NOBODY


def test_what_was_shown_and_is_hidden_again_is_marked_for_all(database: Database) -> None:
    ann = with_dora(database)
    for times in (1, 2):
        set_stage(ann, Step.SCORE, blind=False)
        set_stage(ann, Step.SCORE, blind=True)
        assert room(ann).stage(Step.SCORE).reopened == times
    begin_round(ann, 2)
    assert room(ann).stage(Step.SCORE).reopened == 0
    begin_round(ann, 1)
    assert room(ann).stage(Step.SCORE).reopened == 1, "round 1 was in sight while round 2 was open"


def test_a_round_that_was_read_stays_marked_whatever_round_lay_between(database: Database) -> None:
    ann = with_dora(database)
    begin_round(ann, 2)
    rating = Rating(participant="dora", product="robot", factor="volume", level=1, round=2)
    entries.add(Writer(database, ann.address, "dora"), [rating])
    set_stage(ann, Step.SCORE, blind=False)
    begin_round(ann, 1)
    begin_round(ann, 2)
    assert room(ann).stage(Step.SCORE).reopened == 1


def test_a_promise_holds_while_what_was_said_could_be_brought_back(database: Database) -> None:
    ann = with_dora(database)
    set_stage(ann, Step.SCORE, names=Names.NOBODY)
    entries.remove(ann, "product", ("robot",))
    with pytest.raises(PromiseError):
        set_stage(ann, Step.SCORE, names=Names.ALL)


def test_a_promise_holds_after_the_first_note_wherever_it_is_parked(database: Database) -> None:
    ann = with_dora(database)
    set_stage(ann, Step.INVENTORY, names=Names.NOBODY)
    add(Writer(database, ann.address, "dora"), [Note(key="parked", text="Later", author="dora")])
    with pytest.raises(PromiseError):
        set_stage(ann, Step.INVENTORY, names=Names.ALL)


def test_where_nothing_was_said_nothing_is_marked(database: Database) -> None:
    ann = ann_at(database)
    for step in (Step.SCORE, Step.PRODUCTS):
        for blind in (False, True):
            set_stage(ann, step, blind=blind)
        assert room(ann).stage(step).reopened == 0


BREAK = AgendaItem(number=1, after=Step.INVENTORY, title="Break", minutes=15, text="Coffee is in the hall.")


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


def test_a_room_that_rested_for_a_year_goes_on(database: Database) -> None:
    ann = ann_at(database)
    add_item(ann, AgendaItem(number=1, title="Break", minutes=5))
    year = 365 * 24 * 60 * 60
    bring_everybody(ann, Step.FRAME, now=1_000)
    bring_to_item(ann, 1, now=1_000 + year)
    bring_everybody(ann, Step.INVENTORY, now=1_000 + 2 * year)
    assert [room(ann).stage(Step.FRAME).used_seconds, room(ann).items[0].used_seconds] == [MOST_SECONDS] * 2
