from typing import Any

from reuse_app.room import AgendaItem, Room, Stage
from reuse_app.room.schedule import Schedule, following, in_order, schedule
from reuse_app.worksheet.steps import Step

NINE = 9 * 3_600
PLANNED = {Step.FRAME: 10, Step.INVENTORY: 30, Step.NATURE: 20}
BREAK = AgendaItem(number=1, after=Step.INVENTORY, title="Break", minutes=15)
WELCOME = AgendaItem(number=2, title="Who are we?", minutes=5)


def room(**fields: Any) -> Room:
    """A room whose plan of 80 minutes begins at nine."""
    used = fields.pop("used", {})
    stages = {
        step: Stage(step=step, planned_minutes=PLANNED.get(step), used_seconds=60 * used.get(step, 0)) for step in Step
    }
    planned: dict[str, Any] = {"stages": stages, "items": (BREAK, WELCOME), "starts_at": NINE}
    return Room(**planned | fields)


def times(found: Schedule) -> list[str]:
    """When each place begins, as 9:05; empty where it is over."""
    told = ((slot.begins or 0) // 60 for slot in found.slots)
    return [f"{minute // 60}:{minute % 60:02}" if minute else "" for minute in told][:5]


def test_items_stand_between_the_steps() -> None:
    assert in_order((BREAK, WELCOME))[:4] == (WELCOME, Step.FRAME, Step.INVENTORY, BREAK)
    assert following(room(step=Step.INVENTORY)) == BREAK
    assert following(room(step=Step.INVENTORY, at_item=1)) is Step.NATURE
    assert following(room(step=Step.ITERATE)) is None


def test_before_it_begins_the_plan_stands_and_moves_with_a_late_start() -> None:
    early, late = (schedule(room(), now=NINE + minutes * 60) for minutes in (-30, 12))
    assert times(early) == ["9:00", "9:05", "9:15", "9:45", "10:00"]
    assert (early.behind, early.ends) == (0, NINE + 80 * 60)
    assert times(late)[:2] == ["9:12", "9:17"]
    assert late.behind == 12 * 60


def test_without_a_start_nobody_knows_the_times() -> None:
    found = schedule(room(starts_at=None), now=NINE)
    assert times(found) == [""] * 5
    assert (found.ends, found.behind) == (None, None)


def test_what_was_used_shifts_the_rest() -> None:
    """At 9:27 the room has been in Inventory for 10 of 30 minutes: it came there 2 minutes late."""
    used = {Step.FRAME: 17}
    found = schedule(room(step=Step.INVENTORY, since=NINE + 17 * 60, used=used), now=NINE + 27 * 60)
    assert times(found) == ["", "", "9:17", "9:47", "10:02"]
    assert found.behind == 2 * 60


def test_who_takes_longer_than_planned_falls_behind_minute_by_minute() -> None:
    here = room(step=Step.INVENTORY, since=NINE + 15 * 60)
    assert schedule(here, now=NINE + 45 * 60).behind == 0
    assert schedule(here, now=NINE + 57 * 60).behind == 12 * 60


def test_what_was_left_out_or_done_sooner_puts_the_room_ahead() -> None:
    assert schedule(room(step=Step.NATURE, since=NINE + 10 * 60), now=NINE + 10 * 60).behind == -50 * 60


def test_going_back_takes_what_is_left_of_the_time() -> None:
    found = schedule(room(step=Step.FRAME, since=NINE + 40 * 60, used={Step.INVENTORY: 25}), now=NINE + 40 * 60)
    assert times(found) == ["", "9:40", "9:50", "9:55", "10:10"]


def test_at_an_item_the_step_stands_still() -> None:
    here = room(step=Step.INVENTORY, at_item=1, since=NINE + 45 * 60, used={Step.INVENTORY: 30})
    assert here.used_seconds(Step.INVENTORY, now=NINE + 50 * 60) == 30 * 60
    assert here.used_seconds(BREAK, now=NINE + 50 * 60) == 5 * 60
    assert times(schedule(here, now=NINE + 50 * 60)) == ["", "", "", "9:45", "10:00"]


def test_an_item_that_was_removed_is_no_place() -> None:
    assert room(step=Step.MAP, at_item=7).item is None


def test_what_passes_before_the_start_is_not_used() -> None:
    waiting = schedule(room(step=Step.ITERATE, since=NINE - 600), now=NINE - 300)
    assert waiting.ends == NINE, "nothing is planned for the last step, which does not end before the start"
    here = room(step=Step.FRAME, since=NINE - 600)
    assert here.used_seconds(Step.FRAME, now=NINE - 60) == 0
    assert here.used_seconds(Step.FRAME, now=NINE + 60) == 60
