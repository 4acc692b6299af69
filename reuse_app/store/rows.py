"""A workshop's rows by part, each in the order of its list, and the worksheet and the room that they make."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from reuse_app.room import Room
from reuse_app.room.room import ENTERED_IN, EntryKey
from reuse_app.store.noun_table import EntryId, Exclusive, Minimum, StoredPart
from reuse_app.worksheet import AtLeast, Constraints, Iteration, Worksheet, Workshop
from reuse_app.worksheet.columns import nest
from reuse_app.worksheet.values import Noun

LISTS = {
    "factors": "factor",
    "capabilities": "capability",
    "products": "product",
    "looks": "look",
    "links": "link",
    "participants": "participant",
    "ratings": "rating",
    "dots": "dot",
    "decisions": "decision",
    "sets": "set",
    "set_products": "set_product",
    "gap_plans": "gap_plan",
    "outcomes": "outcome",
    "notes": "note",
}
"""The lists of a worksheet and the part that each is made of."""


class NounRow(NamedTuple):
    """One noun on disk: which entry it is, its place in its list, who added it and when it last changed."""

    entry: EntryId
    position: int
    version: int
    author: str | None
    noun: Any
    bytes: int = 0
    """About what it takes in memory."""


PLACE = attrgetter("position", "entry")
"""Where two rows have the same place, what identifies them decides."""


@dataclass(frozen=True)
class NounRows:
    """The rows of a part at one revision; what another revision has in common with it is shared, not made again."""

    by_entry: dict[EntryId, NounRow]

    def __iter__(self) -> Iterator[NounRow]:
        return iter(self.by_entry.values())

    def __len__(self) -> int:
        return len(self.by_entry)

    @cached_property
    def nouns(self) -> tuple[Any, ...]:
        """The nouns in their order."""
        return tuple(map(attrgetter("noun"), self))

    @cached_property
    def bytes(self) -> int:
        """About what the rows take in memory, with the nouns that they hold."""
        return sum(map(attrgetter("bytes"), self))

    def version(self, entry: EntryId) -> int:
        """The revision at which an entry last changed; 0 for one that is not there."""
        row = self.by_entry.get(entry)
        return row.version if row else 0

    def renewed(self, changed: Collection[EntryId], found: Iterable[NounRow]) -> "NounRows":
        """Return the rows after a change of some entries, of which these are still there.

        A list of thousands is sorted again only when something in it has moved: what is new comes last.
        """
        if not changed:
            return self
        now = ordered(found).by_entry
        rows = {**self.by_entry, **now}
        for entry in set(changed) - now.keys():
            rows.pop(entry, None)
        return NounRows(rows) if all(map(self._keeps_order, now.values())) else ordered(rows.values())

    def _keeps_order(self, row: NounRow) -> bool:
        """Say whether a row stands where it stood, or, when it is new, behind all others."""
        before = self.by_entry.get(row.entry)
        if before:
            return before.position == row.position
        return not self.by_entry or row.position > self.by_entry[next(reversed(self.by_entry))].position


def ordered(rows: Iterable[NounRow]) -> NounRows:
    """Return rows in the order of their list."""
    return NounRows({row.entry: row for row in sorted(rows, key=PLACE)})


def as_noun(part: StoredPart, row: Mapping[str, Any]) -> Noun:
    """Return a row of a part's table, or a mapping like one, as the noun that it holds; raises ValidationError."""
    return part.noun.model_validate(nest(part.noun, row))


def worksheet_of(rows: Mapping[str, NounRows]) -> Worksheet:
    """Return the worksheet that rows make."""
    nouns = {part: found.nouns for part, found in rows.items()}
    (framed,) = nouns["workshop"]
    constraints = {
        "must_have": [must.product for must in nouns["must_have"]],
        "exclusive": tuple(groups_of(nouns["exclusive"]).values()),
        "at_most": framed.at_most,
        "at_least": tuple(minimums_of(nouns["at_least"]).values()),
        "requires": nouns["requires"],
    }
    parts: dict[str, Any] = {field: nouns[part] for field, part in LISTS.items()}
    return Worksheet(
        workshop=Workshop.model_validate(framed.model_dump(include=set(Workshop.model_fields))),
        iterations=tuple(_iteration(numbered) for numbered in nouns["iteration"]),
        constraints=Constraints.model_validate(constraints),
        **parts,
    )


def room_of(rows: Mapping[str, NounRows]) -> Room:
    """Return the room that rows make."""
    (framed,) = rows["workshop"].nouns
    return Room(
        step=framed.step,
        since=framed.since,
        starts_at=framed.starts_at,
        at_item=framed.at_item,
        ends_at=framed.ends_at,
        sound=framed.sound,
        spotlight=framed.spotlight,
        turn=framed.turn,
        closed=framed.closed,
        report_open=framed.report_open,
        is_template=framed.is_template,
        has_joined=framed.has_joined,
        stages={stage.step: stage for stage in rows["stage"].nouns},
        authors={
            (part, row.noun.key): row.author
            for part in ENTERED_IN
            for row in rows[part]
            if row.author and not getattr(row.noun, "home", False)
        },
        marks=frozenset((mark.part, mark.key, mark.marking) for mark in rows["mark"].nouns),
        seats={seat.participant: seat for seat in rows["seat"].nouns},
        completions=frozenset((done.participant, done.step) for done in rows["completion"].nouns),
        items=rows["agenda_item"].nouns,
        takers=_takers(rows),
    )


def _takers(rows: Mapping[str, NounRows]) -> Mapping[EntryKey, tuple[str, ...]]:
    """Who is at which capability or product, in the order in which they came to it."""
    takers: dict[EntryKey, tuple[str, ...]] = defaultdict(tuple)
    for share in rows["nature_share"].nouns:
        takers["capability", share.capability] += (share.participant,)
    for share in rows["map_share"].nouns:
        takers["product", share.product] += (share.participant,)
    return dict(takers)


def groups_of(members: Iterable[Exclusive]) -> Mapping[int, tuple[str, ...]]:
    """The products that exclude each other, by the number of their group; a product that is left alone is no group."""
    groups: dict[int, list[str]] = defaultdict(list)
    for member in members:
        groups[member.group].append(member.product)
    return {number: tuple(products) for number, products in groups.items() if len(products) > 1}


def minimums_of(members: Iterable[Minimum]) -> Mapping[int, AtLeast]:
    """The groups of which at least so many products have to be chosen, by their numbers."""
    groups: dict[int, list[Minimum]] = defaultdict(list)
    for member in members:
        groups[member.group].append(member)
    return {
        number: AtLeast(of=tuple(each.product for each in group), count=group[0].count)
        for number, group in groups.items()
    }


def _iteration(numbered: Noun) -> Iteration:
    return Iteration.model_validate(numbered.model_dump(include=set(Iteration.model_fields)))
