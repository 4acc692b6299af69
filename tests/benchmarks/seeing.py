"""When the others see what somebody saved, and where the room is: the event at every stream, and pages."""

import asyncio
import json
import random
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tests.benchmarks.crowd import Answer, Person

PATIENCE = 10.0
"""Seconds after which somebody who has not come along counts as having taken so long."""
PAUSE, EVERY, SHARE, LONGEST_PAUSE, REST_WITHIN = 0.25, 1.1, 5, 5.0, 30.0
"""Seconds and parts, as live.js paces itself."""
TOLD = {"capability", "product", "link"}
"""Parts that the map tells in brief."""


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


def _catching_up(now: float) -> float:
    return now + REST_WITHIN * random.uniform(0.5, 1)  # noqa: S311  # a pause, not a secret


@dataclass
class Reader:
    """Somebody on the map, whose fields or whose page is fetched again after events, as live.js does it."""

    person: Person
    shown: list[tuple[float, int]] = field(default_factory=list)
    """When fields or a page came, in seconds, and their revision."""
    fetching: asyncio.Task[None] | None = None
    _is_old: bool = False
    _may_ask: float = 0
    _catches_up_at: float = field(default_factory=lambda: _catching_up(perf_counter()))

    def told(self) -> None:
        """Fetch what is new soon, unless that is under way."""
        self._is_old = True
        if self.fetching is None or self.fetching.done():
            self.fetching = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        while self._is_old:
            pause = random.uniform(0, PAUSE)  # noqa: S311  # a pause, not a secret
            await asyncio.sleep(max(self._may_ask - perf_counter(), pause))
            self._is_old, begun = False, perf_counter()
            revision = await self._fetched()
            self.shown.append((perf_counter(), self.person.revision_of(revision)))
            now = perf_counter()
            self._may_ask = now + max(EVERY, min(LONGEST_PAUSE, SHARE * (now - begun)))

    async def _fetched(self) -> str:
        """The revision of what was fetched: the fields alone, and once in a while the page."""
        now = perf_counter()
        if TOLD.issuperset(self.person.parts.split(",")) and now < self._catches_up_at:
            return (await self._asked("map/cells")).headers["reuse-revision"]
        self._catches_up_at = _catching_up(now)
        found = re.search(r'data-revision="(\w+)"', (await self._asked("map")).text)
        assert found
        return found[1]

    async def _asked(self, path: str) -> Answer:
        answer = await self.person.get(path)
        assert answer.status == 200, (answer.status, answer.text[:300])
        return answer


def shown_to(readers: Sequence[Reader], saves: Sequence[Save]) -> list[float]:
    """Seconds from each save to the page that shows it, for each reader."""
    times = [_until(save, reader.shown) for reader in readers for save in saves if save.by is not reader.person]
    return [each for each in times if each is not None]


async def caught_up(readers: Sequence[Reader]) -> None:
    """Wait until nobody fetches any more, PATIENCE at most."""
    fetching = [reader.fetching for reader in readers if reader.fetching]
    if fetching:
        await asyncio.wait(fetching, timeout=PATIENCE)


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
