"""An uncertain amount, as low, likely and high."""

from typing import Annotated, Any, Self

from annotated_types import Ge, Le
from pydantic import (
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from sqlmodel import Field

from reuse_app.worksheet.noun import Noun

LARGEST_AMOUNT = 1e12


def shortest(number: float) -> int | float:
    """Return a whole number as an int, so that 12.0 is written 12."""
    return int(number) if number == int(number) else number


Number = Annotated[float, PlainSerializer(shortest, return_type=int | float)]
Amount = Annotated[Number, Ge(0), Le(LARGEST_AMOUNT)]


LOW_ABOVE, HIGH_BELOW = "low_above_likely", "high_below_likely"
"""The types of the two mistakes that an estimate can make as a whole."""


class Estimate(Noun):
    """An amount in the workshop's unit; a bare number in a file means low = likely = high.

    Which ends somebody stated is what pydantic calls the fields that were set; the others are the likely amount.
    """

    low: Amount = Field(description="Unlikely to be less than this, in the workshop's unit.")
    likely: Amount = Field(description="The best single guess, in the workshop's unit.")
    high: Amount = Field(description="Unlikely to be more than this, in the workshop's unit.")

    @model_validator(mode="wrap")
    @classmethod
    def _around_likely(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Read a bare number as certain, and a missing low or high as likely."""
        if isinstance(value, int | float | str):
            value = {"likely": value}
        if not isinstance(value, dict):
            return handler(value)
        stated = {end: amount for end, amount in value.items() if end == "likely" or amount is not None}
        estimate = handler({"low": 0, "high": LARGEST_AMOUNT, **stated})
        unstated = {end: estimate.likely for end in ("low", "high") if end not in stated}
        # SQLModel lets go of a copy, so it is this very object that is finished here.
        estimate.__dict__.update(unstated)
        estimate.model_fields_set.difference_update(unstated)
        return estimate

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        amounts = {"low": f"{shortest(self.low):,}", "likely": f"{shortest(self.likely):,}"}
        if self.low > self.likely:
            raise PydanticCustomError(LOW_ABOVE, "Low is {low}, which is more than likely, {likely}.", amounts)
        if self.high < self.likely:
            amounts = {**amounts, "high": f"{shortest(self.high):,}"}
            raise PydanticCustomError(HIGH_BELOW, "High is {high}, which is less than likely, {likely}.", amounts)
        return self

    @model_serializer(mode="wrap")
    def _as_number_when_certain(self, handler: SerializerFunctionWrapHandler) -> dict[str, int | float] | int | float:
        return shortest(self.likely) if self.low == self.high else handler(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        written_out = handler.resolve_ref_schema(handler(schema))
        number = {"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT}
        return {"anyOf": [number, written_out], "description": cls.__doc__}
