"""The event stream of a workshop, as a small ASGI endpoint beside the pages.

An event carries the cursor of a revision and the parts that changed, never content: the page asks for what it shows.
The cursor stands in the stream's address, so that a stream opened again after a break or a restart misses nothing.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from reuse_app.live.channels import Channel, Channels, Guest, Listener
from reuse_app.live.cursors import cursor_of, revision_of
from reuse_app.live.presence import NOBODY_ELSE, Presence
from reuse_app.store.errors import DatabaseError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

App = Callable[[Scope, Receive, Send], Awaitable[None]]
GuestOf = Callable[[str, Scope], Guest | None]
"""Says whom a request lets into the workshop at an address."""


@dataclass(frozen=True)
class OnDisk:
    """What a stream has to know of a workshop as it is on disk; nothing of one that is gone."""

    salt: str = ""
    newest: Mapping[str | None, int] = field(default_factory=dict)
    """The newest revision that concerns everybody, and those that people keep to themselves, by person."""
    grants: Collection[int] = ()
    """Those that let somebody in now."""


Look = Callable[[str, int], OnDisk]
"""Looks at the workshop at an address, for revisions after one."""

ROUTE = "/w/<address>/events"
PROGRAM_ROUTE = "/api/v1/workshops/<address>/events"
PATH = re.compile(r"^/(?:w|api/v1/workshops)/(?P<address>[a-z0-9]{1,16})/events$")
LIVE = "event: live\ndata: open"
"""Says that the stream is open: a page that hears nothing for long knows that something holds the stream back."""
BETWEEN_EVENTS = 0.5
"""Seconds: the first event goes out at once, then at most two a second; that the room has moved does not wait."""
BETWEEN_LOOKS = 3.0
"""Seconds after which it is asked again who may read, what another process has written, and who is here."""
KEEP_ALIVE = 15.0
"""Seconds after which a quiet stream says that it is still there."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Stream:
    """Answers `/w/<address>/events?since=<cursor>`, and the same for programs; anything else is for the pages.

    A program that may not read is told why by `refuse_programs`.
    """

    def __init__(self, channels: Channels, presence: Presence, *, guest: GuestOf, look: Look) -> None:
        self.channels = channels
        self.presence = presence
        self.guest = guest
        self.look = look
        self.refuse_programs: App = _forbid
        self._watch: asyncio.Task[None] | None = None
        self._is_due = asyncio.Event()

    def look_again(self) -> None:
        """Look at once at what every stream has to know; safe from any thread, never waits."""
        self.channels.call(self._is_due.set)

    def is_for(self, scope: Scope) -> bool:
        """Say whether a request asks for events."""
        return scope["type"] == "http" and scope["method"] == "GET" and bool(PATH.match(path_within(scope)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an event for each new revision until the reader leaves or may not read any more."""
        match = PATH.match(path_within(scope))
        address = match["address"] if match else ""
        guest = await asyncio.to_thread(self.guest, address, scope)
        if guest is None:
            refuse = _forbid if route_of_stream(scope) == ROUTE else self.refuse_programs
            await refuse(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        with self.channels.listening(address, guest) as (channel, listener):
            leaving = asyncio.ensure_future(_end_when_left(receive, listener))
            self.presence.see(address, guest.who)
            try:
                await self._begin(address, channel)
                await _tell(channel, listener, _seen(scope, channel), send)
            finally:
                leaving.cancel()

    async def _begin(self, address: str, channel: Channel) -> None:
        """See to it that somebody watches; the first look at the database comes after the listening has begun."""
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._keep_watch())
        if not channel.salt:
            await self._look(address, channel)

    async def _keep_watch(self) -> None:
        """Look again and again as long as there are streams; when that fails they end, and are opened again."""
        try:
            while self.channels.open():
                await _set_within(self._is_due, BETWEEN_LOOKS)
                self._is_due.clear()
                for address, channel in self.channels.open():
                    await self._look(address, channel)
                    self._tell_presence(address, channel)
        except DatabaseError as error:
            logging.getLogger(__name__).error("Streams ended, to be opened again: %s", ROUTE, exc_info=error)  # noqa: TRY400  # said
        finally:
            self.channels.end()

    async def _look(self, address: str, channel: Channel) -> None:
        """Learn the revision on disk, which another process may have written, and end streams that were taken back."""
        known = set(channel.listeners)
        found = await asyncio.to_thread(self.look, address, channel.seen)
        channel.salt = found.salt
        channel.catch_up(found.newest)
        for listener in known:
            if listener.guest.grant not in found.grants:
                listener.end()

    def _tell_presence(self, address: str, channel: Channel) -> None:
        for listener in channel.listeners:
            self.presence.see(address, listener.guest.who)
        here = self.presence.here(address)
        for listener in channel.listeners:
            listener.tell(here.told_to(listener.guest.who, leads=listener.guest.leads))


async def _forbid(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _tell(channel: Channel, listener: Listener, seen: int, send: Send) -> None:
    """Send what is new for a reader, and who is here, as it comes."""
    guest = listener.guest
    told = NOBODY_ELSE
    await _event(send, LIVE)
    while listener.is_open:
        listener.wake.clear()
        listener.hurry.clear()
        if channel.revision_for(guest) > seen:
            revision, parts = channel.revision_for(guest), channel.since(seen, guest)
            cursor = cursor_of(revision, channel.salt)
            await _event(send, f"id: {cursor}\nevent: revision\ndata: {cursor} {parts}")
            seen = revision
            await _set_within(listener.hurry, BETWEEN_EVENTS)
        elif listener.presence not in ("", told):
            told = listener.presence
            await _event(send, f"event: presence\ndata: {told}")
        elif not await _set_within(listener.wake, KEEP_ALIVE):
            await _event(send, LIVE)
    await send({"type": "http.response.body", "body": b""})


async def _event(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": f"{text}\n\n".encode(), "more_body": True})


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    """Wait for something; say whether it came in time."""
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False


async def _end_when_left(receive: Receive, listener: Listener) -> None:
    """Let a stream end once its reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def route_of_stream(scope: Scope) -> str:
    """The pattern of the address at which a stream is asked for."""
    return ROUTE if path_within(scope).startswith("/w/") else PROGRAM_ROUTE


def path_within(scope: Scope) -> str:
    """The address within the app, wherever it is mounted."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _seen(scope: Scope, channel: Channel) -> int:
    """The newest revision that the reader has been told: by the page, or since then by a stream that broke off."""
    since = parse_qs(scope["query_string"].decode("ascii", "replace")).get("since", [""])[-1]
    last = dict(scope["headers"]).get(b"last-event-id", b"").decode("ascii", "replace")
    return max(revision_of(cursor, channel.salt, newest=channel.seen) for cursor in (since, last))
