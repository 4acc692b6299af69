"""What people say beside the work: a note about something, or in the parking lot as long as it is about nothing yet."""

from typing import Annotated, Self

from pydantic import BeforeValidator, StringConstraints, model_validator
from sqlmodel import Field

from reuse_app.worksheet.values import NOT_BLANK, PROSE_LENGTH, Key, Noun, ParticipantKey, Refers, clean

Place = tuple[str | None, str | None, str | None]
"""What a note is about: keys of a capability, a product and a factor, as far as it names them."""
PARKED: Place = (None, None, None)
"""The parking lot."""


class Note(Noun):
    """What was said beside the work: about a capability, a product, a cell or a rating, or about nothing yet.

    A note that names nothing is in the parking lot. It goes with what it is about.
    """

    key: Key = Field(description="Short stable key, unique among notes.")
    text: Annotated[
        str, StringConstraints(min_length=1, max_length=PROSE_LENGTH, pattern=NOT_BLANK), BeforeValidator(clean)
    ] = Field(description="What was said.")
    capability: Annotated[Key, Refers("capability", goes_along=True)] | None = Field(
        default=None, description="Key of the capability; with a product it is their cell of the map."
    )
    product: Annotated[Key, Refers("product", goes_along=True)] | None = Field(
        default=None, description="Key of the product; with a factor it is what was rated."
    )
    factor: Annotated[Key, Refers("factor", goes_along=True)] | None = Field(
        default=None, description="Key of the factor by which the product was rated."
    )
    author: ParticipantKey | None = Field(default=None, description="Key of the participant who wrote it.")

    @model_validator(mode="after")
    def _about_one_thing(self) -> Self:
        if self.factor and (self.capability or not self.product):
            raise ValueError("a note about a factor needs the product that was rated, and no capability")
        return self

    @property
    def about(self) -> Place:
        """What it is about; nothing three times for a note in the parking lot."""
        return self.capability, self.product, self.factor
