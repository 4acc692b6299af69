import re

import pytest
from flask import Flask

from reuse_app.room import Names
from reuse_app.store.stages import set_stage
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, code, writer


def text(page: str) -> str:
    """What the welcome says, without its marks."""
    return " ".join(re.sub("<[^>]+>", "", page.partition('id="welcome"')[2]).split())


def test_joining_leads_to_the_welcome(app: Flask, ann: Browser) -> None:
    ann.post("frame", purpose="Find *three* products.", decider="Marie", seen=1)
    carl = Browser(app.test_client())
    assert carl.join(code(ann), "Carl") == "welcome"
    page = carl.open("welcome")
    assert "Welcome, Carl</h1>" in page
    assert "<em>three</em>" in page
    assert "Marie decides. Ann leads. It takes about 3 hours." in text(page)
    assert "1 person has joined: Carl." in text(page)
    assert page.count('class="button"') == 1
    assert "<noscript> Without JavaScript it does not:" in page


def test_the_one_thing_to_do_is_where_the_room_is(ann: Browser, carl: Browser) -> None:
    assert "Read how we will measure every idea. Go to Frame" in text(carl.open("welcome"))
    ann.post("place", step="inventory")
    page = carl.open("welcome")
    assert "Add the first thing that you are proud of. Go to Inventory" in text(page)
    assert f'href="/w/{carl.workshop}/inventory#add"' in page
    ann.post("stages/inventory", access="closed")
    page = carl.open("welcome")
    assert "Inventory is closed. This page goes along by itself." in text(page)
    assert 'class="button"' not in page


@pytest.mark.parametrize("names", [Names.FACILITATOR, Names.NOBODY])
def test_where_names_are_kept_back_it_counts(ann: Browser, carl: Browser, olga: Browser, names: Names) -> None:
    set_stage(writer(ann), Step.SCORE, names=names)
    for browser in (carl, olga):
        assert "1 person has joined." in text(browser.open("welcome"))


def test_the_time_is_what_is_planned_here(ann: Browser) -> None:
    ann.post("stages/map", planned_minutes="5")
    assert "It takes about 2 hours 35 minutes." in text(ann.open("welcome"))
    for step in Step:
        ann.post(f"stages/{step}", planned_minutes="")
    assert "It takes" not in text(ann.open("welcome"))


def test_the_place_of_the_room_leads_participants_and_nobody_who_leads(ann: Browser, carl: Browser) -> None:
    before = carl.client.get(f"/w/{carl.workshop}/place").get_json()
    ann.post("place", step="map")
    after = carl.client.get(f"/w/{carl.workshop}/place").get_json()
    assert after["at"] != before["at"]
    assert (after["step"], after["follow"]) == ("map", f"/w/{carl.workshop}/map")
    assert ann.client.get(f"/w/{ann.workshop}/place").get_json()["follow"] == ""
