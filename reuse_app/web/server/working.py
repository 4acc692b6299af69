"""Long work of a page: only in the slow lane, in a worker, once for however many ask.

Two lanes of threads stand before the same pages: a few that are never held up, and a few that wait for workers. Every
request begins in the quick lane. A page that finds there that it needs a worker moves on: it answers with a header that
never goes out, and the request begins anew in the slow lane.

From ASGI to Flask a thread is taken once a request is there as a whole, and let go before its answer is sent. It never
waits for the loop meanwhile, which would cost it a turn for each part of a request and of an answer.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from io import BytesIO
from typing import Any, NamedTuple, TypeVar, TypeVarTuple, cast
from wsgiref.types import WSGIApplication

from a2wsgi.wsgi import Body, build_environ
from flask import Flask, Response, current_app, request

from reuse_app.live.stream import Message, Receive, Scope, Send
from reuse_app.workers import Workers
from reuse_app.worksheet import Worksheet

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

LOADED = (
    "numpy",
    "reuse_app.analysis",
    "reuse_app.cli",
    "reuse_app.exchange.inventory_files",
    "reuse_app.exchange.worksheet_tables",
    "reuse_app.exchange.worksheet_json",
    "reuse_app.report.slides.deck",
    "reuse_app.report.word.document",
    "reuse_app.report.pdf",
)
"""What every worker has imported when it starts; the command that serves is what a worker of it imports anyway."""
LIGHT_BYTES = 32_000
"""Up to these a text takes but a moment to read."""
MOST_PRODUCTS, MOST_CAPABILITIES, MOST_LINKS, MOST_RATINGS = 60, 500, 12_000, 20_000
"""Beyond these even showing a page of a workshop takes long."""
ZIPPED = b"PK"
"""How a file begins that may be far larger than it looks."""
QUICK_THREADS = 2
"""For reading. More would take turns more often and finish nothing sooner: with 3, the saves of 200 people who look at
the map took half as long again."""
SAVING_THREADS = 1
"""For what changes something: saves take turns at the database anyway, and wait for no page. With 2, a vote of 200
people took twice as long."""
READING = ("GET", "HEAD")
"""Methods of requests that change nothing."""
SLOW_THREADS = 4
"""Two that wait for a worker each, and two that make ready what the next ones are asked, or show what came of it."""
MOST_WAITING = 100
"""Requests in the slow lane at a time; the next one is told to come again."""
MOST_HELD = 64 * 2**20
"""Bytes that they have sent and that wait with them: eight of the largest files."""
SCOPE_KEY = "reuse.lane"
MOVED_HEADER = "x-reuse-lane"
"""On an answer that means: begin anew in the slow lane."""
MOVED_NAME = MOVED_HEADER.encode()


class MovedError(Exception):
    """A request that goes on in the slow lane."""


class FullError(Exception):
    """A request for which there is no room in the slow lane."""


def init_app(app: Flask) -> None:
    """Without workers, as in a test, work is done where it is asked for."""
    app.register_error_handler(MovedError, _move)


def use_workers(app: Flask, workers: Workers) -> None:
    """Have long work done by these workers from now on."""
    app.extensions["workers"] = workers


def workers() -> Workers | None:
    """What long work is done by; nothing where it is done at once, as in a test."""
    return cast("Workers | None", current_app.extensions.get("workers"))


def go_slowly() -> None:
    """Go on only where a request may wait; raises MovedError and FullError elsewhere."""
    lane = lane_of(request.environ)
    if lane is Lane.QUICK:
        raise MovedError
    if lane is Lane.TURNED_AWAY:
        raise FullError


def work(task: Callable[[*Arguments], Result], *arguments: *Arguments, quickly: bool = False) -> Result:
    """Return what a function of a module makes of its arguments, in a worker; raises what it raises, and WorkError.

    What takes but a moment is done here and now, `quickly`; for the rest, raises MovedError and FullError outside the
    slow lane.
    """
    if quickly:
        return task(*arguments)
    go_slowly()
    some = workers()
    return some.run(task, *arguments) if some else task(*arguments)


def is_light(content: bytes) -> bool:
    """Whether a file takes but a moment to read."""
    return len(content) <= LIGHT_BYTES and not content.startswith(ZIPPED)


def is_large(worksheet: Worksheet) -> bool:
    """Whether the pages of a workshop are for the slow lane, whatever they show."""
    is_wide = len(worksheet.products) > MOST_PRODUCTS or len(worksheet.capabilities) > MOST_CAPABILITIES
    return is_wide or len(worksheet.links) > MOST_LINKS or len(worksheet.ratings) > MOST_RATINGS


def _move(_error: MovedError) -> Response:
    return Response(status=503, headers={MOVED_HEADER: Lane.SLOW})


class Lane(StrEnum):
    """How a request got to the pages."""

    QUICK = "quick"
    SLOW = "slow"
    TURNED_AWAY = "turned away"
    """In the quick lane, because the slow one is full."""


class Lanes:
    """The pages as an ASGI app."""

    def __init__(self, app: Flask, *, most_waiting: int = MOST_WAITING) -> None:
        self._quick = Bridge(app, threads=QUICK_THREADS)
        self._saving = Bridge(app, threads=SAVING_THREADS)
        self._slow = Bridge(app, threads=SLOW_THREADS)
        self._most_waiting = most_waiting
        self._waiting: list[_Again] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request in the quick lane, or in the slow one where a page says so."""
        again, sifted = _Again(receive), _Sifted(send)
        await self._pass(Lane.QUICK, scope, again, sifted)
        if not sifted.moves_on:
            return
        again.rewind()
        if not self._has_room(again):
            await self._pass(Lane.TURNED_AWAY, scope, again, send)
            return
        self._waiting.append(again)
        try:
            await self._pass(Lane.SLOW, scope, again, send)
        finally:
            self._waiting.remove(again)

    @property
    def waiting(self) -> int:
        """How many requests are in the slow lane."""
        return len(self._waiting)

    def _has_room(self, one: "_Again") -> bool:
        """Whether one more request can wait, with what it sent."""
        held = sum(each.size for each in self._waiting)
        return len(self._waiting) < self._most_waiting and (not held or held + one.size <= MOST_HELD)

    async def _pass(self, lane: Lane, scope: Scope, receive: Receive, send: Send) -> None:
        quick = self._quick if scope["method"] in READING else self._saving
        await (self._slow if lane is Lane.SLOW else quick)({**scope, SCOPE_KEY: lane}, receive, send)


