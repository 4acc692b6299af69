"""What a page says while an analysis that takes long is being computed, and that it is computed once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask

from reuse_app.web.server import computing
from reuse_app.web.server.errors import COMPUTING
from reuse_app.web.server.working import MOVED_HEADER, Lane
from tests.benchmarks.sheets import large_worksheet
from tests.web.api.test_tokens import token_of
from tests.web.conftest import Browser
from tests.web.server.test_heavy import Counted, lead, on


class Held(Counted):
    """Workers that begin when they are let."""

    def __init__(self) -> None:
        super().__init__()
        self.may_begin = Event()

    def _done(self, work: object, arguments: tuple[object, ...]) -> object:  # type: ignore[override]  # only passed on
        self.may_begin.wait()
        return super()._done(work, arguments)


@pytest.fixture
def workers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    workers = Held()
    monkeypatch.setitem(app.extensions, "workers", workers)
    monkeypatch.setattr(computing, "PATIENCE", 0.2)
    yield workers
    workers.may_begin.set()
    workers.close()


@pytest.fixture
def slow(visitor: Browser, app: Flask, workers: Held) -> Browser:
    """Somebody who leads a workshop that is analysed by a worker, once it is let."""
    lead(visitor, app, large_worksheet(capabilities=20, products=13, raters=1))
    return visitor


def there(slow: Browser, app: Flask, workers: Held, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the analysis go on, wait for it and open Choose."""
    workers.may_begin.set()
    monkeypatch.setattr(computing, "PATIENCE", 600)
    return slow.open("choose")


def test_a_page_says_what_is_still_being_computed_and_shows_it_when_it_is_there(
    slow: Browser, app: Flask, workers: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = slow.open("choose", expect=202)
    assert "Still being computed:</strong> which set is best" in early
    assert '<a href="">Look again</a>' in early
    assert 'id="decision-p0"' in early
    assert "data-computing" in early
    assert "ETag" not in slow.client.get(f"/w/{slow.workshop}/choose").headers
    late = there(slow, app, workers, monkeypatch)
    assert "The analysis recommends" in late
    assert "data-computing" not in late
    assert workers.tasks.count("analyse") == 1


def test_a_role_can_be_given_meanwhile(slow: Browser, workers: Held) -> None:
    slow.open("choose", expect=202)
    assert slow.save("decisions/p0", role="primary", reason="It sells")[0] == 200
    assert "It sells" in slow.open("choose", expect=202)
    assert not workers.may_begin.is_set()


@pytest.mark.parametrize("page", ["iterate", "report"])
def test_every_page_that_needs_the_analysis_says_so(slow: Browser, page: str) -> None:
    assert "Still being computed:</strong> what the analysis says" in slow.open(page, expect=202)


def test_the_big_screen_says_so_too(slow: Browser) -> None:
    slow.post("place", step="choose", expect=202)
    page = slow.open("screen")
    assert "Still being computed: what the analysis says" in page
    assert "data-count" in page


def test_pages_that_need_no_analysis_are_whole(slow: Browser, workers: Held) -> None:
    for page in ("frame", "inventory", "products", "map", "spread"):
        slow.open(page)
    assert not workers.tasks


def test_forty_who_ask_at_once_have_it_computed_once(
    slow: Browser, app: Flask, workers: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = slow.client.get_cookie("reuse_browser")
    assert cookie

    def ask(place: str) -> int:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        return client.get(f"/w/{slow.workshop}/{place}").status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, ["choose", "iterate"] * 20)) == {202}
        workers.may_begin.set()
        monkeypatch.setattr(computing, "PATIENCE", 600)
        assert set(threads.map(ask, ["choose"] * 8)) == {200}
    assert workers.tasks.count("analyse") == 1


def test_who_has_waited_long_enough_takes_no_place_where_others_wait(slow: Browser) -> None:
    slow.open("choose", expect=202)
    answer = slow.client.get(f"/w/{slow.workshop}/choose", environ_overrides=on(Lane.QUICK))
    assert (answer.status_code, MOVED_HEADER in answer.headers) == (202, False)


