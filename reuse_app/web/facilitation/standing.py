"""How the room stands at a step, and what people are promised there: what every page of a workshop says about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, url_for

from reuse_app.narrative.isolation import apart
from reuse_app.narrative.words import listed, plural
from reuse_app.room import Access, Names, Room, Stage
from reuse_app.room.headway import Phase, phase_of
from reuse_app.room.room import ENTERED_IN, VOTED_IN
from reuse_app.room.schedule import Place, following
from reuse_app.store.grants import GrantRole, grants_of
from reuse_app.web import clock
from reuse_app.web.context import database, g
from reuse_app.web.facilitation.presence import seen_lately
from reuse_app.web.permissions import is_ones_own, is_veiled, may_look, may_write
from reuse_app.worksheet.steps import Step

ACCESS = {
    Access.LATER: "Not open yet",
    Access.CLOSED: "Closed",
    Access.AHEAD: "Open to work ahead",
    Access.OPEN: "Open",
    Access.READ_ONLY: "Read only",
}
"""What participants may do in a step, as a page says it."""
HIDDEN = "Only you see {what} until the facilitator shows {it} to all"
AT_ONCE = "All see {what} at once"
WHO = {
    Names.ALL: ", with your name",
    Names.FACILITATOR: "; your name is shown to the facilitator alone",
    Names.NOBODY: "; your name is shown to nobody, not even to the facilitator",
}
ENTRIES, DOTS, RATINGS = ("what you add", "it"), ("your dots", "them"), ("your ratings", "them")


@dataclass(frozen=True)
class Standing:
    """One step of the room, as the person `me` meets it."""

    step: Step
    room: Room
    me: str | None
    tells_names: bool = True
    """Whether who leads may know who is done."""

    @cached_property
    def awaited(self) -> Sequence[str]:
        """For whom the room waits, by key: who has joined, is here or done, and may write.

        Nobody waits for those who lead, for those who only read, or for those who closed the page or put the phone away
        minutes ago without being done.
        """
        if not self.room.seats or not self.stage.access.lets_write:
            return ()
        there, leaders = self.there, g.leaders
        return [key for key, seat in self.room.seats.items() if key in there and key not in leaders and not seat.muted]

    @cached_property
    def there(self) -> frozenset[str]:
        """The keys of those who are here or have been within minutes, or who are done."""
        return seen_lately(g.saved.address) | self.room.done_with(self.step)

    @property
    def stage(self) -> Stage:
        """How the step is set."""
        return self.room.stage(self.step)

    @property
    def access(self) -> str:
        """What participants may do here, in words."""
        return ACCESS[self.stage.access]

    @property
    def is_here(self) -> bool:
        """Whether this is where the room is."""
        return self.step is self.room.step

    @property
    def moment(self) -> str:
        """What changes whenever everybody is brought somewhere, and at no other time."""
        return f"{self.room.step}/{self.room.since or 0}"

    @property
    def way(self) -> str:
        """The way to where the room is, for who goes along; nothing for who leads, or where nobody is led."""
        return url_for(f"{self.room.step}.page") if self.room.is_led and not g.is_facilitator else ""

    @property
    def joined(self) -> int:
        """How many people have joined."""
        return len(self.room.seats)

    @property
    def has_work(self) -> bool:
        """Whether somebody writes here for whom the room waits until they are done."""
        return bool(self.awaited) and self.stage.access.lets_write

    @property
    def done(self) -> int:
        """How many of them are done."""
        return len(self.awaited) - len(self._missing)

    def waiting_for(self, most: int) -> str:
        """Who is not done, in words, with so many names at most; a number alone where names are for nobody."""
        if not self.tells_names:
            return plural(len(self._missing), "person", "people") if self._missing else ""
        names = g.names
        named = [apart(names[key]) for key in self._missing[:most]]
        more = len(self._missing) - len(named)
        return ", ".join(named) + (f" and {more} more" if more else "")

    @cached_property
    def _missing(self) -> list[str]:
        """Those who are not done, by key."""
        done = self.room.done_with(self.step)
        return [key for key in self.awaited if key not in done]

    @property
    def is_seated(self) -> bool:
        """Whether I have joined."""
        return self.me in self.room.seats

    @property
    def am_done(self) -> bool:
        """Whether I have said to be done."""
        return self.me in self.room.done_with(self.step)

    @property
    def is_private(self) -> bool:
        """Whether people see only their own entries here."""
        return self.step in ENTERED_IN.values() and self.room.is_private(self.step)


def init_app(app: Flask) -> None:
    """Let every template ask."""
    app.jinja_env.globals.update(
        standing=standing,
        is_ones_own=is_ones_own,
        is_veiled=is_veiled,
        may_look=may_look,
        may_write=may_write,
        may_what=may_what,
        read_only_because=read_only_because,
        timer=clock.timer,
        exactly_now=clock.exactly,
        adds_in=adds_in,
        entries_promise=entries_promise,
        is_promised=is_promised,
        uncounted=uncounted,
        votes_promise=votes_promise,
        shown_before=shown_before,
        following_place=following_place,
        answers_elsewhere=answers_elsewhere,
    )


def standing(step: Step) -> Standing:
    """How the room of this request stands at a step."""
    room = g.saved.room
    return Standing(step, room, g.entered.participant, room.names_for(step, facilitator=True))


def following_place() -> Place | None:
    """What comes next on the agenda of this request’s room; nothing after the last."""
    return following(g.saved.room)


def may_what(step: Step | None) -> str:
    """What the person of this request may do on a page, in one word for its script."""
    if step is None or may_write(step):
        return "write"
    return "read" if may_look(step) else "wait"


def read_only_because(step: Step) -> str:
    """Why the person of this request only reads a step, as a sentence."""
    if g.entered.role is not GrantRole.PARTICIPANT:
        return "Read only: you are here to watch."
    if g.saved.room.is_muted(g.entered.participant):
        return "Read only: the facilitator has asked you to only read for now."
    return f"Read only: the facilitator writes in {step.title}."


def adds_in(step: Step) -> bool:
    """Whether people add entries in a step as the room is now; Products takes new ideas in one of its phases."""
    return step in ENTERED_IN.values() and (
        step is not Step.PRODUCTS or phase_of(g.saved.room.stage(step)) is Phase.COLLECT
    )


def entries_promise(step: Step) -> str:
    """Who learns what somebody adds in a step, in one sentence."""
    return _promise(step, *ENTRIES, hidden=g.saved.room.is_private(step))


def uncounted(step: Step | None) -> str:
    """That a page, of a step or of all of them, says nothing of what others keep to themselves; nothing if nobody does.

    Who is promised that only they see what they add there needs not be told so of the others.
    """
    private = (each for each in ENTERED_IN.values() if g.saved.room.is_private(each))
    kept = listed([each.title for each in private if _tells_of(step, each)])
    return f"What others add in {kept} is hidden until it is shown, so nothing here tells it." if kept else ""


def _tells_of(step: Step | None, other: Step) -> bool:
    """Whether a page shows or counts what is added in another step, and promises nothing about it."""
    return step is None or other.number < step.number or (other is step and not is_promised(step))


def is_promised(step: Step) -> bool:
    """Say whether the person of this request is told at a step who learns what they add there."""
    return not g.is_facilitator and bool(g.saved.room.seats) and may_write(step) and adds_in(step)


def votes_promise(step: Step) -> str:
    """Who learns what somebody rates or votes in a step, in one sentence."""
    return _promise(step, *(RATINGS if step is Step.SCORE else DOTS), hidden=g.saved.room.is_blind(step))


def every_promise() -> Sequence[tuple[Step, str]]:
    """What is promised in each step in which people say something, and of what."""
    return (
        *((step, entries_promise(step)) for step in ENTERED_IN.values()),
        *((step, votes_promise(step)) for step in VOTED_IN.values()),
    )


def shown_before(step: Step) -> str:
    """That what was said in a step was shown and is hidden again, for all to know; nothing where it never was."""
    times = g.saved.room.stage(step).reopened
    often = "once" if times == 1 else plural(times, "time", "times")
    return f"What was said here has been shown {often} and hidden again." if times else ""


def answers_elsewhere() -> bool:
    """Say whether the person of this request has been taken on by another device since they came by this link."""
    me = g.entered
    if me.own or me.participant is None:
        return False
    others = (each for each in grants_of(database(), g.saved.address) if each.participant == me.participant)
    return any(each.own and each.id > me.id for each in others)


def _promise(step: Step, what: str, it: str, *, hidden: bool) -> str:
    seen = (HIDDEN if hidden else AT_ONCE).format(what=what, it=it)
    return f"{seen}{WHO[g.saved.room.stage(step).names]}."
