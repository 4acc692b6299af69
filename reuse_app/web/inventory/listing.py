"""The list of the inventory: what a search has found of it, the leaf that is shown, and what the line of each says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import request, url_for

from reuse_app.room import Marking
from reuse_app.room.room import shuffled
from reuse_app.web.clock import begun_everywhere
from reuse_app.web.context import g
from reuse_app.web.lists import Leaf, is_shuffled, leaf, page_with
from reuse_app.web.permissions import is_ones_own
from reuse_app.web.voters import bylines
from reuse_app.worksheet import Capability, Kind, Status
from reuse_app.worksheet.searching import Search, is_stale, search
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import NAME_LENGTH, Estimate, clean_line

LEAF = 200
"""Capabilities on one page."""


class Line(NamedTuple):
    """All that the line of a capability says, so that lines which say the same are drawn once."""

    key: str
    name: str
    kind: Kind | None
    is_gap: bool
    trl: int | None
    build_cost: Estimate | None
    unit: str
    owner: str
    byline: str
    is_stale: bool
    notes: int
    """How many notes are about it."""
    is_locked: bool
    is_closed: bool
    """Whether it is locked for the person who asks."""
    is_ones_own: bool
    """Whether the person who asks may remove it."""
    is_movable: bool
    """Whether the list stands in its own order here, so that whoever moves a line sees it move."""
    query: tuple[tuple[str, str], ...]
    """What the page of the list is asked for, which opening a capability keeps."""


@dataclass(frozen=True)
class Listing:
    """The list as one page shows it."""

    leaf: Leaf[Capability]
    lines: Sequence[Line]
    text: str
    """What is looked for; empty for everything."""
    query: Mapping[str, Any]
    """The search and the page in the address of this page."""
    is_long: bool
    """Whether there are more capabilities than one page shows, so that searching helps."""


def listing(opened: str | None) -> Listing:
    """Return the page of the list that the address asks for: the leaf of a capability goes before a number.

    A capability is named as `at`, as the `newest`, or by the form that is open.
    """
    named = opened or (_newest() if "newest" in request.args else request.args.get("at"))
    text = clean_line(request.args.get("q", ""))[:NAME_LENGTH]
    found = search(_ordered(), Search(text), today=begun_everywhere()) if text else _ordered()
    wanted = page_with([each.key for each in found], named, size=LEAF) or request.args.get("page", "1")
    shown = leaf(found, wanted, size=LEAF)
    query = ({"q": text} if text else {}) | ({"page": str(shown.number)} if shown.count > 1 else {})
    is_movable = not (text or is_shuffled(Step.INVENTORY))
    return Listing(shown, _lines(shown.items, tuple(query.items()), is_movable=is_movable), text, query, _is_long())


def place_of(capability: str) -> str:
    """The address of a capability in the list."""
    return url_for("inventory.page", at=capability if _is_long() else None, _anchor=f"capability-{capability}")


def place_of_new(anchor: str) -> str:
    """The address of the page on which what is added next stands, wherever that is in an order of one's own."""
    return url_for("inventory.page", newest=1 if _is_long(adding=1) else None, _anchor=anchor)


def _is_long(adding: int = 0) -> bool:
    return len(g.worksheet.capabilities) + adding > LEAF


def _ordered() -> Sequence[Capability]:
    """The capabilities, in an order of one's own if the facilitator wants that."""
    capabilities, person = g.worksheet.capabilities, g.entered.participant
    return shuffled(capabilities, seed=f"{person} {Step.INVENTORY}") if is_shuffled(Step.INVENTORY) else capabilities


def _newest() -> str | None:
    """The key of the capability that was added last."""
    capabilities = g.worksheet.capabilities
    return capabilities[-1].key if capabilities else None


def _lines(capabilities: Sequence[Capability], query: tuple[tuple[str, str], ...], *, is_movable: bool) -> list[Line]:
    said, unit, today = bylines(Step.INVENTORY, "capability"), g.worksheet.workshop.unit, begun_everywhere()
    room, leads = g.saved.room, g.is_facilitator
    lines = []
    for each in capabilities:
        is_locked = room.is_marked("capability", each.key, Marking.LOCKED)
        lines.append(
            Line(
                key=each.key,
                name=each.name,
                kind=each.kind,
                is_gap=each.status is Status.MISSING,
                trl=each.trl,
                build_cost=each.build_cost,
                unit=unit,
                owner=each.owner,
                byline=said.get(each.key, ""),
                is_stale=is_stale(each, today=today),
                notes=len(g.own.notes_about.get((each.key, None, None), ())),
                is_locked=is_locked,
                is_closed=is_locked and not leads,
                is_ones_own=is_ones_own("capability", each.key),
                is_movable=is_movable,
                query=query,
            )
        )
    return lines