def test_what_is_computed_here_when_its_workshop_changes_is_answered_all_the_same() -> None:
    made = computing.Made()

    def make() -> str:
        made.forget("address")
        return "a page"

    assert made.get(("address", 1, "page", ()), make, quickly=True) == "a page"


def test_what_has_changed_before_its_turn_is_not_computed(
    slow: Browser, app: Flask, workers: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    for reason in ("One", "Two", "Three"):
        slow.save("decisions/p0", role="primary", reason=reason, seen="99")
        slow.open("choose", expect=202)
    there(slow, app, workers, monkeypatch)
    assert workers.tasks.count("analyse") == 2


@pytest.mark.parametrize("kind", ["pdf", "docx", "html", "md", "xlsx", "csv"])
def test_a_file_that_takes_long_is_asked_for_again_until_it_is_there(
    slow: Browser, workers: Held, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    early = slow.client.get(f"/w/{slow.workshop}/report.{kind}")
    assert (early.status_code, early.headers["Refresh"]) == (202, "3")
    assert "is being made" in early.text
    assert "The download begins by itself" in early.text
    assert "Content-Disposition" not in early.headers
    workers.may_begin.set()
    monkeypatch.setattr(computing, "PATIENCE", 600)
    late = slow.client.get(f"/w/{slow.workshop}/report.{kind}")
    assert late.status_code == 200
    assert late.headers["Content-Disposition"].startswith("attachment")
    assert sorted(workers.tasks) == sorted(set(workers.tasks))


def test_a_program_is_told_when_to_ask_again(slow: Browser, app: Flask, workers: Held) -> None:
    headers = {"Authorization": f"Bearer {token_of(slow.post('tokens', expect=201, label='Dashboard'))}"}
    for what in ("findings", "report.md"):
        early = app.test_client().get(f"/api/v1/workshops/{slow.workshop}/{what}", headers=headers)
        assert (early.status_code, early.headers["Retry-After"]) == (202, "3")
        assert early.get_json() == {"message": COMPUTING}
    assert app.test_client().get(f"/api/v1/workshops/{slow.workshop}/worksheet", headers=headers).status_code == 200
    workers.may_begin.set()


def test_what_changes_something_does_not_wait_for_the_analysis(slow: Browser, workers: Held) -> None:
    for path, fields in (
        ("decisions", {"set": ["p0", "p1"]}),
        ("outcomes", {}),
        ("outcomes/p0", {"cost": "12"}),
        ("sets", {"name": "Bold", "set": ["p0", "p1"]}),
        ("successors", {"title": "Next"}),
    ):
        assert slow.send(path, follow=False, seen="99", **fields).status_code == 303
    kept = slow.worksheet()
    assert sorted(each["role"] for each in kept["decisions"]) == ["growth", "primary"]
    assert {each["product"] for each in kept["outcomes"]} == {"p0", "p1"}
    assert not workers.may_begin.is_set()


def test_what_is_refused_meanwhile_is_kept(slow: Browser, workers: Held) -> None:
    page = slow.post("sets", name="Empty", expect=422)
    assert "Nothing is ticked" in page
    assert 'value="Empty"' not in page
    slow.save("decisions/p0", role="primary", seen="99")
    page = slow.post("plans/p0", iteration_days="many", test="Ask ten buyers", seen="99", expect=422)
    assert "This was not saved" in page
    assert '<input type="hidden" name="test" value="Ask ten buyers">' in page
    assert not workers.may_begin.is_set()


def test_a_set_is_kept_without_computing_anything_anew(
    slow: Browser, app: Flask, workers: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    there(slow, app, workers, monkeypatch)
    assert "Bold" in slow.post("sets", name="Bold", set=["p0", "p1"])
    assert workers.tasks.count("analyse") == 1
    slow.save("decisions/p0", role="primary", seen="99")
    slow.open("choose")
    assert workers.tasks.count("analyse") == 2
