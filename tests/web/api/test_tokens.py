"""Tokens of a workshop and of an inventory: made, shown once, taken back."""

import datetime as dt
import re

import pytest

from reuse_app.store import grants
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole
from reuse_app.store.people import new_link
from reuse_app.web.workshops.reports import FILES
from tests.web.conftest import Browser, refused_fields

API = "/api/v1"


def token_of(page: str) -> str:
    """The token that a page shows."""
    found = re.search(r'id="token" readonly value="([^"]+)"', page)
    assert found
    return found[1]


def status(browser: Browser, path: str, token: str) -> int:
    return browser.client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def inventory_of(browser: Browser) -> str:
    """The path of an inventory that a browser has made of its workshop."""
    browser.post("capabilities", name="Vision")
    location = browser.send("shelf/inventories", follow=False, name="Parts", author="Ann").location
    return str(location)


@pytest.fixture
def parts(ann: Browser) -> str:
    return inventory_of(ann)


@pytest.mark.parametrize("of", ["workshop", "inventory"])
def test_a_token_is_shown_once_and_opens_until_it_is_taken_back(ann: Browser, parts: str, of: str) -> None:
    tokens, path = {
        "workshop": (f"/w/{ann.workshop}/tokens", f"{API}/workshops/{ann.workshop}/worksheet"),
        "inventory": (f"{parts}/tokens", f"{API}/inventories/{parts.rpartition('/')[2]}"),
    }[of]
    token = token_of(ann.post(tokens, expect=201, label="Dashboard", writes="1"))
    page = ann.open(tokens)
    assert token not in page
    assert "Dashboard" in page
    assert "reads and writes" in page
    assert status(ann, path, token) == 200
    removal = re.search(rf'action="({tokens}/\d+/removal)"', page)
    assert removal
    ann.post(removal[1])
    assert status(ann, path, token) == 401
    ann.post(removal[1], expect=404)


def test_every_kind_of_report_is_named(ann: Browser) -> None:
    told = ann.open("tokens").split("A report comes as ")[1].split(".")[0]
    assert set(re.split(", | or ", told)) == set(FILES)


def test_the_same_form_makes_one_token(ann: Browser) -> None:
    first, second = (token_of(ann.post("tokens", expect=201, label="Dashboard", once="a")) for _ in range(2))
    assert first == second
    assert ann.open("tokens").count(">Take back<") == 1


def test_a_token_needs_a_label(ann: Browser, parts: str) -> None:
    for path in ("tokens", f"{parts}/tokens"):
        for label in ("", " ", "x" * 201):
            assert refused_fields(ann.post(path, expect=422, label=label)) == ["label"]


@pytest.mark.parametrize("day", ["2020-01-31", "tomorrow", "2026-02-30", "9" * 5000, "٢٠٢٦-١٢-٣١"])
def test_the_last_day_of_a_token_is_a_day_to_come(ann: Browser, parts: str, day: str) -> None:
    for path in ("tokens", f"{parts}/tokens"):
        page = ann.post(path, expect=422, label="", last_day=day)
        assert refused_fields(page) == ["label", "last_day"]
    assert ">Take back<" not in ann.open("tokens")


def test_a_token_opens_to_the_end_of_its_last_day(ann: Browser, parts: str) -> None:
    database, inventory = ann.client.application.extensions["database"], parts.rpartition("/")[2]
    for ago, expected in ((0, 200), (1, 401)):
        day, secret = grants.today() - dt.timedelta(days=ago), f"token-{ago}"
        new_link(Writer(database, ann.workshop), GrantRole.READER, label=secret, secret=secret, last_day=day)
        grants.make_token(database, inventory, GrantRole.READER, label=secret, secret=f"i-{secret}", last_day=day)
        assert status(ann, f"{API}/workshops/{ann.workshop}/worksheet", secret) == expected
        assert status(ann, f"{API}/inventories/{inventory}", f"i-{secret}") == expected
        for path in ("tokens", f"{parts}/tokens"):
            assert (secret in ann.open(path)) is (expected == 200)


def test_a_token_is_no_link_into_the_workshop(ann: Browser, stranger: Browser) -> None:
    token = token_of(ann.post("tokens", expect=201, label="Dashboard"))
    stranger.open(f"/open/{token}", expect=403)
    stranger.open(f"/w/{ann.workshop}/frame", expect=403)


def test_a_token_is_not_taken_back_as_one_of_another_workshop(ann: Browser, bob: Browser) -> None:
    ann.post("tokens", expect=201, label="Dashboard")
    number = re.search(r"tokens/(\d+)/removal", ann.open("tokens"))
    assert number
    bob.post(f"tokens/{number[1]}/removal", expect=404)


def test_a_participant_makes_no_token(ann: Browser, carl: Browser) -> None:
    carl.post("tokens", expect=403, label="Mine")


def test_only_who_keeps_the_inventory_makes_a_token(bob: Browser, ann: Browser, parts: str) -> None:
    bob.post(f"{parts}/tokens", expect=403, label="Mine")


def test_a_token_is_taken_back_where_it_has_started_a_workshop_too(ann: Browser, stranger: Browser) -> None:
    token = token_of(ann.post("tokens", expect=201, label="Nightly", writes="1"))
    headers = {"Authorization": f"Bearer {token}"}
    answer = ann.client.post(f"{API}/workshops", json={"workshop": {"title": "Summer"}}, headers=headers)
    new = answer.get_json()
    removal = re.search(r'action="(/w/[^"]+/tokens/\d+/removal)"', ann.open("tokens"))
    assert removal
    ann.post(removal[1])
    assert status(ann, f"{API}/workshops/{ann.workshop}/worksheet", token) == 403
    stranger.open(new["facilitator_link"].removeprefix("http://reuse.test"))
    page = stranger.open(f"/w/{new['address']}/tokens")
    assert "Nightly" in page
    removal = re.search(r'action="(/w/[^"]+/tokens/\d+/removal)"', page)
    assert removal
    stranger.post(removal[1])
    assert status(ann, f"{API}/workshops/{new['address']}/worksheet", token) == 401
