"""Removing an entry, with the offer to undo it on the page that follows; and undoing."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from reuse_app.room.room import owned_in
from reuse_app.store import entries
from reuse_app.store.change_log import MERGE, RESTORE, LoggedChange, change_of, removed_at_home, was_undone
from reuse_app.store.errors import StoreError
from reuse_app.store.merging import TURN
from reuse_app.store.noun_table import EntryId
from reuse_app.store.undo import undo
from reuse_app.web.context import database, g
from reuse_app.web.page import Page, Who
from reuse_app.web.permissions import ForbiddenError, may_write
from reuse_app.worksheet.steps import Step

bp = Page("undo", __name__, Who.EVERYBODY)

UNDONE = ("remove", MERGE, TURN)
"""What the actions begin with that a page of a step offers to undo."""
OFFERED = {"removed": UNDONE, "turned": (TURN,), "restored": (RESTORE,)}
"""What the actions begin with that a page offers to undo, by the argument that names the change."""


def removed(part: str, entry: EntryId, *, back: str, product: str | None = None) -> Response:
    """Remove an entry and lead back to a page, with the product that it showed, which offers to undo it."""
    return redirect(
        url_for(f"{back}.page", removed=g.cursor(entries.remove(g.writer, part, entry)), product=product), 303
    )


@bp.post("/changes/<cursor:change>/reversal")
def reverse(change: str) -> Response:
    """Undo a removal or a merge and lead back to the page where it was offered."""
    revision = g.revision_at(change)
    found = change_of(database(), g.saved.address, revision)
    if found is None or not found.action.startswith(UNDONE):
        raise StoreError("There is nothing to undo there.")
    _check_right(found)
    undo(g.writer, revision)
    back = request.form.get("back", "")
    page = back if back in {*Step, "notes"} else Step.INVENTORY
    return redirect(url_for(f"{page}.page"), 303)


@bp.app_template_global()
def undoable(argument: str) -> str | None:
    """The change that an argument of this page's address names, if the person of this request can undo it now."""
    cursor = request.args.get(argument)
    if not cursor:
        return None
    change = change_of(database(), g.saved.address, g.revision_at(cursor))
    if change is None or not change.action.startswith(OFFERED[argument]):
        return None
    try:
        _check_right(change)
    except ForbiddenError:
        return None
    return None if was_undone(database(), g.saved.id, change.revision) else cursor


def _check_right(change: LoggedChange) -> None:
    """Let everybody undo what they did themselves, where they may still write, and a facilitator everything."""
    if g.is_facilitator:
        return
    if change.participant != g.entered.participant:
        raise ForbiddenError("This was done by somebody else. Only they or a facilitator can undo it.")
    part = change.action.split()[1]
    if part == "note":
        return
    step = owned_in(part, home=part == "product" and removed_at_home(database(), g.saved.id, change.revision))
    if step is None or not may_write(step):
        raise ForbiddenError("This step is not open for changes now, so nothing was undone. Ask the facilitator.")
