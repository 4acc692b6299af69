"""What one person sees of a worksheet, and in which order: hidden means that it is not there at all.

Pages, events, exports and counts are made from what this returns, so none of them can tell more.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, TypeVar

from reuse_app.room.room import ENTERED_IN, Marking, Room
from reuse_app.worksheet import Capability, Product, Worksheet
from reuse_app.worksheet.copies import with_parts, without
from reuse_app.worksheet.steps import Step

Entry = TypeVar("Entry", Capability, Product)


def visible(worksheet: Worksheet, room: Room, viewer: str | None) -> Worksheet:
    """Return what a participant may see; `viewer` None stands for what everybody may see.

    Private entries are their author's alone, blind ratings and dots are their giver's alone, and what is marked as
    hidden is nobody's. What refers to something unseen goes with it.
    """
    unseen = {
        "capability": frozenset(_unseen(room, "capability", worksheet.capabilities, viewer)),
        "product": frozenset(_unseen(room, "product", worksheet.products, viewer)),
    }
    seen = with_parts(worksheet, _votes(worksheet, room, viewer))
    return without(seen, unseen) if any(unseen.values()) else seen


def _unseen(room: Room, part: str, entries: Iterable[Capability | Product], viewer: str | None) -> Iterator[str]:
    private = room.is_private(ENTERED_IN[part])
    for key in (entry.key for entry in entries):
        author = room.authors.get((part, key))
        if room.is_marked(part, key, Marking.HIDDEN) or (private and author not in (None, viewer)):
            yield key


def _votes(worksheet: Worksheet, room: Room, viewer: str | None) -> dict[str, Any]:
    """The ratings and dots that a person may see, where these are not all."""
    seen: dict[str, Any] = {}
    open_round = room.stage(Step.SCORE).round
    if room.is_blind(Step.SCORE) and worksheet.ratings:
        seen["ratings"] = tuple(r for r in worksheet.ratings if r.participant == viewer or r.round < open_round)
    if room.is_blind(Step.PRODUCTS) and worksheet.dots:
        seen["dots"] = tuple(dot for dot in worksheet.dots if dot.participant == viewer)
    return seen


def shuffled(entries: Iterable[Entry], *, seed: str) -> tuple[Entry, ...]:
    """Return entries in an order that follows from the seed alone: a new one takes its place, the others keep theirs.

    Args:
        entries: each with a key of its own.
        seed: what tells one order from another, such as who looks at which step.
    """
    return tuple(sorted(entries, key=lambda entry: sha256(f"{seed}\0{entry.key}".encode()).digest()))
