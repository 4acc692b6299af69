"""The open streams of this process: a write wakes those of its workshop, from whatever thread it comes."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVarTuple

from reuse_app.store.edit import ANYTHING, PLACE

KEPT = 400
"""Changes of a workshop whose parts are remembered; with an older cursor anything may have changed."""

Arguments = TypeVarTuple("Arguments")
Concerned = Mapping[str, Collection[str | None]]
"""By part, whom what has changed in it concerns: people who keep it to themselves, or None for everybody."""


@dataclass(frozen=True)
class Guest:
    """Who reads a stream: the grant that let them in, and who they are among those who are here."""

    grant: int
    who: str
    keeper: str | None = None
    """The participant whose hidden changes this reader may know of, if any."""
    leads: bool = False
    """Whether this reader may know who is where."""

    def may_know(self, people: Collection[str | None]) -> bool:
        """Say whether something that concerns these people concerns this reader."""
        return None in people or self.keeper in people


@dataclass(eq=False)
class Listener:
    """One open stream: who reads it, what wakes it, and what it has to be told of who is here."""

    guest: Guest
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the room has moved, which waits for no pause between events."""
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
        self.hurry.set()
        self.wake.set()


@dataclass(eq=False)
class Channel:
    """The listeners of one workshop, its newest revisions, and what changed with the last few hundred."""

    listeners: set[Listener] = field(default_factory=set)
    newest: dict[str | None, int] = field(default_factory=dict)
    """The newest revision that concerns everybody, and those that people keep to themselves, by person."""
    salt: str = ""
    """What the revisions are hidden with wherever people see them."""
    _changes: dict[int, Concerned] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """The newest revision of all."""
        return max(self.newest.values(), default=0)

    def learn(self, revision: int, concerned: Concerned) -> None:
        """Take in what has changed with a revision, and wake those whom it concerns; a second time it is no news."""
        if revision in self._changes:
            return
        self._changes[revision] = concerned
        if len(self._changes) > KEPT:
            del self._changes[next(iter(self._changes))]
        people = {person for each in concerned.values() for person in each}
        whose = None if None in people or len(people) != 1 else next(iter(people))
        self.catch_up({whose: revision})
        if PLACE in concerned:
            for listener in self.listeners:
                listener.hurry.set()

    def catch_up(self, newest: Mapping[str | None, int]) -> None:
        """Take in the newest revisions, without what has changed with them, and wake those whom they concern."""
        new = {whose for whose, revision in newest.items() if revision > self.newest.get(whose, 0)}
        self.newest |= {whose: newest[whose] for whose in new}
        for listener in self.listeners:
            if listener.guest.may_know(new):
                listener.wake.set()

    def revision_for(self, guest: Guest) -> int:
        """The newest revision that a reader may know of."""
        return max(self.newest.get(None, 0), self.newest.get(guest.keeper, 0))

    def since(self, cursor: int, guest: Guest) -> str:
        """The parts that have changed after a revision as far as a reader may know, joined by commas, or ANYTHING."""
        newest = self.revision_for(guest)
        if newest - cursor > KEPT:
            return ANYTHING
        changes = [self._changes.get(revision) for revision in range(cursor + 1, newest + 1)]
        if any(concerned is None for concerned in changes):
            return ANYTHING
        parts = {part for each in changes if each for part, people in each.items() if guest.may_know(people)}
        return ",".join(sorted(parts))


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

    def announce(self, address: str, revision: int, concerned: Concerned) -> None:
        """Tell the listeners of a workshop what has changed with a revision; safe from any thread, never waits."""
        self.call(self._learn, address, revision, concerned)

    def call(self, function: Callable[[*Arguments], object], *arguments: *Arguments) -> None:
        """Have something done where the streams are, if there are any; safe from any thread, never waits."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *arguments)

    def _learn(self, address: str, revision: int, concerned: Concerned) -> None:
        if address in self._channels:
            self._channels[address].learn(revision, concerned)

    def open(self) -> tuple[tuple[str, Channel], ...]:
        """The workshops that somebody listens to, each with its channel."""
        return tuple(self._channels.items())

    def end(self) -> None:
        """End every stream; its reader opens it again where there is a server."""
        for _, channel in self.open():
            for listener in channel.listeners:
                listener.end()
