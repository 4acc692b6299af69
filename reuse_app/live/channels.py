"""The open streams of this process: a write wakes those of its workshop, from whatever thread it comes."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

KEPT = 400
"""Changes of a workshop whose parts are remembered; with an older cursor anything may have changed."""
ANYTHING = "*"
"""Stands for the parts when they are not known."""


@dataclass(frozen=True)
class Guest:
    """Who reads a stream: the grant that let them in, and who they are among those who are here."""

    grant: int
    who: str


@dataclass(eq=False)
class Listener:
    """One open stream: who reads it, what wakes it, and what it has to be told of who is here."""

    guest: Guest
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_open: bool = True
    presence: str = ""

    def tell(self, presence: str) -> None:
        """Let the reader know who is here, if that is news."""
        if presence != self.presence:
            self.presence = presence
            self.wake.set()

    def end(self) -> None:
        """Let the stream end."""
        self.is_open = False
        self.wake.set()


@dataclass(eq=False)
class Channel:
    """The listeners of one workshop, its newest revision, and what changed with the last few hundred."""

    listeners: set[Listener] = field(default_factory=set)
    revision: int = 0
    _parts: dict[int, Collection[str]] = field(default_factory=dict)

    def learn(self, revision: int, parts: Collection[str] | None = None) -> None:
        """Wake the listeners if a revision is new; without parts it is not known what changed with it."""
        if parts is not None:
            self._parts[revision] = parts
            if len(self._parts) > KEPT:
                del self._parts[next(iter(self._parts))]
        if revision > self.revision:
            self.revision = revision
            for listener in self.listeners:
                listener.wake.set()

    def since(self, cursor: int) -> str:
        """The parts that have changed after a revision, joined by commas, or ANYTHING."""
        if self.revision - cursor > KEPT:
            return ANYTHING
        changes = [self._parts.get(revision) for revision in range(cursor + 1, self.revision + 1)]
        if any(parts is None for parts in changes):
            return ANYTHING
        return ",".join(sorted({part for parts in changes for part in parts or ()}))


class Channels:
    """A channel for each workshop that somebody listens to."""

    def __init__(self) -> None:
        self._channels: dict[str, Channel] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextmanager
    def listening(self, address: str, guest: Guest) -> Iterator[tuple[Channel, Listener]]:
        """Count as a listener for the time of a block."""
        self._loop = asyncio.get_running_loop()
        channel, listener = self._channels.setdefault(address, Channel()), Listener(guest)
        channel.listeners.add(listener)
        try:
            yield channel, listener
        finally:
            channel.listeners.discard(listener)
            if not channel.listeners:
                self._channels.pop(address, None)

    def announce(self, address: str, revision: int, parts: Collection[str]) -> None:
        """Tell the listeners of a workshop what has changed with a revision; safe from any thread, never waits."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._learn, address, revision, parts)

    def _learn(self, address: str, revision: int, parts: Collection[str]) -> None:
        if address in self._channels:
            self._channels[address].learn(revision, parts)

    def open(self) -> tuple[tuple[str, Channel], ...]:
        """The workshops that somebody listens to, each with its channel."""
        return tuple(self._channels.items())

    def end(self) -> None:
        """End every stream; its reader opens it again where there is a server."""
        for _, channel in self.open():
            for listener in channel.listeners:
                listener.end()
