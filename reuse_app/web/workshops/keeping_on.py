"""How long a workshop is kept in which nothing changes: what its pages say before, and keeping it on."""

import datetime as dt

from flask import Flask, current_app, redirect, url_for
from werkzeug.wrappers import Response

from reuse_app.store.deleting import last_change
from reuse_app.store.entries import confirm
from reuse_app.web.clock import now
from reuse_app.web.context import database, g
from reuse_app.web.page import Page, Who

bp = Page("keeping_on", __name__, Who.FACILITATORS, shows=())

WARNED_BEFORE = dt.timedelta(days=30)


def init_app(app: Flask) -> None:
    """Let pages of a workshop say when it goes."""
    app.jinja_env.globals.update(goes_on=goes_on)


def goes_on() -> dt.date | None:
    """The day in UTC on which this workshop is deleted unless something changes, from 30 days before."""
    keep_for: dt.timedelta | None = current_app.config["KEEP_FOR"]
    if keep_for is None or g.saved.room.is_template:
        return None
    end = last_change(database(), g.saved.id) + keep_for
    return end.date() if end - now() <= WARNED_BEFORE else None


@bp.post("/keeping-on")
def keep_on() -> Response:
    """Keep this workshop as long again, although nothing changes in it."""
    confirm(g.writer, "workshop", (), "title")
    return redirect(url_for(f"{g.saved.room.step}.page"), 303)
