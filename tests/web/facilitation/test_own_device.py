"""What somebody keeps to themselves comes back on their own device, and through no link that another has made."""

import re

import pytest
from flask import Flask

from reuse_app.room import Access, Names
from reuse_app.store import Database
from reuse_app.store.edit import Writer
from reuse_app.store.stages import begin_round, set_stage
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser, code

TICKED = re.compile(r'name="rating_\w+" value="\w+"[^>]* checked')


@pytest.fixture
def dora(app: Flask, tesla: Browser, sqlite: Database) -> Browser:
    """Dora, who has rated and voted, unseen, where names are told to nobody."""
    browser = Browser(app.test_client())
    browser.join(code(tesla), "Dora")
    writer = Writer(sqlite, tesla.workshop)
    for step in Step:
        set_stage(writer, step, access=Access.OPEN)
    set_stage(writer, Step.SCORE, blind=True, round=2, names=Names.NOBODY)
    set_stage(writer, Step.PRODUCTS, blind=True, private=True)
    browser.post("products", name="Dora's arm")
    set_stage(writer, Step.PRODUCTS, round=2)
    assert browser.save("ratings/robot/2", rating_volume="4", seen="9999")[0] == 200
    browser.post("dots/robot", count="2")
    return browser


def linked(app: Flask, leads: Browser, **fields: str) -> Browser:
    """Whoever opens the link that a facilitator has made for Dora."""
    page = leads.post("people/dora/grants", expect=201, **fields)
    found = re.search(r"/open/([\w-]+)", page)
    assert found
    browser = Browser(app.test_client())
    browser.client.get(f"/open/{found[1]}")
    browser.workshop = leads.workshop
    return browser


def said(browser: Browser) -> tuple[int, bool, bool]:
    """How many ratings are ticked, and whether Dora's dots and her private product are there."""
    products = browser.open("products")
    ballot = browser.open("score?product=robot&round=2")
    return len(TICKED.findall(ballot)), "2 dots from Dora" in products, "Dora&#39;s arm" in products


@pytest.mark.parametrize("replace", ["", "1"])
def test_a_link_that_the_facilitator_makes_shows_no_ballot(
    app: Flask, tesla: Browser, dora: Browser, replace: str
) -> None:
    assert said(dora) == (1, True, True)
    spy = linked(app, tesla, replace=replace)
    assert said(spy) == (0, False, False)
    assert "Answer on this device" in spy.open("score")
    spy.post("ratings/robot/2", expect=403, rating_volume="1")
    spy.post("dots/robot", expect=403, count="1")
    spy.post("products", expect=403, name="Mine")
    spy.post("capabilities", name="Open to all")


def test_no_other_device_tells_what_somebody_said_alone_where_nobody_is_named(
    app: Flask, tesla: Browser, dora: Browser, sqlite: Database
) -> None:
    """In the second round the first is in sight, but whose ratings they were is not."""
    writer = Writer(sqlite, tesla.workshop)
    set_stage(writer, Step.SCORE, round=1)
    assert dora.save("ratings/robot/1", rating_volume="4", seen="9999")[0] == 200
    begin_round(writer, 2)
    path = "score?product=robot&round=2"
    assert "Alone you said" in dora.open(path)
    spy = linked(app, tesla)
    assert "Alone you said" not in spy.open(path)
    spy.post("me/device", back="score")
    assert "Alone you said" not in spy.open(path)
    tesla.post("people/dora/removal", entries="stay")
    troll = Browser(app.test_client())
    troll.join(code(tesla), "Dora")
    assert "Alone you said" not in troll.open(path)
    tesla.post("people/dora/removal", entries="stay")
    tesla.post("people/dora/recording")
    assert "Alone" not in re.findall(r'class="hint">(\w+)', tesla.open(f"{path}&as=dora"))


def test_an_earlier_state_brings_no_ballot_to_another_device(app: Flask, tesla: Browser, dora: Browser) -> None:
    tesla.post("versions", name="With Dora's ballot")
    found = re.search(r"versions/([0-9a-f]{16})", tesla.open("versions"))
    assert found
    spy = linked(app, tesla)
    spy.post("me/device", back="score")
    tesla.post(f"versions/{found[1]}/restoration")
    assert said(spy) == (0, False, False)


def test_who_is_no_longer_asked_is_told_that_another_device_answers(app: Flask, tesla: Browser, dora: Browser) -> None:
    spy = linked(app, tesla)
    sentence = "Another device answers in your name now."
    assert sentence not in dora.open("frame")
    spy.post("me/device", back="score")
    assert sentence in dora.open("frame")
    assert sentence not in spy.open("frame")
    dora.post("me/device", back="score")
    assert sentence in spy.client.get(f"/w/{tesla.workshop}/frame").text
    assert sentence not in dora.open("frame")


