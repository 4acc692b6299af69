import pytest
from flask import Flask

from reuse_app.store import Database
from tests.web.conftest import Browser, code, refused_fields
from tests.web.facilitation.test_joining import names
from tests.web.test_routes import content, secret_of


def test_the_page_shows_the_code_and_who_is_here(ann: Browser, carl: Browser) -> None:
    carl.open("frame")
    page = ann.open("people")
    assert f"{code(ann)[:4]}-{code(ann)[4:]}" in page
    assert f"http://reuse.test/join/{code(ann)}" in page
    assert "takes part, here now" in page
    assert "1 person has joined: Carl." in page


def test_a_workshop_of_one_has_nobody_to_mute_or_remove(ann: Browser) -> None:
    page = ann.open("people")
    assert "Nobody has joined yet." in page
    assert "muting" not in page
    assert "/removal" not in page


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:8000", "Only this computer reaches this address"),
        ("http://192.168.1.5:8000", "everybody on this network could read along"),
    ],
)
def test_the_page_says_how_far_the_code_goes(
    app: Flask, ann: Browser, monkeypatch: pytest.MonkeyPatch, url: str, says: str
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", url)
    assert says in ann.open("people")
    link, safe = f"/open/{secret_of(ann)}", {"base_url": "https://reuse.test"}
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://reuse.test")
    ann.client.get(link, follow_redirects=True, **safe)
    answer = ann.client.get(f"/w/{ann.workshop}/people", **safe)
    assert (answer.status_code, says in answer.text) == (200, False)


def test_somebody_is_renamed(ann: Browser, carl: Browser) -> None:
    seen = ann.open("people").rpartition('name="seen" value="')[2].partition('"')[0]
    ann.post("people/carl", name="Charles", seen=seen)
    assert "<h1>Charles</h1>" in carl.open("me")
    assert refused_fields(ann.post("people/carl", expect=422, name="ann", seen="99")) == ["name"]
    assert refused_fields(ann.post("people/carl", expect=422, name=" ", seen="99")) == ["name"]


def test_two_facilitators_who_rename_at_once_see_both_names(ann: Browser, carl: Browser) -> None:
    seen = ann.open("people").rpartition('name="seen" value="')[2].partition('"')[0]
    carl.post("me", name="Charles", seen=seen)
    page = ann.post("people/carl", expect=409, name="Carl B.", seen=seen)
    assert "Saved by somebody else: <q>Charles</q>" in page


def test_who_is_muted_reads_until_they_may_write_again(ann: Browser, carl: Browser) -> None:
    ann.post("stages/frame", access="open")
    assert "only reads" in ann.post("people/carl/muting")
    assert "asked you to only read" in carl.post("home-products", expect=403, name="Car")
    carl.open("frame")
    ann.post("people/carl/muting/removal")
    carl.post("home-products", name="Car")


def test_who_is_removed_is_out_and_their_entries_stay_if_wished(ann: Browser, carl: Browser) -> None:
    ann.post("stages/frame", access="open")
    carl.post("home-products", name="Car")
    ann.post("people/carl/removal", entries="stay")
    assert "Ask the facilitator for a new one" in carl.open("frame", expect=403)
    carl.post("home-products", expect=403, name="Bike")
    assert [product["name"] for product in ann.worksheet()["products"]] == ["Car"]
    assert names(ann) == ["Ann", "Carl"]


def test_who_is_removed_with_their_entries_leaves_nothing(ann: Browser, carl: Browser) -> None:
    ann.post("stages/frame", access="open")
    ann.post("home-products", name="Car")
    carl.post("home-products", name="Bike")
    page = ann.post("people/carl/removal", entries="go")
    assert "reversal" not in page
    assert [product["name"] for product in ann.worksheet()["products"]] == ["Car"]
    assert names(ann) == ["Ann"]
    assert "This workshop opens only through its link" in carl.open("frame", expect=403)


def test_a_removal_makes_a_new_code_if_wished(ann: Browser, carl: Browser, stranger: Browser) -> None:
    before = code(ann)
    assert 'name="renew" value="1" checked' in ann.open("people")
    ann.post("people/carl/removal", entries="stay", renew="1")
    assert code(ann) != before
    stranger.post("/join", expect=422, code=before, name="Carl")


def test_who_was_removed_is_the_same_person_when_they_join_again(ann: Browser, carl: Browser) -> None:
    ann.post("stages/frame", access="open")
    carl.post("home-products", name="Car")
    ann.post("people/carl/removal", entries="stay")
    carl.join(code(ann), "carl")
    assert names(ann) == ["Ann", "Carl"]


def test_nobody_removes_themselves(sqlite: Database, ann: Browser) -> None:
    before = content(sqlite)
    assert "You cannot remove yourself" in ann.post("people/ann/removal", expect=409)
    assert content(sqlite) == before


def test_somebody_without_a_device_is_added_by_name_and_once(ann: Browser) -> None:
    for _ in range(2):
        assert "without a device" in ann.post("people", name="Bo", once="a")
    assert ann.worksheet()["participants"][1] == {"key": "bo", "name": "Bo", "without_device": True}
    for name in ("BO", "", "x" * 201):
        assert refused_fields(ann.post("people", expect=422, name=name)) == ["name"]


def test_who_had_no_device_is_themselves_once_they_join(ann: Browser, stranger: Browser) -> None:
    ann.post("people", name="Bo")
    stranger.join(code(ann), "Bo")
    assert ann.worksheet()["participants"][1] == {"key": "bo", "name": "Bo"}


@pytest.mark.parametrize("path", ["people/no-such/muting", "people/ann/muting", "people/no-such/removal"])
def test_who_is_not_in_the_room_is_nowhere(ann: Browser, path: str) -> None:
    ann.post(path, expect=404)


def test_the_page_is_for_facilitators(carl: Browser, olga: Browser) -> None:
    for browser in (carl, olga):
        assert "Only a facilitator may do this" in browser.open("people", expect=403)
