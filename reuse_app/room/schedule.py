"""The agenda by the clock: the steps and the items between them in their order, and when each begins.

What was used shifts the rest. What the room has gone past is over, whether or not it took the time that was planned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reuse_app.room.nouns import MINUTE, AgendaItem
from reuse_app.room.room import Room
from reuse_app.worksheet.steps import Step

Place = Step | AgendaItem
"""Where a room can be."""


@dataclass(frozen=True)
class Slot:
    """One place of the agenda; its times are in seconds."""

    place: Place
    planned: int
    """Nothing where no time was planned."""
    used: int
    begins: int | None
    """When the room came there, or is to come there, in Unix seconds; none for what is over, or where nobody knows."""
    ends: int | None
    """When it is to end; none likewise."""
    is_here: bool

    @property
    def left(self) -> int:
        """What is left of what was planned."""
        return max(0, self.planned - self.used)


@dataclass(frozen=True)
class Schedule:
    """All places of the agenda, when the last one ends in Unix seconds, and how many seconds later than planned."""

    slots: tuple[Slot, ...]
    ends: int | None
    behind: int | None
    """Less than nothing where the room is early; none where nothing was planned."""

    @property
    def planned(self) -> int:
        """What was planned for all of it, in seconds."""
        return sum(slot.planned for slot in self.slots)

    @property
    def used(self) -> int:
        """What was used of it so far, in seconds."""
        return sum(slot.used for slot in self.slots)


def in_order(items: Sequence[AgendaItem]) -> tuple[Place, ...]:
    """Return the steps with the items between them."""
    places: list[Place] = [item for item in items if item.after is None]
    for step in Step:
        places += [step, *(item for item in items if item.after is step)]
    return tuple(places)


def here(room: Room) -> Place:
    """Return where the room is."""
    return room.item or room.step


def following(room: Room) -> Place | None:
    """Return what comes next on the agenda; nothing after the last."""
    places = in_order(room.items)
    at = places.index(here(room)) + 1
    return places[at] if at < len(places) else None


def schedule(room: Room, *, now: int) -> Schedule:
    """Return when each place of the agenda begins; `now` is the server's clock in Unix seconds."""
    places = in_order(room.items)
    at = places.index(here(room)) if room.since is not None else -1
    slots = tuple(_slots(room, places, at, now))
    planned, ends = sum(slot.planned for slot in slots), slots[-1].ends
    is_told = planned and ends is not None and room.starts_at is not None
    return Schedule(slots, ends, int(ends or 0) - int(room.starts_at or 0) - planned if is_told else None)


def _slots(room: Room, places: Sequence[Place], at: int, now: int) -> Iterator[Slot]:
    """Yield the slot of each place, of which the room is at that with the number `at`, or at none yet with -1."""
    begins = None if room.starts_at is None else max(now, room.starts_at)
    for number, place in enumerate(places):
        slot = Slot(place, _planned(room, place), room.used_seconds(place, now=now), None, None, number == at)
        if number == at:
            begins = max(now, room.starts_at or 0) + slot.left
            yield replace(slot, begins=room.since, ends=begins)
        elif number < at or begins is None:
            yield slot
        else:
            yield replace(slot, begins=begins, ends=begins + slot.left)
            begins += slot.left


def _planned(room: Room, place: Place) -> int:
    minutes = place.minutes if isinstance(place, AgendaItem) else room.stage(place).planned_minutes
    return MINUTE * (minutes or 0)
