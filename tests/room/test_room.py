from reuse_app.room import Room, Seat, Stage
from reuse_app.worksheet.steps import Step


def test_nobody_is_led_before_somebody_has_joined_or_was_brought_somewhere() -> None:
    assert not Room(stages={Step.MAP: Stage(step=Step.MAP)}).is_led
    assert Room(seats={"ann": Seat(participant="ann")}).is_led
    assert Room(since=1_000).is_led


def test_the_time_of_a_step_goes_on_while_the_room_is_there() -> None:
    stages = {step: Stage(step=step, used_seconds=100) for step in (Step.MAP, Step.SCORE)}
    room = Room(step=Step.MAP, since=1_000, stages=stages)
    assert room.used_seconds(Step.MAP, now=1_060) == 160
    assert room.used_seconds(Step.SCORE, now=1_060) == 100
    assert room.used_seconds(Step.FRAME, now=1_060) == 0


def test_a_clock_that_was_put_back_takes_no_time_away() -> None:
    assert Room(step=Step.MAP, since=1_000).used_seconds(Step.MAP, now=900) == 0
