"""A stage: one step as the facilitator has set it, with its rights, its privacy and its time."""

from enum import StrEnum
from typing import Literal

from sqlmodel import Field

from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import Noun


class Access(StrEnum):
    """What participants may do in a step."""

    CLOSED = "closed"
    AHEAD = "ahead"
    OPEN = "open"
    READ_ONLY = "read-only"

    @property
    def lets_look(self) -> bool:
        """Whether participants see what is in the step."""
        return self is not Access.CLOSED

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
    access: Access = Field(default=Access.CLOSED, description="Closed, open to work ahead, open, or read only.")
    private: bool = Field(default=False, description="True while each person sees only their own entries.")
    blind: bool = Field(default=True, description="True while each person sees only their own ratings and dots.")
    names: Names = Field(default=Names.ALL, description="Who is told who wrote, rated and voted.")
    shuffled: bool = Field(default=False, description="True when each person has an order of their own.")
    round: Literal[1, 2] = Field(default=1, description="Which round of ratings is open.")
    reopened: int = Field(default=0, ge=0, le=1000, description="How often what had been shown was hidden again.")
    planned_minutes: int | None = Field(default=None, ge=1, le=600, description="Minutes planned for the step.")
    used_seconds: int = Field(default=0, ge=0, le=10_000_000, description="Seconds that the room spent here before.")

    @property
    def planned(self) -> "Stage":
        """The stage as it was planned, before anybody has come to it."""
        plan = {name: getattr(self, name) for name in ("private", "names", "shuffled", "planned_minutes")}
        return opening(self.step).model_copy(update=plan)


def opening(step: Step) -> Stage:
    """The stage of a step that nobody has set: only the first step is open."""
    return Stage(step=step, access=Access.OPEN if step is Step.FRAME else Access.CLOSED)
