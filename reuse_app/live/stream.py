"""The event stream of a workshop, as a small ASGI endpoint beside the pages.

An event carries a revision, never content: the page asks for what it shows. The cursor stands in the stream's
address, so that a stream opened again after a break or a restart misses nothing.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from reuse_app.live.channels import Channels, Listener

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MayRead = Callable[[str, str], bool]
"""Says whether a secret opens the workshop at an address."""
RevisionOf = Callable[[str], int]
"""Says which revision a workshop has on disk."""

PATH = re.compile(r"^/w/(?P<address>[a-z0-9]{1,16})/events$")
COOKIE_PREFIX = "reuse-"
BETWEEN_EVENTS = 0.5
"""Seconds: the first event goes out at once, then at most two a second."""
RECHECK = 4.0
"""Seconds after which a stream asks again whether its holder may still read."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
]


class Stream:
    """Answers `/w/<address>/events?since=<revision>`; anything else is for the pages."""

    def __init__(self, channels: Channels, *, may_read: MayRead, revision: RevisionOf) -> None:
        self.channels = channels
        self.may_read = may_read
        self.revision = revision

    def is_for(self, scope: Scope) -> bool:
        """Say whether a request asks for events."""
        return scope["type"] == "http" and scope["method"] == "GET" and bool(PATH.match(scope["path"]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an event for each new revision until the reader leaves or may not read any more."""
        match = PATH.match(scope["path"])
        address, secret = (match["address"], _secret(scope, match["address"])) if match else ("", "")
        if not await asyncio.to_thread(self.may_read, address, secret):
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        gone = asyncio.ensure_future(_left(receive))
        with self.channels.listening(address) as listener:
            try:
                await self._tell(listener, secret, _since(scope), gone, send)
            finally:
                gone.cancel()

    async def _tell(self, listener: Listener, secret: str, sent: int, gone: "asyncio.Future[None]", send: Send) -> None:
        """Send revisions as they come; the first look at the database comes after the listening has begun."""
        await self._look(listener.address)
        await _event(send, b": open\n\n")
        while not gone.done() and not self.channels.closing:
            listener.wake.clear()
            revision = self.channels.revision(listener.address)
            if revision > sent:
                await _event(send, f"id: {revision}\nevent: revision\ndata: {revision}\n\n".encode())
                sent = revision
                await _first(gone, asyncio.sleep(BETWEEN_EVENTS))
            elif not await _first(gone, listener.wake.wait(), timeout=RECHECK):
                if not await asyncio.to_thread(self.may_read, listener.address, secret):
                    return
                await self._look(listener.address)
                await _event(send, b": still here\n\n")

    async def _look(self, address: str) -> None:
        """Learn the revision on disk, which another process may have written."""
        self.channels.learn({address: await asyncio.to_thread(self.revision, address)})


async def _event(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _left(receive: Receive) -> None:
    """Wait until the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _first(gone: "asyncio.Future[None]", other: Awaitable[Any], *, timeout: float | None = None) -> bool:
    """Wait for the reader to leave or for something else; say whether either happened in time."""
    task = asyncio.ensure_future(other)
    done, _ = await asyncio.wait({gone, task}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
    task.cancel()
    return bool(done)


def _since(scope: Scope) -> int:
    text = parse_qs(scope["query_string"].decode("ascii", "replace")).get("since", ["0"])[-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0  # noqa: PLR2004  # fits any database


def _secret(scope: Scope, address: str) -> str:
    """The secret that the reader's cookie holds for this workshop."""
    sent = ";".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    cookies = dict(pair.strip().split("=", 1) for pair in sent.split(";") if "=" in pair)
    return cookies.get(COOKIE_PREFIX + address, "")
