"""What one person may see of a worksheet: hidden means that it is not there at all.

Pages, events, exports and counts are made from what this returns, so none of them can tell more.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from reuse_app.room.people import Marking
from reuse_app.room.room import Room
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.capability import Capability
from reuse_app.worksheet.decision import Constraints
from reuse_app.worksheet.flat import columns
from reuse_app.worksheet.noun import Noun
from reuse_app.worksheet.parts import PARTS
from reuse_app.worksheet.product import Product
from reuse_app.worksheet.steps import Step

ENTERED_IN = {"capability": Step.INVENTORY, "product": Step.PRODUCTS}
"""The step whose privacy covers the entries of a part."""


def visible(worksheet: Worksheet, room: Room, viewer: str | None) -> Worksheet:
    """Return what a participant may see; `viewer` None stands for what everybody may see.

    Private entries are their author's alone, blind ratings and dots are their giver's alone, and what is marked as
    hidden is nobody's. What refers to something unseen goes with it.
    """
    unseen = {
        "capability": frozenset(_unseen(room, "capability", worksheet.capabilities, viewer)),
        "product": frozenset(_unseen(room, "product", worksheet.products, viewer)),
    }
    seen = _changed(worksheet, _votes(worksheet, room, viewer))
    return without(seen, unseen) if any(unseen.values()) else seen


def without(worksheet: Worksheet, gone: Mapping[str, Set[str]]) -> Worksheet:
    """Return a worksheet without some entries, by part and key, and without all that cannot be without them."""
    lists: dict[str, Any] = {
        name: tuple(_kept(getattr(worksheet, name), part.noun, gone)) for name, part in PARTS.items()
    }
    constraints, products = worksheet.constraints, gone.get("product", frozenset())
    groups = (tuple(key for key in group if key not in products) for group in constraints.exclusive)
    lists["constraints"] = Constraints(
        must_have=tuple(key for key in constraints.must_have if key not in products),
        exclusive=tuple(group for group in groups if len(group) > 1),
        at_most=constraints.at_most,
    )
    return _changed(worksheet, lists)


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


def _kept(entries: Iterable[Noun], noun: type[Noun], gone: Mapping[str, Set[str]]) -> Iterator[Noun]:
    """Yield the entries of a list that can be without what is gone, with references to it emptied."""
    own = gone.get(noun.__name__.lower(), frozenset())
    references = [column for column in columns(noun).values() if column.refers in gone]
    for entry in entries:
        lost = [column for column in references if getattr(entry, column.name) in gone[str(column.refers)]]
        if getattr(entry, "key", None) not in own and all(column.optional for column in lost):
            yield entry.model_copy(update={column.name: None for column in lost}) if lost else entry


def _changed(worksheet: Worksheet, lists: dict[str, Any]) -> Worksheet:
    """A worksheet with other lists; made anew, because a copy would keep what the first has looked up."""
    if not lists:
        return worksheet
    return Worksheet(**{name: getattr(worksheet, name) for name in Worksheet.model_fields} | lists)
