import gzip
import re
import time
from contextlib import closing

import pytest
from werkzeug.test import TestResponse

from reuse_app.store import Database
from reuse_app.store.edit import Writer
from reuse_app.store.stages import set_timer
from reuse_app.web.server.caching import FOLDER, STYLES
from reuse_app.worksheet.steps import Step
from tests.web.conftest import Browser
from tests.web.test_routes import secret_of


def test_every_static_address_on_a_page_leads_to_a_file_that_lasts(ann: Browser) -> None:
    found = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', ann.open("map") + ann.open("/")))
    assert len(found) > 3
    for address in found:
        answer = ann.client.get(address, buffered=True)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
        assert answer.data


def test_without_its_mark_a_file_is_asked_for_again(visitor: Browser) -> None:
    assert visitor.client.get("/static/reuse.css").headers["Cache-Control"] == "public, max-age=0"


@pytest.mark.parametrize(
    "name", ["no.js", "../factory.py", "..%2f..%2fpyproject.toml", "js", "", "%00", "x" * 5000, "js/../../web/serve.py"]
)
def test_nothing_else_is_served(visitor: Browser, name: str) -> None:
    visitor.open(f"/static/{name}", expect=404)


def test_every_style_sheet_is_in_one_of_the_two_files() -> None:
    joined = [name for names in STYLES.values() for name in names]
    assert sorted(joined) == sorted(file.stem for file in (FOLDER / "css").glob("*.css"))


def test_the_first_page_with_its_styles_weighs_at_most_14_kb(visitor: Browser) -> None:
    page = visitor.client.get("/", headers={"Accept-Encoding": "gzip"})
    addresses = re.findall(r'<link rel="stylesheet" href="([^"]+)"', gzip.decompress(page.data).decode())
    styles = [visitor.client.get(address, headers={"Accept-Encoding": "gzip"}) for address in addresses]
    assert len(addresses) == 1
    assert sum(len(answer.data) for answer in (page, *styles)) < 14_000


def test_the_first_page_with_all_that_it_loads_weighs_at_most_45_kb_in_six_requests(visitor: Browser) -> None:
    linked = re.findall(r'(?:src|href)="(/static/[^"]+)"', visitor.client.get("/").text)
    [sheet] = [address for address in linked if ".css" in address]
    fonts = re.findall(r'url\("([^"]+)"\)', visitor.client.get(sheet).text)
    addresses = {"/", *linked, *(f"/static/{font}" for font in fonts)}
    assert len(fonts) == 2
    assert all(f"/static/{font}" in linked for font in fonts)
    assert len(addresses) <= 6
    assert sum(weigh(visitor, address) for address in addresses) <= 45_000


def weigh(browser: Browser, address: str) -> int:
    """Bytes of an answer, as a browser asks for it."""
    with closing(browser.client.get(address, headers={"Accept-Encoding": "gzip"})) as answer:
        assert answer.status_code == 200
        return len(answer.data)


def ask(browser: Browser, path: str, tag: str | None = None) -> TestResponse:
    headers = {"If-None-Match": tag} if tag else {}
    return browser.client.get(f"/w/{browser.workshop}/{path}", headers=headers)


def tag_of(browser: Browser, path: str) -> str:
    browser.token()
    answer = ask(browser, path)
    assert answer.status_code == 200
    return answer.headers["ETag"]


@pytest.mark.parametrize("path", [*Step, "map?columns=all", "inventory?open=vision"])
def test_a_page_that_has_not_changed_is_not_sent_again(tesla: Browser, path: str) -> None:
    answer = ask(tesla, path, tag_of(tesla, path))
    assert (answer.status_code, answer.text) == (304, "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_is_made_again_after_a_change(tesla: Browser) -> None:
    tag = tag_of(tesla, "inventory")
    tesla.post("capabilities", name="Something new")
    assert "Something new" in ask(tesla, "inventory", tag).text


def test_a_tag_is_of_one_page(tesla: Browser) -> None:
    assert ask(tesla, "map?q=vision", tag_of(tesla, "map")).status_code == 200
    assert ask(tesla, "map", tag_of(tesla, "map?q=vision")).status_code == 200


def test_a_tag_is_of_one_person_and_of_one_browser(ann: Browser, carl: Browser) -> None:
    tag = tag_of(ann, "frame")
    assert ask(carl, "frame", tag).status_code == 200
    link = f"/open/{secret_of(ann)}"
    ann.client.set_cookie("reuse_browser", "another")
    ann.client.get(link)
    assert ask(ann, "frame", tag).status_code == 200


def test_a_tag_is_of_who_this_browser_is_now(ann: Browser, carl: Browser) -> None:
    tag = tag_of(carl, "frame")
    carl.client.get(f"/open/{secret_of(ann)}")
    assert ask(carl, "frame", tag).status_code == 200


def test_a_browser_without_a_token_is_given_the_whole_page(ann: Browser) -> None:
    ann.client.delete_cookie("reuse_browser")
    assert "ETag" not in ask(ann, "frame").headers


@pytest.mark.parametrize("path", ["frame?removed=2", "worksheet.json", "settings", "people"])
def test_what_says_something_once_or_is_no_step_has_no_tag(tesla: Browser, path: str) -> None:
    assert "ETag" not in ask(tesla, path).headers


def test_a_form_that_comes_back_with_its_mistakes_has_no_tag(ann: Browser) -> None:
    answer = ann.send("frame", title="", seen=1)
    assert answer.status_code == 422
    assert "ETag" not in answer.headers


def test_who_may_not_enter_any_more_is_refused_whatever_they_know(tesla: Browser) -> None:
    tag = tag_of(tesla, "frame")
    tesla.post("me/departure")
    assert ask(tesla, "frame", tag).status_code == 403


def test_while_a_timer_runs_a_page_is_made_again_each_minute(
    sqlite: Database, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    set_timer(Writer(sqlite, ann.workshop), int(now) + 600, sound=False)
    tag = tag_of(ann, "frame")
    assert ask(ann, "frame", tag).status_code == 304
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert ask(ann, "frame", tag).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    tag = tag_of(ann, "frame")
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    assert ask(ann, "frame", tag).status_code == 304
