"""Locking, hiding and keeping apart entries; only facilitators do it."""

from flask import redirect, request, url_for
from pydantic import ValidationError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.room import Mark, Marking
from reuse_app.store import entries
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.entries.tidying import known, page_of

bp = workshop_blueprint("marks", __name__)


@bp.post("/marks")
def add() -> Response:
    """Mark an entry that the facilitator sees."""
    mark = _mark()
    if mark.key not in known(g.worksheet, mark.part):
        raise NotFound
    entries.put(g.writer, [mark], seen=g.revision)
    return _back(mark)


@bp.post("/marks/removal")
def remove() -> Response:
    """Take a mark off an entry, even off one that nobody sees."""
    mark = _mark()
    entries.remove(g.writer, "mark", (mark.part, mark.key, mark.marking.value))
    return _back(mark)


def _mark() -> Mark:
    try:
        return Mark.model_validate({name: request.form.get(name) for name in Mark.model_fields})
    except ValidationError as error:
        raise NotFound from error


def _back(mark: Mark) -> Response:
    """The entry on its page, or what is said there of hidden and similar ones."""
    is_there = mark.marking is Marking.LOCKED
    return redirect(url_for(page_of(mark.part), _anchor=f"{mark.part}-{mark.key}" if is_there else "tidy"), 303)
