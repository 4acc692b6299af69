"""Who is at what, as the person of this request may read it, and what they are at themselves."""

from collections.abc import Sequence
from typing import TypeVar

from reuse_app.narrative.isolation import apart
from reuse_app.narrative.words import plural
from reuse_app.room.room import EntryKey
from reuse_app.store.errors import StoreError
from reuse_app.web.context import g
from reuse_app.web.permissions import may_write
from reuse_app.worksheet import Capability, Product
from reuse_app.worksheet.steps import Step

Entry = TypeVar("Entry", bound=Capability | Product)
MOST_NAMED = 3
"""People who are named; more are counted."""


def takers(step: Step, entry: EntryKey) -> str:
    """Say who is at an entry, as the beginning of a sentence or alone; nothing where nobody is.

    Where names are not told, it is somebody.
    """
    others = [key for key in g.saved.room.takers.get(entry, ()) if key != g.entered.participant]
    you = ["You"] if is_mine(entry) else []
    if len(others) > MOST_NAMED or (others and not g.saved.room.names_for(step, facilitator=g.is_facilitator)):
        told = [plural(len(others), "somebody" if not you else "somebody else", "people").removeprefix("1 ")]
    else:
        told = [apart(g.names[key]) for key in others if key in g.names]
    return _joined([*you, *told])


def are_at(step: Step, entry: EntryKey) -> str:
    """Say as a sentence who is at an entry; nothing where nobody is."""
    said = takers(step, entry)
    count = len(g.saved.room.takers.get(entry, ()))
    return f"{said[0].upper()}{said[1:]} {'is' if count == 1 and said != 'You' else 'are'} at this." if said else ""


def is_mine(entry: EntryKey) -> bool:
    """Whether the person of this request is at an entry."""
    return g.entered.participant in g.saved.room.takers.get(entry, ())


def may_take(step: Step) -> bool:
    """Whether the person of this request could be at something: they have joined, and write in the step."""
    return g.entered.participant in g.saved.room.seats and may_write(step)


def check_seat() -> None:
    """Refuse somebody who has not joined; raises StoreError."""
    if g.entered.participant not in g.saved.room.seats:
        raise StoreError("Only those who have joined take a share of the work. Join by the code to take part.")


def from_mine_on(entries: Sequence[Entry], part: str) -> list[Entry]:
    """Return entries in the order in which the person of this request would take them.

    Those after what they are at come first; people who are at nothing begin at different ones, by their seats.
    """
    mine = next((place for place, entry in enumerate(entries) if is_mine((part, entry.key))), None)
    seats = list(g.saved.room.seats)
    me = g.entered.participant
    ahead: int = mine + 1 if mine is not None else seats.index(str(me)) if me in seats else 0
    first: int = ahead % (len(entries) or 1)
    return [*entries[first:], *entries[:first]]


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1] if names else ""]))
