"""When the others see what somebody saved: the event at every stream, and the page of a few."""

import asyncio
import random
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tests.benchmarks.crowd import Person

PAUSE, SHARE, LONGEST_PAUSE = 0.25, 10, 5.0
"""Seconds and parts, as live.js paces itself."""


@dataclass(frozen=True)
class Save:
    """One acknowledged save: by whom, when it was sent and answered, in seconds, and its revision."""

    by: Person
    sent: float
    answered: float
    revision: int


def seen_by_others(saves: Sequence[Save], crowd: Sequence[Person]) -> list[float]:
    """Seconds from each save to the event with its revision, or a later one, at each other stream."""
    return [
        seconds
        for person in crowd
        for save in saves
        if save.by is not person and (seconds := _until(save, person.arrivals)) is not None
    ]


def _until(save: Save, arrivals: Sequence[tuple[float, int]]) -> float | None:
    place = bisect_left(arrivals, save.revision, key=lambda each: each[1])
    return arrivals[place][0] - save.sent if place < len(arrivals) else float("inf")


@dataclass
class Reader:
    """Somebody whose page is fetched again after events, as live.js does it."""

    person: Person
    shown: list[tuple[float, int]] = field(default_factory=list)
    """When a page came, in seconds, and its revision."""
    _fetching: asyncio.Task[None] | None = None
    _is_old: bool = False

    def told(self) -> None:
        """Fetch the page soon, unless that is under way."""
        self._is_old = True
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        pause = 0.0
        while self._is_old:
            await asyncio.sleep(max(pause, random.uniform(0, PAUSE)))  # noqa: S311  # a pause, not a secret
            self._is_old, begun = False, perf_counter()
            page = (await self.person.get("map")).text
            found = re.search(r'data-revision="(\w+)"', page)
            assert found
            self.shown.append((perf_counter(), self.person.revision_of(found[1])))
            pause = min(LONGEST_PAUSE, SHARE * (perf_counter() - begun))


def shown_to(readers: Sequence[Reader], saves: Sequence[Save]) -> list[float]:
    """Seconds from each save to the page that shows it, for each reader."""
    times = [_until(save, reader.shown) for reader in readers for save in saves if save.by is not reader.person]
    return [each for each in times if each is not None]
