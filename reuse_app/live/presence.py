"""Who is here, on which page and in which field: kept in memory, and forgotten by itself.

Of several processes each keeps all of it: what one of them has seen is news to the others, who hear it within seconds.
"""

import json
import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from reuse_app.store.shared import Glimpse

SEEN_WITHIN = 60.0
"""Seconds for which somebody who asked for a page, or has a stream open, counts as here."""
GONE_AFTER = 300.0
"""Seconds after which nobody waits any more for somebody who was not seen: a phone that lies there comes back."""
IN_PLACE_FOR = 15.0
"""Seconds for which somebody counts as being in a field since they last said so."""
TOLD_AGAIN = 10.0
"""Seconds after which it is news that somebody is still here."""
NEVER = -math.inf
NOBODY = ""
"""Who reads a page or a stream and is not counted."""
NOBODY_ELSE = '{"here": 1, "places": {}}'
"""What there is to tell somebody who is alone."""


@dataclass(frozen=True)
class Sighting:
    """When and on which page somebody was last seen and, if they have said so, in which field and under which name.

    Times are those of a clock that only this process has, in seconds.
    """

    seen_at: float = NEVER
    page: str = ""
    asked_at: float = NEVER
    """When they asked for the page."""
    place: str = ""
    name: str = ""
    entered_at: float = NEVER

    def with_what_is_newer(self, other: "Sighting") -> "Sighting":
        """The same person, as two have seen them."""
        page = max(self, other, key=lambda each: each.asked_at)
        place = max(self, other, key=lambda each: each.entered_at)
        seen_at = max(self.seen_at, other.seen_at)
        return Sighting(seen_at, page.page, page.asked_at, place.place, place.name, place.entered_at)

    def is_news_after(self, told: "Sighting") -> bool:
        """Whether this says something to somebody who was told another."""
        has_moved = self.asked_at > told.asked_at and self.page != told.page
        return has_moved or self.entered_at > told.entered_at or self.seen_at > told.seen_at + TOLD_AGAIN


@dataclass(frozen=True)
class PeopleHere:
    """Who is in a workshop at one moment."""

    people: frozenset[str]
    places: tuple[tuple[str, str, str], ...]
    """Each field that somebody is in: who, the field, and the name that others may read."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Who has last asked for which page, by person."""

    def told_to(self, reader: str, *, leads: bool = False) -> str:
        """What one of them is told: how many are here, and the names in the fields where others are, as JSON.

        Whoever leads is told who is on which page, too.
        """
        places: dict[str, list[str]] = {}
        for who, place, name in self.places:
            if who != reader:
                places.setdefault(place, []).append(name)
        pages = {who: page for who, page in sorted(self.pages.items()) if leads and who != reader}
        told = {"here": len(self.people), "places": places}
        return json.dumps({**told, "pages": pages} if pages else told)


class Presence:
    """Everybody who was seen within minutes; safe from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sightings: dict[tuple[str, str], Sighting] = {}
        """By workshop and person, the one who was seen longest ago first."""
        self._told: dict[tuple[str, str], Sighting] = {}
        """What other processes know."""

    def see(self, address: str, who: str, page: str = "") -> None:
        """Note that somebody is in a workshop, and on which page if one is asked for."""
        if who == NOBODY:
            return
        with self._lock:
            now = self._clock()
            known = replace(self._sightings.pop((address, who), Sighting()), seen_at=now)
            self._sightings[address, who] = replace(known, page=page, asked_at=now) if page else known
            self._forget()

    def enter(self, address: str, who: str, place: str, *, name: str) -> None:
        """Note that somebody is in a field, under the name that others may read; no place means that they left."""
        with self._lock:
            now = self._clock()
            known = self._sightings.pop((address, who), Sighting())
            self._sightings[address, who] = replace(known, seen_at=now, place=place, name=name, entered_at=now)
            self._forget()

    def news(self) -> list[Glimpse]:
        """What other processes have not heard yet; once it is returned they are taken to know it."""
        with self._lock:
            self._forget()
            new = {
                key: each
                for key, each in self._sightings.items()
                if each.is_news_after(self._told.get(key, Sighting()))
            }
            self._told = {key: each for key, each in self._told.items() if key in self._sightings} | new
            return [_glimpse(key, each, self._clock()) for key, each in new.items()]

    def hear(self, news: Iterable[Glimpse]) -> None:
        """Take in what other processes have seen."""
        with self._lock:
            for each in news:
                key, heard = (each.address, each.who), _sighting(each, self._clock())
                self._sightings[key] = self._sightings.pop(key, Sighting()).with_what_is_newer(heard)
                self._told[key] = heard
            self._forget()

    def tell_all_again(self) -> None:
        """Take it that the others know nothing."""
        with self._lock:
            self._told.clear()

    def here(self, address: str) -> PeopleHere:
        """Who is in a workshop now."""
        with self._lock:
            self._forget()
            now = self._clock()
            found = [(who, each) for (where, who), each in self._sightings.items() if where == address]
        found = [(who, each) for who, each in found if each.seen_at > now - SEEN_WITHIN]
        places = [
            (who, each.place, each.name) for who, each in found if each.place and each.entered_at > now - IN_PLACE_FOR
        ]
        pages = {who: each.page for who, each in found if each.page}
        return PeopleHere(frozenset(who for who, _ in found), tuple(sorted(places)), pages)

    def lately(self, address: str) -> frozenset[str]:
        """Who is in a workshop or has been within minutes, so that others wait for them."""
        with self._lock:
            self._forget()
            return frozenset(who for where, who in self._sightings if where == address)

    def _forget(self) -> None:
        """Let go of those who were seen too long ago."""
        since = self._clock() - GONE_AFTER
        while self._sightings and next(iter(self._sightings.values())).seen_at <= since:
            del self._sightings[next(iter(self._sightings))]


def _glimpse(key: tuple[str, str], seen: Sighting, now: float) -> Glimpse:
    """A sighting as other processes read it, who have clocks of their own."""
    return Glimpse(
        *key, now - seen.seen_at, seen.page, now - seen.asked_at, seen.place, seen.name, now - seen.entered_at
    )


def _sighting(each: Glimpse, now: float) -> Sighting:
    """A sighting as another process has told it."""
    return Sighting(now - each.seen, each.page, now - each.asked, each.place, each.name, now - each.entered)
