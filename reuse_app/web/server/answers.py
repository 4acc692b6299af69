"""How answers leave: refusals that no page can make, headers on every answer, and sending no faster than is read."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from html import escape

from reuse_app.live.stream import Message, Receive, Scope, Send, path_within
from reuse_app.store.errors import DatabaseError
from reuse_app.web.server.failures import PROBLEM, advice, is_for_programs, problem, report
from reuse_app.web.server.security import HEADERS, HSTS

PAGE = (
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title} · Reuse</title>'
    '<meta name="viewport" content="width=device-width"></head>\n'
    '<body><main role="alert"><h1>{title}</h1><p>{advice}</p></main></body>\n</html>\n'
)
App = Callable[[Scope, Receive, Send], Awaitable[None]]
PIECE = 64 * 1024
"""Bytes that are sent at a time; a reader who does not take as much in a while has stalled."""
MOST_WAITING = 64 * 1024 * 1024
"""Bytes that all answers together may keep in memory while they are read."""


@dataclass(frozen=True)
class EarlyRefusal:
    """What happened, why, and the way on; with the seconds after which it may go better, if that helps."""

    status: int
    title: str
    advice: str
    retry_after: int = 0

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer a request with this, as a page or, for a script or a program, as JSON, and close the connection."""
        body, kind = self._said(scope)
        headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body)), (b"connection", b"close")]
        if self.retry_after:
            headers.append((b"retry-after", b"%d" % self.retry_after))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _said(self, scope: Scope) -> tuple[bytes, bytes]:
        accepted = dict(scope["headers"]).get(b"accept", b"")
        if is_for_programs(path_within(scope)):
            return problem(self.status, f"{self.title}. {self.advice}").encode(), PROBLEM.encode()
        if b"application/json" in accepted:
            return json.dumps({"message": f"{self.title}. {self.advice}"}).encode(), b"application/json"
        page = PAGE.format(title=escape(self.title), advice=escape(self.advice))
        return page.encode(), b"text/html; charset=utf-8"


def security_headers(*, https: bool) -> list[tuple[bytes, bytes]]:
    """The headers that stand on every answer, as ASGI has them."""
    headers = HEADERS | ({"Strict-Transport-Security": HSTS} if https else {})
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


CUT_OFF = EarlyRefusal(
    503, "This was cut off", "The server is stopping, or has too much to do. Try again in a moment.", 5
)


class Front:
    """An ASGI app around all others."""

    def __init__(self, app: App, *, https: bool) -> None:
        self.app = app
        self.headers = security_headers(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, whatever happens.

        Raises what was raised in the midst of an answer: the connection breaks, so that nobody takes it for whole.
        """
        outgoing = _Outgoing(send, self.headers)
        try:
            await self.app(scope, receive, outgoing)
        except asyncio.CancelledError:
            if outgoing.has_started:
                raise
            await CUT_OFF(scope, outgoing)
        except Exception as error:
            refusal = _refusal(error, scope)
            if outgoing.has_started:
                raise
            await refusal(scope, outgoing)


class _Outgoing:
    """Sends what goes out, with the headers that it lacks."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self.send = send
        self.headers = headers
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            said = [header for header in message["headers"] if header[0] != b"date"]  # the server says it
            names = {name for name, _ in said}
            message["headers"] = [*said, *(header for header in self.headers if header[0] not in names)]
        await self.send(message)


def _refusal(error: Exception, scope: Scope) -> EarlyRefusal:
    """Log a failure, and say what to answer."""
    status = 503 if isinstance(error, DatabaseError) else 500
    told = {"method": scope["method"], "route": route_in(scope)}
    number = report(error, status=status, state=scope["state"], **told)
    what = str(error) if isinstance(error, DatabaseError) else "Something in the server is broken."
    return EarlyRefusal(status, "This did not work", f"{what} {advice(number)}")


def route_in(scope: Scope) -> str:
    """The pattern of a request's route, as whoever answers it has noted."""
    return str(scope["state"].get("route", "before any route"))


class AtOnce:
    """An ASGI app that lets another finish its answer before the first of it is sent.

    When too much waits for its readers, whoever has been at it longest is cut off.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._waiting: dict[asyncio.Task[None], int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)
            if _is_whole(answer):
                await self._send(answer, send)

        await self.app(scope, receive, keep)
        await self._send(answer, send)

    async def _send(self, answer: list[Message], send: Send) -> None:
        """Send what there is of an answer, at the pace of its reader."""
        task = asyncio.current_task()
        assert task  # noqa: S101  # each request is one
        self._waiting[task] = _size(answer)
        self._make_room()
        try:
            for message in answer:
                for piece in _pieces(message):
                    await send(piece)
            answer.clear()
        finally:
            self._waiting.pop(task, None)

    def _make_room(self) -> None:
        while len(self._waiting) > 1 and sum(self._waiting.values()) > MOST_WAITING:
            oldest = next(iter(self._waiting))
            del self._waiting[oldest]
            oldest.cancel()


def _is_whole(answer: list[Message]) -> bool:
    """Whether everything of an answer is there, as far as its headers tell."""
    length = dict(answer[0].get("headers", ())).get(b"content-length")
    return length is not None and int(length) == _size(answer) > 0


def _size(answer: list[Message]) -> int:
    return sum(len(message.get("body", b"")) for message in answer)


def _pieces(message: Message) -> Iterator[Message]:
    """A message, or several that say the same and each of which is small."""
    body = message.get("body", b"")
    for start in range(0, len(body) - PIECE, PIECE):
        yield {"type": message["type"], "body": body[start : start + PIECE], "more_body": True}
    last = max(0, -(-len(body) // PIECE) - 1) * PIECE
    yield {**message, "body": body[last:]} if last else message
