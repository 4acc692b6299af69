"""How far a room is in a step: the phase of Products, and by numbers alone what each has added, rated and voted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reuse_app.room.nouns import Access, Stage
from reuse_app.room.room import ENTERED_IN, Room
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.steps import Step

ALONE = 1
"""The first round of ratings."""
Cell = tuple[str, str]
"""A product and a factor, by their keys."""


@dataclass(frozen=True)
class Headway:
    """How far somebody is, or all of them together."""

    added: int | None = None
    """Entries; None in a step in which nobody adds any."""
    dots: int | None = None
    ratings: int | None = None
    """Ratings answered in the open round; a considered “don’t know” is an answer."""
    of: int = 0
    """How many dots or ratings there are to give."""

    def __add__(self, other: "Headway") -> "Headway":
        return Headway(
            _sum(self.added, other.added),
            _sum(self.dots, other.dots),
            _sum(self.ratings, other.ratings),
            self.of + other.of,
        )

    @property
    def is_counted(self) -> bool:
        """Whether there is anything to count."""
        return (self.added, self.dots, self.ratings) != (None, None, None)


def headway(worksheet: Worksheet, room: Room, step: Step, person: str, *, talked: Collection[Cell] = ()) -> Headway:
    """Return how far somebody is in a step.

    Args:
        worksheet: all of it, with what is kept back.
        room: says who added what, and which round is open.
        step: the step.
        person: the key of a participant.
        talked: the cells that are rated once more after the talk; none where all of them are.
    """
    if step is Step.SCORE:
        return _rated(worksheet, room, person, frozenset(talked))
    parts = [part for part, where in ENTERED_IN.items() if where is step]
    added = sum(author == person for (part, _), author in room.authors.items() if part in parts) if parts else None
    if step is not Step.PRODUCTS:
        return Headway(added)
    dots = sum(dot.count for dot in worksheet.dots if dot.participant == person)
    return Headway(added, dots, of=worksheet.workshop.settings.dots_each)


def _rated(worksheet: Worksheet, room: Room, person: str, talked: frozenset[Cell]) -> Headway:
    round_ = room.stage(Step.SCORE).round
    own = [rating for rating in worksheet.ratings if rating.participant == person]
    asked = {(product.key, factor.key) for product in worksheet.considered for factor in worksheet.factors}
    if round_ > ALONE:
        asked = asked & talked & {(each.product, each.factor) for each in own if each.round == ALONE} or asked
    said = {(each.product, each.factor) for each in own if each.round == round_}
    return Headway(ratings=len(asked & said), of=len(asked))


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


class Phase(StrEnum):
    """What a room does in Products. It follows from how the step is set, so the two never differ."""

    COLLECT = "collect"
    MERGE = "merge"
    DOTS = "dots"
    SHORTLIST = "shortlist"


IDEAS, VOTES = 1, 2
"""The two rounds of Products."""
SETS: Mapping[Phase, Mapping[str, object]] = {
    Phase.COLLECT: {"access": Access.OPEN, "round": IDEAS, "blind": True},
    Phase.MERGE: {"access": Access.READ_ONLY, "private": False, "round": IDEAS, "blind": True},
    Phase.DOTS: {"access": Access.OPEN, "private": False, "round": VOTES, "blind": True},
    Phase.SHORTLIST: {"private": False, "round": VOTES, "blind": False},
}
"""How the step is set in each phase: nobody merges or votes on what only its author sees."""


def phase_of(stage: Stage) -> Phase:
    """Return the phase in which Products is, as it is set."""
    if not stage.blind:
        return Phase.SHORTLIST
    if stage.round == VOTES:
        return Phase.DOTS
    return Phase.MERGE if stage.access is Access.READ_ONLY else Phase.COLLECT
