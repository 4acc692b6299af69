"""Where a team has looked for ideas: which capabilities, in which fields, and how far from home."""

from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from reuse_app.analysis.finding import Finding
from reuse_app.worksheet import Aspect, Status, Worksheet
from reuse_app.worksheet.isic import Distance, distance, division

PROMPTED = ""
"""Stands in the place of a section of ISIC for what came from a prompt card, which has no field."""
OUTSIDE = "outside"
"""Stands there for what an outsider named, where nobody has said in which field it is."""


class Spot(Finding):
    """A capability in a section of ISIC, or with the prompt cards: what came of looking there."""

    capability: str = Field(description="Key of the capability.")
    section: str = Field(description="Letter of the section of ISIC; empty for the prompt cards, or “outside”.")
    ideas: int = Field(description="Products that came from there.")
    looks: int = Field(description="Cards that were looked at without an idea.")


class SearchReview(Finding):
    """Where people have looked; a place that is not named has not been looked at."""

    spots: tuple[Spot, ...] = Field(description="Every place that somebody has looked at.")
    ideas: int = Field(description="Ideas that came from a capability.")
    looks: int = Field(description="Cards that were looked at without an idea.")
    distances: dict[Distance, int] = Field(description="How many ideas are near, middle and far from the home field.")
    outside: tuple[str, ...] = Field(description="Ideas that came from outside the team, by key.")
    untaken: tuple[str, ...] = Field(description="Capabilities whose by-product has led to no idea, by key.")


def review_search(worksheet: Worksheet) -> SearchReview:
    """Return where people have looked, by the origins of products and by the cards without an idea."""
    ideas, looks = Counter(_ideas(worksheet)), Counter(_looks(worksheet))
    home = worksheet.workshop.home_field
    fields = [each.origin.field for each in worksheet.candidates if each.origin and each.origin.field]
    distances = Counter(distance(home, field) for field in fields) if home else Counter[Distance]()
    taken = {
        each.origin.capability for each in worksheet.candidates if each.origin and each.origin.of is Aspect.BY_PRODUCT
    }
    return SearchReview(
        spots=tuple(
            Spot(
                capability=capability,
                section=section,
                ideas=ideas[capability, section],
                looks=looks[capability, section],
            )
            for capability, section in sorted({*ideas, *looks})
        ),
        ideas=ideas.total(),
        looks=looks.total(),
        distances={each: distances[each] for each in Distance} if home else {},
        outside=tuple(each.key for each in worksheet.candidates if each.origin and each.origin.outside),
        untaken=tuple(
            each.key
            for each in worksheet.capabilities
            if each.status is Status.IN_HOUSE and each.by_product and each.key not in taken
        ),
    )


def _ideas(worksheet: Worksheet) -> Iterator[tuple[str, str]]:
    for product in worksheet.candidates:
        if product.origin and product.origin.capability:
            yield (
                product.origin.capability,
                _section(product.origin.field, OUTSIDE if product.origin.outside else PROMPTED),
            )


def _looks(worksheet: Worksheet) -> Iterator[tuple[str, str]]:
    return ((look.capability, _section(look.field, PROMPTED)) for look in worksheet.looks)


def _section(field: str | None, otherwise: str) -> str:
    return division(field).section if field else otherwise
