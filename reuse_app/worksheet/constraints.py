"""What any choice of products must respect, as nouns; a file may say some of it in short."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, field_validator
from sqlmodel import Field

from reuse_app.worksheet.values import Noun, ProductKey

EachOnce = AfterValidator(lambda entries: tuple(dict.fromkeys(entries)))
"""What a rule names twice, it names once."""
Products = Annotated[tuple[ProductKey, ...], EachOnce]


class AtLeast(Noun):
    """A group of products of which at least so many have to be chosen."""

    of: Products = Field(description="Keys of the products of the group.")
    count: int = Field(ge=1, le=1000, description="Fewest products of the group that have to be chosen.")


class Requires(Noun):
    """A product that may be chosen only with another."""

    product: ProductKey = Field(description="Key of the product.")
    needs: ProductKey = Field(description="Key of the product without which it cannot be chosen.")


def _of_pair(value: Any) -> Any:
    is_pair = isinstance(value, list | tuple) and len(value) == len(Requires.model_fields)
    return dict(zip(Requires.model_fields, value, strict=True)) if is_pair else value


AtLeasts = Annotated[
    tuple[AtLeast, ...],
    BeforeValidator(
        lambda value: [value] if isinstance(value, dict) else value,
        json_schema_input_type=tuple[AtLeast, ...] | AtLeast,
    ),
]
"""Groups with their counts; in a file a single one may stand without a list."""
RequiresOrPair = Annotated[
    Requires, BeforeValidator(_of_pair, json_schema_input_type=Requires | tuple[ProductKey, ProductKey])
]
"""In a file, the two keys in a list say the same."""


class Constraints(Noun):
    """What any choice of products must respect."""

    must_have: Products = Field(default=(), description="Products that have to be chosen.")
    exclusive: tuple[Products, ...] = Field(
        default=(), description="Groups of products of which at most one may be chosen."
    )
    at_most: int | None = Field(default=None, ge=1, le=1000, description="Most products that may be chosen.")
    at_least: AtLeasts = Field(
        default=(), description="Groups of products of which at least so many have to be chosen."
    )
    requires: Annotated[tuple[RequiresOrPair, ...], EachOnce] = Field(
        default=(), description="Products that may be chosen only with another."
    )

    @field_validator("exclusive")
    @classmethod
    def _more_than_one(cls, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if any(len(group) < 2 for group in groups):  # noqa: PLR2004  # one product has nothing to be chosen with
            raise ValueError("each group needs at least two different products")
        return groups
