import re
import time

import pytest
from flask import Flask

from reuse_app.live.presence import GONE_AFTER, Presence
from reuse_app.room import Access, Names, Room, Stage
from reuse_app.room.nouns import opening
from reuse_app.store import Database, load
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole
from reuse_app.store.people import new_link
from reuse_app.worksheet.steps import Step
from tests.live.test_presence import Clock
from tests.web.conftest import Browser, code, cursor, refused_fields


def test_the_run_sheet_has_every_step(ann: Browser) -> None:
    page = ann.open("room")
    assert len(re.findall(r'<tr id="line-', page)) == 8
    assert "Nobody has joined yet" in page


def test_a_step_has_only_the_choices_that_it_needs(ann: Browser) -> None:
    page = ann.open("room")
    line = {step: page.partition(f'id="line-{step}"')[2].partition("</tr>")[0] for step in ("map", "score", "products")}
    named = {step: re.findall(r'<(?:select|input) name="(\w+)"', text) for step, text in line.items()}
    assert named["map"] == ["access", "names", "planned_minutes"]
    assert named["score"] == ["access", "blind", "names", "shuffled", "planned_minutes"]
    assert named["products"] == ["access", "own_only", "private", "blind", "names", "shuffled", "planned_minutes"]


def test_the_sheet_shows_what_was_set_and_the_minutes_together(ann: Browser) -> None:
    ann.post("stages/map", access="read-only", planned_minutes="25")
    page = ann.post("stages/score", planned_minutes="30", back="room")
    assert '<option value="read-only" selected>' in page
    assert 'value="25"' in page
    assert "180 min" in page, "5 less and 5 more than the guidance says"


def test_the_sheet_says_who_is_not_done(ann: Browser, carl: Browser) -> None:
    assert "1 person has joined. " in text(ann.open("room"))
    ann.post("stages/frame", access="open")
    assert "1 person has joined, 0 done; waiting for Carl." in text(ann.open("room"))
    carl.post("completions/frame")
    assert "1 person has joined, 1 done." in text(ann.open("room"))


def test_only_facilitators_lead(carl: Browser, olga: Browser) -> None:
    for browser in (carl, olga):
        browser.open("room", expect=403)
        browser.open("screen", expect=403)
        for path in ("stages/map", "place", "timer", "timer/minutes", "timer/removal"):
            browser.post(path, expect=403, step="map", minutes="5", access="open")


def text(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub("<[^>]+>", "", page).split())


def room(sqlite: Database, ann: Browser) -> Room:
    return load(sqlite, ann.workshop).room


def test_a_step_is_set_field_by_field(sqlite: Database, ann: Browser) -> None:
    ann.post("stages/products", access="open", private="1")
    ann.post("stages/products", names="nobody", shuffled="1", planned_minutes="20")
    wanted = Stage(
        step=Step.PRODUCTS, access=Access.OPEN, private=True, names=Names.NOBODY, shuffled=True, planned_minutes=20
    )
    assert room(sqlite, ann).stage(Step.PRODUCTS) == wanted


def test_what_is_not_for_a_form_is_left_alone(sqlite: Database, ann: Browser) -> None:
    ann.post("stages/score", used_seconds="99", step="map", names="nobody")
    assert room(sqlite, ann).stages == {Step.SCORE: opening(Step.SCORE).model_copy(update={"names": Names.NOBODY})}


def test_the_planned_minutes_may_be_left_out_again(sqlite: Database, ann: Browser) -> None:
    ann.post("stages/map", planned_minutes="20")
    ann.post("stages/map", planned_minutes=" ")
    assert room(sqlite, ann).stage(Step.MAP).planned_minutes is None


@pytest.mark.parametrize(
    ("field", "text"),
    [("planned_minutes", "0"), ("planned_minutes", "soon"), ("planned_minutes", "900"), ("access", ""), ("names", "x")],
)
def test_what_cannot_be_is_said_beside_its_field(sqlite: Database, ann: Browser, field: str, text: str) -> None:
    status, answer = ann.save("stages/map", **{field: text})
    assert status == 422
    assert answer["mistakes"][field]
    page = ann.post("stages/map", expect=422, back="room", **{field: text})
    assert "This is not saved yet" in page
    assert room(sqlite, ann).stages == {}


def test_a_mistake_in_the_minutes_stands_in_its_line(ann: Browser) -> None:
    page = ann.post("stages/map", expect=422, back="room", planned_minutes="soon")
    assert refused_fields(page) == ["planned_minutes"]
    assert 'value="soon"' in page


