"""Bodies: read whole before anything waits for them, so that a slow sender keeps nobody waiting but itself.

Forms are counted before they are taken apart: a small body can stand for a large one.
"""

import asyncio
from contextlib import suppress
from enum import Enum, auto
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from reuse_app.live.stream import Message, Receive, Scope, Send
from reuse_app.web.server.answers import App, EarlyRefusal

LARGEST_REQUEST = 8 * 1024 * 1024
"""Bytes: a file of 5 MB, or what it holds as a form sends it, percent-encoded."""
SECONDS_BETWEEN_PARTS = 20.0
"""How long a sender may pause."""
SECONDS_FOR_ALL = 300.0
"""How long a body may take: 8 MB at 28 kB/s."""
IN_MEMORY = 32 * 1024
"""Bytes of a body that wait in memory; any more wait in a file without a name."""
MOST_HELD = 256 * 1024 * 1024
"""Bytes that all bodies beyond IN_MEMORY may hold together; a save is smaller and always taken."""
SECONDS_TO_LINGER = 5.0
MOST_DISCARDED = 32 * 1024 * 1024
"""How long, and how many bytes, a refused sender may go on: most read the answer only once they have sent all."""

TOO_SLOW = EarlyRefusal(408, "This did not arrive in time", "The connection is too slow or broke off. Send it again.")
TOO_MUCH = EarlyRefusal(
    503, "Too many files are being sent just now", "Nothing was changed. Try again in a minute.", 60
)
MOST_FIELDS = 50_000
"""Fields of one form; choosing field by field between two inventories of 2,000 capabilities takes most of them."""
MOST_ENCODED = 1_000_000
"""Bytes of one form that are written as a percent sign and two digits; each takes a hundred bytes while it is read."""
URLENCODED = "application/x-www-form-urlencoded"
Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


class _Fate(Enum):
    """What became of a body."""

    WHOLE = auto()
    TOO_LARGE = auto()
    TOO_MUCH = auto()
    LEFT = auto()


class BodyFirst:
    """An ASGI app that reads the body of a request before another app is asked."""

    def __init__(self, app: App, *, most: int = LARGEST_REQUEST) -> None:
        self.app = app
        self.most = most
        self._held: dict[IO[bytes], int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request once it is there as a whole."""
        length = dict(scope["headers"]).get(b"content-length", b"")
        if length.isdigit() and int(length) > self.most:
            await self._refuse_too_large(scope, receive, send)
        elif length not in (b"", b"0") or _is_chunked(scope):
            with SpooledTemporaryFile(IN_MEMORY) as body:
                try:
                    await self._answer(scope, receive, send, body)
                finally:
                    self._held.pop(body, None)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, body: IO[bytes]) -> None:
        try:
            async with asyncio.timeout(SECONDS_FOR_ALL):
                fate = await self._read(receive, body)
        except TimeoutError:
            await TOO_SLOW(scope, send)
            return
        match fate:
            case _Fate.WHOLE:
                _state_length(scope, body.tell())
                await self.app(scope, _once(body, receive), send)
            case _Fate.TOO_LARGE:
                await self._refuse_too_large(scope, receive, send)
            case _Fate.TOO_MUCH:
                await TOO_MUCH(scope, send)

    async def _read(self, receive: Receive, body: IO[bytes]) -> _Fate:
        """Read a body to its end, or to where it is to be refused; raises TimeoutError."""
        while True:
            async with asyncio.timeout(SECONDS_BETWEEN_PARTS):
                message = await receive()
            if message["type"] == "http.disconnect":
                return _Fate.LEFT
            body.write(message["body"])
            if body.tell() > self.most:
                return _Fate.TOO_LARGE
            if body.tell() > IN_MEMORY and not self._holds(body):
                return _Fate.TOO_MUCH
            if not message["more_body"]:
                return _Fate.WHOLE

    def _holds(self, body: IO[bytes]) -> bool:
        """Whether there is room for as much as a body has become, beside all others."""
        self._held[body] = body.tell()
        return sum(self._held.values()) <= MOST_HELD

    async def _refuse_too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the pages refuse a body of which they are told the length alone, and give its sender time to notice."""
        _state_length(scope, self.most + 1)

        async def send_and_wait(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send({**message, "more_body": True} if message["type"] == "http.response.body" else message)

        await self.app(scope, _nothing, send_and_wait)
        await _discard(receive)
        await send({"type": "http.response.body", "body": b""})


def _is_chunked(scope: Scope) -> bool:
    return any(name == b"transfer-encoding" for name, _ in scope["headers"])


def _state_length(scope: Scope, length: int) -> None:
    """Say how long a body is, also where that was not known beforehand."""
    told = [header for header in scope["headers"] if header[0] not in (b"content-length", b"transfer-encoding")]
    scope["headers"] = [*told, (b"content-length", b"%d" % length)]


def _once(body: IO[bytes], receive: Receive) -> Receive:
    """Receive the whole body at once, and after that whatever else there is to receive."""

    async def receive_again() -> Message:
        if body.closed:
            return await receive()
        body.seek(0)
        with body:
            return {"type": "http.request", "body": body.read(), "more_body": False}

    return receive_again


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _discard(receive: Receive) -> None:
    """Read what a sender goes on sending, for a while, so that it does not take our answer for a broken connection."""
    left = MOST_DISCARDED
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_TO_LINGER):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return


class CountedForm(FormDataParser):
    """Reads a form that has no more fields than any page of ours sends; those in parts are counted by the library."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Parsed:
        """Return the fields and files of a form; raises RequestEntityTooLarge."""
        if mimetype != URLENCODED:
            return super().parse(stream, mimetype, content_length, options)
        body = stream.read()
        if body.count(b"&") >= MOST_FIELDS or body.count(b"%") > MOST_ENCODED:
            raise RequestEntityTooLarge
        return super().parse(BytesIO(body), mimetype, content_length, options)


class CountedRequest(Request):
    """A request whose form is counted first."""

    form_data_parser_class = CountedForm
