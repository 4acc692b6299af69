"""Who scores what: factors, participants, ratings and dots."""

from typing import Literal

from sqlmodel import Field

from reuse_app.worksheet.estimate import Number
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.scales import Axis
from reuse_app.worksheet.text import FactorKey, Key, Line, Name, ParticipantKey, ProductKey

Anchors = tuple[Line, Line, Line, Line]


class Factor(Noun):
    """One question that is asked of every product."""

    key: Key = Field(description="Short stable key, unique among factors.")
    name: Name = Field(description="What is rated.")
    axis: Axis = Field(description="Whether it adds to potential or to challenge.")
    weight: Number = Field(default=1.0, ge=0, le=1000, description="Weight within its axis; any scale, normalised.")
    anchors: Anchors = Field(default=("", "", "", ""), description="What each of the four levels means.")


class Participant(Noun):
    """Somebody in the room, by name or pseudonym."""

    key: Key = Field(description="Short stable key, unique among participants.")
    name: Name = Field(description="The name the room knows, or a pseudonym.")
    without_device: bool = Field(default=False, description="True when the facilitator records for this person.")


class Rating(Noun):
    """One person's level for one product and factor; no level is a considered don't know."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    product: ProductKey = Field(description="Key of the product.")
    factor: FactorKey = Field(description="Key of the factor.")
    level: int | None = Field(ge=1, le=4, description="1 low, 2 mid, 3 high, 4 super high, null for don't know.")
    round: Literal[1, 2] = Field(default=1, description="1 alone and blind, 2 after the talk.")


class Dot(Noun):
    """Dots that one person gave one product to shorten the list."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    product: ProductKey = Field(description="Key of the product.")
    count: int = Field(ge=0, le=100, description="How many dots.")
