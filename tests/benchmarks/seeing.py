"""When the others see what somebody saved, and where the room is: the event at every stream, and pages."""

import asyncio
import json
import random
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tests.benchmarks.crowd import Person

PATIENCE = 10.0
"""Seconds after which somebody who has not come along counts as having taken so long."""
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


@dataclass
class Follower:
    """Somebody whose page goes along when the room moves, as room.js does it."""

    person: Person
    arrived: dict[str, float] = field(default_factory=dict)
    """When the page of where the room is had come, in seconds, by the moment of the room."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def told(self) -> None:
        """Go along if the room has moved."""
        if "place" in self.person.parts.split(","):
            self._tasks.add(asyncio.create_task(self._follow()))

    async def _follow(self) -> None:
        place = json.loads((await self.person.get("place")).text)
        page = await self.person.get(place["step"])
        assert page.status == 200, (page.status, page.text[:300])
        self.arrived[place["at"]] = perf_counter()


async def bring(ann: Person, step: str, followers: Sequence[Follower]) -> list[float]:
    """Bring everybody to a step; return the seconds until each has its page."""
    sent = perf_counter()
    answer = await ann.post("place", step=step)
    assert answer.status == 303, (answer.status, answer.text[:300])
    moment = json.loads((await ann.get("place")).text)["at"]
    while any(moment not in each.arrived for each in followers) and perf_counter() < sent + PATIENCE:
        await asyncio.sleep(0.005)
    return [each.arrived.get(moment, sent + PATIENCE) - sent for each in followers]
