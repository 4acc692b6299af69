"""What keeps a list of entries tidy: likely duplicates, merging, locking, hiding and keeping apart."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import redirect, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.room import Mark, Marking
from reuse_app.room.room import ENTERED_IN
from reuse_app.store import change_log, entries, merging
from reuse_app.web.context import database, g
from reuse_app.web.page import Page, Who
from reuse_app.worksheet import Capability, Product, Worksheet
from reuse_app.worksheet.comparing import COMPARED_LENGTH
from reuse_app.worksheet.searching import alike

bp = Page("tidying", __name__, Who.FACILITATORS)

Listed = Capability | Product

MOST_TWINS = 10
"""Pairs that are listed at once; when one is settled, the next moves up."""

Named = tuple[str, str, str]
"""The key, name and nature of an entry."""
WORKSHOPS = 64
"""Lists whose pairs are kept, because every page that shows a list asks for them."""


@dataclass(frozen=True)
class Twins:
    """Two entries that look alike, and by how many percent."""

    first: Listed
    second: Listed
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
    hidden: Sequence[Listed]
    merged: Sequence[Merged]


def tidy(part: str) -> Tidy:
    """Return what the person of this request is told about a list; suggestions and hidden entries facilitators only."""
    if not g.is_facilitator:
        return Tidy(part, (), 0, (), _merged(part))
    every = known(g.saved.worksheet, part)
    hidden = [each for key, each in every.items() if g.saved.room.is_marked(part, key, Marking.HIDDEN)]
    twins = _twins(part)
    return Tidy(part, twins[:MOST_TWINS], len(twins[MOST_TWINS:]), hidden, _merged(part))


def known(worksheet: Worksheet, part: str) -> Mapping[str, Listed]:
    """Return the entries of a part by their keys; none for what is no such part."""
    by_key: Mapping[str, Mapping[str, Listed]] = {
        "capability": worksheet.capability_by_key,
        "product": worksheet.product_by_key,
    }
    return by_key.get(part, {})


def endpoint_of(part: str) -> str:
    """Return the endpoint of the page on which the entries of a part stand."""
    return f"{ENTERED_IN[part]}.page"


def _twins(part: str) -> list[Twins]:
    """The pairs that look alike, without those of which one is known to be something of its own."""
    entries = g.own.capabilities if part == "capability" else g.own.candidates
    seen = known(g.own, part)
    return [
        Twins(seen[pair.first], seen[pair.second], pair.percent)
        for pair in pairs(entries)
        if not g.saved.room.is_marked(part, pair.second, Marking.APART)
    ]


def _merged(part: str) -> list[Merged]:
    """The last merges into entries that the person of this request sees, the newest first."""
    names, people = {key: entry.name for key, entry in known(g.own, part).items()}, g.names
    return [
        Merged(
            revision=each.revision,
            who=people.get(each.participant or "", "Somebody"),
            gone=each.gone,
            into=names[each.into],
            at=each.at,
            undone=each.undone,
        )
        for each in change_log.merges(database(), g.saved.id, part)
        if each.into in names
    ]


@bp.post("/marks")
def mark() -> Response:
    """Mark an entry that the facilitator sees."""
    sent = _sent_mark()
    if sent.key not in known(g.own, sent.part):
        raise NotFound
    entries.put(g.writer, [sent], seen=g.revision)
    return _back(sent)


@bp.post("/marks/removal")
def unmark() -> Response:
    """Take a mark off an entry, even off one that nobody sees."""
    sent = _sent_mark()
    entries.remove(g.writer, "mark", (sent.part, sent.key, sent.marking.value))
    return _back(sent)


def _sent_mark() -> Mark:
    try:
        return Mark.model_validate({name: request.form.get(name) for name in Mark.model_fields})
    except ValidationError as error:
        raise NotFound from error


def _back(mark: Mark) -> Response:
    """The entry on its page, or what is said there of hidden and similar ones."""
    is_there = mark.marking is Marking.LOCKED
    return redirect(url_for(endpoint_of(mark.part), _anchor=f"{mark.part}-{mark.key}" if is_there else "tidy"), 303)


@bp.post("/merges")
def merge() -> Response:
    """Make one entry of two; the page that follows says so and offers to undo it."""
    part, into, gone = (request.form.get(name, "") for name in ("part", "into", "from"))
    if not {into, gone} <= known(g.own, part).keys():
        raise NotFound
    merging.merge(g.writer, part, into, gone)
    return redirect(url_for(endpoint_of(part), _anchor="tidy"), 303)


@dataclass(frozen=True)
class Pair:
    """Two entries that are alike, by their keys, the earlier one first."""

    first: str
    second: str
    percent: float


def pairs(entries: Sequence[Capability | Product]) -> Sequence[Pair]:
    """Return the pairs of entries that look alike, the most alike first; each entry with the one it resembles most."""
    return _pairs(tuple((each.key, each.name, getattr(each, "nature", "")) for each in entries))


@lru_cache(maxsize=WORKSHOPS)
def _pairs(entries: tuple[Named, ...]) -> tuple[Pair, ...]:
    found: dict[tuple[str, str], float] = {}
    for column in (1, 2):
        texts = [(each[0], " ".join(each[column].split())[:COMPARED_LENGTH]) for each in entries if each[column]]
        first = {text: key for key, text in reversed(texts)}
        for (key, _), similar in zip(texts, alike([text for _, text in texts], ()), strict=True):
            if similar and first[similar.other] != key:
                pair = first[similar.other], key
                found[pair] = max(similar.percent, found.get(pair, 0))
    return tuple(sorted((Pair(*pair, percent) for pair, percent in found.items()), key=lambda each: -each.percent))
