from flask import Flask

from reuse_app.store import Database, load
from reuse_app.store.edit import Writer
from reuse_app.store.grants import GrantRole
from reuse_app.store.people import new_link
from reuse_app.worksheet.steps import Step
from tests.web.conftest import PUBLIC_URL, Browser, refused_fields
from tests.web.facilitation.test_joining import names
from tests.web.test_routes import secret_of


def test_my_own_link_makes_me_the_same_person_on_another_device(app: Flask, ann: Browser, carl: Browser) -> None:
    page = carl.open("me")
    assert f'value="{PUBLIC_URL}/open/{secret_of(carl)}"' in page
    assert "<title>QR code of the link</title>" in page
    phone = Browser(app.test_client())
    assert phone.client.get(f"/open/{secret_of(carl)}").location == f"/w/{ann.workshop}/frame"
    phone.workshop = ann.workshop
    assert "<h1>Carl</h1>" in phone.open("me")
    assert names(ann) == ["Ann", "Carl"]


def test_i_can_change_my_name_and_no_one_elses(ann: Browser, carl: Browser) -> None:
    seen = carl.open("me").partition('name="seen" value="')[2].partition('"')[0]
    assert "<h1>Charles</h1>" in carl.post("me", name="Charles", seen=seen)
    assert names(ann) == ["Ann", "Charles"]


def test_a_name_that_is_taken_or_none_is_said_beside_the_field(ann: Browser, carl: Browser) -> None:
    for name in ("ann", "", "x" * 201):
        assert refused_fields(carl.post("me", expect=422, name=name, seen="99")) == ["name"]
    assert names(ann) == ["Ann", "Carl"]


def test_a_device_that_is_not_mine_can_forget_me(ann: Browser, carl: Browser) -> None:
    secret = secret_of(carl)
    carl.post("me/departure")
    carl.open("frame", expect=403)
    carl.open(f"/open/{secret}")
    assert "<h1>Carl</h1>" in carl.open("me")


def test_who_only_reads_can_still_leave(ann: Browser, carl: Browser, olga: Browser) -> None:
    ann.post("people/carl/muting")
    for browser in (carl, olga):
        browser.post("me", expect=403, name="Somebody")
        browser.post("me/departure")
        browser.open("frame", expect=403)


def test_an_observer_has_a_link_and_no_name(olga: Browser) -> None:
    page = olga.open("me")
    assert f"/open/{secret_of(olga)}" in page
    assert 'action="/w/' + olga.workshop + '/me"' not in page


def test_a_facilitator_link_that_is_handed_on_asks_for_a_name(
    sqlite: Database, ann: Browser, stranger: Browser
) -> None:
    secret = new_link(Writer(sqlite, ann.workshop), GrantRole.FACILITATOR, label="Bo")
    answer = stranger.client.get(f"/open/{secret}")
    assert answer.location == f"/w/{ann.workshop}/me"
    stranger.workshop = ann.workshop
    page = stranger.open("me")
    assert "Who are you?" in page
    assert 'placeholder="Bo"' in page
    assert 'class="button"' not in page, "the one thing to do is to take part"
    assert refused_fields(stranger.post("me", expect=422, name="Ann")) == ["name"]
    assert "<h1>Bo</h1>" in stranger.post("me", name="Bo")
    assert names(ann) == ["Ann", "Bo"]
    stranger.open("people")


def test_a_person_is_done_and_goes_on_after_all(ann: Browser, carl: Browser) -> None:
    ann.post("stages/frame", access="open")
    assert "0 of 1 done" in carl.open("frame")
    page = carl.post("completions/frame")
    assert "You are done" in page
    assert "1 of 1 done" in page
    assert "0 of 1 done" in carl.post("completions/frame/removal")


def test_saying_it_twice_changes_nothing(sqlite: Database, ann: Browser, carl: Browser) -> None:
    for _ in range(2):
        carl.post("completions/frame")
    assert load(sqlite, ann.workshop).room.done_with(Step.FRAME) == {"carl"}
    for _ in range(2):
        carl.post("completions/frame/removal")
    assert not load(sqlite, ann.workshop).room.completions


def test_the_facilitator_sees_who_is_missing_and_the_others_only_how_many(ann: Browser, carl: Browser) -> None:
    assert "Waiting for" not in ann.open("frame")
    assert "of 1 done" not in carl.open("frame")
    ann.post("stages/frame", access="open")
    assert "Waiting for Carl" in ann.open("frame")
    assert "Waiting for" not in carl.open("frame")
    carl.post("completions/frame")
    assert "Waiting for" not in ann.open("frame")


def test_who_has_not_joined_is_not_counted(ann: Browser, olga: Browser) -> None:
    ann.post("completions/frame", expect=403)
    olga.post("completions/frame", expect=403)
    assert "completions" not in olga.open("frame")


def test_a_step_that_does_not_exist_is_nowhere(carl: Browser) -> None:
    carl.post("completions/moon", expect=404)
