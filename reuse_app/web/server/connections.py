"""Connections: how many there may be, and for how long each may keep us waiting.

A connection waits for its client while that has not sent a whole request, or does not take what we send. When there are
too many, whichever waits longest is closed; only when all of them are at work is a newcomer turned away.
"""

import asyncio
import sys
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from reuse_app.live.stream import Receive, Scope, Send
from reuse_app.web.server.answers import EarlyRefusal, Front

MOST_CONNECTIONS = 2_000
"""200 people whose browsers hold all the connections that a browser opens to one host, which are six, and then some."""
TURNED_AWAY = 100
"""Connections beyond the most that are told so; any more are closed without a word."""
OTHER_FILES = 250
"""Files that the rest of the process may have open: databases, bodies, templates."""
HEAD_SECONDS = 10
"""How long a request may take for its line and headers; the first one from when the connection is there."""
BODY_SECONDS = 330
"""How long a body may take if nobody reads it, who would know better."""
IDLE_SECONDS = 75
"""How long a connection is kept for the next request."""
STALL_SECONDS = 30
"""How long the reader of an answer may take for the next 64 kB."""
MOST_HEAD = 64 * 1024
"""Bytes of a request's line and headers."""
MOST_OF_ONE = 64 * 1024 * 1024
"""Bytes of a whole request as it comes over the wire, whatever of it is body."""

CROWDED = EarlyRefusal(503, "Too many are here just now", "Every connection is in use. Try again in a few seconds.", 5)
UNREADABLE = b"This is no request that a browser would send."
LONG_HEAD = b"The address or the headers of this request are too long."


class Crowd(ServerState):
    """All connections of a server; `waiting` are those that wait for their client, the longest first."""

    def __init__(self, most: int, *, https: bool) -> None:
        super().__init__()
        self.most = most
        self.turn_away = Front(_turn_away, https=https)
        self.waiting: dict[Connection, asyncio.TimerHandle] = {}

    def has_room(self) -> bool:
        """Make room for a newcomer if need be; False when everybody else is at work."""
        if len(self.connections) <= self.most:
            return True
        longest = next((each for each in self.waiting if not each.is_turned_away), None)
        if longest:
            longest.give_up()
        return longest is not None


class Connection(HttpToolsProtocol):
    """One connection, which waits for its client only so long."""

    def __init__(
        self,
        config: Config,
        server_state: Crowd,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.crowd = server_state
        self.is_turned_away = False
        self._part_due = HEAD_SECONDS
        """How long the part of a request may take that is being read; 0 between requests."""
        self._waits = 0
        self._bytes = self._piece = self._head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first request, or turn a newcomer away when there is no room."""
        super().connection_made(transport)
        if not self.crowd.has_room():
            self.is_turned_away = True
            self.app = self.crowd.turn_away
        if len(self.connections) > self.crowd.most + TURNED_AWAY:
            transport.abort()
        self._see_who_waits()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        super().connection_lost(exc)
        self._wait(0)

    def data_received(self, data: bytes) -> None:
        """Read on, but not without end."""
        self._piece = len(data)
        self._bytes += self._piece
        super().data_received(data)
        self._see_who_waits()
        if self._bytes > MOST_HEAD and self._part_due == HEAD_SECONDS and not self.transport.is_closing():
            self._refuse(431, LONG_HEAD)
        elif self._bytes > MOST_OF_ONE:
            self.give_up()

    def on_message_begin(self) -> None:
        """Wait for the rest of a head."""
        super().on_message_begin()
        self._bytes, self._head = self._piece, 0
        self._read_on(HEAD_SECONDS)

    def on_url(self, url: bytes) -> None:
        """Note the address."""
        super().on_url(url)
        self._measure(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Note a header."""
        super().on_header(name, value)
        self._measure(len(name) + len(value))

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        super().on_headers_complete()
        self._read_on(BODY_SECONDS)

    def on_message_complete(self) -> None:
        """Let the client wait for us."""
        super().on_message_complete()
        self._read_on(0)

    def on_response_complete(self) -> None:
        """Wait for the next request, unless it is here already."""
        super().on_response_complete()
        self._see_who_waits()

    def pause_writing(self) -> None:
        """Wait for a reader who is slower than we are."""
        super().pause_writing()
        self._see_who_waits()

    def resume_writing(self) -> None:
        """Let the reader wait for us again."""
        super().resume_writing()
        self._see_who_waits()

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read."""
        if self._head > MOST_HEAD:
            self._refuse(431, LONG_HEAD)
        else:
            self._refuse(400, UNREADABLE)

    def give_up(self) -> None:
        """Close without a word, as nobody listens."""
        self._wait(0)
        self.transport.abort()

    def _measure(self, size: int) -> None:
        """Add to the size of a head; one that is too long is refused by what its parser makes of this error."""
        self._head += size
        if self._head > MOST_HEAD:
            raise ValueError

    def _read_on(self, due: int) -> None:
        """Go on to the next part of a request, which is due in so many seconds from the end of what was read."""
        self._part_due = due

    def _see_who_waits(self) -> None:
        """Begin or cease to wait for the client, as things are now."""
        if self.flow.write_paused:
            self._wait(STALL_SECONDS)
        elif self._part_due:
            self._wait(self._part_due)
        else:
            self._wait(IDLE_SECONDS if self.cycle is None or self.cycle.response_complete else 0)

    def _wait(self, seconds: int) -> None:
        """Count as waiting, so long at most from when it began; 0 for not at all."""
        if seconds == self._waits:
            return
        self._waits = seconds
        timer = self.crowd.waiting.pop(self, None)
        if timer:
            timer.cancel()
        if seconds and not self.transport.is_closing():
            self.crowd.waiting[self] = self.loop.call_later(seconds, self.give_up)

    def _refuse(self, status: int, sentence: bytes) -> None:
        """Answer before there is a request that anybody else could answer, and close."""
        headers = [
            *self.crowd.turn_away.headers,
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(sentence)),
            (b"connection", b"close"),
        ]
        lines = b"".join(b"%s: %s\r\n" % header for header in headers)
        self.transport.write(STATUS_LINE[status] + lines + b"\r\n" + sentence)
        self.transport.close()


def most_connections() -> int:
    """How many connections this process may have, once it has raised its limit of open files as far as it has to."""
    wanted = MOST_CONNECTIONS + TURNED_AWAY + OTHER_FILES
    return max(1, min(wanted, _open_files(wanted)) - TURNED_AWAY - OTHER_FILES)


def _open_files(wanted: int) -> int:
    """How many files this process may open: as many as are wanted, if it may say so."""
    if sys.platform == "win32":
        return wanted
    import resource  # noqa: PLC0415  # Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


async def _turn_away(scope: Scope, _receive: Receive, send: Send) -> None:
    await CROWDED(scope, send)
