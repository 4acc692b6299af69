"""Asking outsiders: the sentences that they read, what they answer, and who is to be rung.

None of this is on the worksheet, which people pass on and keep for years: answers are not the room's until they are let
in, and whoever is to be rung was never asked whether they want to stand in a file.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints
from sqlmodel import Field

from reuse_app.worksheet.scales import Aspect
from reuse_app.worksheet.values import NAME_LENGTH, CapabilityKey, Key, Line, Name, Noun, Prose, clean


class AnswerKind(StrEnum):
    """Which of the two questions somebody answers: who has this problem worse, or who would know more."""

    IDEA = "idea"
    NAME = "name"


LONGEST = {AnswerKind.IDEA: 1_000, AnswerKind.NAME: NAME_LENGTH}
"""Characters that an answer may have."""
MOST_ASKED = 12
"""Sentences that outsiders are asked about; three are easier to answer."""


class Inquiry(Noun):
    """A sentence that outsiders read: what a capability does, leaves over or could become, worded as a problem."""

    number: int = Field(ge=1, description="By which the sentence is found again.")
    capability: CapabilityKey = Field(description="Key of the capability.")
    of: Aspect = Field(description="What of it: its nature, by-product or adjustment.")
    wording: Name = Field(description="The problem in the words of somebody who has it.")


class OutsideAnswer(Noun):
    """What an outsider wrote, with the sentence as they read it; none where it was taken away meanwhile."""

    kind: AnswerKind = Field(description="An idea of who has the problem, or somebody who would know more.")
    text: Annotated[
        str,
        BeforeValidator(clean),
        StringConstraints(min_length=1, max_length=LONGEST[AnswerKind.IDEA]),
    ] = Field(description="What they wrote.")
    capability: Key | None = Field(default=None, description="Key of the capability, which may be gone since.")
    of: Aspect | None = Field(default=None, description="What of it.")
    wording: Line = Field(default="", description="The sentence as it was read.")


class Settled(StrEnum):
    """What the facilitator has done with an answer."""

    LET_IN = "let in"
    ASIDE = "put aside"


class Referral(Noun):
    """Somebody who may know more: who rings them, and what came of it."""

    number: int = Field(ge=1, description="By which the entry is found again.")
    name: Name = Field(description="Who it is, and how to reach them.")
    about: Line = Field(default="", description="The sentence about which they would know more.")
    outside: bool = Field(default=False, description="True when somebody outside the team has named them.")
    caller: Line = Field(default="", description="Who rings.")
    outcome: Prose = Field(default="", description="What came of it, and whom they named in turn.")
