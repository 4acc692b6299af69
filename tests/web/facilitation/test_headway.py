"""How far people are: counted while private, with names only where names are told, and waiting for nobody gone."""

import pytest
from flask import Flask

from reuse_app.live.presence import GONE_AFTER, Presence
from reuse_app.store import Database
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole
from reuse_app.store.people import new_link
from tests.live.test_presence import Clock
from tests.web.conftest import Browser, code
from tests.web.facilitation.test_run_sheet import text


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
