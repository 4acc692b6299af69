"""What a room is made of beside its worksheet: stages and their rights, seats, marks, agenda items and shares."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints
from sqlmodel import Field

from reuse_app.worksheet.scales import Aim
from reuse_app.worksheet.steps import MINUTES, Step
from reuse_app.worksheet.values import CapabilityKey, Key, Noun, ParticipantKey, ProductKey, clean, clean_line

MOST_LINKS = 10_000
"""Links that can be counted for one person."""
TITLE_LENGTH, TEXT_LENGTH = 120, 2_000
"""Characters of the title of an item, and of what the screen says about it."""
LONGEST = 600
"""Minutes that a step, an item or a timer may take."""
MOST_SECONDS = 10_000_000
"""Seconds that are counted for a step or an item: who comes back after months has used no more."""
MOST_ITEMS = 50
"""Items of their own that facilitators may plan in a workshop."""
MINUTE = 60
"""Seconds."""
READ_IN = frozenset({Step.FRAME, Step.CHOOSE})
"""The steps in which participants only read, unless the facilitator lets them write: there the decider writes."""


class Access(StrEnum):
    """What participants may do in a step."""

    LATER = "later"
    """Closed as long as nobody has said otherwise: open once everybody is brought there."""
    CLOSED = "closed"
    """Closed by the facilitator, until they open it again."""
    AHEAD = "ahead"
    OPEN = "open"
    READ_ONLY = "read-only"

    @property
    def lets_look(self) -> bool:
        """Whether participants see what is in the step."""
        return self not in (Access.CLOSED, Access.LATER)

    @property
    def lets_write(self) -> bool:
        """Whether participants may change what is in the step."""
        return self in (Access.OPEN, Access.AHEAD)


class Names(StrEnum):
    """Who is told who wrote, rated and voted."""

    ALL = "all"
    FACILITATOR = "facilitator"
    NOBODY = "nobody"


class Stage(Noun):
    """How the facilitator has set one step."""

    step: Step = Field(description="Which step.")
    access: Access = Field(default=Access.LATER, description="Not yet open, closed, ahead, open, or read only.")
    private: bool = Field(default=False, description="True while each person sees only their own entries.")
    blind: bool = Field(default=True, description="True while each person sees only their own ratings and dots.")
    names: Names = Field(default=Names.ALL, description="Who is told who wrote, rated and voted.")
    shuffled: bool = Field(default=False, description="True when each person has an order of their own.")
    aim: Aim = Field(default=Aim.MIXED, description="How far from home people are to look for ideas.")
    round: Literal[1, 2] = Field(default=1, description="Which round is open: of ratings, or of ideas and then dots.")
    reopened: int = Field(default=0, ge=0, le=1000, description="How often what had been shown was hidden again.")
    own_only: bool = Field(default=True, description="True while people remove and rename only what they added.")
    planned_minutes: int | None = Field(default=None, ge=1, le=LONGEST, description="Minutes planned for the step.")
    used_seconds: int = Field(default=0, ge=0, le=MOST_SECONDS, description="Seconds that the room spent here before.")

    @property
    def planned(self) -> "Stage":
        """The stage as it was planned, before anybody has come to it."""
        kept = ("private", "names", "shuffled", "aim", "own_only", "planned_minutes")
        plan = {name: getattr(self, name) for name in kept}
        return opening(self.step).model_copy(update=plan)


def opening(step: Step) -> Stage:
    """The stage of a step that nobody has set, planned as guided: only the first step is there, to be read."""
    access = Access.READ_ONLY if step is Step.FRAME else Access.LATER
    return Stage(step=step, access=access, planned_minutes=MINUTES[step])


def access_here(step: Step, access: Access) -> Access:
    """Return what participants may do once they are brought to a step: what was set, else the least that it needs."""
    if access is Access.LATER:
        return Access.READ_ONLY if step in READ_IN else Access.OPEN
    return Access.OPEN if access is Access.AHEAD else access


class Seat(Noun):
    """The place of somebody who joined the room."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    muted: bool = Field(default=False, description="True while this person may only read.")
    links_made: int = Field(default=0, ge=0, le=MOST_LINKS, description="Links that others have made for this person.")
    links_known: int = Field(default=0, ge=0, le=MOST_LINKS, description="How many of them the person knows of.")

    @property
    def untold_links(self) -> int:
        """How many links were made for this person since they last said that they know."""
        return max(0, self.links_made - self.links_known)


class Completion(Noun):
    """Somebody's word that they are done with a step."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    step: Step = Field(description="Which step.")


class Marking(StrEnum):
    """What the facilitator has said about an entry."""

    LOCKED = "locked"
    HIDDEN = "hidden"
    APART = "apart"


class Mark(Noun):
    """An entry that nobody may change, that nobody sees, or that is no duplicate, until the mark is taken off."""

    part: Literal["capability", "product"] = Field(description="What sort of entry it is.")
    key: Key = Field(description="Key of the entry.")
    marking: Marking = Field(description="Locked, hidden, or something of its own however alike its name is.")


class AgendaItem(Noun):
    """What a facilitator plans beside the steps: a break, a talk, a round of introductions."""

    number: int = Field(ge=1, description="By which the item is found again.")
    after: Step | None = Field(default=None, description="The step after which it comes; nothing for the beginning.")
    title: Annotated[str, BeforeValidator(clean_line), StringConstraints(min_length=1, max_length=TITLE_LENGTH)] = (
        Field(description="What it is called.")
    )
    minutes: int = Field(ge=1, le=LONGEST, description="Minutes planned for it.")
    text: Annotated[str, BeforeValidator(clean), StringConstraints(max_length=TEXT_LENGTH)] = Field(
        default="", description="What everybody reads meanwhile."
    )
    used_seconds: int = Field(default=0, ge=0, le=MOST_SECONDS, description="Seconds that the room spent here before.")

    @property
    def planned(self) -> "AgendaItem":
        """The item as it was planned, before anybody has come to it."""
        return self.model_copy(update={"used_seconds": 0})


class NatureShare(Noun):
    """A capability that somebody is at in Nature."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    capability: CapabilityKey = Field(description="Key of the capability.")


class MapShare(Noun):
    """A product whose column somebody fills in on the map."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    product: ProductKey = Field(description="Key of the product.")


SHARED_IN = {"nature_share": Step.NATURE, "map_share": Step.MAP}
"""The step in which people have shares, by the part of these."""


def deal(people: Sequence[str], products: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return who gets which product: each person one at least, each product one person at least, and as even as can be.

    Nothing is dealt where there are no people, or no products.
    """
    if not people or not products:
        return ()
    rounds = range(max(len(people), len(products)))
    return tuple((people[each % len(people)], products[each % len(products)]) for each in rounds)
