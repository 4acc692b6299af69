"""The workshop itself: what step 1, Frame, settles."""

from sqlmodel import Field

from reuse_app.worksheet.estimate import Amount
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.text import Line, Name, Prose


class Settings(Noun):
    """How the team votes with dots."""

    dots_each: int = Field(default=5, ge=1, le=100, description="Dots that each participant may give.")
    dots_cap: int = Field(default=3, ge=1, le=100, description="Most dots that one participant may give one product.")


class Workshop(Noun):
    """What the team is here to find, and in which terms it will decide."""

    title: Name = Field(description="What the workshop is called.")
    purpose: Prose = Field(default="", description="What the team is here to find, in a sentence or two.")
    organisation: Line = Field(default="", description="Whose capabilities these are.")
    unit: Line = Field(default="person-months", description="Unit of every cost, value and the budget.")
    budget: Amount | None = Field(default=None, description="What may be spent, in the unit of cost.")
    decider: Line = Field(default="", description="Who decides in the end.")
    settings: Settings = Field(default_factory=Settings, description="How the team votes.")