def test_a_plan_that_is_too_long_is_told_the_range(ann: Browser) -> None:
    assert "1 to 600" in ann.post("stages/map", expect=422, back="room", planned_minutes="900")


def test_a_step_closed_by_hand_stays_closed_for_who_is_brought_there(ann: Browser, carl: Browser) -> None:
    ann.post("stages/map", access="closed")
    ann.post("place", step="map")
    assert "the facilitator has closed Map" in carl.open("map", expect=403)
    assert "Open Map" in ann.open("map")
    ann.post("stages/map", access="open")
    carl.open("map")


def test_a_script_is_told_the_version(ann: Browser) -> None:
    status, answer = ann.save("stages/map", access="open")
    assert (status, answer) == (200, {"version": cursor(2)})


def test_a_second_round_begins_blind(sqlite: Database, ann: Browser) -> None:
    ann.post("stages/score", blind="")
    ann.post("stages/score", round="2", blind="1")
    assert room(sqlite, ann).stage(Step.SCORE) == opening(Step.SCORE).model_copy(update={"round": 2})
    ann.post("stages/score", expect=400, round="3")


def test_everybody_is_brought_to_a_step_that_opens(sqlite: Database, ann: Browser, carl: Browser) -> None:
    carl.open("map", expect=403)
    assert "Which building blocks" in ann.post("place", step="map")
    carl.open("map")
    assert room(sqlite, ann).step is Step.MAP
    assert "Run sheet" in ann.post("place", step="frame", back="room")


def test_going_back_loses_nothing(sqlite: Database, ann: Browser, carl: Browser) -> None:
    ann.post("place", step="inventory")
    carl.post("capabilities", name="Radar")
    carl.post("completions/inventory")
    for step in ("map", "inventory"):
        ann.post("place", step=step)
    assert "Radar" in carl.open("inventory")
    assert room(sqlite, ann).done_with(Step.INVENTORY) == {"carl"}


@pytest.mark.parametrize("step", ["", "moon", "MAP"])
def test_nobody_is_brought_nowhere(ann: Browser, step: str) -> None:
    ann.post("place", expect=400, step=step)


def test_the_timer_runs_by_the_servers_clock(sqlite: Database, ann: Browser, carl: Browser) -> None:
    before = int(time.time())
    ann.post("timer", minutes="5", sound="1")
    here = room(sqlite, ann)
    assert here.ends_at is not None
    assert before + 300 <= here.ends_at <= time.time() + 300
    page = carl.open("frame")
    assert f'data-ends="{here.ends_at}"' in page
    assert "data-now=" in page
    assert "5 minutes left when this page was loaded" in page


def test_a_minute_is_added_to_what_is_left(sqlite: Database, ann: Browser) -> None:
    ann.post("timer", minutes="5")
    first = room(sqlite, ann).ends_at
    ann.post("timer/minutes", back="room")
    assert first is not None
    assert room(sqlite, ann).ends_at == first + 60


def test_the_timer_stops(sqlite: Database, ann: Browser, carl: Browser) -> None:
    ann.post("timer", minutes="5")
    assert "data-ends" in carl.open("frame")
    ann.post("timer/removal")
    assert room(sqlite, ann).ends_at is None
    assert "data-ends" not in carl.open("frame")


def test_only_a_facilitator_hears_it_and_only_if_wished(ann: Browser, carl: Browser) -> None:
    ann.post("timer", minutes="5", sound="1")
    assert "data-sound" in ann.open("frame")
    assert "data-sound" not in carl.open("frame")
    ann.post("timer", minutes="5")
    assert "data-sound" not in ann.open("frame")


@pytest.mark.parametrize("minutes", ["", "0", "-1", "601", "1.5", "soon", "9" * 5000, "٣"])
def test_a_timer_takes_whole_minutes(ann: Browser, minutes: str) -> None:
    page = ann.post("timer", expect=422, minutes=minutes)
    assert refused_fields(page) == ["minutes"]
    assert "Give whole minutes, 1 to 600." in page


def said(ann: Browser) -> str:
    """What the run sheet says of how far people are."""
    return text(ann.open("room").partition('id="headway"')[2].partition("</div>")[0].partition(">")[2])


@pytest.fixture
def dora(app: Flask, ann: Browser) -> Browser:
    browser = Browser(app.test_client())
    browser.join(code(ann), "Dora")
    return browser


