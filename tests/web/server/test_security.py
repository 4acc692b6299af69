import re

import pytest
from flask import Flask

from reuse_app.store import Database
from reuse_app.store.holdings import hold
from reuse_app.store.workshops import start
from reuse_app.web.workshops import home
from reuse_app.worksheet import Workshop
from tests.conftest import small_worksheet
from tests.web.conftest import Browser
from tests.web.test_routes import secret_of

MANY = 300


def fill(database: Database, browser: Browser, number: int) -> None:
    """Let a browser hold so many workshops."""
    cookie = browser.client.get_cookie("reuse_browser")
    assert cookie
    for each in range(number):
        started = start(database, small_worksheet(workshop=Workshop(title=f"Workshop {each}.")))
        hold(database, cookie.value, started.facilitator_secret)


def test_hundreds_of_workshops_stay_reachable_and_are_one_cookie(sqlite: Database, visitor: Browser) -> None:
    fill(sqlite, visitor, MANY)
    visitor.enter("/examples/recaptcha")
    page = visitor.open("/")
    ways = re.findall(r'<li><a href="(/w/\w+/frame)">', page)
    assert len(ways) == MANY + 1
    assert f"{MANY + 1 - 20} more" in page
    for way in (ways[0], ways[-1]):
        visitor.open(way)
    cookies = visitor.client.get("/").request.headers["Cookie"]
    assert re.fullmatch(r"reuse_browser=[\w-]{22}", cookies)


def test_a_browser_that_holds_as_much_as_it_can_says_what_goes(
    sqlite: Database, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MOST_HELD", 3)
    fill(sqlite, visitor, 2)
    assert "as many as it can" not in visitor.open("/")
    fill(sqlite, visitor, 1)
    assert "This browser holds 3 links, as many as it can" in visitor.open("/")


def test_the_first_page_lets_what_is_held_last_as_long_again(ann: Browser) -> None:
    [cookie] = ann.client.get("/").headers.getlist("Set-Cookie")
    assert {"Max-Age=34560000", "HttpOnly"} <= set(cookie.split("; "))
    assert "Set-Cookie" not in ann.client.get(f"/w/{ann.workshop}/frame").headers


def test_a_browser_can_be_forgotten(app: Flask, sqlite: Database, ann: Browser, carl: Browser) -> None:
    known, link = ann.client.get_cookie("reuse_browser"), f"/open/{secret_of(ann)}"
    assert known
    page = ann.post("/browser/removal")
    assert "Continue" not in page
    assert "Forget this browser" not in page
    ann.open("frame", expect=403)
    thief = app.test_client()
    thief.set_cookie("reuse_browser", known.value)
    assert thief.get(f"/w/{ann.workshop}/frame").status_code == 403
    carl.open("frame")
    ann.open(link)
    ann.open("frame")


def test_to_be_forgotten_takes_a_form_of_ours(ann: Browser) -> None:
    assert ann.client.post("/browser/removal").status_code == 403
    ann.open("frame")


def test_a_browser_gets_one_token_and_keeps_it(visitor: Browser) -> None:
    visitor.client.delete_cookie("reuse_browser")
    first = visitor.client.get("/")
    [cookie] = first.headers.getlist("Set-Cookie")
    assert cookie.startswith("reuse_browser=")
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    again = visitor.client.get("/")
    assert "Set-Cookie" not in again.headers
    assert visitor.token() in again.text


def test_two_browsers_have_different_tokens(visitor: Browser, stranger: Browser) -> None:
    assert visitor.token() != stranger.token()


def test_the_token_is_not_the_cookie(visitor: Browser) -> None:
    visitor.token()
    cookie = visitor.client.get_cookie("reuse_browser")
    assert cookie
    assert cookie.value not in visitor.client.get("/").text


def test_an_empty_cookie_is_no_browser(visitor: Browser) -> None:
    visitor.client.set_cookie("reuse_browser", "")
    assert visitor.client.post("/examples/tesla-bot", data={"csrf": ""}).status_code == 403
    assert "Set-Cookie" in visitor.client.get("/").headers


def test_what_was_refused_says_how_to_go_on(ann: Browser) -> None:
    page = ann.post("capabilities", expect=403, csrf="stale", name="Vision")
    assert "copy what you typed, reload the page and send it again" in page


def test_a_script_is_told_too(ann: Browser) -> None:
    status, answer = ann.save("capabilities", csrf="stale", name="Vision")
    assert status == 403
    assert answer["message"].startswith("This was not saved")
