import re

import pytest
from flask import Flask

from reuse_app.store import Database
from tests.web.conftest import PUBLIC_URL, Browser, code
from tests.web.test_routes import content, secret_of


def shared(page: str) -> str:
    """The address of the link that a page shows."""
    found = re.search(rf'value="{PUBLIC_URL}(/open/\w+)"', page)
    assert found
    return found[1]


def in_another(app: Flask, workshop: str, link: str) -> Browser:
    """A browser that has opened a link."""
    browser = Browser(app.test_client())
    browser.workshop = workshop
    browser.open(link)
    return browser


def test_a_facilitator_link_can_be_shared_and_taken_back(app: Flask, ann: Browser) -> None:
    page = ann.post("grants", expect=201, role="facilitator", label="Bo", once="a")
    assert "The facilitator link for Bo" in page
    bo = in_another(app, ann.workshop, shared(page))
    bo.post("people", name="Cy")
    number = re.findall(r"grants/(\d+)/removal", ann.open("people"))
    assert len(number) == 1
    ann.post(f"grants/{number[0]}/removal")
    page = bo.open("people", expect=403)
    assert "Ask the facilitator for a new one" in page
    assert "Spring workshop" not in page, "what it is called today is for those who are in"
    ann.open("people")


def test_a_page_that_tells_a_link_once_says_that_it_cannot_be_asked_for(ann: Browser) -> None:
    assert 'data-page=""' in ann.post("grants", expect=201, role="observer", label="Bo")
    assert "data-page" not in ann.open("people")


def test_the_same_form_sent_twice_makes_one_link(ann: Browser) -> None:
    pages = [ann.post("grants", expect=201, role="facilitator", label="Bo", once="a") for _ in range(3)]
    assert len(set(map(shared, pages))) == 1
    assert ann.open("people").count(">Bo <small>") == 1


def test_an_observer_link_lets_read_and_not_write(app: Flask, ann: Browser) -> None:
    olga = in_another(app, ann.workshop, shared(ann.post("grants", expect=201, role="observer")))
    olga.open("frame")
    assert "observers read and do not write" in olga.post("home-products", expect=403, name="Car")


def test_replacing_all_facilitator_links_leaves_only_the_one_who_does_it(app: Flask, ann: Browser) -> None:
    bo = in_another(app, ann.workshop, shared(ann.post("grants", expect=201, role="facilitator")))
    old = secret_of(ann)
    page = ann.post("grants/replacement", expect=201, role="facilitator")
    assert shared(page) == f"/open/{secret_of(ann)}" != f"/open/{old}"
    assert "<h1>Ann</h1>" in ann.open("me")
    bo.open("frame", expect=403)
    assert "does not open the workshop any more" in bo.open(f"/open/{old}", expect=403)


def test_replacing_all_observer_links_ends_them(app: Flask, ann: Browser, olga: Browser) -> None:
    page = ann.post("grants/replacement", expect=201, role="observer")
    olga.open("frame", expect=403)
    in_another(app, ann.workshop, shared(page)).open("frame")
    ann.open("people")


def test_who_lost_their_link_gets_a_new_one(app: Flask, ann: Browser, carl: Browser) -> None:
    page = ann.post("people/carl/grants", expect=201)
    assert "The link for Carl" in page
    assert "<h1>Carl</h1>" in in_another(app, ann.workshop, shared(page)).open("me")
    carl.open("frame")
    page = ann.post("people/carl/grants", expect=201, replace="1")
    carl.open("frame", expect=403)
    assert "<h1>Carl</h1>" in in_another(app, ann.workshop, shared(page)).open("me")


def test_who_had_no_device_gets_one_by_a_link(app: Flask, ann: Browser) -> None:
    ann.post("people", name="Bo")
    bo = in_another(app, ann.workshop, shared(ann.post("people/bo/grants", expect=201)))
    assert "<h1>Bo</h1>" in bo.open("me")
    assert ann.worksheet()["participants"][1] == {"key": "bo", "name": "Bo"}


def test_a_facilitator_goes_on_leading_after_opening_the_link_of_another(ann: Browser) -> None:
    ann.post("people", name="Bo")
    for path, fields in (("people/bo/grants", {}), ("grants", {"role": "observer"})):
        before = secret_of(ann)
        ann.open(shared(ann.post(path, expect=201, **fields)))
        assert secret_of(ann) == before


@pytest.mark.parametrize("role", ["", "participant", "keeper", "admin", "\x00"])
def test_no_other_link_is_shared(sqlite: Database, ann: Browser, role: str) -> None:
    before = content(sqlite)
    for path in ("grants", "grants/replacement"):
        ann.post(path, expect=400, role=role)
    assert content(sqlite) == before


def test_a_facilitator_keeps_the_link_that_they_are_here_by(ann: Browser) -> None:
    assert "leads this workshop" in ann.post("people/ann/grants", expect=409)
    number = 1
    while ann.send(f"grants/{number}/removal").status_code == 404:
        number += 1
    assert "the link that you are here by" in ann.post(f"grants/{number}/removal", expect=409)


def test_a_link_of_another_workshop_cannot_be_taken_back(ann: Browser, bob: Browser) -> None:
    bob.post("grants", expect=201, role="observer")
    number = re.findall(r"grants/(\d+)/removal", bob.open("people"))[0]
    ann.post(f"grants/{number}/removal", expect=404)
    assert f"grants/{number}/removal" in bob.open("people")


def test_a_closed_workshop_says_so_and_offers_the_report_if_that_is_allowed(ann: Browser, carl: Browser) -> None:
    old = code(ann)
    ann.post("closure")
    page = carl.open("frame", expect=403)
    assert "This workshop is closed" in page
    assert "Ask the facilitator for the report" in page
    carl.open("report", expect=403)
    carl.post("/join", expect=422, code=old, name="Dan")
    ann.post("closure/removal")
    carl.open("frame")
    ann.post("closure", report_open="1")
    assert "Read the report" in carl.open("frame", expect=403)
    carl.open("report")
    assert "may read the report" in ann.open("people")


def test_nobody_can_join_a_closed_workshop_until_it_opens_with_a_new_code(ann: Browser, stranger: Browser) -> None:
    old = code(ann)
    assert "nobody can join" in ann.post("closure")
    stranger.open(f"/join/{old}", expect=422)
    ann.post("closure/removal")
    assert code(ann) != old
    stranger.join(code(ann), "Dan")
