"""Who takes part, how far each has come, and what has been marked among the entries."""

from enum import StrEnum
from typing import Literal

from sqlmodel import Field

from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import Key, Noun, ParticipantKey

MOST_LINKS = 10_000
"""Links that can be counted for one person."""


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