def test_the_person_is_told_that_a_link_was_made(app: Flask, tesla: Browser, dora: Browser) -> None:
    assert "has made a link" not in dora.open("score")
    spy = linked(app, tesla)
    assert "has made a link" in dora.open("score")
    assert "has made a link" not in spy.open("score")
    spy.post("me/links", expect=403)
    dora.post("me/links")
    assert "has made a link" not in dora.open("score")


def test_who_answers_here_begins_anew_and_the_old_device_shows_none_of_it(
    app: Flask, tesla: Browser, dora: Browser
) -> None:
    phone = linked(app, tesla)
    assert "Answer on this device" not in phone.post("me/device", back="score")
    assert said(phone) == (0, False, False)
    assert phone.save("ratings/robot/2", rating_volume="2", seen="9999")[0] == 200
    assert said(phone)[0] == 1
    assert said(dora) == (0, False, False)
    assert dora.save("ratings/robot/2", rating_volume="1", seen="9999")[0] == 403
    spy = linked(app, tesla)
    assert said(spy)[0] == 0


def test_my_own_link_shows_all_of_it_on_another_device(app: Flask, tesla: Browser, dora: Browser) -> None:
    found = re.search(r"/open/([\w-]+)", dora.open("me"))
    assert found
    phone = Browser(app.test_client())
    phone.client.get(f"/open/{found[1]}")
    phone.workshop = tesla.workshop
    assert said(phone) == (1, True, True)


def test_who_joins_under_the_name_of_somebody_removed_sees_nothing_of_theirs(
    app: Flask, tesla: Browser, dora: Browser
) -> None:
    tesla.post("people/dora/removal", entries="stay")
    troll = Browser(app.test_client())
    troll.join(code(tesla), "Dora")
    assert said(troll) == (0, False, False)


def test_who_joins_under_the_name_of_somebody_without_a_device_sees_nothing_recorded_for_them(
    app: Flask, tesla: Browser, dora: Browser
) -> None:
    tesla.post("people", name="Fred")
    assert tesla.save("ratings/robot/2?as=fred", rating_volume="3", seen="9999")[0] == 200
    assert len(TICKED.findall(tesla.open("score?product=robot&round=2&as=fred"))) == 1
    troll = Browser(app.test_client())
    troll.join(code(tesla), "Fred")
    assert len(TICKED.findall(troll.open("score?product=robot&round=2"))) == 0


def test_nobody_records_for_somebody_to_read_what_they_said(app: Flask, tesla: Browser, dora: Browser) -> None:
    tesla.open("score?as=dora", expect=403)
    tesla.post("people/dora/removal", entries="stay")
    tesla.open("score?as=dora", expect=403)
    assert "Record for Dora" in tesla.open("people")
    tesla.post("people/dora/recording")
    assert len(TICKED.findall(tesla.open("score?product=robot&round=2&as=dora"))) == 0


def test_a_facilitator_link_that_was_handed_on_leads_nobody_to_its_holders_ballot(
    app: Flask, tesla: Browser, dora: Browser
) -> None:
    page = tesla.post("grants", expect=201, role="facilitator", label="Bo")
    found = re.search(r"/open/([\w-]+)", page)
    assert found
    bo, maker = Browser(app.test_client()), Browser(app.test_client())
    for browser in (bo, maker):
        browser.client.get(f"/open/{found[1]}")
        browser.workshop = tesla.workshop
    bo.post("me", name="Bo")
    assert bo.save("ratings/robot/2", rating_volume="4", seen="9999")[0] == 200
    maker.open("score", expect=403)


def test_people_are_told_before_they_answer_who_will_learn_what_they_say(
    tesla: Browser, sqlite: Database, dora: Browser
) -> None:
    writer = Writer(sqlite, tesla.workshop)
    dora.post("me/device", back="score")
    told = {
        Names.ALL: "shows it to all, with your name.",
        Names.FACILITATOR: "your name is shown to the facilitator alone.",
        Names.NOBODY: "your name is shown to nobody, not even to the facilitator.",
    }
    set_stage(writer, Step.INVENTORY, private=True)
    for names, sentence in told.items():
        set_stage(writer, Step.INVENTORY, names=names)
        for page in ("inventory", "me"):
            assert sentence in dora.open(page)
    tesla.post("phase", phase="collect")
    for page in ("score", "products", "me"):
        assert told[Names.NOBODY if page != "products" else Names.ALL] in dora.open(page), page


def test_a_round_that_was_shown_and_is_hidden_again_says_so_to_all(tesla: Browser, dora: Browser) -> None:
    assert "shown once" not in dora.open("score")
    tesla.post("stages/score", blind="")
    tesla.post("stages/score", blind="1")
    for browser in (dora, tesla):
        assert "What was said here has been shown once and hidden again." in browser.open("score")
    tesla.post("stages/score", blind="")
    tesla.post("stages/score", blind="1")
    assert "shown 2 times" in dora.open("score")
