"""Removing an entry, with the offer to undo it on the page that follows; and undoing."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from reuse_app.store import entries
from reuse_app.store.saved import Entry
from reuse_app.store.undo import undo
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.worksheet.steps import Step

bp = workshop_blueprint("removals", __name__)


def removed(part: str, entry: Entry, *, back: str) -> Response:
    """Remove an entry and lead back to a page, which offers to undo it."""
    return redirect(url_for(f"{back}.page", removed=entries.remove(g.writer, part, entry)), 303)


@bp.post("/changes/<int(max=1000000000):revision>/reversal")
def reverse(revision: int) -> Response:
    """Undo a removal and lead back to the step where it was offered."""
    undo(g.writer, revision, only="remove ")
    back = request.form.get("back", "")
    step = back if back in set(Step) else Step.INVENTORY
    return redirect(url_for(f"{step}.page"), 303)
