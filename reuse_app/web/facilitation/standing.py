"""How the room stands at a step: what every page of a workshop says about it, to whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from reuse_app.room import Access, Room, Stage
from reuse_app.store.access import Role
from reuse_app.web.context import g
from reuse_app.web.facilitation import timer as clock
from reuse_app.web.permissions import is_veiled, may_look, may_write
from reuse_app.worksheet.steps import Step

ACCESS = {
    Access.CLOSED: "Closed",
    Access.AHEAD: "Open to work ahead",
    Access.OPEN: "Open",
    Access.READ_ONLY: "Read only",
}
"""What participants may do in a step, as a page says it."""
REVEALED_HERE = (Step.INVENTORY, Step.PRODUCTS)
"""Steps whose entries people may keep to themselves until they are revealed."""


@dataclass(frozen=True)
class Standing:
    """One step of the room, as the person `me` meets it."""

    step: Step
    room: Room
    names: Mapping[str, str]
    """Of all participants, by key."""
    me: str | None

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
    def joined(self) -> int:
        """How many people have joined."""
        return len(self.room.seats)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return self.joined - len(self.missing)

    @property
    def missing(self) -> list[str]:
        """The names of those who are not."""
        done = self.room.done_with(self.step)
        return [self.names[key] for key in self.room.seats if key not in done]

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
        return self.step in REVEALED_HERE and self.room.is_private(self.step)


def init_app(app: Flask) -> None:
    """Let every template ask."""
    app.jinja_env.globals.update(
        standing=standing,
        is_veiled=is_veiled,
        may_look=may_look,
        may_write=may_write,
        may_what=may_what,
        read_only_because=read_only_because,
        timer=clock.timer,
        exactly_now=clock.exactly,
    )


def standing(step: Step) -> Standing:
    """How the room of this request stands at a step."""
    names = {each.key: each.name for each in g.saved.worksheet.participants}
    return Standing(step, g.saved.room, names, g.entered.participant)


def may_what(step: Step | None) -> str:
    """What the person of this request may do on a page, in one word for its script."""
    if step is None or may_write(step):
        return "write"
    return "read" if may_look(step) else "wait"


def read_only_because(step: Step) -> str:
    """Why the person of this request only reads a step, as a sentence."""
    if g.entered.role is not Role.PARTICIPANT:
        return "Read only: you are here to watch."
    if g.saved.room.is_muted(g.entered.participant):
        return "Read only: the facilitator has asked you to only read for now."
    return f"Read only: nobody changes {step.title} now."
