"""Two lanes of threads before the same pages: a few that are never held up, and a few that wait for workers.

Every request begins in the quick lane. A page that finds there that it needs a worker moves on: it answers with a
header that never goes out, and the request begins anew in the slow lane.
"""

from collections import deque
from enum import StrEnum
from typing import cast

from a2wsgi import WSGIMiddleware
from flask import Flask

from reuse_app.live.stream import Message, Receive, Scope, Send

QUICK_THREADS = 3
"""More would take turns more often and finish nothing sooner: saves were ten times as slow with 8 (200 people)."""
SLOW_THREADS = 4
"""Two that wait for a worker each, and two that make ready what the next ones are asked, or show what came of it."""
MOST_WAITING = 100
"""Requests in the slow lane at a time; the next one is told to come again."""
MOST_HELD = 64 * 2**20
"""Bytes that they have sent and that wait with them: eight of the largest files."""
SCOPE_KEY = "reuse.lane"
MOVED_HEADER = "X-Reuse-Lane"
"""On an answer that means: begin anew in the slow lane."""


class Lane(StrEnum):
    """How a request got to the pages."""

    QUICK = "quick"
    SLOW = "slow"
    TURNED_AWAY = "turned away"
    """In the quick lane, because the slow one is full."""


class Lanes:
    """The pages as an ASGI app."""

    def __init__(self, app: Flask, *, most_waiting: int = MOST_WAITING) -> None:
        self._quick = WSGIMiddleware(app, workers=QUICK_THREADS)  # type: ignore[arg-type]  # a2wsgi's names
        self._slow = WSGIMiddleware(app, workers=SLOW_THREADS)  # type: ignore[arg-type]  # a2wsgi's names
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

    def _has_room(self, one: "_Again") -> bool:
        """Whether one more request can wait, with what it sent."""
        held = sum(each.size for each in self._waiting)
        return len(self._waiting) < self._most_waiting and (not held or held + one.size <= MOST_HELD)

    async def _pass(self, lane: Lane, scope: Scope, receive: Receive, send: Send) -> None:
        pages = self._slow if lane is Lane.SLOW else self._quick
        await pages({**scope, SCOPE_KEY: lane}, receive, send)  # type: ignore[arg-type]  # a2wsgi has its own names for these types


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
            self.moves_on = any(name == MOVED_HEADER.lower().encode() for name, _ in message["headers"])
        if not self.moves_on:
            await self._send(message)


def lane_of(environ: dict[str, object]) -> Lane:
    """How a request got here; one that passed no lane may wait as long as it likes."""
    scope = cast("Scope", environ.get("asgi.scope", {}))
    return cast("Lane", scope.get(SCOPE_KEY, Lane.SLOW))
