"""Who may do what: rights belong to the step and to the person, and are checked before any view runs."""

from collections.abc import Mapping
from typing import Any

from flask import request

from reuse_app.room import Marking
from reuse_app.store.errors import UnknownEntryError
from reuse_app.store.grants import GrantRole
from reuse_app.web.context import g
from reuse_app.web.server.security import SAFE_METHODS
from reuse_app.worksheet.steps import Step

STEP_OF = {step.value: step for step in Step} | {
    "imports": Step.INVENTORY,
    "checks": Step.INVENTORY,
    "outcomes": Step.ITERATE,
    "dots": Step.PRODUCTS,
}
"""The step to which the pages of a blueprint belong."""
FOR_EVERYBODY = {"reports", "me", "completions", "presence"}
"""Blueprints that belong to no step and are there for all who may enter."""
FOR_WRITERS = {"removals", "replacements"}
"""Blueprints that belong to no step and are there for all who may write somewhere."""
ALWAYS = {"me.leave"}
"""What changes nothing but the browser of the person who asks."""
PARTS = dict.fromkeys(("inventory", "nature", "imports", "checks"), "capability") | {"products": "product"}
"""Which part an address means by a key."""
VOTING = {"score", "dots"}
"""Blueprints in which people say what they think of an entry; a locked one stays as it is and can be voted on."""


class ForbiddenError(Exception):
    """Somebody asked for what they may not do here; the message says why, and who could."""


class NotOpenError(Exception):
    """A participant asked for a step that the facilitator has not opened yet."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step


class ClosedError(Exception):
    """A participant or an observer asked for something in a workshop that is closed."""


def check(endpoint: str, values: Mapping[str, Any]) -> None:
    """Refuse what the person of this request may not do; raises each of these errors, or UnknownEntryError."""
    blueprint, writes = endpoint.partition(".")[0], request.method not in SAFE_METHODS
    if not g.is_facilitator and endpoint not in ALWAYS:
        _check_open(blueprint)
        _check_blueprint(blueprint)
        if writes:
            _check_writer()
        if blueprint in STEP_OF:
            _check_step(STEP_OF[blueprint], writes=writes)
    _check_entry(blueprint, values, writes=writes)


def may_write(step: Step) -> bool:
    """Say whether the person of this request may change what is in a step."""
    if g.is_facilitator:
        return True
    is_quiet = (
        g.entered.role is not GrantRole.PARTICIPANT or g.saved.room.is_muted(g.entered.participant) or is_veiled(step)
    )
    return not is_quiet and not g.saved.room.closed and g.saved.room.stage(step).access.lets_write


def is_veiled(step: Step) -> bool:
    """Say whether what the person of this request keeps back in a step comes back on another device, not on this."""
    return g.entered.participant is not None and not g.entered.own and g.saved.room.keeps_back(step)


def may_look(step: Step) -> bool:
    """Say whether the person of this request may see what is in a step."""
    return g.is_facilitator or g.saved.room.stage(step).access.lets_look


def _check_open(blueprint: str) -> None:
    room = g.saved.room
    if room.closed and not (blueprint == "reports" and room.report_open):
        raise ClosedError


def _check_blueprint(blueprint: str) -> None:
    if blueprint not in STEP_OF and blueprint not in FOR_EVERYBODY | FOR_WRITERS:
        raise ForbiddenError("Only a facilitator may do this. Ask the person who invited you.")


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


def _check_entry(blueprint: str, values: Mapping[str, Any], *, writes: bool) -> None:
    """Let nobody reach an entry that is hidden from them, as if it were not there, nor change one that is locked."""
    for part, key in _named(blueprint, values):
        seen = g.own
        if key not in (seen.capability_by_key if part == "capability" else seen.product_by_key):
            raise UnknownEntryError(f"This {part} is not in the workshop any more.")
        locks = writes and not g.is_facilitator and blueprint not in VOTING
        if locks and g.saved.room.is_marked(part, key, Marking.LOCKED):
            raise ForbiddenError("The facilitator has locked this, so that it stays as it is. Nothing was saved.")


def _named(blueprint: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The capabilities and products that an address names."""
    named = [(part, str(values[part])) for part in ("capability", "product") if part in values]
    return [*named, (PARTS[blueprint], str(values["key"]))] if "key" in values and blueprint in PARTS else named