def test_entries_are_counted_by_person_while_they_are_private(ann: Browser, carl: Browser, dora: Browser) -> None:
    ann.post("place", step="inventory")
    ann.post("stages/inventory", private="1")
    carl.post("capabilities", name="Secret radar")
    carl.post("capabilities", name="Secret sonar")
    dora.post("capabilities", name="Secret eye")
    assert said(ann) == "So far: 3 entries. Carl 2 entriesDora 1 entry"
    assert "Secret" not in ann.open("room")


def test_a_name_that_turns_what_follows_turns_nothing_of_the_sheet(app: Flask, ann: Browser, carl: Browser) -> None:
    guest = Browser(app.test_client())
    guest.post(f"/join/{code(ann)}", name="\u202eevE")
    ann.post("place", step="inventory")
    page = ann.open("room")
    assert all(said in page for said in ("waiting for Carl, evE", '<dd dir="auto">evE</dd>'))
    assert "\u202e" not in page


def test_where_names_are_for_nobody_there_are_only_sums(ann: Browser, carl: Browser, dora: Browser) -> None:
    ann.post("stages/inventory", names="nobody")
    ann.post("place", step="inventory")
    carl.post("capabilities", name="Radar")
    assert said(ann) == "So far: 1 entry."
    assert "waiting for 2 people." in text(ann.open("room"))
    carl.post("completions/inventory")
    assert "waiting for 1 person." in text(ann.open("room"))


def test_a_full_ballot_is_done_and_how_full_one_is_tells_no_level(ann: Browser, carl: Browser, dora: Browser) -> None:
    ann.post("products", name="Robot")
    ann.post("place", step="score")
    factors = [each["key"] for each in ann.worksheet()["factors"]]
    for factor in factors[:-1]:
        assert carl.save("ratings/robot/1", **{f"rating_{factor}": "4"}, seen="999")[0] == 200
    dora.save("ratings/robot/1", rating_volume="unknown", seen="999")
    before = ann.open("room")
    assert said(ann) == "So far: 6 of 12 ratings. Carl 5 of 6 ratingsDora 1 of 6 ratings"
    assert carl.save("ratings/robot/1", **{f"rating_{factors[0]}": "1"}, seen="999")[0] == 200
    assert said(ann) in text(before)
    assert "0 of 2 done" in ann.open("score")
    assert carl.save("ratings/robot/1", **{f"rating_{factors[-1]}": "1"}, seen="999")[0] == 200
    assert "1 of 2 done" in ann.open("score")
    assert "waiting for Dora" in text(ann.open("room"))
    ann.post("stages/score", round="2")
    assert "0 of 2 done" in ann.open("score")


def test_the_ballot_of_who_has_gone_is_not_among_those_to_be_given(
    app: Flask, monkeypatch: pytest.MonkeyPatch, ann: Browser, carl: Browser, dora: Browser
) -> None:
    clock = Clock()
    monkeypatch.setitem(app.extensions, "presence", Presence(clock))
    ann.post("products", name="Robot")
    ann.post("place", step="score")
    for browser in (carl, dora):
        assert browser.save("ratings/robot/1", rating_volume="4", seen="999")[0] == 200
    assert said(ann) == "So far: 2 of 12 ratings. Carl 1 of 6 ratingsDora 1 of 6 ratings"
    clock.now += GONE_AFTER - 1
    carl.open("score")
    clock.now += 1
    assert said(ann) == "So far: 1 of 6 ratings."
    dora.open("score")
    assert said(ann).startswith("So far: 2 of 12 ratings.")


def test_nobody_waits_for_who_leads_who_only_reads_or_who_has_gone(  # noqa: PLR0913, PLR0917  # as many people
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch, ann: Browser, carl: Browser, dora: Browser
) -> None:
    clock = Clock()
    monkeypatch.setitem(app.extensions, "presence", Presence(clock))
    ann.post("place", step="inventory")
    bo = Browser(app.test_client())
    bo.workshop = ann.workshop
    bo.client.get(f"/open/{new_link(Writer(sqlite, ann.workshop), GrantRole.FACILITATOR)}")
    bo.post("me", name="Bo")
    for browser in (carl, dora):
        browser.open("inventory")
    assert "3 people have joined, 0 done; waiting for Carl, Dora." in text(ann.open("room"))
    ann.post("people/dora/muting")
    assert "waiting for Carl." in text(ann.open("room"))
    ann.post("people/dora/muting/removal")
    clock.now += GONE_AFTER - 1
    dora.open("inventory")
    clock.now += 1
    assert "waiting for Dora." in text(ann.open("room"))
    carl.open("inventory")
    assert "waiting for Carl, Dora." in text(ann.open("room"))
