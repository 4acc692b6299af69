"""Who may do what: rights belong to the page, its step and the person, and are checked before any view runs."""

from collections.abc import Mapping
from typing import Any

from flask import request

from reuse_app.room import Marking
from reuse_app.room.room import owned_in
from reuse_app.store.errors import UnknownEntryError
from reuse_app.store.grants import GrantRole
from reuse_app.web.context import g
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import SAFE_METHODS
from reuse_app.worksheet.steps import Step


class ForbiddenError(Exception):
    """Somebody asked for what they may not do here; the message says why, and who could."""


class NotOpenError(Exception):
    """A participant asked for a step that the facilitator has not opened yet."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step


class ClosedError(Exception):
    """A participant or an observer asked for something in a workshop that is closed."""


def check(values: Mapping[str, Any]) -> None:
    """Refuse what the person of this request may not do, by what its page declares, with the values of its address.

    Raises each of these errors, or UnknownEntryError.
    """
    page, endpoint, writes = g.page, str(request.endpoint), request.method not in SAFE_METHODS
    who = page.who_may(endpoint)
    if not g.is_facilitator and who is not Who.HOLDERS:
        _check_open(page)
        is_stage = g.entered.role is GrantRole.STAGE
        if is_stage and who is not Who.STAGE:
            raise ForbiddenError("This is the link of the big screen, which shows what the room sees and nothing else.")
        if not is_stage and who is not Who.EVERYBODY:
            raise ForbiddenError("Only a facilitator may do this. Ask the person who invited you.")
        if writes:
            _check_writer()
        if page.step:
            _check_step(page.step, writes=writes)
    _check_entries(values, locks=writes and not g.is_facilitator and not page.is_vote(endpoint))


def may_write(step: Step) -> bool:
    """Say whether the person of this request may change what is in a step."""
    if g.is_facilitator:
        return True
    is_quiet = (
        g.entered.role is not GrantRole.PARTICIPANT or g.saved.room.is_muted(g.entered.participant) or is_veiled(step)
    )
    return not is_quiet and not g.saved.room.closed and g.saved.room.stage(step).access.lets_write


def is_ones_own(part: str, *entry: str | int) -> bool:
    """Say whether the person of this request may remove and rename an entry where they may write."""
    row = g.saved.rows[part].by_entry.get(entry)
    step = owned_in(part, home=bool(row and getattr(row.noun, "home", False)))
    if g.is_facilitator or step is None or not g.saved.room.stage(step).own_only:
        return True
    return row is not None and row.author is not None and row.author == g.entered.participant


def is_veiled(step: Step) -> bool:
    """Say whether what the person of this request keeps back in a step comes back on another device, not on this."""
    return g.entered.participant is not None and not g.entered.own and g.saved.room.keeps_back(step)


def may_look(step: Step) -> bool:
    """Say whether the person of this request may see what is in a step."""
    return g.is_facilitator or g.saved.room.stage(step).access.lets_look


def _check_open(page: Page) -> None:
    room = g.saved.room
    if room.closed and not (page.stays_open and room.report_open):
        raise ClosedError


def _check_writer() -> None:
    if g.entered.role is not GrantRole.PARTICIPANT:
        raise ForbiddenError("You are here to watch: observers read and do not write. To take part, join by the code.")
    if g.saved.room.is_muted(g.entered.participant):
        raise ForbiddenError("The facilitator has asked you to only read for now. Nothing was saved.")


def _check_step(step: Step, *, writes: bool) -> None:
    access = g.saved.room.stage(step).access
    if not access.lets_look:
        raise NotOpenError(step)
    if writes and not access.lets_write:
        raise ForbiddenError(
            f"The step {step.title} is read only now, so nothing was saved. The facilitator can open it."
        )
    if writes and is_veiled(step):
        raise ForbiddenError(
            f"What you say in {step.title} is kept to one device until it is shown, and this is another one. "
            "Open the step and press “Answer on this device”. Nothing was saved."
        )


def _check_entries(values: Mapping[str, Any], *, locks: bool) -> None:
    """Let nobody reach an entry that is hidden from them, as if it were not there, nor change one that is locked."""
    for part, known in (("capability", g.own.capability_by_key), ("product", g.own.product_by_key)):
        if part in values:
            key = str(values[part])
            if key not in known:
                raise UnknownEntryError(f"This {part} is not in the workshop any more.")
            if locks:
                check_unlocked(part, key)


def check_unlocked(part: str, key: str) -> None:
    """Refuse to change an entry that is locked; raises ForbiddenError."""
    if g.saved.room.is_marked(part, key, Marking.LOCKED):
        raise ForbiddenError("The facilitator has locked this, so that it stays as it is. Nothing was saved.")
