"""Times on pages: each is an element that carries its moment in UTC, and says so for who runs no script."""

import datetime as dt
import re
from collections.abc import Iterator

import html5lib
import pytest
from flask import Flask

from reuse_app.store import Database
from reuse_app.web.template_filters import day, moment, time_of_day
from tests.web.conftest import NAMESPACE, Browser
from tests.web.inventories.test_saving import address_of
from tests.web.test_routes import Route, routes

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
CLOCK = re.compile(r"\b\d?\d:\d\d\b")
IN_UTC = re.compile(r"\d\d:\d\d(:\d\d)? UTC")
NINE_IN_BERLIN = dt.datetime(2026, 11, 27, 9, 51, 7, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def test_a_moment_is_said_in_utc_whatever_its_zone() -> None:
    stamp = '<time datetime="2026-11-27T08:51:07Z"'
    assert moment(NINE_IN_BERLIN) == f"{stamp}>27 November 2026, 08:51 UTC</time>"
    assert time_of_day(NINE_IN_BERLIN) == f"{stamp} data-clock>08:51:07 UTC</time>"


def test_a_day_of_the_calendar_has_no_zone() -> None:
    assert day(dt.date(2026, 5, 5)) == '<time datetime="2026-05-05">5 May 2026</time>'


@pytest.fixture
def paths(app: Flask, sqlite: Database, tesla: Browser) -> list[str]:
    """Every page of a workshop and of an inventory in which everything that has a time has happened."""
    assert sqlite
    tesla.post("pasted-capabilities", names="Sight\nSights")
    tesla.post("merges", expect=200, **{"part": "capability", "into": "sight", "from": "sights"})
    tesla.post("checks/sight")
    tesla.post("versions", name="Before")
    tesla.post("tokens", expect=201, label="Dashboard")
    tesla.post("grants", expect=201, role="observer", label="Olga")
    tesla.post("place", step="iterate")
    tesla.post("timer", minutes="5")
    tesla.post("shelf/inventories", name="Parts", author="Ann")
    inventory = address_of(tesla)
    tesla.post(f"/i/{inventory}/tokens", expect=201, label="Scanner")
    found = [route for route in routes(app) if route.method == "GET" and not route.is_for_programs]
    return [*(each.path(tesla.workshop, inventory=inventory) for each in found), *opened(tesla, found)]


def opened(browser: Browser, found: list[Route]) -> Iterator[str]:
    """Pages that show more when an entry is open."""
    for endpoint, query in (("inventory.page", "?open=sight"), ("products.page", "?open=robot")):
        yield next(each.path(browser.workshop) for each in found if each.endpoint == endpoint) + query


def test_every_time_on_every_page_carries_its_moment(tesla: Browser, paths: list[str]) -> None:
    showing = set()
    for path in paths:
        answer = tesla.client.get(path, follow_redirects=True, buffered=True)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            for stamp, text in times_on(answer.text):
                assert MOMENT.fullmatch(stamp), (path, text)
                assert IN_UTC.search(text), (path, text)
                showing.add(path.rpartition("/")[2])
    assert showing >= {"frame", "room", "screen", "inventory", "people", "tokens", "versions", "inventories"}


def times_on(page: str) -> Iterator[tuple[str, str]]:
    """The moments that a page names, each with its text; fails for one that stands outside of an element."""
    document = html5lib.parse(page)
    for element in document.iter(f"{NAMESPACE}time"):
        stamp, text = element.get("datetime", ""), "".join(element.itertext())
        element.text = ""
        if not DAY.fullmatch(stamp):
            yield stamp, text
    rest = " ".join(document.itertext())
    assert not CLOCK.findall(rest), CLOCK.findall(rest)
    assert not [each for each in days_around_now() if each in rest]


def days_around_now() -> Iterator[str]:
    """The days that it is somewhere, as they might be written; the example itself tells of earlier ones."""
    for hours in (-24, 0, 24):
        date = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)).date()
        yield from (date.isoformat(), f"{date.day} {date:%B %Y}")