class _Again:
    """Reads a request, and can begin to read it once more."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read: list[Message] = []
        self._left: deque[Message] = deque()
        self.size = 0

    async def __call__(self) -> Message:
        if self._left:
            return self._left.popleft()
        message = await self._receive()
        self._read.append(message)
        return message

    def rewind(self) -> None:
        """Begin at the first part again."""
        self._left = deque(self._read)
        self.size = sum(len(message.get("body", b"")) for message in self._read)
        self._read = []


class _Sifted:
    """Sends an answer on, unless it says that the request moves on."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.moves_on = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.moves_on = any(name == MOVED_NAME for name, _ in message["headers"])
        if not self.moves_on:
            await self._send(message)


def lane_of(environ: dict[str, object]) -> Lane:
    """How a request got here; one that passed no lane may wait as long as it likes."""
    scope = cast("Scope", environ.get("asgi.scope", {}))
    return cast("Lane", scope.get(SCOPE_KEY, Lane.SLOW))


class Bridge:
    """A WSGI app as an ASGI app with some threads of its own."""

    def __init__(self, app: WSGIApplication, *, threads: int) -> None:
        self._app = app
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; raises what the app raises."""
        loop = asyncio.get_running_loop()
        environ: dict[str, Any] = dict(build_environ(scope, Body(loop, receive)))  # type: ignore[arg-type]  # its own names
        environ["wsgi.input"] = BytesIO(await _whole(receive))
        answer = await loop.run_in_executor(self._threads, _answered, self._app, environ)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


class _WholeAnswer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


async def _whole(receive: Receive) -> bytes:
    """The body of a request, or as much as came before its sender left."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _answered(app: WSGIApplication, environ: dict[str, Any]) -> _WholeAnswer:
    """What an app answers, as a whole; raises what it raises."""
    begun: list[tuple[str, Sequence[tuple[str, str]]]] = []
    parts: list[bytes] = []

    def start_response(status: str, headers: Sequence[tuple[str, str]], error: Any = None, /) -> Any:
        if error:
            raise error[1]
        begun.append((status, headers))
        return parts.append

    answer: Iterable[bytes] = app(environ, start_response)
    try:
        parts.extend(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    status, headers = begun[-1]
    named = [(name.strip().lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]
    return _WholeAnswer(int(status.split()[0]), named, b"".join(parts))
