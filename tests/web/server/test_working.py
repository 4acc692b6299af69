import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, request

from reuse_app.web.server import working
from reuse_app.web.server.computing import BYTES_OF_FILE, MOST_BYTES, Made
from reuse_app.web.server.working import (
    MOVED_HEADER,
    QUICK_THREADS,
    SLOW_THREADS,
    FullError,
    Lane,
    Lanes,
    go_slowly,
    is_light,
    lane_of,
)


def test_files_are_made_once_and_forgotten_with_their_workshop() -> None:
    made = Made()
    key = ("w1", 1, "pdf", ())
    assert made.get(key, lambda: b"first", quickly=True) == b"first"
    assert made.get(key, lambda: b"second", quickly=True) == b"first"
    made.forget("w1", 2)
    assert made.get(key, lambda: b"second", quickly=True) == b"first"
    made.forget("w1", 1)
    assert made.get(key, lambda: b"third", quickly=True) == b"third"


def test_the_files_that_nobody_asked_for_longest_leave_first() -> None:
    made, large = Made(), b"x" * (MOST_BYTES // 3)
    for number in range(4):
        made.get(("w1", number, "pdf", ()), lambda: large, quickly=True)
    assert made.get(("w1", 0, "pdf", ()), lambda: b"again", quickly=True) == b"again"
    assert made.get(("w1", 3, "pdf", ()), lambda: b"again", quickly=True) == large
    for number in range(MOST_BYTES // BYTES_OF_FILE // 2 + 1):
        made.get(("w2", number, "pdf", ()), lambda: b"x" * BYTES_OF_FILE, quickly=True)
    assert made.get(("w1", 3, "pdf", ()), lambda: b"again", quickly=True) == b"again"


def test_a_file_that_may_be_larger_than_it_looks_is_not_light() -> None:
    assert is_light(b"name\nRadar\n")
    assert not is_light(b"x" * 40_000)
    assert not is_light(b"PK\x03\x04")


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What the slow pages wait for."""
    gate = threading.Event()
    yield gate
    gate.set()


@pytest.fixture
def started() -> threading.Semaphore:
    """Released by each slow page that has begun to wait."""
    return threading.Semaphore(0)


@pytest.fixture
def app(gate: threading.Event, started: threading.Semaphore) -> Flask:
    """A quick page, one that may take long, and one that waits until it may end."""
    app = Flask(__name__)
    working.init_app(app)
    app.register_error_handler(FullError, lambda _error: ("Try again in a moment", 503))

    @app.get("/quick")
    def quick() -> str:
        return lane_of(request.environ)

    @app.post("/echo")
    def echo() -> str:
        text = request.form["text"]
        go_slowly()
        return f"{lane_of(request.environ)}: {text}"

    @app.get("/read")
    def read() -> str:
        started.release()
        gate.wait()
        return "read"

    @app.post("/save")
    def save() -> str:
        return request.form["text"]

    @app.get("/wait")
    @app.post("/keep")
    def wait() -> str:
        request.get_data()
        go_slowly()
        started.release()
        gate.wait()
        return lane_of(request.environ)

    return app


async def ask(lanes: Lanes, path: str, body: bytes = b"") -> tuple[int, str, set[bytes]]:
    """The status, the text and the names of the headers of an answer."""
    parts = [body[:5], body[5:]]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    form = (b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", str(len(body)).encode())
    scope = {"type": "http", "method": "POST" if body else "GET", "path": path, "query_string": b"", "headers": form}
    await lanes({**scope, "http_version": "1.1"}, receive, send)
    names = {name for name, _ in sent[0]["headers"]}
    return sent[0]["status"], b"".join(each["body"] for each in sent[1:]).decode(), names


def test_a_page_that_takes_but_a_moment_stays_in_the_quick_lane(app: Flask) -> None:
    assert asyncio.run(ask(Lanes(app), "/quick"))[:2] == (200, Lane.QUICK)


def test_a_request_moves_on_with_its_body_and_nobody_sees_it(app: Flask) -> None:
    status, text, headers = asyncio.run(ask(Lanes(app), "/echo", b"text=twenty+horses"))
    assert (status, text) == (200, "slow: twenty horses")
    assert MOVED_HEADER.lower().encode() not in headers


def test_who_waits_holds_nobody_in_the_quick_lane(
    app: Flask, gate: threading.Event, started: threading.Semaphore
) -> None:
    async def several() -> None:
        lanes = Lanes(app)
        waiting = [asyncio.create_task(ask(lanes, "/wait")) for _ in range(3 * SLOW_THREADS)]
        for _ in range(SLOW_THREADS):
            await asyncio.to_thread(started.acquire)
        assert await ask(lanes, "/quick") == (200, Lane.QUICK, {b"content-type", b"content-length"})
        gate.set()
        assert {(await each)[:2] for each in waiting} == {(200, Lane.SLOW)}

    asyncio.run(several())


def test_a_save_waits_for_no_page(app: Flask, gate: threading.Event, started: threading.Semaphore) -> None:
    async def several() -> None:
        lanes = Lanes(app)
        reading = [asyncio.create_task(ask(lanes, "/read")) for _ in range(3 * QUICK_THREADS)]
        for _ in range(QUICK_THREADS):
            await asyncio.to_thread(started.acquire)
        assert (await ask(lanes, "/save", b"text=kept"))[:2] == (200, "kept")
        assert not any(each.done() for each in reading)
        gate.set()
        assert {(await each)[1] for each in reading} == {"read"}

    asyncio.run(several())


def test_what_waits_in_the_slow_lane_is_not_too_much_to_keep(
    app: Flask, gate: threading.Event, started: threading.Semaphore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "MOST_HELD", 21)

    async def three() -> None:
        lanes = Lanes(app)
        first = asyncio.create_task(ask(lanes, "/keep", b"text=twelve+cats"))
        await asyncio.to_thread(started.acquire)
        assert (await ask(lanes, "/echo", b"text=twelve+dogs"))[0] == 503
        assert (await ask(lanes, "/echo", b"t=a&text="))[0] == 503
        assert (await ask(lanes, "/echo", b"text="))[0] == 200
        gate.set()
        assert (await first)[0] == 200

    asyncio.run(three())


def test_who_finds_the_slow_lane_full_is_told_at_once(
    app: Flask, gate: threading.Event, started: threading.Semaphore
) -> None:
    async def two() -> None:
        lanes = Lanes(app, most_waiting=1)
        first = asyncio.create_task(ask(lanes, "/wait"))
        await asyncio.to_thread(started.acquire)
        assert (await ask(lanes, "/wait"))[:2] == (503, "Try again in a moment")
        gate.set()
        assert (await first)[0] == 200
        assert (await ask(lanes, "/wait"))[0] == 200

    asyncio.run(two())
