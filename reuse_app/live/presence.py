"""Who is here, on which page and in which field: kept in memory only, and forgotten by itself."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

SEEN_WITHIN = 60.0
"""Seconds for which somebody who asked for a page, or has a stream open, counts as here."""
GONE_AFTER = 300.0
"""Seconds after which nobody waits any more for somebody who was not seen: a phone that lies there comes back."""
IN_PLACE_FOR = 15.0
"""Seconds for which somebody counts as being in a field since they last said so."""
NOBODY = ""
"""Who reads a page or a stream and is not counted."""
NOBODY_ELSE = '{"here": 1, "places": {}}'
"""What there is to tell somebody who is alone."""


@dataclass(frozen=True)
class Sighting:
    """When and on which page somebody was last seen and, if they have said so, in which field and under which name."""

    seen_at: float
    page: str = ""
    place: str = ""
    name: str = ""
    entered_at: float = 0


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

    def see(self, address: str, who: str, page: str = "") -> None:
        """Note that somebody is in a workshop, and on which page if one is asked for."""
        if who == NOBODY:
            return
        with self._lock:
            known = self._sightings.pop((address, who), None) or Sighting(0)
            self._sightings[address, who] = replace(known, seen_at=self._clock(), page=page or known.page)
            self._forget()

    def enter(self, address: str, who: str, place: str, *, name: str) -> None:
        """Note that somebody is in a field, under the name that others may read; no place means that they left."""
        with self._lock:
            now = self._clock()
            known = self._sightings.pop((address, who), None) or Sighting(0)
            self._sightings[address, who] = Sighting(now, known.page, place, name, entered_at=now)
            self._forget()

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
