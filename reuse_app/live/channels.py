"""The open streams of this process: a write wakes those of its workshop, from whatever thread it comes."""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False)
class Listener:
    """One open stream: of which workshop it is, and what wakes it."""

    address: str
    wake: asyncio.Event = field(default_factory=asyncio.Event)


class Channels:
    """Listeners by workshop, and the newest revision that each workshop is known to have."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._revisions: dict[str, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closing = False

    @contextmanager
    def listening(self, address: str) -> Iterator[Listener]:
        """Count as a listener for the time of a block."""
        self._loop = asyncio.get_running_loop()
        listener = Listener(address)
        self._listeners.setdefault(address, set()).add(listener)
        try:
            yield listener
        finally:
            self._listeners[address].discard(listener)
            if not self._listeners[address]:
                del self._listeners[address]
                self._revisions.pop(address, None)

    def announce(self, address: str, revision: int, _parts: Collection[str] = ()) -> None:
        """Tell the listeners of a workshop that it has a new revision; safe from any thread, never waits."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.learn, {address: revision})

    def learn(self, revisions: Mapping[str, int]) -> None:
        """Wake the listeners of each workshop whose revision is new."""
        for address, revision in revisions.items():
            if address in self._listeners and revision > self._revisions.get(address, 0):
                self._revisions[address] = revision
                for listener in self._listeners[address]:
                    listener.wake.set()

    def revision(self, address: str) -> int:
        """The newest revision that a workshop is known to have, 0 when none has been learned."""
        return self._revisions.get(address, 0)

    def addresses(self) -> tuple[str, ...]:
        """The workshops that somebody listens to."""
        return tuple(self._listeners)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self.closing = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.wake.set()
