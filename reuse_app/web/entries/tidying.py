"""What keeps a list of entries tidy: likely duplicates, what was merged, and what is hidden from everybody."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reuse_app.room import Marking
from reuse_app.store.history import merges
from reuse_app.web.context import database, g
from reuse_app.web.entries.lookalikes import pairs
from reuse_app.worksheet import Capability, Product, Worksheet
from reuse_app.worksheet.steps import Step

Entry = Capability | Product

MOST_TWINS = 10
"""Pairs that are listed at once; when one is settled, the next moves up."""

PAGES = {"capability": Step.INVENTORY, "product": Step.PRODUCTS}
"""The step on whose page the entries of a part stand."""


@dataclass(frozen=True)
class Twins:
    """Two entries that look alike, and by how many percent."""

    first: Entry
    second: Entry
    percent: float


@dataclass(frozen=True)
class Merged:
    """A merge as the page tells it."""

    revision: int
    who: str
    gone: str
    into: str
    at: dt.datetime
    undone: bool


@dataclass(frozen=True)
class Tidy:
    """What there is to say beside the list of a part."""

    part: str
    twins: Sequence[Twins]
    more_twins: int
    """Pairs that look alike beside those."""
    hidden: Sequence[Entry]
    merged: Sequence[Merged]


def tidy(part: str) -> Tidy:
    """Return what the person of this request is told about a list; suggestions and hidden entries facilitators only."""
    if not g.is_facilitator:
        return Tidy(part, (), 0, (), _merged(part))
    every = known(g.saved.worksheet, part)
    hidden = [each for key, each in every.items() if g.saved.room.is_marked(part, key, Marking.HIDDEN)]
    twins = _twins(part)
    return Tidy(part, twins[:MOST_TWINS], len(twins[MOST_TWINS:]), hidden, _merged(part))


def known(worksheet: Worksheet, part: str) -> Mapping[str, Entry]:
    """Return the entries of a part by their keys; none for what is no such part."""
    by_key: Mapping[str, Mapping[str, Entry]] = {
        "capability": worksheet.capability_by_key,
        "product": worksheet.product_by_key,
    }
    return by_key.get(part, {})


def page_of(part: str) -> str:
    """Return the endpoint of the page on which the entries of a part stand."""
    return f"{PAGES[part]}.page"


def _twins(part: str) -> list[Twins]:
    """The pairs that look alike, without those of which one is known to be something of its own."""
    entries = g.worksheet.capabilities if part == "capability" else g.worksheet.candidates
    seen = known(g.worksheet, part)
    return [
        Twins(seen[pair.first], seen[pair.second], pair.percent)
        for pair in pairs(entries)
        if not g.saved.room.is_marked(part, pair.second, Marking.APART)
    ]


def _merged(part: str) -> list[Merged]:
    """The last merges into entries that the person of this request sees, the newest first."""
    names = {key: entry.name for key, entry in known(g.worksheet, part).items()}
    people = {each.key: each.name for each in g.saved.worksheet.participants}
    return [
        Merged(
            revision=each.revision,
            who=people.get(each.participant or "", "Somebody"),
            gone=each.gone,
            into=names[each.into],
            at=each.at,
            undone=each.undone,
        )
        for each in merges(database(), g.saved.id, part)
        if each.into in names
    ]
