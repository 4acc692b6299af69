import pytest
from pydantic import ValidationError

from reuse_app.room import Access, Completion, Names, Room
from reuse_app.room.room import opening
from reuse_app.store import Database, entries, load
from reuse_app.store.edit import Writer
from reuse_app.store.entries import add, put
from reuse_app.store.errors import PromiseError
from reuse_app.store.people import join, remove_person
from reuse_app.store.stages import begin_round, bring_everybody, set_stage, set_timer
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
