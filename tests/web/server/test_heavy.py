"""Long work through the whole app: in real workers, and on a real server."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from threading import Event

import pytest
from flask import Flask

from reuse_app.store import open_database
from reuse_app.store.workshops import Started, start
from reuse_app.web.server import computing
from reuse_app.web.server.working import LOADED, MOVED_HEADER, SCOPE_KEY, Lane
from reuse_app.workers import Limits, Workers
from reuse_app.worksheet import Worksheet
from tests.benchmarks.heavy import Saves
from tests.benchmarks.sheets import large_worksheet
from tests.benchmarks.visiting import Visitor, app_at, serving
from tests.web.conftest import Browser

KINDS = ("pdf", "docx", "pptx", "xlsx", "csv", "html", "md")
ONCE = re.compile(r'name="once" value="[^"]*"')
"""What tells a form from the same one on another page."""
MOST_GROWTH = 50
"""MB: one changed PDF of 20 x 8 left 40 behind when the server made it itself."""


class Counted(Workers):
    """Workers that count what they are asked."""

    def __init__(self) -> None:
        super().__init__(loaded=LOADED)
        self.tasks: list[str] = []

    def _done(self, work: object, arguments: tuple[object, ...]) -> object:  # type: ignore[override]  # only passed on
        self.tasks.append(getattr(work, "__name__", ""))
        return super()._done(work, arguments)  # type: ignore[arg-type]  # only passed on


@pytest.fixture
def workers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """Workers that do the long work of the app, for which pages wait."""
    monkeypatch.setattr(computing, "PATIENCE", 60)
    workers = Counted()
    monkeypatch.setitem(app.extensions, "workers", workers)
    yield workers
    workers.close()


def test_a_file_of_a_worker_has_the_same_bytes(tesla: Browser, app: Flask, workers: Counted) -> None:
    made = {kind: tesla.client.get(f"/w/{tesla.workshop}/report.{kind}").data for kind in KINDS}
    assert sorted(workers.tasks) == ["write", "write", "write", "write_xlsx"]
    del app.extensions["workers"]
    app.extensions["made"].forget(tesla.workshop)
    assert {kind: tesla.client.get(f"/w/{tesla.workshop}/report.{kind}").data for kind in KINDS} == made
    app.extensions["workers"] = workers


def test_many_who_ask_for_the_same_file_have_it_made_once(tesla: Browser, app: Flask, workers: Counted) -> None:
    cookie = tesla.client.get_cookie("reuse_browser")
    assert cookie

    def ask(_number: int) -> bytes:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        return bytes(client.get(f"/w/{tesla.workshop}/report.pdf").data)

    with ThreadPoolExecutor(6) as threads:
        files = set(threads.map(ask, range(6)))
    assert len(files) == 1
    assert workers.tasks.count("write") == 1


def test_many_who_look_at_the_same_choice_have_it_found_and_told_once(
    visitor: Browser, app: Flask, workers: Counted
) -> None:
    lead(visitor, app, large_worksheet(capabilities=20, products=13, raters=1))
    cookie = visitor.client.get_cookie("reuse_browser")
    assert cookie

    def ask(_number: int) -> int:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        return client.get(f"/w/{visitor.workshop}/choose").status_code

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(ask, range(6))) == [200] * 6
    assert workers.tasks == ["analyse", "excerpt", "excerpt", "excerpt"]


def test_of_a_large_worksheet_a_worker_writes_what_is_told_of_the_choice(
    visitor: Browser, app: Flask, workers: Counted
) -> None:
    lead(visitor, app, large_worksheet(capabilities=20, products=61, raters=1, density=0.2))

    def tried(*products: str) -> str:
        query = "&".join(f"set={key}" for key in products)
        return ONCE.sub("", visitor.open(f"choose?{query}").partition("<main")[2])

    page = tried("p0", "p7")
    assert workers.tasks == ["analyse", "excerpt", "excerpt", "excerpt", "write_board"]
    assert tried("p7", "p0", "nothing") == page
    assert workers.tasks.count("write_board") == 1
    del app.extensions["workers"]
    app.extensions["findings"].clear()
    assert tried("p0", "p7") == page
    app.extensions["workers"] = workers
    visitor.post("place", step="choose")
    assert "Where do we bet?" in visitor.open("screen")
    assert workers.tasks[-1] == "tell_choice"


def test_an_analysis_beyond_the_limits_is_a_page_with_a_way_on(visitor: Browser, app: Flask, workers: Counted) -> None:
    workers.limits = Limits(processor_seconds=1)
    lead(visitor, app, large_worksheet(capabilities=300, products=150, raters=1, density=0.1))
    page = visitor.open("choose", expect=503)
    assert "1 seconds of computing" in page
    assert "some of the chapters, or the data as CSV or JSON" in page
    visitor.open("choose", expect=503)
    visitor.open("report.pdf", expect=503)
    assert workers.tasks == ["analyse"]
    assert visitor.client.get(f"/w/{visitor.workshop}/report.json").status_code == 200
    visitor.open("inventory")


def test_a_full_lane_is_a_page_that_says_when_to_ask_again(tesla: Browser) -> None:
    scope = on(Lane.TURNED_AWAY)
    answer = tesla.client.get(f"/w/{tesla.workshop}/report.pdf", environ_overrides=scope)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "2 files or analyses are being made at a time" in answer.text
    assert tesla.client.get(f"/w/{tesla.workshop}/choose", environ_overrides=scope).status_code == 200


@pytest.fixture
def large(tmp_path: Path, new_file: Path) -> tuple[str, Started]:
    """The URL of a database with a workshop in it."""
    url = f"sqlite:///{tmp_path / 'large.db'}"
    database = open_database(url)
    started = start(database, large_worksheet(capabilities=20, products=8, raters=3), facilitator="u0")
    database.close()
    return url, started


def test_changed_reports_leave_no_memory_behind(large: tuple[str, Started]) -> None:
    url, started = large
    with ExitStack() as closing, serving(*app_at(url)) as server:
        visitor = Visitor(server.url)
        closing.callback(visitor.connection.close)
        visitor.enter(started.facilitator_secret)
        visitor.read(f"/w/{started.address}/frame")
        sizes, save = [], Saves(visitor, started)
        for _ in range(4):
            save()
            assert visitor.open(f"/w/{started.address}/report.pdf").startswith(b"%PDF")
            sizes.append(server.megabytes())
    assert sizes[-1] - sizes[0] < MOST_GROWTH


@pytest.mark.parametrize(("path", "moves"), [("frame", False), ("inventory", False), ("choose", True)])
def test_pages_of_a_middling_workshop_move_for_what_is_not_known_yet(
    visitor: Browser, app: Flask, path: str, moves: bool
) -> None:
    lead(visitor, app, large_worksheet(capabilities=20, products=13, raters=1))
    assert moved(visitor, path) is moves
    visitor.open(path)
    assert not moved(visitor, path)


@pytest.mark.parametrize("path", ["frame", "inventory", "map", "choose"])
def test_every_page_of_a_very_large_workshop_moves_but_no_save(visitor: Browser, app: Flask, path: str) -> None:
    lead(visitor, app, large_worksheet(capabilities=600, products=2, raters=1))
    assert moved(visitor, path)
    quick = on(Lane.QUICK)
    fields = {"csrf": visitor.token(), "owner": "Ann", "seen": visitor.cursor(2**40)}
    saved = visitor.client.post(
        f"/w/{visitor.workshop}/capabilities/c1", data=fields, environ_overrides=quick, headers={"Accept": JSON}
    )
    assert saved.status_code == 200


@pytest.mark.parametrize(("path", "fields"), [("capabilities/c1", {"trl": "many"}), ("decisions/p1", {"role": "x"})])
def test_a_page_of_a_very_large_workshop_that_says_what_is_wrong_moves_too(
    visitor: Browser, app: Flask, path: str, fields: dict[str, str]
) -> None:
    lead(visitor, app, large_worksheet(capabilities=600, products=2, raters=1))
    sent = {"csrf": visitor.token(), **fields}
    for lane, status in ((Lane.QUICK, 503), (Lane.SLOW, 422)):
        answer = visitor.client.post(f"/w/{visitor.workshop}/{path}", data=sent, environ_overrides=on(lane))
        assert (answer.status_code, MOVED_HEADER in answer.headers) == (status, lane is Lane.QUICK)


JSON = "application/json"


def lead(browser: Browser, app: Flask, worksheet: Worksheet) -> None:
    """Lead a new workshop that has this worksheet."""
    started = start(app.extensions["database"], worksheet, facilitator="u0")
    browser.open(f"/open/{started.facilitator_secret}")
    browser.workshop = started.address


def on(lane: Lane) -> dict[str, object]:
    """What tells the pages how a request got to them."""
    return {"asgi.scope": {SCOPE_KEY: lane, "state": {}}}


def moved(browser: Browser, path: str) -> bool:
    """Whether a page begins anew in the slow lane."""
    answer = browser.client.get(f"/w/{browser.workshop}/{path}", environ_overrides=on(Lane.QUICK))
    return MOVED_HEADER in answer.headers


def test_a_server_that_is_stopped_leaves_no_worker_behind(tmp_path: Path, new_file: Path) -> None:
    url = f"sqlite:///{tmp_path / 'large.db'}"
    database = open_database(url)
    started = start(database, large_worksheet(), facilitator="u0")
    database.close()
    with serving(*app_at(url)) as server, ThreadPoolExecutor(1) as threads:
        visitor = Visitor(server.url)
        visitor.enter(started.facilitator_secret)
        asked = threads.submit(visitor.open, f"/w/{started.address}/report.pdf")
        while not (workers := grandchildren(server.process.pid)):
            Event().wait(0.01)
        server.process.terminate()
        server.process.wait(timeout=20)
        assert isinstance(asked.exception(), AssertionError | HTTPException | OSError)
        visitor.connection.close()
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def grandchildren(pid: int) -> list[str]:
    """The processes that the helpers of a server have started, as Linux tells them."""
    return [worker for helper in children(pid) for worker in children(int(helper))]


def children(pid: int) -> list[str]:
    """The processes that a process has started."""
    return [each for task in Path(f"/proc/{pid}/task").glob("*/children") for each in task.read_text().split()]


def test_a_large_list_is_read_and_planned_in_workers(ann: Browser, workers: Counted) -> None:
    ann.post("inventory/import", text="\n".join(f"Sensor number {number:09} of many" for number in range(1_500)))
    assert len(workers.tasks) == 2
    assert "Sensor number 000001499" in ann.open("inventory?page=8")


def test_what_is_wrong_with_a_large_file_is_said_as_ever(ann: Browser, workers: Counted) -> None:
    assert "was changed" in ann.upload("inventory/preview", b"PK\x03\x04 no workbook", "a.xlsx", expect=422)
    factors = [{"key": f"f{number}", "name": "x" * 100, "axis": "sideways"} for number in range(400)]
    content = json.dumps({"format": "reuse-worksheet", "version": 1, "workshop": {"title": "A"}, "factors": factors})
    assert "factors" in ann.upload("/worksheets", content.encode(), "a.json", expect=422)
    assert len(workers.tasks) >= 2
