"""The phases of Products: ideas are collected, merged, voted on and shortlisted, one after another."""

from collections.abc import Mapping
from enum import StrEnum

from reuse_app.room.room import Access, Stage


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
