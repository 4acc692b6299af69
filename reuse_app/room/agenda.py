"""The agenda: what facilitators plan beside the eight steps."""

from typing import Annotated

from pydantic import BeforeValidator, StringConstraints
from sqlmodel import Field

from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import Noun, clean, clean_line

TITLE_LENGTH, TEXT_LENGTH = 120, 2_000
"""Characters of the title of an item, and of what the screen says about it."""
LONGEST = 600
"""Minutes that a step, an item or a timer may take."""
MOST_ITEMS = 50
"""Items of their own that facilitators may plan in a workshop."""
MINUTE = 60
"""Seconds."""


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
    used_seconds: int = Field(default=0, ge=0, le=10_000_000, description="Seconds that the room spent here before.")

    @property
    def planned(self) -> "AgendaItem":
        """The item as it was planned, before anybody has come to it."""
        return self.model_copy(update={"used_seconds": 0})
