"""Merging two entries that mean the same; only facilitators do it, and it can be undone."""

from flask import redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.store.merging import merge
from reuse_app.web.access import workshop_blueprint
from reuse_app.web.context import g
from reuse_app.web.entries.tidying import known, page_of

bp = workshop_blueprint("merges", __name__)


@bp.post("/merges")
def add() -> Response:
    """Make one entry of two; the page that follows says so and offers to undo it."""
    part, into, gone = (request.form.get(name, "") for name in ("part", "into", "from"))
    if not {into, gone} <= known(g.worksheet, part).keys():
        raise NotFound
    merge(g.writer, part, into, gone)
    return redirect(url_for(page_of(part), _anchor="tidy"), 303)
