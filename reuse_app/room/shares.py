"""Who is at what: the shares of the work that people have taken or were dealt. Nothing is locked by them."""

from collections.abc import Sequence

from sqlmodel import Field

from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import CapabilityKey, Noun, ParticipantKey, ProductKey


class NatureShare(Noun):
    """A capability that somebody is at in Nature."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    capability: CapabilityKey = Field(description="Key of the capability.")


class MapShare(Noun):
    """A product whose column somebody fills in on the map."""

    participant: ParticipantKey = Field(description="Key of the participant.")
    product: ProductKey = Field(description="Key of the product.")


SHARED_IN = {"nature_share": Step.NATURE, "map_share": Step.MAP}
"""The step in which people have shares, by the part of these."""


def deal(people: Sequence[str], products: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return who gets which product: each person one at least, each product one person at least, and as even as can be.

    Nothing is dealt where there are no people, or no products.
    """
    if not people or not products:
        return ()
    rounds = range(max(len(people), len(products)))
    return tuple((people[each % len(people)], products[each % len(products)]) for each in rounds)
