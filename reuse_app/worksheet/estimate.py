"""An uncertain amount, as low, likely and high."""

from typing import Annotated, Any, Self

from annotated_types import Ge, Le
from pydantic import (
    GetJsonSchemaHandler,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from sqlmodel import Field

from reuse_app.worksheet.noun import Noun

LARGEST_AMOUNT = 1e12


def shortest(number: float) -> int | float:
    """Return a whole number as an int, so that 12.0 is written 12."""
    return int(number) if number == int(number) else number


Number = Annotated[float, PlainSerializer(shortest, return_type=int | float)]
Amount = Annotated[Number, Ge(0), Le(LARGEST_AMOUNT)]


class Estimate(Noun):
    """An amount in the workshop's unit; a bare number in a file means low = likely = high."""

    low: Amount = Field(description="Unlikely to be less than this, in the workshop's unit.")
    likely: Amount = Field(description="The best single guess, in the workshop's unit.")
    high: Amount = Field(description="Unlikely to be more than this, in the workshop's unit.")

    @model_validator(mode="before")
    @classmethod
    def _around_likely(cls, value: Any) -> Any:
        """Read a bare number as certain, and a missing low or high as likely."""
        if isinstance(value, int | float | str):
            return {"low": value, "likely": value, "high": value}
        if isinstance(value, dict) and value.get("likely") is not None:
            stated = {end: amount for end, amount in value.items() if amount is not None}
            return {"low": value["likely"], "high": value["likely"], **stated}
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high must not fall")
        return self

    @model_serializer(mode="wrap")
    def _as_number_when_certain(self, handler: SerializerFunctionWrapHandler) -> dict[str, int | float] | int | float:
        return shortest(self.likely) if self.low == self.high else handler(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        written_out = handler.resolve_ref_schema(handler(schema))
        number = {"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT}
        return {"anyOf": [number, written_out], "description": cls.__doc__}
