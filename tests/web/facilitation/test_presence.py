import re

import pytest
from flask import Flask

from reuse_app.room import Names
from reuse_app.store import Database, load
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_stage
from reuse_app.web.facilitation.presence import presence_of, seen_within_a_minute
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, code


def places(app: Flask, browser: Browser) -> list[tuple[str, str]]:
    """The fields that somebody is in, with the name that others read there."""
    return [(place, name) for _, place, name in presence_of(app).here(browser.workshop).places]


def enter(browser: Browser, *, step: str, place: str) -> int:
    return browser.send("presence", step=step, place=place).status_code


def writer(database: Database, browser: Browser) -> Writer:
    return Writer(database, browser.workshop)


def test_whoever_asks_for_a_page_is_here(app: Flask, ann: Browser, carl: Browser) -> None:
    ann.open("frame")
    carl.open("frame")
    with app.app_context():
        assert seen_within_a_minute(ann.workshop) == {"ann", "carl"}


def test_a_stranger_is_not_here(app: Flask, ann: Browser, stranger: Browser) -> None:
    ann.open("frame")
    assert stranger.send(f"/w/{ann.workshop}/presence", step="frame", place="x").status_code == 403
    assert presence_of(app).here(ann.workshop).people == {"ann"}


def test_somebody_is_in_a_field_under_their_name_until_they_leave_it(app: Flask, ann: Browser, carl: Browser) -> None:
    assert enter(carl, step="frame", place="workshop/purpose") == 204
    assert places(app, ann) == [("workshop/purpose", "Carl")]
    assert enter(carl, step="frame", place="") == 204
    assert places(app, ann) == []


@pytest.mark.parametrize("names", [Names.FACILITATOR, Names.NOBODY])
def test_where_names_are_kept_back_it_is_somebody(
    app: Flask, sqlite: Database, ann: Browser, carl: Browser, names: Names
) -> None:
    set_stage(writer(sqlite, ann), Step.FRAME, names=names)
    enter(carl, step="frame", place="workshop/purpose")
    assert places(app, ann) == [("workshop/purpose", "somebody")]


def test_nobody_is_told_who_is_in_a_ballot_or_in_private_entries(
    app: Flask, sqlite: Database, ann: Browser, carl: Browser
) -> None:
    set_stage(writer(sqlite, ann), Step.INVENTORY, access="open", private=True)
    for step in ("inventory", "score"):
        assert enter(carl, step=step, place="form-capability-secret/name") == 204
        assert places(app, ann) == []
    assert 'data-presence=""' in carl.open("inventory")


@pytest.mark.parametrize("step", ["", "nowhere", "\x00"])
def test_a_step_that_is_none_is_refused(ann: Browser, step: str) -> None:
    assert enter(ann, step=step, place="x") == 400


def test_an_observer_is_here_but_in_no_field(app: Flask, ann: Browser, olga: Browser) -> None:
    before = len(presence_of(app).here(ann.workshop).people)
    assert 'data-presence=""' in olga.open("frame")
    assert enter(olga, step="frame", place="workshop/purpose") == 403
    assert len(presence_of(app).here(ann.workshop).people) == before + 1
    assert places(app, ann) == []


def test_a_page_says_which_parts_it_shows(sqlite: Database, ann: Browser, carl: Browser) -> None:
    assert "link" in parts(ann.open("map"))
    assert "link" not in parts(ann.open("frame"))
    assert "rating" not in parts(ann.open("score"))
    set_stage(writer(sqlite, ann), Step.SCORE, blind=False)
    assert "rating" in parts(ann.open("score"))
    assert load(sqlite, ann.workshop).room.seats


def parts(page: str) -> list[str]:
    found = re.search(r'data-parts="([^"]+)"', page)
    assert found
    return found[1].split(",")


def test_a_facilitator_sees_who_is_where(app: Flask, ann: Browser, carl: Browser) -> None:
    dora = Browser(app.test_client())
    dora.join(code(ann), "Dora")
    carl.open("report")
    assert where(ann) == {"1 at Report": "Carl", "1 away": "Dora"}
    dora.open("frame")
    carl.open("map", expect=403)
    assert where(ann) == {"1 at Frame": "Dora", "1 at Map": "Carl"}
    assert "1 at Frame, 1 at Map" in ann.open("score")
    assert "1 at Map" not in dora.open("frame")


def test_a_page_that_tells_who_is_where_is_new_when_somebody_moves(ann: Browser, carl: Browser) -> None:
    carl.open("frame")
    path = f"/w/{ann.workshop}/frame"
    seen = {"If-None-Match": ann.client.get(path).headers["ETag"]}
    assert ann.client.get(path, headers=seen).status_code == 304
    carl.open("report")
    assert ann.client.get(path, headers=seen).status_code == 200


def where(browser: Browser) -> dict[str, str]:
    """What the run sheet says: how many are where, and their names."""
    return dict(re.findall(r"<dt>([^<]*)</dt><dd[^>]*>([^<]*)</dd>", browser.open("room")))
