import re
import time
from typing import Any

import pytest

from reuse_app.store import Database, load
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, refused_fields
from tests.web.facilitation.test_run_sheet import room, text

BREAK: dict[str, Any] = {
    "title": "Break ☕",
    "minutes": "15",
    "after": "inventory",
    "text": "Coffee is in the **hall**.",
}
PLAN = 180
"""Minutes that a new workshop plans for its steps."""


def lines(page: str) -> list[str]:
    """The steps and items of a run sheet in their order."""
    return re.findall(r'<tr id="(\w+-\w+)"', page)


def banner(page: str) -> str:
    return text(page.partition('id="agenda-item"')[2].partition("</aside>")[0].partition(">")[2])


def test_the_run_sheet_is_one_tap_away_from_the_start(ann: Browser, carl: Browser) -> None:
    for page in ("frame", "map", "people"):
        assert "Run sheet</a>" in ann.open(page)
    assert "Run sheet" not in carl.open("frame")


def test_an_item_stands_after_its_step_with_its_minutes(ann: Browser) -> None:
    page = ann.post("agenda", **BREAK)
    assert lines(page)[1:4] == ["line-inventory", "item-1", "line-nature"]
    assert f"{PLAN + 15} min" in page
    page = ann.post("agenda/1", seen="2", title="Lunch", minutes="45", after="", text="")
    assert lines(page)[0] == "item-1"
    assert f"{PLAN + 45} min" in page
    assert lines(ann.post("agenda/1/moves", direction="down"))[:2] == ["line-frame", "item-1"]
    assert lines(ann.post("agenda/1/removal")) == [f"line-{step}" for step in Step]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes": "900"}, "minutes"),
        ({"minutes": ""}, "minutes"),
        ({"minutes": "a while"}, "minutes"),
        ({"title": " "}, "title"),
        ({"title": "☕" * 121}, "title"),
        ({"text": "x" * 2_001}, "text"),
        ({"after": "lunch"}, "after"),
    ],
)
def test_what_cannot_be_planned_comes_back_with_a_word_beside_it(
    ann: Browser, wrong: dict[str, str], field: str
) -> None:
    page = ann.post("agenda", expect=422, **BREAK | wrong)
    assert refused_fields(page) == [field]
    assert ann.open("room").count('<tr id="item-') == 0


def test_each_page_says_what_the_room_does_and_until_when(ann: Browser, carl: Browser) -> None:
    ann.post("agenda", **BREAK)
    ann.post("place", step="inventory")
    assert banner(carl.open("inventory")) == ""
    assert 'class="own here"' in ann.post("agenda/1/place", back="room")
    for page in ("inventory", "me"):
        assert re.fullmatch(r"Break ☕ until \d\d:\d\d UTC Coffee is in the hall\.", banner(carl.open(page)))
    assert "On to Nature" in banner(ann.open("inventory"))
    ann.post("place", step="nature")
    assert banner(carl.open("inventory")) == ""


def test_an_item_that_is_removed_while_the_room_is_in_it_is_said_no_more(ann: Browser, carl: Browser) -> None:
    ann.post("agenda", **BREAK)
    ann.post("agenda/1/place", back="room")
    ann.post("agenda/1/removal")
    assert banner(carl.open("frame")) == ""
    assert "not in the workshop any more" in ann.post("agenda/1/place", expect=404)


def test_the_start_is_typed_by_the_clock_of_who_plans(sqlite: Database, ann: Browser) -> None:
    page = ann.post("start", starts_at="2031-05-05T09:00", offset="-120")
    assert room(sqlite, ann).starts_at == 1_935_730_800
    assert 'value="2031-05-05T07:00"' in page
    assert "07:00 UTC" in page, "the first step begins then"
    assert "10:00 UTC" in page, "three hours later it ends"
    ann.post("start", starts_at="")
    assert room(sqlite, ann).starts_at is None


@pytest.mark.parametrize("wrong", ["soon", "9:00", "1999-01-01T09:00", "9999-12-31T23:59", "2031-02-30T09:00"])
def test_what_is_no_moment_is_refused(ann: Browser, wrong: str) -> None:
    page = ann.post("start", expect=422, starts_at=wrong)
    assert "such as 2026-11-27T09:00" in page
    assert f'value="{wrong}"' in page


def test_the_sheet_says_how_far_behind_the_room_is(ann: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = int(time.time())
    monkeypatch.setattr(time, "time", lambda: begun)
    assert "punctuality" not in ann.open("room")
    ann.post("place", step="frame")
    assert "On time" in ann.open("room")
    minutes = Step.FRAME.minutes + 12
    monkeypatch.setattr(time, "time", lambda: begun + 60 * minutes)
    assert "12 minutes behind" in ann.open("room")
    ann.post("place", step="nature")
    assert re.search(r"\d+ minutes ahead", ann.open("room"))


def test_a_copy_and_the_next_workshop_take_the_agenda_along(sqlite: Database, ann: Browser) -> None:
    ann.post("agenda", **BREAK)
    ann.post("agenda/1/place", back="room")
    for path in ("copies", "successors"):
        led = ann.send(path, follow=False, title=f"Again by {path}").location
        (item,) = load(sqlite, led.split("/")[2]).room.items
        assert (item.title, item.minutes, item.after, item.used_seconds) == ("Break ☕", 15, Step.INVENTORY, 0)


def test_only_facilitators_plan(carl: Browser, olga: Browser) -> None:
    for browser in (carl, olga):
        for path in ("agenda", "agenda/1", "agenda/1/moves", "agenda/1/place", "agenda/1/removal", "start"):
            browser.post(path, expect=403, **BREAK)
